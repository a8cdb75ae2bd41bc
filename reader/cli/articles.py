"""The reading verbs: list, search, show, unread."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from reader import clock, text
from reader.cli.context import Call
from reader.cli.output import Column
from reader.model import Article, FileError, NotFoundError, Order, Place, UsageError, View

CHUNK = 200  # articles fetched at a time, so that a million take no more memory than these
ALL_HITS = 1_000_000_000


def list_articles(call: Call) -> int:
    """`list [QUERY]`: everything, newest first."""
    return print_view(call, Place.ALL, Order(call.args.sort))


def search_articles(call: Call) -> int:
    """`search QUERY`: everything, best matches first."""
    if not " ".join(call.args.query).strip():
        raise UsageError("Say what to look for; `tearsheet list` lists everything.")
    return print_view(call, Place.ALL, Order.BEST)


def print_view(call: Call, place: Place, order: Order) -> int:
    """The articles of a place that answer to the words of the command, as lines or as JSON."""
    view = View(place=place, query=" ".join(call.args.query), order=order)
    from reader.store import same

    ids = same.once(call.library, place, found(call, view, call.args.limit or None))
    if call.args.json:
        number = call.out.json_array(_records(call, ids))
    else:
        number = len(ids)
        _print_rows(call, ids)
    if number:
        return 0
    if view.query:
        _tell_waiting(call)
    raise NotFoundError(
        f"No article matches “{view.query}”." if view.query else "There is no article here yet."
    )


def _tell_waiting(call: Call) -> None:
    """Nothing was found: say so if the index does not know all articles yet."""
    from reader.store import search

    if waiting := search.pending(call.library):
        call.out.note(
            f"{text.plural(waiting, 'article is', 'articles are')} not in the search index yet; "
            "`tearsheet doctor --reindex` builds it."
        )


def found(call: Call, view: View, limit: int | None = None) -> array[int]:
    """Ids of the articles in `view`; raises UsageError where its query cannot be read."""
    from reader.store import lists

    if not view.query:
        return lists.ids(call.library, view, limit=limit, today=clock.midnight())
    # With a limit the store looks at the newest hits only, which is right for these two alone.
    asked = limit if view.order is Order.NEWEST else None
    if view.order is Order.BEST:
        asked = limit or ALL_HITS
    ids = lists.ids(call.library, view, limit=asked, today=clock.midnight())
    return ids[:limit]


def _records(call: Call, ids: Sequence[int]) -> Iterator[dict[str, object]]:
    from reader.cli.records import article_record

    for article in each_article(call, ids):
        yield article_record(article)


def each_article(call: Call, ids: Sequence[int]) -> Iterator[Article]:
    """The articles of `ids`, one at a time; those that went away meanwhile are left out."""
    from reader.store import articles

    for number in ids:
        try:
            yield articles.article(call.library, number)
        except NotFoundError:
            continue


def _print_rows(call: Call, ids: Sequence[int]) -> None:
    from reader.store import lists

    columns = (
        Column(7, "dim", "right"),
        Column(1),
        Column(1),
        Column(6, "dim", "right"),
        Column(max(10, min(24, call.out.width // 5)), "dim"),
        Column(),
    )
    now = clock.now()
    waiting = iter(ids)
    while chunk := list(islice(waiting, CHUNK)):
        rows = lists.rows(call.library, chunk)
        shown = [rows[number] for number in chunk if number in rows]
        if call.out.terminal:
            call.out.table(
                columns,
                (
                    (
                        (str(row.id), ""),
                        ("" if row.read else "●", ""),
                        ("★" if row.saved else "", ""),
                        (text.short_date(row.date, now), ""),
                        (row.feed + (f" +{row.places}" if row.places else ""), ""),
                        (row.title or row.summary, "" if row.read else "bold"),
                    )
                    for row in shown
                ),
            )
        else:
            call.out.table(
                (Column(),) * 6,
                (
                    (
                        (str(row.id), ""),
                        ("read" if row.read else "unread", ""),
                        ("saved" if row.saved else "", ""),
                        (text.iso(row.date) or "", ""),
                        (row.feed, ""),
                        (row.title or row.summary, ""),
                    )
                    for row in shown
                ),
            )


def show(call: Call) -> int:
    """`show ARTICLE`: one article in the format asked for, or its untouched source."""
    from reader.store import articles

    number = articles.find(call.library, call.args.article)
    if call.args.output and not call.args.original:
        raise UsageError("-o goes with --original; without it, redirect the output with >.")
    if call.args.original:
        return _original(call, number)
    article = articles.article(call.library, number, feed_text=call.args.feed_text)
    form = call.args.format
    if form == "json":
        from reader.cli.records import full_record

        call.out.json(full_record(article))
    elif form == "markdown":
        from reader.exchange import markdown

        call.out.lines(markdown.document(article).rstrip("\n"))
    elif form == "html":
        from reader import page
        from reader.page import write

        call.out.lines(write.to_html(page.of(article.body)).rstrip("\n"))
    else:
        _print_text(call, article)
    return 0


def _print_text(call: Call, article: Article) -> None:
    from reader import page
    from reader.page import write
    from reader.page.setting import chosen

    out = call.out
    for line, style in _head(article):
        out.say(line, style)
    out.say()
    blocks = page.of(article.body)
    width = min(call.config.measure, out.width) if out.terminal else None
    setting = chosen(call.config, article.language)
    out.lines(write.to_text(blocks, width, setting).strip("\n"))
    if article.full_text_note and article.full_text == "shown" and not call.args.feed_text:
        out.say()
        out.say(f"({article.full_text_note})", "dim")
    for one in article.enclosures:
        out.say()
        out.say(f"[{one.media_type or 'file'}] {one.url}", "dim")
    if article.url:
        out.say()
        out.say(article.url, "dim")


def _head(article: Article) -> Iterator[tuple[str, str]]:
    """Title, deck and the facts below them, as lines with their styles."""
    yield article.title or article.summary or "(no title)", "bold"
    if article.deck:
        yield article.deck, "italic"
    at = article.published if article.published is not None else article.added
    facts = [article.byline, article.credit, article.source or article.feed, text.long_date(at)]
    if article.minutes:
        facts.append(text.plural(article.minutes, "minute"))
    if article.saved is not None:
        facts.append("saved")
    facts.append(article.elsewhere)
    facts += [f"#{tag}" for tag in article.tags]
    yield " · ".join(fact for fact in facts if fact), "dim"


def _original(call: Call, number: int) -> int:
    """The source as it was, byte for byte into a file, and to stdout where that is harmless."""
    from reader.store import articles

    kept = articles.original(call.library, number)
    if kept is None:
        raise NotFoundError(
            f"Article {number} came without a source text of its own; "
            "show it without --original instead."
        )
    _, raw = kept
    if call.args.output:
        from reader.exchange.writing import write_file

        write_file(Path(call.args.output).expanduser(), raw)
        return 0
    from reader.ingest import charset, kinds

    if charset.is_binary(raw):
        what = "a PDF" if raw.startswith(b"%PDF") else kinds.in_words(raw)
        raise FileError(
            f"The source of article {number} is no text ({what}); -o FILE writes it as it was."
        )
    source = _decoded(raw)
    unix = source.replace("\r\n", "\n")
    shown = text.clean_lines(unix, len(unix) + 1)
    if unicodedata.normalize("NFC", unix) == shown:
        call.out.exactly(source)
        return 0
    call.out.exactly(shown)
    call.out.note("Control characters were left out; -o FILE writes the source as it was.")
    return 0


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from reader.ingest import charset

        return charset.decode(raw)


def unread(call: Call) -> int:
    """`unread`: one number. Comes here only when the quick way had doubts."""
    from reader.store import articles

    call.out.say(str(articles.unread_total(call.library)))
    return 0
