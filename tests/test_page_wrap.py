"""Lines: where they may break and where they may not."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.page.wrap import shown, wrap
from reader.text import width as cells

WORDS = st.text(
    alphabet=st.sampled_from(
        "ab cdé \xa0\u202f\xad\u200b\u2060-–—/?&.=、。」「（）漢字かなーァ한국어ไทย"
        "🙂👩\u200d💻🇩🇪e\u0301❤\ufe0fשלום مرحبا,;:!%"
    ),
    max_size=200,
)


def lines(text: str, width: int) -> list[str]:
    return [shown(text, start, end) for start, end in wrap(text, width)]


def test_words_fill_lines_greedily() -> None:
    assert lines("the quick brown fox jumps", 10) == ["the quick", "brown fox", "jumps"]


def test_a_line_that_fits_exactly_is_not_broken() -> None:
    assert lines("0123456789", 10) == ["0123456789"]
    assert lines("0123 56789 x", 10) == ["0123 56789", "x"]


def test_line_breaks_of_the_author_stay() -> None:
    assert lines("one\ntwo three", 80) == ["one", "two three"]
    assert lines("one\n\ntwo", 80) == ["one", "", "two"]


@pytest.mark.parametrize("space", ["\xa0", "\u202f"])
def test_no_break_spaces_never_break(space: str) -> None:
    assert lines(f"about 100{space}km off", 10) == ["about", f"100{space}km off"]


def test_word_joiner_holds_together_and_is_not_shown() -> None:
    assert lines("漢字\u2060漢字", 4) == ["漢", "字漢", "字"]


def test_soft_hyphen_shows_only_where_the_line_breaks() -> None:
    text = "Donau\xaddampf\xadschiff"
    assert lines(text, 40) == ["Donaudampfschiff"]
    assert lines(text, 11) == ["Donaudampf-", "schiff"]
    assert lines(text, 10) == ["Donau-", "dampf-", "schiff"]


def test_zero_width_space_breaks_without_a_hyphen() -> None:
    assert lines("super\u200bcalifragi", 8) == ["super", "califragi"[:8], "i"]


def test_hyphenated_words_break_after_the_hyphen_and_numbers_do_not() -> None:
    assert lines("a well-known fact", 8) == ["a well-", "known", "fact"]
    assert lines("from -5 to 1990-1999", 9) == ["from -5", "to", "1990-1999"]


def test_dashes_end_lines_but_do_not_begin_them() -> None:
    assert lines("one two—three four", 9) == ["one two—", "three", "four"]
    assert lines("ééé two—three four", 9) == ["ééé two—", "three", "four"]


def test_chinese_breaks_between_characters() -> None:
    assert lines("漢字漢字漢", 6) == ["漢字漢", "字漢"]


def test_kinsoku_keeps_signs_off_the_edges() -> None:
    assert lines("これは本、です", 8) == ["これは", "本、です"]
    assert lines("ああ「いう」え", 6) == ["ああ", "「い", "う」え"]
    for line in lines("彼は「本当に、そうか。」と言った（らしい）。" * 5, 10):
        assert line[0] not in "、。」）ー"
        assert line[-1] not in "「（"


def test_wide_characters_take_two_cells() -> None:
    assert all(cells(line) <= 7 for line in lines("全角文字と ASCII mixed テキスト", 7))


def test_clusters_are_never_split() -> None:
    family = "👩\u200d👩\u200d👧"
    assert lines(family * 3, 4) == [family * 2, family]
    assert lines("🇩🇪🇫🇷🇮🇹", 2) == ["🇩🇪", "🇫🇷", "🇮🇹"]
    assert lines("e\u0301\u0302" * 6, 4) == ["e\u0301\u0302" * 4, "e\u0301\u0302" * 2]


def test_addresses_break_after_their_signs() -> None:
    said = lines("https://example.org/some/long/path?query=value&other=thing", 24)
    assert "".join(said) == "https://example.org/some/long/path?query=value&other=thing"
    assert len(said) > 2
    assert all(line[-1] in "/?&.-=" for line in said[:-1])


def test_a_word_without_signs_is_cut() -> None:
    assert lines("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


@settings(deadline=None, max_examples=300)
@given(WORDS, st.integers(2, 40))
@example("\xad\xad a", 2)
@example("\u200d\u200d", 3)
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, width: int) -> None:
    cuts = wrap(text, width)
    at = 0
    for start, end in cuts:
        assert at <= start <= end
        assert not text[at:start].strip(" \n\u3000")
        assert cells(shown(text, start, end)) <= width
        at = end
    assert not text[at:].strip(" \n\u3000")


@settings(deadline=None, max_examples=200)
@given(WORDS, st.integers(4, 40))
def test_no_break_next_to_glue(text: str, width: int) -> None:
    longest = max(map(cells, text.replace("\n", " ").split(" ")), default=0)
    for start, end in wrap(text, width):
        if longest > width or start == end or end == len(text) or text[end] in "\n ":
            continue
        if text[end - 1] != "\u200b":  # which outranks them: UAX 14, rule LB8
            assert text[end - 1] not in "\xa0\u202f\u2060"
            assert text[end] not in "\xa0\u202f\u2060"
