"""Lines: where they may break and where they may not."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.page.wrap import shown, steps, wrap
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


def test_a_long_address_begins_in_the_line_before_it() -> None:
    said = lines("see https://example.org/some/long/path?query=value&other=thing now", 24)
    assert said[0] == "see https://example.org/"
    assert said[-1] == "now"


@pytest.mark.parametrize(
    ("text", "width", "first"),
    [
        ("it is about 20 km from here", 14, "it is about"),
        ("it is about 20 °C there now", 14, "it is about"),
        ("it costs 100 Mio. Euro now", 12, "it costs"),
        ("il a dit : « Oui ! » hier", 10, "il a dit :"),
        ("il a dit : « Oui ! » hier", 12, "il a dit :"),
        ("il a dit : « Oui ! » hier", 16, "il a dit :"),
        ("il a dit : « Oui ! » hier", 18, "il a dit : « Oui !"[:10]),
        ("from 1990–1999 on", 11, "from"),
        ("a speed of km/h is", 14, "a speed of"),
        ("one (two three", 7, "one"),
        ("one two three [4] end", 17, "one two three [4]"),
    ],
)
def test_what_belongs_together_stays_together(text: str, width: int, first: str) -> None:
    assert lines(text, width)[0] == first
    # Anything that is not simple takes the other way, to the same end.
    assert lines(text + " 漢", width)[0] == first


def test_thousands_of_spaces_are_one_break() -> None:
    assert lines("漢" + " " * 9_000 + "字", 4) == ["漢", "字"]


def test_korean_goes_by_words() -> None:
    assert lines("대한민국의 수도는 서울", 12) == ["대한민국의", "수도는 서울"]


def test_quotation_marks_between_ideographs_open_and_close() -> None:
    assert lines("例如“引号”等等", 6) == ["例如", "“引号"[:3] + "”", "等等"]


def test_thai_breaks_before_a_syllable_and_never_before_a_vowel() -> None:
    text = "ภาษาไทยเป็นภาษาที่ไม่มีการเว้นวรรคระหว่างคำ" * 3
    said = lines(text, 20)
    assert "".join(said) == text
    assert all(line[0] not in "ะาำๆฯ่้็ัิ" for line in said)
    assert all(line[-1] not in "เแโใไ" for line in said)
    assert all(cells(line) > 10 for line in said[:-1])


@pytest.mark.parametrize(
    "cluster",
    ["क्षि", "ஸ்ரீ", "நி", "क्‍ष", "각", "👍🏽", "❤️", "🏴‍☠️", "é̂", "กำ", "ກຳ", "が", "1️⃣"],
)
def test_clusters_of_all_scripts_stay_whole(cluster: str) -> None:
    for width in (2, 3, 5, 7):
        for line in lines("x" + cluster * 7, max(width, cells(cluster))):
            assert line.strip("x").replace(cluster, "") == ""


SOUP = st.text(
    alphabet=st.one_of(
        st.sampled_from(" -–—/.,\xa0\u200b\u2060\xad\u200d\ufe0f\u0301\n"),
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
    ),
    max_size=120,
)


@settings(deadline=None, max_examples=400)
@given(SOUP, st.integers(2, 60))
def test_any_unicode_fits_and_stays_in_order(text: str, width: int) -> None:
    at = 0
    for start, end in wrap(text, width):
        assert at <= start <= end
        assert cells(shown(text, start, end)) <= width or end - start == 1
        at = end


@settings(deadline=None, max_examples=60)
@given(WORDS, st.integers(2, 40), st.sampled_from(["", "漢", "word "]))
def test_in_steps_the_lines_are_the_same(text: str, width: int, more: str) -> None:
    text = (text + more) * 40
    assert [cut for some in steps(text, width) for cut in some] == wrap(text, width)


@settings(deadline=None, max_examples=300)
@given(WORDS, st.integers(2, 40))
@example("\xad\xad a", 2)
@example("\u200d\u200d", 3)
@example("👩\xad\xad:", 2)
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
