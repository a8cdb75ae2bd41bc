"""Mail: messages, mailboxes and Maildir become articles, whatever shape they are in."""

from __future__ import annotations

import contextlib
import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from reader.config import Config
from reader.incoming import ParsedArticle
from reader.ingest import bounds, files, mail
from reader.ingest.add import add
from reader.ingest.refresh import refresh
from reader.model import FileError, ParseError, Place, View
from reader.store import Library, articles, lists
from reader.text import iso

LONG = "The council has voted for the wall of stone after ten years of quarrel about it. " * 3


def letter(
    subject: str = "Re: Fwd: The wall", plain: str = LONG, *, number: int = 1
) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Jane Roe <jane@coast.example>"
    made["To"] = "readers@coast.example"
    made["Subject"] = subject
    made["Date"] = "Tue, 04 Mar 2025 10:15:00 +0100"
    made["Message-ID"] = f"<{number}.wall@coast.example>"
    if plain:
        made.set_content(plain)
    return made


def read(tmp_path: Path, data: bytes | EmailMessage, name: str = "m.eml") -> ParsedArticle:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.as_bytes())
    (found,) = files.read(path)
    return found


def test_a_plain_message(tmp_path: Path) -> None:
    found = read(tmp_path, letter())
    assert (found.title, found.title_from) == ("The wall", "headline")
    assert found.byline == "Jane Roe"
    assert iso(found.published) == "2025-03-04T09:15:00Z"
    assert found.body.format == "text"
    assert found.body.content.startswith("The council has voted")
    assert (found.guid, found.source, found.url) == ("", "", "")
    assert found.original.startswith(b"From: Jane Roe")


def test_the_html_part_of_a_newsletter(tmp_path: Path) -> None:
    made = letter("The Coast, weekly")
    made["List-Id"] = '"The Coast Letter" <letter.coast.example>'
    made.add_alternative(
        "<html><head><style>p { color: red }</style><title>x</title></head><body>"
        '<a href="https://coast.example/i/7?a=1&amp;b=2">View this email in your browser</a>'
        f"<h1>The wall</h1><p>{LONG}</p><script>x()</script></body></html>",
        subtype="html",
    )
    made.add_attachment(b"x" * 12_000, maintype="application", subtype="pdf", filename="plan.pdf")
    made["Content-Language"] = "en-GB"
    found = read(tmp_path, made)
    assert found.body.format == "html"
    assert "<h1>The wall</h1>" in found.body.content
    assert "color" not in found.body.content
    assert "x()" not in found.body.content
    assert found.body.content.endswith("<p>Attachment: plan.pdf (application/pdf, 12 kB)</p>")
    assert found.source == "The Coast Letter"
    assert found.url == "https://coast.example/i/7?a=1&b=2"
    assert found.language == "en-GB"


def test_html_that_says_nothing_gives_way_to_the_plain_part(tmp_path: Path) -> None:
    made = letter()
    made.add_alternative("<html><body><img src='https://t.example/1.gif'></body></html>", "html")
    assert read(tmp_path, made).body.format == "text"


def test_folded_lines_are_unfolded(tmp_path: Path) -> None:
    body = "One two \r\nthree.\r\n\r\n> quoted \r\n> on\r\n>> deeper\r\n-- \r\nJane\r\n"
    data = (
        b"From: a@b.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n" + body.encode()
    )
    assert read(tmp_path, data).body.content.split("\n") == [
        "One two three.", "", "> quoted on", ">> deeper", "-- ", "Jane",
    ]  # fmt: skip
    spaced = data.replace(b"format=flowed", b"format=flowed; delsp=yes")
    assert read(tmp_path, spaced).body.content.startswith("One twothree.")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (b"=?utf-8?B?TMOpb24gZXQgbGEgbWVy?=", "Léon et la mer"),
        (b"=?iso-8859-2?Q?Wiadomo=B6ci?= z =?iso-8859-2?Q?portu?=", "Wiadomości z portu"),
        (b"=?x-nonsense?Q?Caf=E9?=", "Café"),
        ("Grüße aus Łódź".encode(), "Grüße aus Łódź"),
        (b"Gr\xfc\xdfe", "Grüße"),
        (b"AW: WG: Re[2]: Kai", "Kai"),
        ("回复：港口".encode(), "港口"),
        (b"=?utf-8?B?broken", "=?utf-8?B?broken"),
        (b"Two\r\n lines", "Two lines"),
        (b"Red: the colour", "Red: the colour"),
        (b"\x1b[31mred\x07", "�[31mred"),
    ],
)
def test_subjects(tmp_path: Path, head: bytes, title: str) -> None:
    data = b"From: a@b.example\r\nSubject: " + head + b"\r\n\r\n" + LONG.encode()
    assert read(tmp_path, data).title == title


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (b"text/plain; charset=iso-8859-1", b"Caf\xe9 au lait", "Café au lait"),
        (b"text/plain; charset=nonsense", "Łódź i Kraków".encode(), "Łódź i Kraków"),
        (b"text/plain; charset=us-ascii", "Straße".encode(), "Straße"),
        (b"text/plain; charset=zip", b"plain words", "plain words"),
        (b"text/plain; charset=koi8-r", "Новости порта".encode("koi8_r"), "Новости порта"),
    ],
)
def test_charsets(tmp_path: Path, kind: bytes, raw: bytes, words: str) -> None:
    data = b"From: a@b.example\nSubject: s\nContent-Type: " + kind + b"\n\n" + raw
    assert read(tmp_path, data).body.content == words


def test_transfer_encodings_and_broken_base64(tmp_path: Path) -> None:
    head = b"From: a@b.example\nSubject: s\nContent-Type: text/plain; charset=utf-8\n"
    quoted = head + b"Content-Transfer-Encoding: quoted-printable\n\nStra=C3=9Fe und =\nMeer"
    assert read(tmp_path, quoted).body.content == "Straße und Meer"
    broken = head + b"Content-Transfer-Encoding: base64\n\nU3RyYX\xff???"
    read(tmp_path, broken)


def test_a_message_within_a_message(tmp_path: Path) -> None:
    outer = letter("Fwd: it", "See below.")
    outer.add_attachment(letter("The inner one", "What was said first."))
    said = read(tmp_path, outer).body.content
    assert "See below." in said
    assert "The inner one\nJane Roe" in said
    assert said.endswith("What was said first.")


def test_signatures_are_passed_over_and_seals_are_said(tmp_path: Path) -> None:
    clear = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe words.\n- - dash\n"
        "-----BEGIN PGP SIGNATURE-----\n\nabc=\n-----END PGP SIGNATURE-----\n"
    )
    assert read(tmp_path, letter("s", clear)).body.content == "The words.\n- dash"
    sealed = "-----BEGIN PGP MESSAGE-----\n\nabcdef\n-----END PGP MESSAGE-----\n"
    assert read(tmp_path, letter("s", sealed)).body.content.startswith("This message is encrypted")
    head = b"From: a@b.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: "
    signed = head + (
        b'multipart/signed; boundary="b"; protocol="application/pgp-signature"\n\n'
        b"--b\nContent-Type: text/plain\n\nThe words.\n--b\n"
        b"Content-Type: application/pgp-signature\n\nabc\n--b--\n"
    )
    assert read(tmp_path, signed).body.content == "The words."
    smime = head + b"application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB"
    assert "encrypted (S/MIME)" in read(tmp_path, smime).body.content


def test_mail_is_told_by_its_content(tmp_path: Path) -> None:
    assert read(tmp_path, letter(), "note.txt").title == "The wall"


def test_nesting_without_end(tmp_path: Path) -> None:
    data = b"From: a@b.example\nSubject: s\nMIME-Version: 1.0\n"
    for n in range(3_000):
        data += b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n)
    path = tmp_path / "deep.eml"
    path.write_bytes(data + b"\nwords\n")
    with pytest.raises(FileError, match=r"deep\.eml"):
        list(files.read(path))


def box(path: Path, amount: int = 3) -> None:
    made = mailbox.mbox(path)
    for n in range(amount):
        made.add(letter(f"Number {n}", f"From here it goes on, {n}. {LONG}", number=n))
    made.close()


@pytest.mark.parametrize("name", ["list.mbox", "Inbox.txt"])
def test_a_mailbox_is_an_article_for_each_message(tmp_path: Path, name: str) -> None:
    box(tmp_path / name)
    found = list(files.read(tmp_path / name))
    assert [one.title for one in found] == ["Number 0", "Number 1", "Number 2"]
    assert [one.guid for one in found] == [f"{n}.wall@coast.example" for n in range(3)]
    assert found[1].body.content.startswith("From here it goes on, 1.")  # not ">From"
    assert found[1].original.startswith(b"From: Jane Roe")
    assert b"Number 1" in found[1].original
    assert b"Number 2" not in found[1].original
    assert found[1].original_path == str(tmp_path / name)


def test_messages_keep_their_names_when_others_go(tmp_path: Path) -> None:
    box(tmp_path / "a.mbox")
    before = {one.title: one.guid for one in files.read(tmp_path / "a.mbox")}
    data = (tmp_path / "a.mbox").read_bytes()
    (tmp_path / "a.mbox").write_bytes(data[data.index(b"\nFrom ") + 1 :])
    after = {one.title: one.guid for one in files.read(tmp_path / "a.mbox")}
    assert after == {title: before[title] for title in ("Number 1", "Number 2")}


def test_messages_of_one_name_and_of_none(tmp_path: Path) -> None:
    one = b"From a\nSubject: s\nFrom: a@b.example\n\nwords of it\n\n"
    twice = b"From a\nSubject: s\nMessage-ID: <x@y>\n\nwords\n\n" * 2
    (tmp_path / "a.mbox").write_bytes(one + one + twice)
    guids = [each.guid for each in files.read(tmp_path / "a.mbox")]
    assert len(set(guids)) == 4
    assert guids[2:] == ["x@y", "x@y/2"]


def test_a_mailbox_too_large_for_memory_is_read_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box(tmp_path / "a.mbox")
    small = list(files.read(tmp_path / "a.mbox"))
    monkeypatch.setattr(bounds, "FILE_BYTES", 500)
    assert list(files.read(tmp_path / "a.mbox")) == small
    monkeypatch.setattr(bounds, "MESSAGES", 2)
    with pytest.raises(FileError, match="more than 2 messages"):
        list(files.read(tmp_path / "a.mbox"))


def test_a_maildir_is_a_feed_of_its_messages(library: Library, tmp_path: Path) -> None:
    made = mailbox.Maildir(tmp_path / "Mail")
    names = [made.add(letter(f"Number {n}", number=n)) for n in range(3)]
    added = add(library, Config(), str(tmp_path / "Mail"))
    assert (added.articles, added.complaints) == (3, ())
    read = mailbox.MaildirMessage(made[names[1]])
    read.set_subdir("cur")
    read.set_flags("S")
    made[names[1]] = read
    run = refresh(library, Config(), everything=True)
    assert (run.new, run.changed, run.failed) == (0, 0, ())
    ids = lists.ids(library, View(place=Place.ALL))
    titles = [articles.article(library, number).title for number in ids]
    assert sorted(titles) == ["Number 0", "Number 1", "Number 2"]


def test_an_article_of_any_bytes(tmp_path: Path) -> None:
    for data in (b"", b"\n", b"a: b", b"\xff\xfe: x\n\n\0", b"From: \n\n" + bytes(range(256))):
        with contextlib.suppress(ParseError):
            mail.article(data)
