"""What pages say of themselves, by trust; and the labelled pages as a floor for extraction."""

from __future__ import annotations

import collections
import json
from pathlib import Path

import pytest

from reader.ingest import extract
from reader.ingest.keeping import tokens
from reader.ingest.pagefacts import believable, names
from reader.text import iso, plain

PAGES = Path(__file__).parent / "data" / "webpages"
WANTED: dict[str, dict[str, str]] = json.loads((PAGES / "wanted.json").read_text("utf-8"))
URL = "https://coast.example/2025/story"
HARD = {"listing-page"}  # part of the wanted text is not found


def grams(markup: str) -> collections.Counter[tuple[str, ...]]:
    words = tokens(plain(markup))
    return collections.Counter(zip(*(words[n:] for n in range(4)), strict=False))


@pytest.mark.parametrize("name", sorted(WANTED))
def test_the_labelled_pages(name: str) -> None:
    found = extract.page((PAGES / f"{name}.html").read_bytes(), URL)
    have = grams(found.article.body.content)
    want = grams((PAGES / f"{name}.wanted.html").read_text("utf-8"))
    both = sum((have & want).values())
    least = 0.7 if name in HARD else 0.9
    assert both >= least * sum(want.values())
    assert both >= least * sum(have.values())
    for fact, said in WANTED[name].items():
        if fact == "published":
            assert iso(found.article.published) == said
        elif fact == "note":
            assert said in found.note
        else:
            assert getattr(found.article, fact) == said
    for fact in ("byline", "credit"):
        assert getattr(found.article, fact) == WANTED[name].get(fact, "")


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("By Jane Roe", ["Jane Roe"]),
        ("Jane Roe and Ali Baker", ["Jane Roe", "Ali Baker"]),
        ("Von Anna Schmidt, Karl Weiß", ["Anna Schmidt", "Karl Weiß"]),
        ("Jane Roe | 4 March 2025", ["Jane Roe"]),
        ("https://a.example/jane", []),
        ("@janeroe", []),
        ("admin", []),
        ("Jane Roe (jane@a.example)", ["Jane Roe"]),
    ],
)
def test_names_of_a_byline(said: str, people: list[str]) -> None:
    assert names(said) == people


@pytest.mark.parametrize(
    ("said", "url", "wanted"),
    [
        ("https://a.example/x", "https://www.a.example/x?utm=1", True),
        ("https://m.a.example/x", "https://a.example/x", True),
        ("https://evil.example/x", "https://a.example/x", False),
        ("https://a.co.uk/x", "https://b.co.uk/x", False),
        ("https://a.example/", "https://a.example/x", False),
        ("https://a.example/undefined", "https://a.example/x", False),
        ("https://a.example/", "https://a.example/", True),
    ],
)
def test_a_canonical_address_is_not_believed_blindly(said: str, url: str, wanted: bool) -> None:
    assert believable(said, url) is wanted
