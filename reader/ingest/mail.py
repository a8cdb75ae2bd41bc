"""A mail or news message to an article: headers, the part that people read, attachments by name.

The part in HTML is taken where it holds what the plain one does. Signatures and keys are passed
over; what is encrypted is said to be. The standard library takes the message apart under its
older policy: the newer one raises on headers that are broken in ways of its own.
"""

from __future__ import annotations

import email
import email.header
import email.utils
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from typing import Literal

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, dates, inside, newsletter
from reader.ingest.article import completed
from reader.ingest.mailtext import as_html, letter, size_in_words, unsigned, without_frame
from reader.model import Body, ParseError

_REPLY = re.compile(
    r"(?:(?:re|fwd?|fw|aw|wg|sv|vs|vb|tr|rv|enc|res|antw|odp|pd|vá|ynt|ilt|r|i|doorst)"
    r"(?:\s*\[\d+\]|\*\d+)?\s*:|(?:回复|转发|答复|回覆|轉寄|답장|返信)\s*[:：])\s*",
    re.I,
)
_ONLINE = re.compile(
    r"<a\b[^>]{0,500}?href\s*=\s*[\"']?(?P<url>https?://[^\"'\s>]{1,4000})[^>]{0,1000}>"
    r"(?P<said>(?:(?!</a).){1,600})</a",
    re.I | re.S,
)
_ENDS = 30_000  # characters at both ends of a newsletter in which its own page is named
_QUIET = ("pgp-signature", "pkcs7-signature", "x-pkcs7-signature", "pgp-keys", "pgp-encrypted")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something of a message to read: a text in `kind`, or an attachment's line.

    `part` is the attached part, which a page of the same message may show as a picture.
    """

    kind: Literal["text", "html", "file"]
    content: str
    part: Message | None = None


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The one article of a file that is a message."""
    return (article(data),)


def article(data: bytes) -> ParsedArticle:
    """The article that a message is; ParseError where nothing in it can be read."""
    message = parsed(data)
    pieces = _with_pictures(message, list(_pieces(message, 0, [0])))
    if not pieces and not header(message, "subject"):
        raise ParseError("it is a mail without any text; there is nothing to read in it.")
    url = _address(message, _body(pieces))
    subject = header(message, "subject")
    while match := _REPLY.match(subject):
        subject = subject[match.end() :]
    pieces, residue = _tidied(message, pieces, subject)
    body = _body(pieces)
    sender, source = _sender(message), _list_name(message)
    return completed(
        ParsedArticle(
            title=text.clean(subject, bounds.TITLE),
            title_from="headline" if subject else "text",
            byline="" if sender.casefold() == source.casefold() else sender,
            source=source,
            url=url,
            residue=residue,
            language=_language(header(message, "content-language")),
            published=dates.parse(header(message, "date")),
            body=body,
        )
    )


def message_id(data: bytes) -> str:
    """The name that a message gives itself, "" where it has none."""
    head = re.split(rb"\r?\n\r?\n", data[:65_536], maxsplit=1)[0]
    found = re.search(rb"^message-id:\s*<?([^\s<>]{1,300})", head, re.I | re.M)
    return text.clean(found[1].decode("ascii", "replace"), 300) if found else ""


def parsed(data: bytes) -> Message:
    """The message in `data`. Raises ParseError where its parts are nested without end."""
    try:
        return email.message_from_bytes(data)
    except RecursionError:
        raise ParseError("its parts are nested too deeply to be a mail; it was not read.") from None


def header(message: Message, name: str) -> str:
    """A header in words: encoded words decoded, whatever their charset, on one line."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name), None)
    if raw is None:
        return ""
    said = str(raw)[:8_000]
    if not said.isascii():  # bytes that a header should not have
        said = charset.decode(said.encode("ascii", "surrogateescape"))
    try:
        parts = email.header.decode_header(said)
    except (ValueError, TypeError, email.errors.HeaderParseError):
        return text.clean(said)
    words = [
        charset.decode(part, label or "") if isinstance(part, bytes) else part
        for part, label in parts
    ]
    return text.clean("".join(words))


def _pieces(part: Message, depth: int, seen: list[int]) -> Iterator[_Piece]:
    """What of a part is to be read, in order."""
    seen[0] += 1
    if depth > bounds.MAIL_DEPTH or seen[0] > bounds.MAIL_PARTS:
        return
    main, sub = part.get_content_maintype(), part.get_content_subtype()
    within = (
        [each for each in part.get_payload() or () if isinstance(each, Message)]
        if (part.is_multipart())
        else []
    )
    if sub == "encrypted" or (sub in ("pkcs7-mime", "x-pkcs7-mime") and _is_sealed(part)):
        kind = "S/MIME" if "pkcs7" in sub else "PGP"
        yield _Piece("text", f"This message is encrypted ({kind}); open it in your mail program.")
    elif sub in _QUIET:
        return
    elif main == "message" and within:
        yield from _forwarded(within[0], depth, seen)
    elif sub == "alternative":
        yield from _best([list(_pieces(each, depth + 1, seen)) for each in within])
    elif sub == "related":
        yield from _pieces(within[0], depth + 1, seen) if within else ()
        for each in within[1:]:  # what is more than a piece of the page
            if each.get_content_disposition() == "attachment" and not each.is_multipart():
                yield _attachment(each)
    elif main == "multipart" and within:
        for each in within:
            yield from _pieces(each, depth + 1, seen)
    elif (main == "text" or main == "multipart") and not _is_attached(part):
        yield from _text(part)
    else:
        yield _attachment(part)


def _is_sealed(part: Message) -> bool:
    return "signed" not in str(part.get_param("smime-type", "enveloped-data"))


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_content_subtype() not in (
        "plain", "html", "enriched", "mixed", "x-amp-html", "markdown",
    )  # fmt: skip


def _text(part: Message) -> Iterator[_Piece]:
    """A part's own text, decoded."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError):
        data = None
    raw = data if isinstance(data, bytes) else b""
    sub = part.get_content_subtype()
    if sub == "x-amp-html":
        return
    if sub == "html":
        from reader.ingest import extract

        markup = extract.decoded(raw, str(part.get("content-type") or ""))
        yield _Piece("html", without_frame(markup[: bounds.PAGE]))
        return
    label = part.get_param("charset", "")
    said = charset.decode(raw, label if isinstance(label, str) else "")
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    spaced = str(part.get_param("delsp", "")).lower() == "yes"
    said = text.clean_lines(unsigned(letter(said, flowed=flowed, delsp=spaced)), bounds.BODY)
    if said.strip():
        yield _Piece("text", said.strip("\n"))


def _best(choices: list[list[_Piece]]) -> list[_Piece]:
    """The richest of several forms of one text that is whole: HTML, if it says what others do."""

    def words(pieces: list[_Piece], kind: str) -> int:
        return sum(
            text.count_words(text.plain(one.content) if kind == "html" else one.content)
            for one in pieces
            if one.kind == kind
        )

    plain = max((words(pieces, "text") for pieces in choices), default=0)
    for pieces in reversed(choices):
        rich = words(pieces, "html")
        if rich and rich >= plain / 4:
            return pieces
    return next((pieces for pieces in choices if words(pieces, "text")), [])


def _forwarded(message: Message, depth: int, seen: list[int]) -> Iterator[_Piece]:
    """A message within a message: who wrote what about which, then its text."""
    head = [header(message, name) for name in ("subject", "from", "date")]
    within = list(_pieces(message, depth + 1, seen))
    if not any(head) and not within:
        return
    yield _Piece("text", "\n".join(["-" * 24, *[line for line in head if line]]))
    yield from within


def _attachment(part: Message) -> _Piece:
    """One line for what comes along: its name, kind and size."""
    raw = part.get_filename() or ""
    name = text.clean(str(raw), 200) or "without a name"
    payload = part.get_payload()
    amount = len(payload) if isinstance(payload, str) else 0
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        amount = amount * 3 // 4
    said = f"Attachment: {name} ({text.clean(part.get_content_type(), 80)}"
    return _Piece("file", f"{said}, {size_in_words(amount)})" if amount else f"{said})", part)


def _with_pictures(message: Message, pieces: list[_Piece]) -> list[_Piece]:
    """The pieces with the pictures that came along in the places that the message has for them."""
    embedded = inside.Parts(message)
    found = [
        replace(piece, content=inside.named(piece.content, embedded.find))
        if piece.kind == "html"
        else piece
        for piece in pieces
    ]
    shown = embedded.used()
    return [
        _in_place(piece) for piece in found if piece.part is None or id(piece.part) not in shown
    ]


def _tidied(
    message: Message, pieces: list[_Piece], subject: str
) -> tuple[list[_Piece], tuple[str, ...]]:
    """The pieces without hidden lines, and the lines of a newsletter that are set aside."""
    listed = bool(
        header(message, "list-unsubscribe")
        or header(message, "list-id")
        or header(message, "precedence").lower() in ("bulk", "list")
    )
    made: list[_Piece] = []
    residue: tuple[str, ...] = ()
    for piece in pieces:
        if piece.kind == "html":
            content, aside = newsletter.tidied(piece.content, subject, listed=listed)
            piece, residue = replace(piece, content=content), residue + aside
        made.append(piece)
    return made, residue


def _in_place(piece: _Piece) -> _Piece:
    """A picture that its sender put between the texts as a picture; all else as it is."""
    part = piece.part
    if part is None or part.get_content_maintype() != "image":
        return piece
    content = inside.content(part)
    if part.get_content_disposition() != "inline" or not content:
        return piece
    name = html.escape(text.clean(str(part.get_filename() or ""), 200))
    return _Piece("html", f'<p><img src="{inside.address(content)}" alt="{name}"></p>')


def _body(pieces: list[_Piece]) -> Body:
    """All pieces as one body: plain if all are, else HTML."""
    if not any(piece.kind == "html" for piece in pieces):
        said = "\n\n".join(piece.content for piece in pieces)
        return Body("text", text.clean_lines(said, bounds.BODY))
    made = [
        piece.content if piece.kind == "html" else as_html(html.escape(piece.content, quote=False))
        for piece in pieces
    ]
    return Body("html", text.clean_lines("\n".join(made), bounds.BODY).strip())


def _sender(message: Message) -> str:
    """Who wrote it: the name, or the address where no name is given."""
    name, address = email.utils.parseaddr(str(header(message, "from")))
    return text.clean(name.strip("'\" ") or address, bounds.NAME)


def _list_name(message: Message) -> str:
    """The mailing list or newsletter that it came through, or the newsgroup."""
    said = header(message, "list-id")
    found = re.match(r"\s*[\"']?(.*?)[\"']?\s*<([^<>]*)>\s*$", said)
    name = (found[1] or found[2]) if found else said
    return text.clean(name or header(message, "newsgroups").split(",")[0], bounds.NAME)


def _address(message: Message, body: Body) -> str:
    """Where the message can be read on the web: its archive, or the newsletter's own page."""
    for name in ("archived-at", "list-archived-at", "list-post", "content-location"):
        found = re.search(r"https?://[^\s<>]+", header(message, name))
        if found and (address := text.web_address(found[0])):
            return address
    if body.format == "html":
        for link in _ONLINE.finditer(body.content[:_ENDS] + body.content[_ENDS:][-_ENDS:]):
            if newsletter.ONLINE.search(text.clean(text.plain(link["said"]))):
                return text.web_address(html.unescape(link["url"]))
    return ""


def _language(raw: str) -> str:
    tag = raw.split(",")[0].strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag) else ""
