"""The guide and the samples: short texts of our own, shipped as plain files beside this one.

Data only; `cli.first_run` and `cli.demo` put them into a library.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def articles() -> list[Path]:
    """The guide's articles, in the order in which they are to be read."""
    return sorted(FOLDER.glob("*.md"))


def samples() -> list[Path]:
    """Feed documents for the demo library."""
    return sorted(path for path in (FOLDER / "samples").iterdir() if path.suffix != ".py")
