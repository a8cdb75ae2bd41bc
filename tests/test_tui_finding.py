"""Finding in the page: what is found, how it is marked, and where the search goes."""

from __future__ import annotations

import pytest
from panes import article, screen

from reader.tui.find import MOST, Found


def places(wanted: str, said: str) -> list[str]:
    return [said[start:end] for start, end in Found(wanted, said, 0).places]


@pytest.mark.parametrize(
    ("wanted", "said", "found"),
    [
        ("harbour", "Harbour, harbour, HARBOUR", ["Harbour", "harbour", "HARBOUR"]),
        ("Harbour", "Harbour, harbour, HARBOUR", ["Harbour"]),
        ("krakow", "In Kraków and KRAKÓW", ["Kraków", "KRAKÓW"]),
        ("café", "cafe Café", ["cafe", "Café"]),
        ("new  line", "a new\nline, a new line", ["new\nline", "new line"]),
        ("donaudampf", "Donau\xaddampf", ["Donau\xaddampf"]),
        ("a.c", "abc a.c", ["a.c"]),
        ("図書", "新しい図書館", ["図書"]),
        ("", "anything", []),
        ("   ", "anything", []),
        ("ß", "Straße", ["ß"]),
    ],
)
def test_small_letters_accents_spaces_and_hidden_hyphens(
    wanted: str, said: str, found: list[str]
) -> None:
    assert places(wanted, said) == found


def test_going_on_goes_round() -> None:
    found = Found("a", "a b a b a", 3)
    assert (found.place, found.said()) == ((4, 5), "2 of 3")
    assert not found.step(1)
    assert found.step(1)
    assert found.said() == "1 of 3"
    assert found.step(-1)
    assert found.said() == "3 of 3"
    assert Found("z", "abc", 0).said() == "none"


def test_what_touches_a_line() -> None:
    found = Found("aa", "aa aa aa", 0)
    assert [at for at, _ in found.between(1, 4)] == [0, 1]
    assert found.between(2, 3) == []


def test_so_many_places_are_bounded() -> None:
    found = Found("a", "a" * (MOST + 5), 0)
    assert len(found.places) == MOST
    assert found.said() == "1 of 10,000+"


async def test_found_places_are_marked_and_the_current_one_strongly() -> None:
    async with screen() as at:
        at.pane.show(article())
        at.pane.begin_find()
        at.pane.find("number 7")
        frame = "\n".join(await at.frame())
        assert "number 7." in frame
        assert at.pane.about == ("find",)
        marked = [
            (segment.text, bool(segment.style and segment.style.reverse))
            for y in range(24)
            for segment in at.pane.render_line(y)
            if segment.style and (segment.style.reverse or segment.style.underline)
        ]
        assert ("number 7", True) in marked
        place = at.pane.place
        at.pane.end_find()
        assert at.pane.place == place
        assert at.pane.about == ()


async def test_typing_on_begins_where_the_search_began() -> None:
    async with screen() as at:
        at.pane.show(article())
        at.pane.begin_find()
        at.pane.find("n")
        at.pane.find("number 40")
        at.pane.find("number 4")
        assert at.pane.found is not None
        assert at.pane.found.said() == "1 of 11"


async def test_a_place_in_folded_details_is_unfolded() -> None:
    folded = "<details><summary>More</summary><p>the hidden needle</p></details><p>after</p>"
    async with screen() as at:
        at.pane.show(article(folded))
        assert "needle" not in "\n".join(await at.frame())
        at.pane.begin_find()
        at.pane.find("needle")
        assert "needle" in "\n".join(await at.frame())
