"""Our themes can be read: the contrast of text on every ground it stands on (WCAG 2.1, 1.4.3)."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from reader.tui.theme import OURS

ENOUGH = 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""

    def luminance(colour: Color) -> float:
        parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
        red, green, blue = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted([luminance(Color.parse(one)), luminance(Color.parse(other))])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
def test_text_has_contrast_on_every_ground(theme: Theme) -> None:
    assert theme.foreground
    said = {
        "foreground": theme.foreground, "accent": theme.accent, "error": theme.error,
        **{name: theme.variables[name] for name in ("quiet", "strong", "link")},
    }  # fmt: skip
    grounds = {
        "background": theme.background, "surface": theme.surface,
        **{name: theme.variables[name] for name in ("cursor-line", "cursor-line-away")},
    }  # fmt: skip
    poor = [
        f"{word} on {ground}: {ratio:.2f}"
        for word, colour in said.items()
        for ground, behind in grounds.items()
        if (ratio := contrast(str(colour), str(behind))) < ENOUGH
        and not (word in ("accent", "error") and ground.startswith("cursor"))
    ]
    assert poor == []
    assert contrast(theme.variables["strong"], str(theme.panel)) >= ENOUGH
