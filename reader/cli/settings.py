"""`config`: what can be set, what is set, and where."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tokenize
from dataclasses import fields
from pathlib import Path

from reader import config as configuration
from reader.cli.context import Call
from reader.config import Config, config_path, load_config
from reader.model import FileError, UsageError


def config(call: Call) -> int:
    """`config [path|edit]`: bare, every setting with its value and what it means."""
    if call.args.what == "path":
        call.out.say(str(config_path()))
        return 0
    if call.args.what == "edit":
        return _edit(call)
    path, known = config_path(), call.config
    call.out.say(f"# {path}{'' if path.exists() else ' (not there: all settings are the usual)'}")
    for name, meaning in documented().items():
        value, usual = getattr(known, name), getattr(Config(), name)
        call.out.say()
        call.out.say(f"# {meaning}", "dim")
        changed = "" if value == usual else f"  # usual: {_toml(usual)}"
        call.out.say(f"{name} = {_toml(value)}{changed}", "bold" if changed else "")
    return 0


def documented() -> dict[str, str]:
    """Each setting's manual: the comment beside its field in config.py."""
    source = Path(configuration.__file__)
    said: dict[str, str] = {}
    names = {field.name for field in fields(Config)}
    with source.open("rb") as file:
        name = ""
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.NAME and token.start[1] == 4 and token.string in names:
                name = token.string
            elif token.type == tokenize.COMMENT and name:
                said[name] = token.string.lstrip("# ")
            elif token.type == tokenize.NEWLINE:
                name = ""
    return {field.name: said.get(field.name, "") for field in fields(Config)}


def _toml(value: object) -> str:
    import json

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(key)} = {_toml(said)}" for key, said in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return json.dumps(value, ensure_ascii=False)


def _edit(call: Call) -> int:
    """Open the file in the editor; made first, with every setting as a comment."""
    path = config_path()
    editor = _editor(path)
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(_template())
    except OSError as error:
        raise FileError(
            f"{path} cannot be made: {error.strerror}; check the folder's mode, or name another "
            "file in TEARSHEET_CONFIG."
        ) from None
    try:
        code = subprocess.call([*editor, str(path)])
    except OSError as error:
        raise FileError(
            f"{editor[0]}: {error.strerror}; set EDITOR to a program that is there, or edit {path}."
        ) from None
    if code:
        raise FileError(f"{editor[0]} ended with code {code}; {path} is as it left it.")
    load_config(path)
    call.out.note(f"{path} is in order.")
    return 0


def _editor(path: Path) -> list[str]:
    """The editor's command as a list: the setting, $VISUAL, $EDITOR, the system's usual one."""
    try:
        chosen = load_config().editor
    except UsageError:
        chosen = ""  # a broken file is what `edit` is for
    chosen = chosen or os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(chosen, posix=os.name != "nt")
    except ValueError as error:
        raise UsageError(
            f"The editor {chosen!r} is no command: {str(error).lower()}; "
            "mend the setting `editor`, $VISUAL or $EDITOR."
        ) from None
    if not words and not (sys.stdin and sys.stdin.isatty()):
        raise UsageError(f"`config edit` needs a terminal or $EDITOR; the settings are in {path}.")
    return words or ["notepad" if os.name == "nt" else "vi"]


def _template() -> str:
    lines = ["# Settings of Tearsheet. Take away the # before a line to change it."]
    for name, meaning in documented().items():
        if name == "keys":
            lines += ["", f"# {meaning}", "# [keys]"]
        else:
            lines += ["", f"# {meaning}", f"# {name} = {_toml(getattr(Config(), name))}"]
    return "\n".join(lines) + "\n"
