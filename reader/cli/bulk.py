"""Verbs for many articles at once, and the way back: mark, tag, undo."""

from __future__ import annotations

from reader import text
from reader.cli.context import Call
from reader.model import Act, NotFoundError, UsageError


def mark(call: Call) -> int:
    """`mark QUERY --read|--unread`."""
    if call.args.read == call.args.unread:
        both = (
            "Say either --read or --unread, not both"
            if call.args.read
            else ("Say --read or --unread")
        )
        raise UsageError(f"{both}; `tearsheet mark --help` has an example.")
    from reader.store import marks

    ids = _matching(call, " ".join(call.args.query))
    if call.args.dry_run:
        state = "read" if call.args.read else "unread"
        return _would(call, f"{text.plural(len(ids), 'article')} would be {state}.")
    return _did(call, marks.mark(call.library, ids, read=call.args.read))


def tag(call: Call) -> int:
    """`tag QUERY +a -b`: from the first `+a` or `-b` on all words are tags."""
    words: list[str] = call.args.query
    first = next((at for at, word in enumerate(words) if word[0:1] in ("+", "-")), len(words))
    wanted, changes = " ".join(words[:first]), words[first:]
    odd = [word for word in changes if word[0:1] not in ("+", "-") or len(word) < 2]
    if not wanted or not changes or odd:
        raise UsageError(
            f"{odd[0]!r} is neither +TAG nor -TAG; quote the query."
            if odd
            else "say which articles, then +TAG or -TAG: tearsheet tag 'title:python' +work."
        )
    add = tuple(text.clean(word[1:], 100) for word in changes if word[0] == "+")
    remove = tuple(text.clean(word[1:], 100) for word in changes if word[0] == "-")
    from reader.store import tags

    ids = _matching(call, wanted)
    if call.args.dry_run:
        return _would(
            call, f"{text.plural(len(ids), 'article')} would be tagged {' '.join(changes)}."
        )
    return _did(call, tags.tag(call.library, ids, add=add, remove=remove))


def undo(call: Call) -> int:
    """`undo [--redo]`: the last act, whichever process did it."""
    from reader.store import undo as journal

    again = call.args.redo
    act = journal.redo(call.library) if again else journal.undo(call.library)
    if act is None:
        raise NotFoundError(f"There is nothing to {'redo' if again else 'undo'}.")
    call.out.say(f"{'Done again' if again else 'Undone'}: {act.label}.")
    return 0


def _matching(call: Call, wanted: str) -> list[int]:
    from reader import query
    from reader.store import search

    if not wanted.strip():
        raise UsageError("The query is empty and would mean everything; say is:unread or the like.")
    query.parse(wanted)
    ids = list(search.matching(call.library, wanted))
    if not ids:
        raise NotFoundError(f"No article matches “{wanted}”.")
    return ids


def _would(call: Call, said: str) -> int:
    call.out.say(said)
    return 0


def _did(call: Call, act: Act | None) -> int:
    call.out.say(f"{act.label}." if act else "Nothing to change.")
    return 0
