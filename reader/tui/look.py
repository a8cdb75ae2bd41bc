"""How the parts of the screen look: a part's name to a terminal style, made from the theme.

Textual's own way, a component class for each part, matches every rule of the stylesheet against a
made-up node for each of them: that took 45 of the 100 ms between the import of Textual and the
first screen. The stylesheet keeps the layout; these are the looks, with one accent. What matters is
told by weight or glyph as well, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rich.style import Style
from textual.app import App
from textual.color import Color, ColorParseError

# part: (colour of the text, colour behind it, attributes); "" leaves what is behind.
PARTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "bar": ("line", "", ""),
    "quiet": ("quiet", "", ""),
    "heading": ("accent", "", "bold"),
    "strong": ("strong", "", "bold"),
    "plain": ("foreground", "", ""),
    "error": ("error", "", "bold"),
    "section": ("quiet", "", "italic"),
    "dot": ("accent", "", "bold"),
    "saved": ("accent", "", ""),
    "cursor": ("", "cursor-line-away", ""),
    "cursor-focus": ("", "cursor-line", ""),
    "title": ("accent", "", "bold"),
    "deck": ("", "", "italic"),
    "byline": ("", "", "bold"),
    "meta": ("quiet", "", ""),
    "subheading": ("strong", "", "bold"),
    "link": ("link", "", "underline"),
    "link-current": ("", "", "reverse"),
    "hint": ("accent", "", "bold"),
    "quote": ("quiet", "", ""),
    "decor": ("quiet", "", ""),
    "code": ("", "surface", ""),
    "code-keyword": ("accent", "", "bold"),
    "code-string": ("success", "", ""),
    "code-comment": ("quiet", "", "italic"),
    "code-number": ("link", "", ""),
    "code-name": ("secondary", "", ""),
    "code-operator": ("quiet", "", ""),
    "key": ("", "surface", "bold"),
    "small": ("quiet", "", ""),
    "caption": ("quiet", "", "italic"),
    "media": ("quiet", "", ""),
    "mark": ("", "cursor-line", ""),
    "selection": ("", "", "reverse"),
    "dimmed": ("quiet", "", ""),
    "found": ("strong", "panel", "underline"),
    "found-current": ("", "", "reverse bold"),
    "caret": ("background", "accent", "bold underline"),
    "caret-end": ("accent", "background", "bold underline"),
}
_DIMMED: Final = 0.5  # how far text beside a ruler goes towards the ground
_KNOWN: dict[tuple[str, bool | None], dict[str, Style]] = {}


def look(app: App[Any]) -> Mapping[str, Style]:
    """The styles of all parts in the app's theme."""
    key = (app.theme, app.ansi_color)
    styles = _KNOWN.get(key)
    if styles is None:
        styles = _KNOWN[key] = _made(app)
    return styles


def _made(app: App[Any]) -> dict[str, Style]:
    variables = app.theme_variables
    ground = _colour(variables, "background")
    plain = ground is None or ground.ansi is not None
    styles = {}
    for part, (front, behind, attributes) in PARTS.items():
        said = dict.fromkeys(attributes.split(), True)
        if plain and behind.startswith("cursor-line"):
            # Sixteen colours know no shades; the bar at the left and this tell the cursor.
            said = {"reverse": True} if behind == "cursor-line" else {}
        colours = {
            name: None if not wanted or plain else _colour(variables, wanted)
            for name, wanted in (("color", front), ("bgcolor", behind))
        }
        if plain and front in ("accent", "error", "link", "success"):
            colours["color"] = _colour(variables, {"accent": "primary"}.get(front, front))
        if plain and front == "quiet":
            said["dim"] = True
        given: dict[str, Any] = {
            name: colour.rich_color for name, colour in colours.items() if colour
        }
        styles[part] = Style(**(given | said))
    words = _colour(variables, "foreground")
    if ground is not None and words is not None and not plain:
        # A ruler's neighbours: fainter than what is merely quiet.
        styles["dimmed"] = Style(color=words.blend(ground, _DIMMED).rich_color)
    return styles


def _colour(variables: Mapping[str, str], name: str) -> Color | None:
    try:
        return Color.parse(variables[name])
    except (KeyError, ColorParseError):
        return None
