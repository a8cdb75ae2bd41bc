"""Hosts as they may be shown: in their own letters only where those can mislead nobody."""

from __future__ import annotations

import pytest

from reader import hosts, text
from reader.page import html, write
from reader.page.honest import honest


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("example.org", "example.org"),
        ("münchen.de", "münchen.de"),
        ("bücher.example", "bücher.example"),
        ("пример.рф", "пример.рф"),
        ("яндекс.com", "яндекс.com"),  # letters that Latin has not
        ("日本語.jp", "日本語.jp"),
        ("ニュースabc.jp", "ニュースabc.jp"),
        ("한국어.kr", "한국어.kr"),
        ("ελλάδα.gr", "ελλάδα.gr"),
        ("аррӏе.com", ""),  # Cyrillic all through
        ("раураӏ.com", ""),
        ("pаypal.com", ""),  # one Cyrillic letter
        ("gοοgle.com", ""),  # two Greek ones
        ("ɑpple.com", ""),  # a phonetic one
        ("оса.рф", "оса.рф"),  # Cyrillic under a Cyrillic ending
    ],
)
def test_letters_of_their_own_or_ascii(name: str, shown: str) -> None:
    address = text.web_address(f"https://{name}/a?b")
    host = address.split("/")[2]
    assert host.isascii()
    assert hosts.of(address) == (shown or host)


def test_the_parts_of_an_address() -> None:
    assert hosts.parts("https://e.org:81/a#b") == ("https://", "e.org", ":81/a#b")
    assert hosts.parts("https://bank.com:x@evil.org/") == ("https://", "evil.org", "/")
    assert hosts.parts("mailto:a@xn--mnchen-3ya.de") == ("mailto:a@", "münchen.de", "")
    assert hosts.parts("https://[::1]/x")[1] == "::1"
    assert hosts.of("https://[broken") == "https://[broken"
    assert hosts.of_host("xn--a") == "xn--a"
    assert hosts.of_host("xn--" + "z" * 80) == "xn--" + "z" * 80


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<a href=https://evil.org/>www.bank.com</a>!", "www.bank.com [evil.org]!"),
        (
            "<a href=https://evil.org/>https://bank.com/login</a>",
            "https://bank.com/login [evil.org]",
        ),
        ("<a href=https://evil.org/><b>bank</b>.com</a>", "bank.com [evil.org]"),
        ("<a href=https://bank.com.evil.org/>bank.com</a>", "bank.com [bank.com.evil.org]"),
        ("<a href=https://www.bank.com/>bank.com</a>", "bank.com"),
        ("<a href=https://news.bank.com/>bank.com</a>", "bank.com"),
        ("<a href=https://github.com/x>node.js</a>", "node.js"),
        ("<a href=https://github.com/x>README.md</a>", "README.md"),
        ("<a href=https://e.org/>version 1.2.3</a>", "version 1.2.3"),
        ("<a href=https://e.org/>1.2.3.4</a>", "1.2.3.4"),
        ("<a href=https://e.org/>see here.</a>", "see here."),
        ("<ul><li><a href=https://evil.org/>bank.com</a></ul>", "- bank.com [evil.org]"),
        ("<blockquote><a href=https://evil.org/>bank.com</a></blockquote>", "bank.com [evil.org]"),
    ],
)
def test_words_that_name_another_host_get_the_real_one(markup: str, said: str) -> None:
    blocks = honest(html.blocks(f"<p>{markup}" if markup.startswith("<a") else markup))
    assert said in write.to_text(blocks)
    assert ("[" in said) == ("[" in write.to_text(blocks))
    assert honest(blocks) == blocks


def test_marks_and_names_after_it_move_along() -> None:
    blocks = honest(
        html.blocks(
            "<p><a href=https://evil.org/>bank.com</a> and <a href=#n>a note</a> <b id=n>here</b>"
        )
    )
    (paragraph,) = blocks
    said = {paragraph.text[mark.start : mark.end] for mark in paragraph.marks}  # type: ignore[union-attr]
    assert said == {"bank.com", "a note", "here"}
    assert [paragraph.text[at:] for at, _ in paragraph.names] == ["here"]  # type: ignore[union-attr]
