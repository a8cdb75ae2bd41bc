"""Pages of a question and its answers: all of them, in order, and nothing that stands around."""

from __future__ import annotations

import json

from reader.ingest import extract

URL = "https://ask.example/q/1"
LONG = "The dough has been left too long in the warm and has no strength to hold itself up."


def body(markup: str, head: str = "") -> str:
    return extract.article(
        f"<html><head>{head}</head><body>{markup}</body></html>", URL
    ).body.content


def item(kind: str, inner: str, prop: str = "") -> str:
    said = f' itemprop="{prop}"' if prop else ""
    return f'<div itemscope itemtype="https://schema.org/{kind}"{said}>{inner}</div>'


def answer(words: str, prop: str = "suggestedAnswer") -> str:
    return item("Answer", f'<div itemprop="text"><p>{words}</p></div>', prop)


def data(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


def test_answers_keep_the_order_of_the_page() -> None:
    asked = f'<h1 itemprop="name">Why?</h1><p itemprop="text">{LONG} Why is that so?</p>'
    accepted = answer("The accepted one.", "acceptedAnswer")
    said = body(item("Question", asked + answer("First on the page.") + accepted))
    places = [said.index(words) for words in (
        "Why is that so?", "<h2>Answer</h2>", "First on the page.", "<h2>Accepted answer</h2>",
        "The accepted one.")]  # fmt: skip
    assert places == sorted(places)


def test_a_page_of_frequent_questions_stays_as_it_is() -> None:
    many = "".join(
        item("Question", f"<h2>Why {n}?</h2>" + answer(f"{LONG} That is {n}.", "acceptedAnswer"))
        for n in range(3)
    )
    said = body(
        f'<main itemscope itemtype="https://schema.org/FAQPage"><h1>Asked</h1>{many}</main>'
    )
    assert "<h2>Why 2?</h2>" in said
    assert "nswer</h2>" not in said
    kinds = [{"@type": "Question", "name": "Why?", "text": LONG,
              "acceptedAnswer": {"@type": "Answer", "text": LONG}}]  # fmt: skip
    article = f"<article><h1>Bread</h1>{''.join(f'<p>{LONG} {n}.</p>' for n in range(9))}</article>"
    assert "nswer</h2>" not in body(article, data(**{"@type": "FAQPage", "mainEntity": kinds}))


def test_a_small_question_beside_an_article_is_not_the_page() -> None:
    prose = "".join(f"<p>{LONG} This is said for the {n}th time today.</p>" for n in range(20))
    asked = item("Question", '<p itemprop="text">Was this of use?</p>' + answer("Yes."))
    said = body(f"<article><h1>Bread</h1>{prose}</article>{asked}")
    assert "19th time" in said
    assert "nswer</h2>" not in said


def test_answers_that_only_the_data_hold() -> None:
    asked = {
        "@type": "QAPage",
        "mainEntity": {
            "@type": "Question",
            "name": "Why?",
            "text": f"<p>{LONG}</p><pre>a\nb</pre>",
            "suggestedAnswer": [
                {
                    "@type": "Answer",
                    "text": f"{LONG}\nSecond line.",
                    "author": [{"name": "Tove <b>Ek</b>\x1b[31m"}],
                },
                "no answer",
                None,
            ],
        },
    }
    said = body("<div id=app></div>", data(**asked))
    assert "<pre>a\nb</pre>" in said
    assert "<h2>Answer by Tove Ek" in said
    assert "<p>Second line.</p>" in said
    assert "\x1b" not in said


def test_hostile_questions_take_no_time() -> None:
    for markup in (
        item("Question", '<p itemprop="text">a</p>' + answer("b") * 5_000),
        '<div itemscope itemtype="schema.org/Question">' * 1_500 + LONG,
        item("Question", '<div itemprop="text">' * 1_500 + LONG + "</div>" * 1_500 + answer("b")),
        '<div id="question"><div class="answer"><div class="post-text">x' * 500,
    ):
        assert body(markup + f"<p>{LONG}</p>" * 5)
