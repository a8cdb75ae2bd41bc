"""No control byte of any stranger reaches a terminal or a pipe: every verb, every field."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hostile import MARKUP, PAYLOADS, SHELL, encodings, json_feed, leaked, references, rss
from loopback import Loopback, Reply
from terminal import Terminal

from reader.cli.verbs import VERBS
from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body, Enclosure
from reader.store import arrivals, feeds, lists, outcomes, saved, search, tags
from reader.store.library import Library

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)


def spoilt(lib: Library) -> None:
    """What another program could have written: nothing of it was cleaned on the way in."""
    texts = [*PAYLOADS.values(), *MARKUP, *SHELL]
    for place, text in enumerate(texts):
        text = text.encode("utf-8", "replace").decode()
        feed = feeds.add(
            lib,
            kind="web",
            url=f"https://a.example/{place}/{text}",
            title=f"Feed {text}",
            folder=f"Folder {text}".replace("/", "-"),
            site=f"https://a.example/{text}",
        )
        article = ParsedArticle(
            title=f"T {text} t", deck=text, byline=f"By {text}", credit=text, source=text,
            dateline=text, url=f"https://a.example/{text}", language="en", published=place,
            summary=f"S {text}", words=3, residue=(text,), original=text.encode(),
            original_path=f"/x/{text}", enclosures=(Enclosure(f"https://a/{text}", text, 1),),
            body=Body("html", f"<h1>{text}</h1><p>Body {text} end <code>{text}</code></p>"
                      f"<pre>{text}</pre><ul><li>{text}</ul><img alt='{text}' src='a.png'>"
                      f"<table><tr><td>{text}<td>b</table>"),
        )  # fmt: skip
        plain = replace(article, title="", body=Body("text", f"Plain {text}\n\n  {text}"))
        marked = replace(article, byline="", body=Body("markdown", f"# {text}\n\n`{text}` {text}"))
        new = tuple(
            Arrival(f"{place}{kind}".encode().ljust(16), b"h", place, one)
            for kind, one in (("a", article), ("b", plain), ("c", marked))
        )
        applied = arrivals.apply(lib, feed.id, Changes(new=new))
        outcome = outcomes.FetchOutcome(feed_id=feed.id, at=1, next_due=2, error=f"Reason {text}.")
        outcomes.record(lib, outcome)
        saved.save(lib, applied.ids[:1])
        tags.tag(lib, applied.ids[:1], add=(f"tag{place}",))
    search.index_pending(lib)


def fetched(tearsheet: CommandLine) -> list[str]:
    """Follow a hostile feed for every payload in every encoding; the messages on the way."""
    said: list[str] = []
    with Loopback() as site:
        for place, (name, payload) in enumerate(PAYLOADS.items()):
            ways = {way: rss(payload, encoded) for way, encoded in encodings(payload).items()}
            ways["json"] = json_feed(payload)
            way = sorted(ways)[place % len(ways)]
            site.feed(f"/{place}", ways[way], content_type="application/json" * (way == "json"))
            answer = tearsheet("add", site.url(f"/{place}"), "--folder", f"F {payload}")
            assert "Traceback" not in answer.err, (name, way)
            said += [answer.out, answer.err]
        reason = "\x1b]0;owned\x07 \x9b31m \x7f"
        site.pages["/reason"] = Reply(500, b"\x1b[2J", reason=reason, content_type="\x1b[31m")
        site.pages["/moved"] = Reply(302, headers=(("Location", "file:///\x1b[2J"),))
        for path in ("/reason", "/moved"):
            for verb in ("add", "save"):
                answer = tearsheet(verb, site.url(path))
                assert answer.code == 1
                said += [answer.out, answer.err]
    return said


def files(folder: Path) -> None:
    """Files whose names, titles and texts are hostile, as far as names can be."""
    for place, payload in enumerate([*PAYLOADS.values(), *MARKUP, *SHELL]):
        name = payload.replace("/", "-").replace("\x00", "")[:60]
        text = f"Title {payload}\n\nBody {payload} words.\n\nThe end {payload}\n"
        raw = text.replace("\x00", "").encode("utf-8", "surrogatepass")
        ending = ("txt", "md", "html")[place % 3]
        (folder / f"{place} {name}.{ending}").write_bytes(raw)


SHOWING = [
    ["list", "--limit", "0"],
    ["list", "--limit", "0", "--sort", "title"],
    ["list", "--json", "--limit", "0"],
    ["search", "body", "--limit", "0"],
    ["search", "body", "--json"],
    ["saved", "--limit", "0"],
    ["saved", "--json"],
    ["feeds"],
    ["feeds", "--json"],
    ["unread"],
    ["doctor"],
    ["export", "opml"],
    ["export", "markdown"],
    ["mark", "body", "--read", "--dry-run"],
    ["mark", "body", "--read"],
    ["tag", "body", "+seen", "--dry-run"],
    ["undo"],
    ["undo", "--redo"],
    ["config"],
    ["config", "path"],
]


def check_all(tearsheet: CommandLine) -> None:
    """Every verb that shows something, and every article in every format."""
    for words in SHOWING:
        answer = tearsheet(*words)
        assert not leaked(answer.out), words
        assert not leaked(answer.err), words
        assert "Traceback" not in answer.err
        if "--json" in words:
            assert answer.out.isascii()
    with tearsheet.opened() as lib:
        ids = range(1, lists.newest_id(lib) + 1)
    for place, number in enumerate(ids):
        form = ("text", "markdown", "html", "json")[place % 4]
        for words in (["show", number, "--format", form], ["show", number, "--original"]):
            answer = tearsheet(*words)
            refused = "is no text" in answer.err and "--original" in words
            assert answer.code in ((1,) if refused else (0, 4)), answer
            assert not leaked(answer.out), words
            assert not leaked(answer.err), words


def test_what_comes_by_the_network(tearsheet: CommandLine) -> None:
    for said in fetched(tearsheet):
        assert not leaked(said)
    answer = tearsheet("refresh", "--all", "--json")
    assert not leaked(answer.out + answer.err)
    answer = tearsheet("refresh", "--all", "--events")
    assert answer.out.isascii()
    assert not leaked(answer.out + answer.err)
    with tearsheet.opened() as lib:
        assert lists.newest_id(lib) > len(PAYLOADS)
    check_all(tearsheet)


def test_what_comes_in_files(tearsheet: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "\x1b]0;owned\x07 notes"
    folder.mkdir()
    files(folder)
    (folder / "bad \x1b[2J.txt").symlink_to("/nowhere")
    usual = tmp_path / "notes"
    usual.mkdir()
    files(usual)
    for what in (folder, usual, *sorted(usual.iterdir())[::7]):
        for verb in ("add", "save"):
            answer = tearsheet(verb, "--", what)
            assert not leaked(answer.out), what
            assert not leaked(answer.err), what
    with tearsheet.opened() as lib:
        assert lists.newest_id(lib) > 60
    check_all(tearsheet)


def test_what_another_program_wrote_into_the_library(tearsheet: CommandLine) -> None:
    with tearsheet.opened() as lib:
        spoilt(lib)
    check_all(tearsheet)
    for number in range(1, 12):
        for words in (
            ["edit", number, "--title", "x\x1b[2Jy", "--folder", "a\x1b]0;b\x07/c"],
            ["remove", number],
            ["undo"],
            ["save", number],
            ["unsave", number],
        ):
            answer = tearsheet(*words)
            assert not leaked(answer.out + answer.err), words


def test_markdown_files_are_clean_and_named_harmlessly(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    with tearsheet.opened() as lib:
        spoilt(lib)
    out = tmp_path / "out"
    assert tearsheet("export", "markdown", "-o", out).code == 0
    for file in out.iterdir():
        assert not leaked(file.name)
        assert not leaked(file.read_text())
        assert file.name[0] not in ".-"
    assert tearsheet("export", "opml", "-o", tmp_path / "out.opml").code == 0
    assert not leaked((tmp_path / "out.opml").read_text())


def test_what_comes_by_opml(tearsheet: CommandLine, tmp_path: Path) -> None:
    outlines = "".join(
        f'<outline text="{references(payload)}"><outline text="T {references(payload)}" '
        f'xmlUrl="https://a.example/{place}"/><outline text="B {references(payload)}" '
        f'xmlUrl="x{references(payload)}:y"/></outline>'
        for place, payload in enumerate(PAYLOADS.values())
    )
    file = tmp_path / "\x1b[31m.opml"
    file.write_text(f"<opml><body>{outlines}</body></opml>")
    for words in (["import", file], ["import", tmp_path / "none\x1b[2J"]):
        answer = tearsheet(*words)
        assert answer.code == 1
        assert not leaked(answer.out + answer.err)
    assert len(tearsheet("feeds").lines) > 10
    check_all(tearsheet)


@pytest.mark.parametrize("verb", VERBS)
def test_hostile_arguments_are_not_echoed(tearsheet: CommandLine, verb: str) -> None:
    for place, payload in enumerate([*PAYLOADS.values(), *MARKUP]):
        payload = payload.replace("\x00", "")
        ways = ([verb, payload], [verb, "--x" + payload], [payload, verb])
        for words in ways if place % 9 == len(verb) % 9 else ways[:1]:
            answer = tearsheet(*words)
            assert not leaked(answer.out + answer.err), words
            assert "Traceback" not in answer.err


def test_a_terminal_gets_our_own_colours_and_nothing_else(tearsheet: CommandLine) -> None:
    with tearsheet.opened() as lib:
        spoilt(lib)
        newest = lists.newest_id(lib)
    for words in (["list", "--limit", "0"], ["feeds"], ["doctor"], ["show", str(newest)]):
        command = ("--library", str(tearsheet.folder), *words)
        with Terminal.tearsheet(*command, env=tearsheet.env, emulate=False) as terminal:
            assert terminal.wait_end() == 0
            shown = terminal.raw.decode("utf-8", "surrogateescape")
        assert len(shown) > 100
        assert not leaked(shown, terminal=True), words


def test_markup_is_shown_as_it_is(tearsheet: CommandLine) -> None:
    with tearsheet.opened() as lib:
        spoilt(lib)
    command = ("--library", str(tearsheet.folder), "list", "--limit", "0", "--sort", "title")
    env = {**tearsheet.env, "COLUMNS": "200"}
    with Terminal.tearsheet(*command, env=env, columns=200, emulate=False) as terminal:
        assert terminal.wait_end() == 0
        shown = terminal.raw.decode()
    for markup in MARKUP:
        assert f"T {markup} t" in shown


def test_no_text_becomes_a_command(tearsheet: CommandLine, tmp_path: Path) -> None:
    """Titles, names and tags that a shell would run, through every verb that starts a program."""
    trap = tmp_path / "trap"
    with tearsheet.opened() as lib:
        for place, text in enumerate(SHELL):
            hostile = text.format(trap)
            feed = feeds.add(lib, kind="web", url=f"https://a.example/{place}", title=hostile)
            one = ParsedArticle(title=hostile, url=f"https://a.example/{hostile}")
            new = Arrival(bytes([place]) * 16, b"h", place, one)
            arrivals.apply(lib, feed.id, Changes(new=(new,)))
    for words in (["list"], ["export", "markdown", "-o", tmp_path / "out"], ["feeds"]):
        assert tearsheet(*words).code == 0
    completions = tearsheet("completions", "bash").out
    subprocess.run(["bash", "-c", completions], check=True, env={**os.environ, **tearsheet.env})
    assert not trap.exists()
