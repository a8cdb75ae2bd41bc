"""Work that the screen does not do itself: `tearsheet` as a child process.

Parsing and fetching in this process would make keys stutter, and a crash in a parser must not take
the screen down (DESIGN section 4), so the screen starts the very commands that a person would.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader import text

LINE_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code, what it printed, and its last words on stderr."""

    code: int
    output: str
    said: str


class Child:
    """One `tearsheet` command at work on the same library.

    One that is `held` has a pipe from us as its stdin and ends with it, however we end.
    """

    def __init__(self, folder: Path, arguments: Sequence[str], *, held: bool = False) -> None:
        self._command = (sys.executable, "-m", "reader", "--library", str(folder), *arguments)
        self._held = held
        self._process: Process | None = None

    async def run(self, on_line: Callable[[str], None] | None = None) -> Ended:
        """Runs it to its end. `on_line` gets each line of its output as it comes."""
        process = self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=PIPE if self._held else DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            limit=LINE_LIMIT,
            start_new_session=True,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        errors = asyncio.create_task(process.stderr.read())
        output: list[str] = []
        async for raw in process.stdout:
            line = raw.decode("utf-8", "replace")
            if on_line is None:
                output.append(line)
            else:
                on_line(line)
        said = (await errors).decode("utf-8", "replace").strip().splitlines()
        code = await process.wait()
        last = said[-1].removeprefix("tearsheet: ") if said else ""
        return Ended(code, "".join(output), text.clean(last))

    def stop(self) -> None:
        """Asks it to stop; what it has stored stays."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
