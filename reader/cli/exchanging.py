"""Import and export: open formats in and out."""

from __future__ import annotations

from pathlib import Path

from reader import clock, text
from reader.cli import stdin
from reader.cli.context import Call
from reader.cli.failures import each
from reader.model import FileError, UsageError

NAMED = 3  # skipped ones named in the summary itself; all are named on stderr


def import_(call: Call) -> int:
    """`import FILE…`: follow what OPML files list."""
    skipped: list[str] = []
    code = each(call, call.args.files, lambda name: skipped.extend(_import_one(call, name)))
    return code or int(bool(skipped))


def _import_one(call: Call, name: str) -> tuple[str, ...]:
    from reader.exchange import opml
    from reader.store import feeds

    found = opml.read(_content(call, name, opml.OPML_BYTES), "stdin" if name == "-" else name)
    if found.damage and not found.outlines:
        raise FileError(
            f"{name} is damaged ({found.damage}) and names no feed that could be read; "
            "export the subscriptions again."
        )
    new = there = 0
    with call.out.progress("Importing") as progress:
        for done, outline in enumerate(found.outlines, 1):
            if feeds.by_url(call.library, outline.url) is not None:
                there += 1
            else:
                feeds.add(
                    call.library,
                    kind="web",
                    url=outline.url,
                    title=outline.title,
                    own_title=outline.title,  # a name that was given, which a refresh must keep
                    site=outline.site,
                    folder=outline.folder,
                )
                new += 1
            progress.at(done, len(found.outlines), outline.title)
    said = [f"{new:,} imported"]
    if there:
        said.append(f"{there:,} followed already")
    if found.skipped:
        listed = "; ".join(found.skipped[:NAMED])
        more = f"; and {len(found.skipped) - NAMED:,} more" if len(found.skipped) > NAMED else ""
        said.append(f"{len(found.skipped):,} skipped: {listed}{more}")
    call.out.say(", ".join(said))
    if len(found.skipped) > NAMED:
        for one in found.skipped:
            call.out.failed(f"skipped {one}")
    if found.damage:
        call.out.failed(f"{name} is damaged ({found.damage}); what could be read was imported.")
    if new:
        call.out.note("`tearsheet refresh` fetches their articles.")
    return found.skipped


def _content(call: Call, name: str, limit: int) -> bytes:
    """The bytes of a regular file or of stdin (`-`), at most one more than `limit`."""
    if name == "-":
        return stdin.read(call.out, limit)
    path = Path(name).expanduser()
    try:
        if path.is_dir():
            raise FileError(f"{name} is a directory; name an OPML file in it.")
        if path.exists() and not path.is_file():
            raise FileError(f"{name} is no regular file; save it to one first.")
        with path.open("rb") as file:
            return file.read(limit + 1)
    except (OSError, ValueError) as error:
        cause = error.strerror if isinstance(error, OSError) else str(error)
        raise FileError(f"{name} cannot be read: {cause}; check its name and mode.") from None


def export(call: Call) -> int:
    """`export opml|markdown [QUERY] [-o PATH]`."""
    return _export_opml(call) if call.args.format == "opml" else _export_markdown(call)


def _export_opml(call: Call) -> int:
    from reader.exchange import opml
    from reader.exchange.writing import write_file
    from reader.store import feeds

    if call.args.query:
        raise UsageError("`export opml` writes all feeds; it takes no query.")
    followed = feeds.all_feeds(call.library)
    listed = [feed for feed in followed if feed.kind == "web"]
    document = opml.write(listed, feeds.folders(call.library), clock.now())
    if call.args.output:
        write_file(Path(call.args.output).expanduser(), document)
        call.out.note(f"{text.plural(len(listed), 'feed')} written to {call.args.output}")
    else:
        call.out.lines(document.rstrip("\n"))
    directories = sum(1 for feed in followed if feed.kind == "directory")
    if directories:
        call.out.note(
            f"{text.plural(directories, 'followed directory', 'followed directories')} left out, "
            "for OPML holds addresses only; `tearsheet feeds` lists them."
        )
    secret = sum(1 for feed in listed if opml.without_password(feed.url) != feed.url)
    if secret:
        call.out.note(f"{text.plural(secret, 'address')} written without the password in it.")
    return 0


def _export_markdown(call: Call) -> int:
    from reader.cli.articles import each_article
    from reader.exchange import markdown
    from reader.model import NotFoundError
    from reader.store.search import matching

    wanted = " ".join(call.args.query)
    ids = matching(call.library, wanted)
    if not len(ids):
        raise NotFoundError(
            f"No article matches “{wanted}”." if wanted else "There is no article yet."
        )
    if call.args.output:
        with call.out.progress("Exporting") as progress:
            number = markdown.write_folder(
                progress.along(each_article(call, ids), len(ids)),
                Path(call.args.output).expanduser(),
            )
        call.out.note(f"{text.plural(number, 'article')} written to {call.args.output}")
        return 0
    for place, article in enumerate(each_article(call, ids)):
        if place:
            call.out.say()
        call.out.lines(markdown.document(article).rstrip("\n"))
    return 0
