"""A real terminal for tests: the command runs in a pty, pyte is the screen.

It answers the query for synchronised output, so that the end of each frame is a known marker.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pyte

FRAME_END = b"\x1b[?2026l"
_QUERY = b"\x1b[?2026$p"
_ANSWER = b"\x1b[?2026;2$y"

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "pagedown": "\x1b[6~", "pageup": "\x1b[5~", "shift+tab": "\x1b[Z",
}  # fmt: skip


class Terminal:
    """One command in one terminal of `columns` x `lines`."""

    def __init__(
        self,
        argv: list[str],
        *,
        env: dict[str, str] | None = None,
        columns: int = 120,
        lines: int = 40,
        emulate: bool = True,
    ) -> None:
        self.raw = bytearray()
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen) if emulate else None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            wanted = {
                **os.environ,
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                **(env or {}),
            }
            wanted.pop("NO_COLOR", None) if "NO_COLOR" not in (env or {}) else None
            for size in ("COLUMNS", "LINES"):  # those of whoever runs the tests
                wanted.pop(size, None)
            os.execvpe(argv[0], argv, wanted)
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)
        self.started = time.perf_counter()

    @classmethod
    def tearsheet(cls, *arguments: str, **options: object) -> Terminal:
        """Our own command."""
        return cls([sys.executable, "-m", "reader", *arguments], **options)  # type: ignore[arg-type]

    def pump(self, seconds: float = 0.05, until: bytes = b"") -> bytes:
        """Takes what the program wrote within `seconds`, or up to the chunk that holds `until`."""
        got = bytearray()
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            ready, _, _ = select.select([self._fd], [], [], left)
            if not ready:
                break
            try:
                chunk = os.read(self._fd, 1 << 16)
            except OSError:
                break
            if not chunk:
                break
            if _QUERY in chunk:
                os.write(self._fd, _ANSWER)
            got += chunk
            if until and until in got:
                break
        self.raw += got
        if self._stream is not None and got:
            self._stream.feed(bytes(got))
        return bytes(got)

    def send(self, *keys: str) -> None:
        """Types keys: names of `KEYS` or text."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())
            self.pump(0.02)

    def write(self, keys: bytes) -> None:
        """Writes raw input without waiting."""
        os.write(self._fd, keys)

    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, *wanted: str, seconds: float = 20.0) -> str:
        """Waits until the screen shows all of `wanted`; fails with the screen otherwise."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.pump(0.05)
            shown = self.text()
            if all(one in shown for one in wanted):
                return shown
        raise AssertionError(f"{wanted} not on the screen:\n{self.text()}")

    def wait_gone(self, unwanted: str, seconds: float = 20.0) -> None:
        """Waits until the screen shows `unwanted` no more."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.pump(0.05)
            if unwanted not in self.text():
                return
        raise AssertionError(f"{unwanted!r} still on the screen:\n{self.text()}")

    def resize(self, columns: int, lines: int) -> None:
        """Gives the terminal another size."""
        self.screen.resize(lines, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def cpu(self) -> float:
        """Seconds of CPU that the program has used so far."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def wait_end(self, seconds: float = 20.0) -> int:
        """Waits for the end; gives the exit code."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.pump(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"still running:\n{self.text()}")

    def kill(self) -> None:
        """Ends the program at once, as a power cut would."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0
        os.close(self._fd)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *raised: object) -> None:
        self.kill()
