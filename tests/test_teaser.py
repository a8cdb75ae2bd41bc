"""A body that is only the beginning of its article is known as such, in many languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.model import Article, Body, Enclosure
from reader.teaser import ends_early, is_teaser

PLAIN = Article(
    id=1, feed_id=1, feed="F", title="The wall", title_from="feed", deck="", byline="", credit="",
    source="", dateline="", url="https://a.example/1", published=None, updated=None, added=0,
    language="", words=0, read=False, saved=None, tags=(), summary="", enclosures=(), body=Body(),
)  # fmt: skip
LONG = "<p>" + "The council decided to rebuild the wall in stone after a debate. " * 6 + "</p>"


def of(content: str, form: str = "html", **changes: object) -> bool:
    return is_teaser(replace(PLAIN, body=Body(form, content), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "end",
    [
        "and then the vote …",
        "and then the vote...",
        "and then the vote [&hellip;]",
        "and then the vote [...]",
        'and the vote. <a href="/1">Read more</a>',
        'and the vote. <a href="/1">Continue reading →</a>',
        "and the vote. (Read the full story)",
        "and the vote <a>Read on »</a>",
        "und dann. <a>Weiterlesen</a>",
        "et puis. <a>Lire la suite</a>",
        "y luego. <a>Leer más</a>",
        "e poi. <a>Leggi tutto</a>",
        "e depois. <a>Leia mais</a>",
        "en dan. <a>Lees verder</a>",
        "och sedan. <a>Läs mer</a>",
        "i wtedy. <a>Czytaj więcej</a>",
        "и тогда. <a>Читать далее</a>",
        "ثم. <a>اقرأ المزيد</a>",
        "それから。<a>続きを読む</a>",
        "然后。<a>阅读全文</a>",
        "그리고. <a>더 보기</a>",
        "ve sonra. <a>Devamını oku</a>",
    ],
)
def test_a_text_that_breaks_off_or_invites_is_a_beginning(end: str) -> None:
    assert of(f"{LONG}<p>{end}</p>")


def test_what_wordpress_adds_does_not_hide_the_end() -> None:
    post = "<p>The post <a>The wall</a> appeared first on <a>Wordy</a>.</p>"
    assert of(f"{LONG}<p>and then [&#8230;]</p>{post}")
    assert not of(f"{LONG}{LONG}{post}")


def test_a_headline_and_one_sentence_are_a_beginning() -> None:
    assert of("The council has decided to rebuild the harbour wall in stone.", "text")
    assert of("<p>The council has decided to rebuild the harbour wall in stone.</p>")
    assert of("")


@pytest.mark.parametrize(
    "content",
    [
        LONG * 3,
        LONG + "<p>He wondered what more there was to read.</p>",
        '<p>A link of the day: <a href="https://b.example/">a good one</a>.</p>',
        "<p>Short.</p><p>But of two paragraphs, which feeds that cut do not send.</p>",
        '<p><img src="/comic.png" alt="A comic"></p>',
        "<p>" + "word " * 2_000 + "…</p>",
    ],
)
def test_a_whole_text_is_none(content: str) -> None:
    assert not of(content)


def test_a_note_without_a_headline_a_podcast_and_what_has_no_page_are_none() -> None:
    note = "The council has decided to rebuild the harbour wall in stone."
    assert not of(note, "text", title_from="text")
    assert not of(note, "text", enclosures=(Enclosure("https://a.example/a.mp3"),))
    assert not of(note, "text", url="")
    assert not of(note, "text", title=note)


def test_dots_inside_are_no_end() -> None:
    assert not ends_early("He paused … and went on to say that this was all.")
    assert ends_early("He paused …")
