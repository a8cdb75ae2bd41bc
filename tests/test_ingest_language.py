"""The language of each article: told by its text, or as declared where that is not contradicted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.incoming import ParsedArticle
from reader.ingest import article, feed, language
from reader.model import Body

TEXTS: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "data" / "languages" / "texts.json").read_text("utf-8")
)


@pytest.mark.parametrize("tag", TEXTS)
def test_the_language_of_a_text(tag: str) -> None:
    assert language.settled("", " ".join(TEXTS[tag])) == tag


def test_short_texts_are_not_guessed() -> None:
    for said in ("", "Hello", "12:30", "…", "OK!", "https://a.example/", "lorem ipsum dolor"):
        assert language.settled("", said) == ""


def test_what_is_declared_is_believed() -> None:
    english = " ".join(TEXTS["en"])
    assert language.settled("en-GB", english) == "en-GB"
    assert language.settled("de", "The end.") == "de"  # too short to say otherwise
    assert language.settled("nb", " ".join(TEXTS["no"])) == "nb"
    assert language.settled("sr-Latn", " ".join(TEXTS["hr"])) == "sr-Latn"


def test_what_is_declared_is_not_believed_against_a_clear_text() -> None:
    assert language.settled("en", " ".join(TEXTS["de"]) * 2) == "de"
    assert language.settled("en-us", " ".join(TEXTS["ja"])) == "ja"
    assert language.settled("en", " ".join(TEXTS["ru"]) * 2) == "ru"


def test_every_article_gets_one() -> None:
    body = Body("html", f"<p>{TEXTS['fr'][0]}</p>")
    assert article.completed(ParsedArticle(body=body)).language == "fr"
    rss = (
        "<rss version='2.0'><channel><title>T</title><language>en</language><item><title>Titel"
        f"</title><description>{' '.join(TEXTS['de']) * 2}</description></item></channel></rss>"
    )
    (found,) = feed.parse(rss.encode(), "https://a.example/rss").articles
    assert found.language == "de"


def test_hostile_texts_take_no_time() -> None:
    for said in ("a" * 1_000_000, "é" * 1_000_000, "\u0300" * 100_000, "的" * 1_000_000):
        language.settled("", said)
        language.settled("xx", said)
