"""Selecting text by keys: the motions of the caret, what is copied, what the screen shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from panes import article, screen

from reader.tui.caret import Caret

SAID = "One two, three. Four’s five!\n\nSix seven.\n\n漢字。はい。 e\u0301nd"


@pytest.mark.parametrize(
    ("motion", "begin", "stops"),
    [
        (Caret.to_word, "One", ["two", ",", "three", ".", "Four’s"]),
        (Caret.to_word_end, "One", ["e two", "o, three", ", three"]),
        (Caret.to_word_before, "seven.", ["Six", "!", "five!", "Four’s"]),
        (Caret.to_sentence, "One", ["Four’s", "Six", "漢字", "はい", "e\u0301nd"]),
        (Caret.to_sentence_before, "five!", ["Four’s", "One"]),
        (Caret.to_paragraph, "One", ["Six", "漢字"]),
        (Caret.to_paragraph_before, "seven.", ["Six", "One"]),
        (lambda caret: caret.by_character(1), "e\u0301nd", ["nd", "d", "d"]),
    ],
)
def test_motions(motion: Callable[[Caret], None], begin: str, stops: list[str]) -> None:
    caret = Caret(SAID, SAID.index(begin))
    for stop in stops:
        motion(caret)
        assert SAID[caret.at :].startswith(stop)


def test_the_other_end_moves_after_a_swap() -> None:
    caret = Caret(SAID, 4)
    caret.to_word_end()
    assert SAID[slice(*caret.selected)] == "two"
    caret.swap()
    caret.to_word_before()
    assert SAID[slice(*caret.selected)] == "One two"


async def test_a_selection_by_key_is_seen_and_copied_unwrapped() -> None:
    words = "A first paragraph that is wrapped over lines for sure, it is so long as that."
    async with screen(40, 20) as at:
        at.pane.show(article(f"<p>{words}</p><p>second</p>", title="T", deck="", byline=""))
        await at.pilot.pause()
        at.pane.begin_find()
        at.pane.find("first")
        at.pane.end_find()
        assert at.pane.start_selection()
        assert at.pane.about == ("select",)
        caret = at.pane.caret
        assert caret
        caret.put(at.pane._sections.text.index("first"))
        caret.anchor = caret.at
        at.pane.move_caret_lines(1)
        at.pane.move_caret_in_line(to_end=True)
        await at.pilot.pause()
        said = at.app.screen.get_selected_text()
        assert said
        assert said.startswith("first paragraph that is wrapped")
        assert "\n" not in said
        body = at.pane._sections.body.layout.text
        assert at.pane.selected_in_body is not None
        assert body[slice(*at.pane.selected_in_body)] == said
        reversed_ = [
            segment
            for y in range(20)
            for segment in at.pane.render_line(y)
            if segment.style and segment.style.reverse
        ]
        assert reversed_
        at.pane.end_selection()
        assert at.app.screen.get_selected_text() is None
        assert at.pane.about == ()


async def test_the_page_scrolls_along_with_the_caret() -> None:
    async with screen(60, 16) as at:
        at.pane.show(article())
        await at.pilot.pause()
        at.pane.start_selection()
        at.pane.move_caret_lines(40)
        await at.pilot.pause()
        caret = at.pane.caret
        assert caret
        line, cell, _ = at.pane._sections.cell_of(caret.at)
        assert at.pane.top_line <= line < at.pane.top_line + 16
        assert at.pane._sections.offset_at(line, cell) == caret.at
        at.pane.move_caret_lines(-400)
        assert at.pane._sections.cell_of(caret.at)[0] == 1


async def test_an_empty_page_has_nothing_to_select() -> None:
    async with screen() as at:
        at.pane.empty(["Nothing"])
        assert not at.pane.start_selection()
