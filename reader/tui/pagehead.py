"""What stands above and below an article's body on the page, as blocks of the page."""

from __future__ import annotations

from typing import Final

from reader import text
from reader.model import Article
from reader.page.blocks import Block, Blocks, Details, Embed, Mark, Paragraph, Rule
from reader.teaser import is_teaser

# Styles of the head's words, beyond those of `page.line`.
TITLE: Final = 1 << 20
DECK: Final = 1 << 21
BYLINE: Final = 1 << 22
META: Final = 1 << 23


def head(article: Article, now: int) -> Blocks:
    """Title, deck, who, where and when, feed, tags, reading time, saved and unread: what there is
    of them."""
    said = [
        _styled(article.title or "Untitled", TITLE),
        _styled(article.deck, DECK),
        _lines(
            (" · ".join(filter(None, (article.byline, article.credit))), BYLINE),
            (" · ".join(filter(None, _when_and_where(article, now))), META),
            (" · ".join(filter(None, _kept(article))), META),
        ),
    ]
    return (*[block for block in said if block], Rule())


def foot(article: Article) -> Blocks:
    """Files that came with the article, each as a line that opens; where more of its text is."""
    found: list[Block] = []
    for enclosure in article.enclosures:
        address = text.web_address(enclosure.url)
        if not address:
            continue
        kind = enclosure.media_type.split("/")[0]
        name = text.clean(address.rsplit("/", 1)[-1], 80) or address
        size = f", {enclosure.length / 1_000_000:.1f} MB" if enclosure.length > 0 else ""
        words = f"{name} ({enclosure.media_type or 'file'}{size})"
        found.append(Embed(kind if kind in ("audio", "video") else "file", address, words))
    quiet = _styled(_of_the_text(article), META)
    return (*found, quiet) if quiet else tuple(found)


def residue(article: Article) -> Blocks:
    """The lines of a local text that are no part of the article, folded; none where there are none.

    They come after the body as its last block, so that places in it stay where they are.
    """
    lines = [Paragraph(said) for line in article.residue if (said := text.clean(line, 4_000))]
    if not lines:
        return ()
    summary = f"{text.plural(len(lines), 'line')} of the page around the article"
    return (Details(Paragraph(summary), tuple(lines)),)


def _of_the_text(article: Article) -> str:
    """Whether this is all of the text, in a quiet line that names the key for the rest."""
    note = article.full_text_note.rstrip(".")
    if note.startswith("http"):
        note = note.partition(": ")[2] or note  # the address stands above
    match article.full_text:
        case "shown":
            said = f" ({note})" if note else ""
            return f"Full text from the article's page{said}. x shows what the feed sends"
        case "failed":
            return f"The full text could not be fetched: {note}. x tries again"
        case "kept":
            return "The full text is here. x shows it"
    if is_teaser(article):
        return "This feed sends only a beginning. x shows the full text"
    return ""


def _styled(words: str, style: int) -> Block | None:
    words = text.clean(words, 4_000)
    return Paragraph(words, (Mark(0, len(words), style),)) if words else None


def _lines(*said: tuple[str, int]) -> Block | None:
    """Lines without blank ones between, each in its own style."""
    words = ""
    marks = []
    for line, style in said:
        line = text.clean(line, 4_000)
        if line:
            words += "\n" if words else ""
            marks.append(Mark(len(words), len(words) + len(line), style))
            words += line
    return Paragraph(words, tuple(marks)) if words else None


def _when_and_where(article: Article, now: int) -> list[str]:
    at = article.published or article.added
    changed = article.updated
    updated = ""
    if changed and article.published and changed - article.published > 3_600:
        updated = f"updated {text.ago(changed, now)}"
    source = article.source if article.source != article.feed else ""
    when = f"{text.long_date(at)} ({text.ago(at, now)})" if at else ""
    return [source, article.dateline, when, updated]


def _kept(article: Article) -> list[str]:
    minutes = f"{article.minutes} min read" if article.words else ""
    tags = [f"#{tag}" for tag in article.tags]
    saved = "" if article.saved is None else "★ saved"
    unread = "" if article.read else "● unread"
    return [article.feed, article.elsewhere, *tags, minutes, saved, unread]
