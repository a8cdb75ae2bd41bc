"""The query language: what it makes of words, what it says about mistakes, what it never does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import UsageError
from reader.query import And, Field, Not, Or, Phrase, Word, day, parse, span


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", And(())),
        ("  ", And(())),
        ("bank", Word("bank")),
        ("econom*", Word("econom", prefix=True)),
        ('bank "interest rate"', And((Word("bank"), Phrase("interest rate")))),
        ("bank -football", And((Word("bank"), Not(Word("football"))))),
        ("bank NOT football", And((Word("bank"), Not(Word("football"))))),
        ("a AND b", And((Word("a"), Word("b")))),
        ("a OR b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("-(a OR b)", Not(Or((Word("a"), Word("b"))))),
        ("title:strike", Field("title", "strike")),
        ("title:stri*", Field("title", "stri", prefix=True)),
        ('by:"Ada Byron"', Field("by", "Ada Byron")),
        ("-tag:work", Not(Field("tag", "work"))),
        ("folder:News/Local", Field("folder", "News/Local")),
        ("site:http://example.org:80/a", Field("site", "http://example.org:80/a")),
        ("tag:a:b", Field("tag", "a:b")),
        ("is:unread newer:3d", And((Field("is", "unread"), Field("newer", "3d")))),
        ("“smart quotes”", Phrase("smart quotes")),
        ("http://example.org/a", Word("http://example.org/a")),
        ("12:30", Word("12:30")),
        ("it's C++", And((Word("it's"), Word("C++")))),
        ("or and not", And((Word("or"), Word("and"), Word("not")))),
        ("foo-bar", Word("foo-bar")),
        ("新しい 図書館", And((Word("新しい"), Word("図書館")))),
    ],
)
def test_a_query_becomes_a_tree(text, tree):
    assert parse(text) == tree
    assert parse(text, lenient=True) == tree


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ("a (b", "not closed", 3),
        ("a b)", "without a", 4),
        ('a "b', "not closed", 3),
        ("a OR", "both sides", 5),
        ("OR a", "both sides", 1),
        ("a OR OR b", "both sides", 6),
        ("AND", "both sides", 1),
        ("a AND", "both sides", 3),
        ("a AND OR b", "both sides", 3),
        ("(AND a)", "both sides", 2),
        ("a NOT", "nothing after", 3),
        ("colour:red", "no field", 1),
        ("x is:new", "none of unread", 3),
        ("title:", "right after it", 1),
        ("title: x", "right after it", 1),
        ("newer:soon", "a time like", 1),
        ("before:2026-02-30", "a date like", 1),
        ("after:2026-13", "a date like", 1),
        ("id:x1", "a number", 1),
        ("a ()", "nothing between", 3),
        ("--", "no letter or digit", 2),
        ("a …", "no letter or digit", 3),
        ("**", "no letter or digit", 1),
        ('""', "no letter or digit", 1),
        ("(" * 60 + "a" + ")" * 60, "parentheses inside", 32),
        (" ".join("a" * 1 for _ in range(150)), "more than 100", 201),
    ],
)
def test_a_mistake_is_said_with_its_place(text, said, place):
    with pytest.raises(UsageError) as error:
        parse(text)
    assert said in str(error.value)
    assert f"at character {place}:" in str(error.value)
    parse(text, lenient=True)


def test_a_query_of_any_length_is_refused_in_words():
    with pytest.raises(UsageError, match="longer than"):
        parse("a" * 5_000)
    assert parse("a " * 100_000, lenient=True)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("bank is:", Word("bank")),
        ("bank is:unr", Word("bank")),
        ('bank "interest ra', And((Word("bank"), Phrase("interest ra")))),
        ("bank (a OR", And((Word("bank"), Word("a")))),
        ("bank -", Word("bank")),
        ("bank )", Word("bank")),
        ("colour:red", Word("colour:red")),
        ("newer:", And(())),
    ],
)
def test_what_is_still_being_typed_is_left_out(typed, tree):
    assert parse(typed, lenient=True) == tree


_pieces = st.sampled_from(
    ["(", ")", '"', "“", "-", "*", " ", "OR", "AND", "NOT", "title:", "is:unread", "newer:3d", "a"]
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=60), st.lists(_pieces, max_size=25).map("".join)))
def test_no_text_is_too_strange(text):
    parse(text, lenient=True)
    try:
        strict = parse(text)
    except UsageError:
        return
    assert parse(text, lenient=True) == strict


def test_times_and_dates_have_a_meaning():
    assert [span(one) for one in ("2h", "3d", "2w")] == [7_200, 259_200, 1_209_600]
    assert day("2026") == (2026, 1, 1)
    assert day("2026-03") == (2026, 3, 1)
    assert day("2024-02-29") == (2024, 2, 29)
    assert day("2026-02-29") is None
    assert day("26-02-01") is None
