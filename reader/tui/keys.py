"""From key presses to commands: counts (`5j`), sequences (`gg`) and what is pending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reader.tui.commands import COMMANDS


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a key meant: a command with its count, or nothing yet (`pending`), or nothing at all."""

    command: str = ""
    count: int | None = None
    pending: bool = False


def token(key: str, character: str | None) -> str:
    """One name per key: the character where it is printable, else Textual's key name."""
    if character is not None and character.isprintable() and character != " ":
        return character
    return key


class KeyReader:
    """Remembers digits and half sequences between two keys; one for each screen."""

    def __init__(self, bindings: Mapping[str, tuple[str, ...]]) -> None:
        self._by_pane: dict[str, dict[tuple[str, ...], str]] = {}
        for command in COMMANDS:
            for key in bindings[command.id]:
                for pane in command.where:
                    bound = self._by_pane.setdefault(pane, {})
                    bound.setdefault(tuple(key.split(" ")), command.id)
        self._prefixes = {
            pane: {keys[:n] for keys in bound for n in range(1, len(keys))}
            for pane, bound in self._by_pane.items()
        }
        self._count = ""
        self._keys: tuple[str, ...] = ()

    @property
    def waiting(self) -> str:
        """What has been typed of an unfinished command, to be shown."""
        return self._count + "".join(self._keys)

    def forget(self) -> bool:
        """Drops what is pending; true if there was something."""
        had = bool(self.waiting)
        self._count, self._keys = "", ()
        return had

    def press(self, key: str, *where: str) -> Pressed:
        """What `key` means in the first place of `where` that knows it; the last one is the pane.

        In lists and while text is selected digits are counts; `0` only after another digit.
        """
        if key == "escape" and self.forget():
            return Pressed()
        digit = key.isdecimal() and key.isascii() and not self._keys and where[-1] != "page"
        if digit and (key != "0" or self._count) and len(self._count) < 6:
            self._count += key
            return Pressed(pending=True)
        keys = (*self._keys, key)
        found = next((self._by_pane[at][keys] for at in where if keys in self._by_pane[at]), "")
        if not found and any(keys in self._prefixes[at] for at in where):
            self._keys = keys
            return Pressed(pending=True)
        count = int(self._count) if self._count else None
        self.forget()
        return Pressed(found, count)
