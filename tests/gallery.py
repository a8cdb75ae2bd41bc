"""Sets the expected frames of tests/data/pages anew and prints what has changed, to be looked at.

Run: python tests/gallery.py [NAME…]
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

PAGES = Path(__file__).parent / "data" / "pages"
BASE = "https://example.org/blog/post"


def frame(source: Path) -> str:
    """A page of the gallery at 72 columns."""
    from reader.page import html
    from reader.page.flow import lay_out

    layout = lay_out(html.blocks(source.read_text("utf-8"), BASE), 72)
    return "\n".join([layout.line(at).text.rstrip() for at in range(layout.height)]) + "\n"


def main() -> None:
    names = sys.argv[1:]
    for source in sorted(PAGES.glob("*.html")):
        if names and source.stem not in names:
            continue
        expected = source.with_suffix(".txt")
        before = expected.read_text("utf-8") if expected.exists() else ""
        now = frame(source)
        if now != before:
            changes = difflib.unified_diff(before.split("\n"), now.split("\n"), lineterm="", n=2)
            print(f"## {source.stem}", *changes, sep="\n")
            expected.write_text(now, "utf-8")


if __name__ == "__main__":
    main()
