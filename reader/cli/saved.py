"""What is kept for good: save, unsave, saved."""

from __future__ import annotations

from reader import text
from reader.cli import stdin
from reader.cli.articles import print_view
from reader.cli.context import Call
from reader.cli.failures import each
from reader.model import NotFoundError, Order, Place, UsageError


def save(call: Call) -> int:
    """`save ARTICLE|ADDRESS|PATH…`: each gets its own frozen copy."""
    from reader.ingest import add, bounds, intake

    if call.args.title and len(call.args.what) > 1:
        raise UsageError("--title names one thing, but several are saved; save them one by one.")

    def one(what: str) -> None:
        title = text.clean(call.args.title)
        if what == "-":
            data = stdin.read(call.out, bounds.FILE_BYTES)
            kept = intake.from_stdin(call.library, data, title=title, save=True)
        else:
            kept = add.keep(call.library, call.config, what, title=title)
        named = f"“{kept.title}”" if kept.title else text.shown_address(kept.url)
        more = f" and {len(kept.ids) - 1:,} more" if len(kept.ids) > 1 else ""
        call.out.say(f"Saved: {named}{more} (article {kept.id}).")

    return each(call, call.args.what, one)


def unsave(call: Call) -> int:
    """`unsave ARTICLE…`: they become ordinary articles again."""
    from reader.store import articles, saved

    ids: list[int] = []
    code = each(call, call.args.articles, lambda ref: ids.append(articles.find(call.library, ref)))
    if ids:
        act = saved.unsave(call.library, ids)
        if act is None:
            raise NotFoundError("Nothing of this is saved; `tearsheet saved` lists what is.")
        call.out.say(f"{act.label}.")
    return code


def list_saved(call: Call) -> int:
    """`saved [QUERY]`: what is saved, newest first."""
    return print_view(call, Place.SAVED, Order(call.args.sort))
