"""What every verb is given: its arguments, the output, and the library when it asks for it."""

from __future__ import annotations

from argparse import Namespace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.output import Output
from reader.config import Config, library_path, load_config

if TYPE_CHECKING:
    from reader.store import Library


class Call:
    """One run of one verb. Settings and library are read at the first use."""

    def __init__(self, args: Namespace, out: Output) -> None:
        self.args = args
        self.out = out
        self._opened: Library | None = None

    @cached_property
    def config(self) -> Config:
        """The settings; raises UsageError where they cannot be read."""
        return load_config()

    @cached_property
    def folder(self) -> Path:
        """The library's folder, by option, environment, setting or the system's place."""
        return library_path(self.config, getattr(self.args, "library", None))

    @property
    def library(self) -> Library:
        """The library, opened once; raises LibraryError in words."""
        if self._opened is None:
            from reader.store import open_library

            self._opened = open_library(self.folder)
        return self._opened

    def close(self) -> None:
        """Close the library if it was opened."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
