"""Following a link by the number shown beside it: which numbers stand for what was typed."""

from __future__ import annotations

from dataclasses import dataclass

from reader.page.flow import Link

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Hints:
    """The links in sight, numbered from 1, and the digits typed so far."""

    links: tuple[Link, ...]
    typed: str = ""

    def sign(self, link: int) -> str:
        """The raised number that stands beside a link, or "" where it is out of the running."""
        for place, candidate in enumerate(self.links, 1):
            if candidate.number == link:
                return str(place).translate(_RAISED) if str(place).startswith(self.typed) else ""
        return ""

    def type(self, digit: str) -> Hints:
        """With one more digit; digits that no link has are not taken."""
        typed = self.typed + digit
        if any(str(place).startswith(typed) for place in range(1, len(self.links) + 1)):
            return Hints(self.links, typed)
        return self

    def rub_out(self) -> Hints:
        """With one digit less."""
        return Hints(self.links, self.typed[:-1])

    @property
    def chosen(self) -> Link | None:
        """The link that the digits name, as soon as they can name no other one."""
        number = int(self.typed or "0")
        if 0 < number <= len(self.links) < number * 10:
            return self.links[number - 1]
        return None

    @property
    def so_far(self) -> Link | None:
        """The link whose number is just what was typed, though it might go on."""
        number = int(self.typed or "0")
        return self.links[number - 1] if 0 < number <= len(self.links) else None
