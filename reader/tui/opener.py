"""Other programs: the browser beside us, the editor instead of us for a while.

Arguments are lists and never pass a shell; an address is opened only if `text.web_address` takes
it, so it cannot be an option. Addresses come last.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

from reader import text
from reader.model import ReaderError


def browser_command(setting: str) -> list[str]:
    """The command that opens an address, from the setting, `$BROWSER` or the system."""
    for said in (setting, os.environ.get("BROWSER", "").split(os.pathsep)[0]):
        command = [word for word in words(said, "browser") if word != "%s"]
        if command and shutil.which(command[0]):
            return command
    if sys.platform == "darwin":
        return ["open"]
    for name in ("xdg-open", "wslview", "gio", "firefox", "chromium", "google-chrome"):
        if shutil.which(name):
            return [name, "open"] if name == "gio" else [name]
    raise ReaderError(
        'No browser was found; name one in the settings (browser = "firefox") or in $BROWSER.'
    )


def words(command: str, what: str) -> list[str]:
    """A command as a list. Raises ReaderError where a quote in it is open."""
    try:
        return shlex.split(command) if command else []
    except ValueError as error:
        raise ReaderError(
            f"The {what} {text.clean(command, 80)!r} is no command: {str(error).lower()}; "
            "mend it in the settings or the environment."
        ) from None


def open_address(address: str, setting: str) -> str:
    """Opens `address` without waiting for the program; returns the address that was opened.

    Raises ReaderError where the address is none that may be opened, or no program takes it.
    """
    checked = text.web_address(address, schemes=("http", "https", "mailto"))
    if not checked:
        raise ReaderError(f"{text.clean(address, 80) or 'An empty address'} cannot be opened: "
                          "only http, https and mailto are.")  # fmt: skip
    if sys.platform == "win32":
        os.startfile(checked)
        return checked
    command = browser_command(setting)
    try:
        subprocess.Popen(
            [*command, checked],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ReaderError(f"{command[0]} could not be started: {error.strerror}.") from None
    return checked


def editor_command(setting: str) -> list[str]:
    """The command that shows a file: the setting, `$VISUAL`, `$EDITOR`, `$PAGER`, or less."""
    said = [setting, *(os.environ.get(name, "") for name in ("VISUAL", "EDITOR", "PAGER"))]
    for command in (*said, "less", "more"):
        found = words(command, "editor")
        if found and shutil.which(found[0]):
            return found
    raise ReaderError("No editor was found; name one in the settings (editor) or in $EDITOR.")
