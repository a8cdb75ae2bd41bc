"""Directories in a library: whatever is done to files, their articles keep what the reader did.

A directory goes through random days of creating, editing, renaming, moving, copying and removing;
what the library shows after each refresh is compared with what a person would expect.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.ingest import moves, taking
from reader.ingest.moves import Missing, Seen
from reader.model import Place, View
from reader.store import (
    Library,
    arrivals,
    articles,
    feeds,
    lists,
    marks,
    open_library,
    outcomes,
    saved,
    stamps,
    tags,
    upkeep,
)
from reader.store.stamps import Stamp


def refresh(lib: Library, feed: int) -> list[taking.Taken]:
    """A look at the directory, stored; nothing is waited for."""
    (state,) = outcomes.states(lib, [feed])
    steps = []
    for taken in taking.steps(lib, state, threading.Lock(), settle=0):
        steps.append(taken)
        outcome = None
        if taken.last:
            outcome = outcomes.FetchOutcome(feed_id=feed, at=5, next_due=5, etag=taken.identity)
        arrivals.apply(lib, feed, taken.changes, outcome, taken.stamped)
    return steps


def follow(lib: Library, path: Path) -> int:
    path.mkdir(parents=True, exist_ok=True)
    feed = feeds.add(lib, kind="directory", url=str(path), title=path.name).id
    refresh(lib, feed)
    return feed


def shown(lib: Library) -> dict[int, str]:
    """The words of every article that is shown, by id."""
    return {one: articles.article(lib, one).body.content for one in lists.ids(lib, View(Place.ALL))}


def write(path: Path, headline: str, words: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{headline} of the sea and the land\n\n{words}\n")
    return path


# -- marks stay ----------------------------------------------------------------------------------


def test_what_the_reader_did_stays_through_renames_and_edits(library, tmp_path):
    notes = tmp_path / "notes"
    path = write(notes / "a.txt", "The first headline", "Some words.")
    feed = follow(library, notes)
    (one,) = shown(library)
    marks.mark(library, [one], read=True)
    tags.tag(library, [one], add=["sea"])
    path = path.rename(notes / "b.txt")
    refresh(library, feed)
    write(path, "The first headline", "Quite other words.")
    refresh(library, feed)
    (notes / "deep").mkdir()
    path.rename(notes / "deep" / "c.txt")
    refresh(library, feed)
    article = articles.article(library, one)
    assert list(shown(library)) == [one]
    assert (article.read, article.tags) == (True, ("sea",))
    assert "Quite other words." in article.body.content
    assert article.original_path == str(notes / "deep" / "c.txt")
    assert articles.original(library, one)[1] == (notes / "deep" / "c.txt").read_bytes()


def test_a_saved_copy_is_not_changed_by_an_edit(library, tmp_path):
    notes = tmp_path / "notes"
    path = write(notes / "a.txt", "The first headline", "Some words.")
    feed = follow(library, notes)
    (one,) = shown(library)
    saved.save(library, [one])
    write(path, "The first headline", "Quite other words.")
    refresh(library, feed)
    assert "Some words." in shown(library)[one]
    path.unlink()
    refresh(library, feed)
    assert list(shown(library)) == [one]
    saved.unsave(library, [one])
    refresh(library, feed)
    assert shown(library) == {}


def test_removed_files_follow_the_setting(library, tmp_path):
    notes = tmp_path / "notes"
    path = write(notes / "a.txt", "The first headline", "Some words.")
    write(notes / "b.txt", "The second headline", "Other words.")
    feed = follow(library, notes)
    both = set(shown(library))
    path.unlink()
    refresh(library, feed)
    assert len(shown(library)) == 1
    feeds.edit(library, feed, keep_removed=True)
    refresh(library, feed)
    assert set(shown(library)) == both
    (notes / "b.txt").unlink()
    write(notes / "c.txt", "The third headline", "More words.")
    refresh(library, feed)
    assert len(shown(library)) == 3
    feeds.edit(library, feed, keep_removed=False)
    refresh(library, feed)
    assert len(shown(library)) == 1
    write(notes / "back.txt", "The first headline", "Some words.")
    refresh(library, feed)
    assert len(set(shown(library)) & both) == 1


def test_a_crash_between_two_pieces_loses_nothing(library, tmp_path, monkeypatch):
    from reader.ingest import bounds

    monkeypatch.setattr(bounds, "STEP_FILES", 3)
    notes = tmp_path / "notes"
    for number in range(10):
        write(notes / f"{number}.txt", f"Headline number {number}", "Some words.")
    feed = feeds.add(library, kind="directory", url=str(notes), title="notes").id
    (state,) = outcomes.states(library, [feed])
    for number, taken in enumerate(taking.steps(library, state, threading.Lock(), settle=0)):
        if number == 3:
            break
        arrivals.apply(library, feed, taken.changes, None, taken.stamped)
    assert len(shown(library)) == 6
    steps = refresh(library, feed)
    assert sum(len(taken.changes.new) for taken in steps) == 4
    assert len(shown(library)) == 10


def test_ten_thousand_bad_files_are_a_hundred_lines(library, tmp_path):
    notes = tmp_path / "notes"
    notes.mkdir()
    for number in range(300):
        (notes / f"{number}.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 4)
    write(notes / "good.txt", "The only headline", "Some words.")
    feed = feeds.add(library, kind="directory", url=str(notes), title="notes").id
    steps = refresh(library, feed)
    said = [line for taken in steps for line in taken.complaints]
    assert len(said) == 101
    assert said[-1] == "200 more files could not be taken in."
    assert len(shown(library)) == 1
    assert [line for taken in refresh(library, feed) for line in taken.complaints] == []


# -- days in the life of a directory -------------------------------------------------------------

NAMES = [f"{folder}{name}.txt" for folder in ("", "in/", "in/deep/") for name in "abcd"]
ACTS = ("create", "edit", "atomic", "rename", "over", "copy", "delete", "touch", "back", "both")


@dataclass
class Expected:
    """What a person would expect: which article each file is, by a number of our own."""

    files: dict[str, int] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    headlines: dict[int, str] = field(default_factory=dict)  # a copy has that of another
    gone: dict[str, int] = field(default_factory=dict)  # by the path where it was last
    lives: int = 0


def day(root: Path, state: Expected, acts: list[tuple[str, int, int]]) -> None:
    """Does the acts that fit, each to files that nothing else was done to on this day."""
    touched: set[str] = set()
    for act, one, other in acts:
        source, target = NAMES[one % len(NAMES)], NAMES[other % len(NAMES)]
        here = source in state.files and source not in touched
        free = target not in state.files and target not in touched and target not in state.gone
        path, to = root / source, root / target
        to.parent.mkdir(parents=True, exist_ok=True)
        state.lives += 1
        text = f"Words number {state.lives} and no others."
        if act == "create" and free:
            put(state, target, to, text)
        elif act in ("edit", "atomic") and here:
            number = state.files[source]
            draft = root / ".draft" if act == "atomic" else path
            stamp(write(draft, state.headlines[number], text), state)
            draft.replace(path)
            state.words[number] = text
        elif act in ("rename", "both") and here and free and source != target:
            path.rename(to)
            number = state.files[target] = state.files.pop(source)
            if act == "both":
                stamp(write(to, state.headlines[number], text), state)
                state.words[number] = text
        elif act == "over" and here and target in state.files and target not in touched | {source}:
            path.replace(to)
            state.files[target] = state.files.pop(source)
        elif act == "copy" and here and free:
            shutil.copy(path, to)
            number = state.files[source]
            put(state, target, to)
            state.words[state.lives] = state.words[number]
            state.headlines[state.lives] = state.headlines[number]
        elif act == "delete" and here:
            path.unlink()
            state.gone[source] = state.files.pop(source)
        elif act == "touch" and here:
            stamp(path, state)
        elif act == "back" and source in state.gone and source not in touched:
            if target in state.files or target in touched:
                continue
            number = state.gone[source]
            if target in state.gone and target != source:
                continue
            stamp(write(to, state.headlines[number], state.words[number]), state)
            del state.gone[source]
            state.files[target] = number
        else:
            continue
        touched |= {source, target}


def put(state: Expected, name: str, path: Path, text: str = "") -> None:
    """A new file, which is a new article; without `text` it is there already."""
    state.files[name] = number = state.lives
    state.words[number] = text
    state.headlines[number] = f"The headline {number}"
    if text:
        write(path, state.headlines[number], text)
    stamp(path, state)


def stamp(path: Path, state: Expected) -> Path:
    """A time of its own, for a day here is shorter than a file system's clock can tell."""
    os.utime(path, ns=(0, state.lives * 1_000_000_000))
    return path


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    days=st.lists(
        st.lists(
            st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 11)), max_size=6
        ),
        min_size=1,
        max_size=8,
    )
)
def test_files_are_known_again_whatever_is_done_to_them(days):
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "notes"
        root.mkdir()
        with open_library(Path(place) / "library") as lib:
            feed = feeds.add(lib, kind="directory", url=str(root), title="notes").id
            state, ids = Expected(), {}
            for acts in days:
                day(root, state, acts)
                refresh(lib, feed)
                now = shown(lib)
                held = stamps.stamps(lib, feed)
                assert {path for path, one in held.items() if not one.gone} == set(state.files)
                assert len(now) == len(state.files)
                for name, number in state.files.items():
                    (one,) = lib.read(
                        "SELECT id FROM article WHERE feed_id = ? AND key = ?",
                        (feed, held[name].key),
                    )
                    assert ids.setdefault(number, one[0]) == one[0]
                    assert state.words[number] in now[one[0]]
                    if number % 2:
                        marks.mark(lib, one, read=True)
                    assert articles.article(lib, one[0]).read == bool(number % 2)
                    assert articles.article(lib, one[0]).original_path == str(root / name)
                again = refresh(lib, feed)
                assert not any(taken.changes.new or taken.changes.changed for taken in again)
            assert upkeep.check(lib) == []


# -- the pure decisions --------------------------------------------------------------------------

PATHS = st.sampled_from([f"{folder}{name}" for folder in ("", "x/", "y/") for name in "abc"])
STAMPS = st.dictionaries(
    PATHS,
    st.builds(
        Stamp,
        size=st.integers(1, 3),
        mtime_ns=st.integers(1, 3),
        key=st.binary(min_size=1, max_size=2),
        inode=st.integers(0, 3),
        content=st.sampled_from([b"", b"one", b"two", b"three"]),
        gone=st.sampled_from([0, 0, 7]),
    ),
)
SEEN = st.lists(
    st.builds(
        Seen,
        path=PATHS,
        name=st.just(""),
        size=st.integers(1, 3),
        mtime_ns=st.integers(1, 3),
        inode=st.integers(0, 3),
    ),
    unique_by=lambda one: one.path,
)
HASHES = st.lists(st.sampled_from([b"one", b"two", b"three", b"four"]), min_size=9, max_size=9)


@given(seen=SEEN, free=STAMPS, hashes=HASHES)
def test_no_stamp_is_claimed_twice_and_none_for_nothing(seen, free, hashes):
    by_stat = moves.by_stat(seen, free)
    assert len(set(by_stat.values())) == len(by_stat)
    for file in seen:
        if file.path in by_stat:
            old = free[by_stat[file.path]]
            assert (old.inode, old.size, old.mtime_ns) == (file.inode, file.size, file.mtime_ns)
            assert old.inode
    hashed = list(zip(seen, hashes, strict=False))
    by_content = moves.by_content(hashed, free)
    assert len(set(by_content.values())) == len(by_content)
    for file, content in hashed:
        if file.path in by_content:
            assert free[by_content[file.path]].content == content
        elif content in {one.content for one in free.values()}:
            places = {path for path, one in free.items() if one.content == content}
            assert places <= set(by_content.values())  # others needed them all
        if file.path in free and free[file.path].content == content:
            assert by_content[file.path] == file.path


@given(seen=SEEN, free=STAMPS, title=st.sampled_from(["one", "two"]))
def test_a_headline_alone_or_an_inode_alone_is_no_sign(seen, free, title):
    titles = {one.key: "one" for one in free.values()}
    missing = Missing(dict(free), titles)
    taken = set()
    for file in seen:
        old = missing.claim(file, title)
        if old is None:
            continue
        assert old not in taken
        taken.add(old)
        assert title == "one"
        same_name = old.rpartition("/")[2] == file.path.rpartition("/")[2]
        assert same_name or (file.inode and free[old].inode == file.inode)


@pytest.mark.parametrize("amount", [2_000])
def test_many_equal_files_are_matched_in_reasonable_time(amount):
    free = {f"old/{n}": Stamp(1, 1, b"%d" % n, n, b"same") for n in range(amount)}
    seen = [(Seen(f"new/{n}", "", 1, 1, 0), b"same") for n in range(amount)]
    claims = moves.by_content(seen, free)
    assert len(set(claims.values())) == len(claims)
