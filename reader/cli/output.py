"""All that the command line prints: styled on a terminal, plain in a pipe, JSON on request.

Every text is cleaned here, line by line, whatever it went through before; JSON is
escaped to ASCII instead. Rich gets only `Text` objects, never markup.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeVar

from reader import text
from reader.model import ReaderError

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on a terminal; `cells` 0 takes what is left of the line."""

    cells: int = 0
    style: str = ""
    align: Literal["left", "right"] = "left"


def _safe(shown: str) -> str:
    """One line fit for any terminal; more thorough than a screen has time to be."""
    shown = text.safe(shown)
    return shown if shown.isascii() else text.clean_lines(shown)


class OutputError(ReaderError):
    """Stdout takes no more: its disk is full, or it is closed."""


def _nowhere() -> TextIO:
    """For a stream that was closed before the start."""
    return open(os.devnull, "w", encoding="utf-8")


class Output:
    """Where a verb prints: results to `stdout`, words about them and failures to `stderr`."""

    def __init__(self, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        self._closed = stdout is None and sys.stdout is None
        self.stdout = stdout or sys.stdout or _nowhere()
        self.stderr = stderr or sys.stderr or _nowhere()
        self.terminal = self.stdout.isatty()
        self.talking = self.stderr.isatty()
        self._console: Console | None = None
        for stream in (self.stdout, self.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")

    @property
    def width(self) -> int:
        """Cells of a line on the terminal; `COLUMNS` wins."""
        import shutil

        return max(20, shutil.get_terminal_size().columns)

    def say(self, line: str = "", style: str = "") -> None:
        """One line of result."""
        line = _safe(line)
        if self.terminal and style:
            self._paint([(line, style)])
        else:
            self.put(line + "\n")

    def lines(self, block: str) -> None:
        """A text of several lines; tabs are kept."""
        for line in block.split("\n"):
            self.put("\t".join(_safe(part) for part in line.split("\t")) + "\n")

    def exactly(self, block: str) -> None:
        """A text found harmless, with its line ends as they are on every system."""
        self.put("")
        self.flush()
        with self.heard():
            self.stdout.buffer.write(block.encode("utf-8", "replace"))

    def note(self, line: str) -> None:
        """One line beside the result, to stderr: what was done, what failed, what to do next."""
        with suppress(OSError):  # there is no other place to complain of this one
            self.stderr.write(_safe(line) + "\n")
            self.stderr.flush()

    def failed(self, what: object) -> None:
        """One failure, as `tearsheet: …` on stderr."""
        self.note(f"tearsheet: {what}")

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[tuple[str, str]]]) -> None:
        """Rows of (text, style): laid out to the terminal's width, else separated by tabs."""
        if not self.terminal:
            for row in rows:
                self.put("\t".join(_safe(cell) for cell, _ in row) + "\n")
            return
        fixed = sum(column.cells for column in columns) + 2 * (len(columns) - 1)
        open_ones = sum(1 for column in columns if not column.cells) or 1
        rest = max(10, (self.width - fixed) // open_ones)
        for row in rows:
            parts: list[tuple[str, str]] = []
            for number, (column, (cell, style)) in enumerate(zip(columns, row, strict=True)):
                cells, shown = column.cells or rest, _safe(cell)
                if column.align == "right":
                    shown = " " * (cells - text.width(shown)) + shown
                elif number == len(columns) - 1:
                    shown = text.clip(shown, cells)
                else:
                    shown = text.fit(shown, cells)
                parts += [(shown, style or column.style), ("  ", "")]
            self._paint(parts[:-1])

    def json(self, value: object) -> None:
        """One JSON document of ASCII characters, so that every escape is harmless."""
        self.put(json.dumps(value, indent=2, ensure_ascii=True) + "\n")

    def json_array(self, values: Iterable[object]) -> int:
        """One JSON array, written as it comes; returns how many values it has."""
        number = 0
        for value in values:
            self.put("[\n" if number == 0 else ",\n")
            self.put(json.dumps(value, indent=2, ensure_ascii=True))
            number += 1
        self.put("\n]\n" if number else "[]\n")
        return number

    @contextmanager
    def progress(self, label: str) -> Iterator[Progress]:
        """A bar on stderr while something long runs; nothing where stderr is no terminal."""
        if not self.talking:
            yield Progress(None, None)
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(file=self.stderr, markup=False, highlight=False, emoji=False),
            transient=True,
        )
        with bar:
            yield Progress(bar, bar.add_task(label, total=None))

    def flush(self) -> None:
        """Hand everything to the system, so that a full disk or a closed pipe is heard here."""
        with self.heard():
            self.stdout.flush()

    def put(self, words: str) -> None:
        """Words found harmless, as they are. Raises OutputError where nobody can take them."""
        if self._closed:
            raise OutputError("the output cannot be written: it is closed.")
        with self.heard():
            self.stdout.write(words)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Gives the failures of stdout their words; a reader that went away is none."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"the output cannot be written: {error.strerror or error}.") from None

    def _paint(self, parts: Iterable[tuple[str, str]]) -> None:
        with self.heard():
            self._rich().print(self._styled(parts), soft_wrap=True)

    def _rich(self) -> Console:
        if self._console is None:
            from rich.console import Console

            self._console = Console(
                file=self.stdout, markup=False, highlight=False, emoji=False, width=self.width
            )
        return self._console

    @staticmethod
    def _styled(parts: Iterable[tuple[str, str]]) -> Any:
        from rich.text import Text

        return Text.assemble(*((part, style) for part, style in parts), end="\n")


class Progress:
    """How far a long job is; says nothing where there is no terminal to say it to."""

    def __init__(self, bar: Any, task: Any) -> None:
        self._bar = bar
        self._task = task
        self._most = 0

    def at(self, done: int, total: int | None = None, label: str = "") -> None:
        """`done` of `total`; `label` names what is being done."""
        if self._bar is not None:
            more = {"description": text.clip(_safe(label), 40)} if label else {}
            self._bar.update(self._task, completed=done, total=total, **more)

    def left(self, number: int, label: str = "") -> None:
        """`number` are left; the first call says how many there are."""
        self._most = max(self._most, number)
        self.at(self._most - number, self._most, label)

    def along(self, things: Iterable[T], total: int) -> Iterator[T]:
        """`things` as they are, counted while they are taken."""
        for done, thing in enumerate(things):
            self.at(done, total)
            yield thing


def seems_dumb() -> bool:
    """Whether the terminal says of itself that it can show nothing but plain text."""
    return os.environ.get("TERM", "") in ("", "dumb") and os.name != "nt"
