"""What is kept for good: save, unsave, saved."""

from __future__ import annotations

from reader import text
from reader.cli.articles import print_view
from reader.cli.context import Call
from reader.cli.failures import each
from reader.model import NotFoundError, Order, Place


def save(call: Call) -> int:
    """`save ARTICLE|ADDRESS|PATH…`: each gets its own frozen copy."""
    from reader.ingest import add

    def one(what: str) -> None:
        kept = add.keep(call.library, call.config, what)
        named = f"“{kept.title}”" if kept.title else text.shown_address(kept.url)
        call.out.say(f"Saved: {named} (article {kept.id}).")
        for note in kept.notes:
            call.out.note(f"{named}: {note}")

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
