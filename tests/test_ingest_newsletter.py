"""Newsletters: what no reader sees and what only the mail program needs is not in the article."""

from __future__ import annotations

import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from reader import page
from reader.incoming import ParsedArticle
from reader.ingest import charset, files, newsletter
from reader.model import Body
from reader.page import write

WORDS = "The harbour lay quiet under the snow, and the boats had not moved for a week. " * 3
LETTER = f"""
<div style="display:none;font-size:1px;max-height:0px">The preview &zwnj;&nbsp;</div>
<table role="presentation"><tr><td><a href="https://harbour.example/v">View in browser</a></td></tr>
<tr><td style="font-size:0px"><img src="https://cdn.example/l.png" alt="Logo"></td></tr>
<tr><td style="font-size:0px;padding:10px"><div style="font-size:13px"><h1>Snow on the quay</h1>
<p>{WORDS}</p><p>Unsubscribe from winter, says the mayor. {WORDS * 4}</p></div></td></tr>
<tr><td><h2>Tides</h2><ul><li>Monday, 5:10</li></ul></td></tr>
<tr><td style="font-size:12px"><p>You are receiving this because you signed up.</p>
<p>Harbour Media, 1 Quay Street</p><p><a href="https://harbour.example/u">Unsubscribe</a> |
<a href="https://harbour.example/p">Preferences</a></p></td></tr></table>
<img src="https://t.example/open.gif" width="1" height="1">
"""


def read(tmp_path: Path, markup: str = LETTER, **headers: str) -> ParsedArticle:
    made = EmailMessage()
    made["From"] = "The Harbour <news@harbour.example>"
    made["Subject"] = "❄️ Snow on the quay"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(f"<html><body>{markup}</body></html>", subtype="html")
    path = tmp_path / "m.eml"
    path.write_bytes(made.as_bytes())
    (found,) = files.read(path)
    return found


def shown(found: ParsedArticle) -> str:
    return write.to_text(page.of(found.body), None)


LISTED = {"List_Unsubscribe": "<https://harbour.example/u>", "List_ID": "The Harbour <h.example>"}


def test_what_is_about_the_newsletter_is_set_aside(tmp_path: Path) -> None:
    found = read(tmp_path, **LISTED)
    assert found.residue == (
        "View in browser", "You are receiving this because you signed up.",
        "Harbour Media, 1 Quay Street", "Unsubscribe | Preferences",
    )  # fmt: skip
    said = shown(found)
    assert said.startswith("[Logo]\n\nThe harbour lay quiet")
    assert "Unsubscribe from winter, says the mayor." in said
    assert said.endswith("Tides\n\n- Monday, 5:10")
    assert found.url == "https://harbour.example/v"
    assert found.summary.startswith("The harbour lay quiet")  # not the hidden preview
    assert (found.byline, found.source) == ("", "The Harbour")


def test_a_letter_from_a_person_keeps_its_lines(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.residue == ()
    assert "Unsubscribe | Preferences" in shown(found)
    assert found.byline == "The Harbour"


@pytest.mark.parametrize(
    "line",
    ["Newsletter abbestellen", "Se désabonner", "Darse de baja", "Отписаться от рассылки",
     "配信停止はこちら", "Uitschrijven", "Manage your email preferences"],
)  # fmt: skip
def test_ends_in_many_languages(tmp_path: Path, line: str) -> None:
    markup = f"<p>{WORDS}</p><p>{WORDS}</p><p>{line}</p><p>Kaistraße 1</p>"
    found = read(tmp_path, markup, **LISTED)
    assert found.residue == (line, "Kaistraße 1")


def test_a_long_text_below_a_footers_word_stays(tmp_path: Path) -> None:
    markup = f"<p>{WORDS}</p><p>Unsubscribe here.</p><p>{WORDS * 5}</p>"
    assert read(tmp_path, markup, **LISTED).residue == ()


def test_letters_of_no_size_hide_only_what_has_none_within() -> None:
    markup = (
        '<td style="font-size:0px"><div style="font-size:13px">Seen</div></td>'
        '<p style="font-size:0">Not seen</p>'
        '<td style="font-size:0"><img src="https://a.b/c.png" alt="A ship"></td>'
    )
    said = write.to_text(page.of(Body("html", f"<table><tr>{markup}</tr></table>")), None)
    assert "Seen" in said
    assert "Not seen" not in said
    assert "[A ship]" in said


def test_a_torn_letter_of_utf_8_stays_utf_8() -> None:
    torn = "It said “snow” and “ice".encode() + b"\xe2\x80 again, " + "“".encode()[:2]
    assert charset.decode(torn, "utf-8").startswith("It said “snow” and “ice")
    assert charset.decode("Grüße aus Köln".encode("cp1252"), "utf-8") == "Grüße aus Köln"


@pytest.mark.parametrize("odd", ["<span>x", "<div>x", "<p>x", "<td style='font-size:0'>"])
def test_mail_of_any_shape_is_read_in_time(odd: str) -> None:
    odd *= 15_000
    began = time.process_time()
    newsletter.tidied(odd, "s", listed=True)
    page.of(Body("html", odd))
    assert time.process_time() - began < 8
