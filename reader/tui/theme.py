"""Our themes: dark and light, night (low in contrast, for dark rooms) and paper (warm). Textual
derives all other colours of the stylesheet from them."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="tearsheet-dark",
    primary="#d9a066",
    secondary="#8fa7b3",
    accent="#d9a066",
    foreground="#d8d4cb",
    background="#16171a",
    surface="#1c1d21",
    panel="#26272c",
    success="#8fb573",
    warning="#d9a066",
    error="#e07a6a",
    dark=True,
    variables={
        "quiet": "#96938b",
        "line": "#303137",
        "cursor-line": "#2f2b26",
        "cursor-line-away": "#222327",
        "strong": "#f4f0e6",
        "link": "#8fb8d9",
        "block-cursor-blurred-background": "#222327",
    },
)

LIGHT = Theme(
    name="tearsheet-light",
    primary="#9a4a1f",
    secondary="#4a6472",
    accent="#9a4a1f",
    foreground="#2c2a26",
    background="#f8f5ee",
    surface="#f2eee4",
    panel="#e6e0d2",
    success="#4a7031",
    warning="#9a4a1f",
    error="#b02a1c",
    dark=False,
    variables={
        "quiet": "#676257",
        "line": "#d8d1c0",
        "cursor-line": "#ecdfc8",
        "cursor-line-away": "#ece7db",
        "strong": "#100f0d",
        "link": "#1d5a8a",
        "block-cursor-blurred-background": "#ece7db",
    },
)


NIGHT = Theme(
    name="tearsheet-night",
    primary="#b08452",
    secondary="#7f8a86",
    accent="#b08452",
    foreground="#9c9488",
    background="#0c0b0a",
    surface="#12110f",
    panel="#1a1815",
    success="#7d9266",
    warning="#b08452",
    error="#c0705f",
    dark=True,
    variables={
        "quiet": "#8d8477",
        "line": "#25221e",
        "cursor-line": "#201c16",
        "cursor-line-away": "#171512",
        "strong": "#bdb3a3",
        "link": "#8a9dab",
        "block-cursor-blurred-background": "#171512",
    },
)

PAPER = Theme(
    name="tearsheet-paper",
    primary="#8a3a22",
    secondary="#5b5a48",
    accent="#8a3a22",
    foreground="#3b2f22",
    background="#f3e7cf",
    surface="#ecdfc4",
    panel="#e2d3b3",
    success="#4b6428",
    warning="#8a3a22",
    error="#9c2418",
    dark=False,
    variables={
        "quiet": "#655743",
        "line": "#d3c19c",
        "cursor-line": "#e4cfa4",
        "cursor-line-away": "#eadbba",
        "strong": "#1e160e",
        "link": "#1f5575",
        "block-cursor-blurred-background": "#eadbba",
    },
)

OURS = (DARK, LIGHT, NIGHT, PAPER)


def fallback(theme: Theme) -> dict[str, str]:
    """What the stylesheet asks for and themes that are not ours do not name."""
    made = theme.to_color_system().generate()
    return {
        "quiet": made["text-muted"],
        "line": made["panel"],
        "cursor-line": made["primary-muted"],
        "cursor-line-away": made["panel"],
        "strong": made["foreground"],
        "link": made["text-accent"],
    }
