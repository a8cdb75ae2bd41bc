"""completions: scripts that the shells themselves accept, with every verb in them."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from reader.cli.verbs import VERBS

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh", "fish"])
def test_completions_name_every_verb(tearsheet: CommandLine, shell: str) -> None:
    answer = tearsheet("completions", shell)
    assert (answer.code, answer.err) == (0, "")
    assert all(verb in answer.out for verb in VERBS)
    assert "events" not in answer.out
    program = shutil.which(shell)
    if program:
        check = [program, "-n"] if shell != "fish" else [program, "--no-execute"]
        done = subprocess.run(
            check, input=answer.out.encode(), capture_output=True, timeout=20, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")


def test_bash_completes_verbs_and_options(tearsheet: CommandLine) -> None:
    script = tearsheet("completions", "bash").out
    ask = 'COMP_WORDS=(tearsheet {}); COMP_CWORD={}; _shtab_tearsheet; echo "${{COMPREPLY[@]}}"'

    def completed(*words: str) -> list[str]:
        command = f"{script}\n" + ask.format(" ".join(words), len(words))
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
        return done.stdout.split()

    assert set(completed("un")) == {"unread", "undo", "unsave"}
    assert "--json" in completed("list", "--j")
