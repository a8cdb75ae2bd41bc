"""Subscriptions: add, feeds, edit, remove."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reader import clock, text
from reader.cli import events, stdin
from reader.cli.context import Call
from reader.cli.failures import each
from reader.cli.output import Column
from reader.cli.verbs import LEAST_EVERY, MOST_EVERY
from reader.model import Feed, UsageError

if TYPE_CHECKING:
    from reader.ingest.added import Added
    from reader.ingest.events import Event


def add(call: Call) -> int:
    """`add ADDRESS|PATH…`: follow it or take it in; one line for each."""
    from reader.ingest import add as adding
    from reader.ingest import bounds, intake
    from reader.ingest.stopping import stop_cleanly

    if call.args.title and len(call.args.what) > 1:
        raise UsageError("--title names one thing, but several are added; add them one by one.")

    def one(what: str) -> None:
        title = text.clean(call.args.title)

        def on_event(event: Event) -> None:
            if not call.args.events:
                events.show(progress, event)
                return
            with suppress(BrokenPipeError):  # whoever asked is gone: it is added all the same
                events.tell(call, events.record(event))

        if what == "-":
            data = stdin.read(call.out, bounds.FILE_BYTES)
            added = intake.from_stdin(call.library, data, title=title)
        else:
            with call.out.progress("Reading files") as progress:
                added = adding.add(
                    call.library,
                    call.config,
                    what,
                    folder=_folder(call.args.folder),
                    title=title,
                    on_event=on_event,
                )
        if call.args.json or call.args.events:
            records.append(_record(added))
        else:
            call.out.say(_added(added))
        for note in added.notes:
            call.out.note(f"{added.title or text.shown_address(added.url)}: {note}")
        for complaint in added.complaints:
            call.out.failed(complaint)
        complaints.extend(added.complaints)

    complaints: list[str] = []
    records: list[dict[str, object]] = []
    with stop_cleanly():
        code = each(call, call.args.what, one)
    if call.args.events:
        events.tell(call, {"event": "finished", "added": records})
    elif call.args.json:
        call.out.json(records)
    return code or int(bool(complaints))


def _record(added: Added) -> dict[str, object]:
    """What was taken in, as JSON: `kind` is web, directory, file, page or article."""
    return {
        "kind": "web" if added.kind == "feed" else added.kind,
        "id": added.id,
        "title": added.title,
        "url": added.url,
        "articles": added.articles,
        "existing": added.existing,
        "notes": list(added.notes),
    }


def _added(added: Added) -> str:
    """What was taken in, in words, with the id that other verbs want."""
    named = f"“{added.title}”" if added.title else text.shown_address(added.url)
    if added.kind in ("feed", "directory"):
        if added.existing:
            return f"{named} is followed already, as feed {added.id}."
        return f"Following {named}, {text.plural(added.articles, 'article')} (feed {added.id})."
    if added.existing:
        return f"{named} is here already, as article {added.id}."
    if len(added.ids) > 1:
        amount = text.plural(len(added.ids), "article")
        return f"Taken in: {named} and what follows it, {amount} (from article {added.id})."
    return f"Taken in: {named} (article {added.id})."


def _folder(path: str) -> str:
    """A folder's path as it was typed, each name cleaned."""
    names = (text.clean(name, 200) for name in path.split("/"))
    return "/".join(name for name in names if name)


def list_feeds(call: Call) -> int:
    """`feeds`: all feeds in the order of the sidebar."""
    from reader.cli.records import feed_record
    from reader.store import feeds

    listed = feeds.all_feeds(call.library)
    paths = {folder.id: folder.path for folder in feeds.folders(call.library)}
    if call.args.json:
        call.out.json_array(feed_record(feed, paths) for feed in listed)
    elif listed:
        _print_feeds(call, listed, paths)
    else:
        call.out.note("No feeds yet; `tearsheet add ADDRESS` follows one.")
    return 0


def _print_feeds(call: Call, listed: list[Feed], paths: dict[int, str]) -> None:
    now = clock.now()
    folder = {None: ""} | paths
    if not call.out.terminal:
        call.out.table(
            (Column(),) * 7,
            (
                tuple(
                    (cell, "")
                    for cell in (
                        str(feed.id),
                        str(feed.unread),
                        str(feed.articles),
                        folder.get(feed.folder_id, ""),
                        feed.title,
                        text.shown_address(feed.url),
                        feed.last_error,
                    )
                )
                for feed in listed
            ),
        )
        return
    columns = (
        Column(5, "dim", "right"),
        Column(6, "", "right"),
        Column(max(12, call.out.width // 3)),
        Column(),
    )
    call.out.table(
        columns,
        (
            (
                (str(feed.id), ""),
                (str(feed.unread) if feed.unread else "", "bold"),
                (
                    "/".join(part for part in (folder.get(feed.folder_id, ""), feed.title) if part),
                    "bold" if feed.unread else "",
                ),
                (f"! {feed.last_error}", "red") if feed.last_error else (_health(feed, now), "dim"),
            )
            for feed in listed
        ),
    )


def _health(feed: Feed, now: int) -> str:
    if feed.kind in ("files", "pages"):
        return text.plural(feed.articles, "article")
    if feed.last_success is None:
        return "not fetched yet; `tearsheet refresh`"
    return f"{text.plural(feed.articles, 'article')}, {text.ago(feed.last_success, now)}"


def edit(call: Call) -> int:
    """`edit FEED …`: only what is named is changed."""
    from reader.store import feeds

    args = call.args
    said = (
        args.title, args.folder, args.every, args.keep, args.full_text, args.ignore, args.removed,
    )  # fmt: skip
    if all(one is None for one in said):
        raise UsageError(
            "Nothing to change: say --title, --folder, --every, --keep, --full-text, --ignore or "
            "--removed."
        )
    if args.every and not LEAST_EVERY <= args.every <= MOST_EVERY:
        raise UsageError(f"--every is from {LEAST_EVERY} to {MOST_EVERY} minutes, or 0 for usual.")
    feed = feeds.find(call.library, args.feed)
    if feed.kind != "directory" and (args.ignore is not None or args.removed is not None):
        raise UsageError(f"{feed.title} is no directory: --ignore and --removed are for those.")
    act = feeds.edit(
        call.library,
        feed.id,
        own_title=None if args.title is None else text.clean(args.title),
        folder=None if args.folder is None else _folder(args.folder),
        every=args.every,
        keep=args.keep,
        full_text=None if args.full_text is None else args.full_text == "on",
        ignored=_patterns(args.ignore),
        keep_removed=None if args.removed is None else args.removed == "keep",
    )
    call.out.say(f"{act.label}{_kept(args.keep)}.")
    return 0


def _patterns(said: list[str] | None) -> str | None:
    """The patterns of `--ignore`, one a line; an empty one clears them."""
    if said is None:
        return None
    cleaned = (text.clean(one, 1_000).replace("\n", " ") for one in said[:100])
    return "\n".join(one for one in cleaned if one.strip())


def _kept(keep: int | None) -> str:
    """What a new number to keep means, to follow what was done."""
    if keep is None:
        return ""
    if not keep:
        return "; it keeps as many articles as the settings say"
    return f"; it keeps {text.plural(keep, 'article')} besides unread, saved and tagged ones"


def remove(call: Call) -> int:
    """`remove FEED…`: hidden but for saved and tagged articles; undo brings them back."""
    from reader.store import feeds

    ids: list[int] = []
    code = each(call, call.args.feeds, lambda ref: ids.append(feeds.find(call.library, ref).id))
    if ids:
        act = feeds.remove(call.library, list(dict.fromkeys(ids)))
        call.out.say(f"{act.label}; `tearsheet undo` brings it back.")
    return code
