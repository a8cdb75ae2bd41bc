"""Driving the real command line: in this process, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.__main__ import main
from reader.store import Library, open_library


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines on stdout."""
        return self.out.splitlines()


@dataclass(frozen=True)
class CommandLine:
    """A library, an empty home around it, and the command line at work on them."""

    home: Path
    captured: pytest.CaptureFixture[str]

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self.home / "library"

    def __call__(self, *words: str | int) -> Answer:
        """Run a verb in this process."""
        self.captured.readouterr()
        code = main(["--library", str(self.folder), *map(str, words)])
        shown = self.captured.readouterr()
        return Answer(code, shown.out, shown.err)

    def process(
        self, *words: str | int, env: dict[str, str] | None = None, given: bytes = b""
    ) -> Answer:
        """Run a verb as a process of its own, without a terminal; `given` is its stdin."""
        done = subprocess.run(
            [sys.executable, "-m", "reader", "--library", str(self.folder), *map(str, words)],
            env={**os.environ, **self.env, **(env or {})},
            input=given,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    @property
    def env(self) -> dict[str, str]:
        """An environment with nothing of the machine's own home in it."""
        return {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "TEARSHEET_CONFIG": str(self.home / "config.toml"),
            "TEARSHEET_LIBRARY": "",
            "PYTHONDONTWRITEBYTECODE": "",
        }

    @contextmanager
    def opened(self) -> Iterator[Library]:
        """The library itself, to fill it or to look into it."""
        lib = open_library(self.folder)
        try:
            yield lib
        finally:
            lib.close()


@pytest.fixture
def tearsheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line on a library of its own."""
    made = CommandLine(tmp_path, capsys)
    for name, value in made.env.items():
        monkeypatch.setenv(name, value)
    return made
