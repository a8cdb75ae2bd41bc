"""Pages at their worst, at full size, on a real terminal: they open soon and in bounded memory."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import arrival
from terminal import Terminal

from reader.incoming import Changes
from reader.model import Body
from reader.store import Library, arrivals, feeds

PAGES = {
    "100,000 levels": "<div>" * 100_000 + "the beginning" + "</div>" * 100_000 + "<p>the end",
    "one line of 5 MB": "the beginning " + "word " * 1_000_000 + "the end",
    "a line without a space": "the beginning " + "x" * 5_000_000 + " the end",
    "a million paragraphs": "<p>the beginning" + "<p>x" * 1_000_000,
    "a million items": "<ul><li>the beginning" + "<li>x" * 1_000_000,
    "a million empty tags": "the beginning" + "<i></i>" * 1_000_000,
    "a million breaks": "the beginning" + "<br>x" * 1_000_000,
    "200,000 rows": "<table><tr><td>the beginning" + "<tr><td>a<td>b" * 200_000,
    "200,000 named rows": "<table><tr><th>the beginning" + "<tr><th>a<td>b" * 200_000,
    "quotes": "<blockquote>the beginning" * 100_000,
    "a picture of 5 MB": "<p>the beginning<img src='data:image/png," + "A" * 5_000_000 + "'>",
    "broken signs": "<p>the beginning " + "\ufffd\u0301&#xd800;&#0;&bogus;" * 200_000,
    "never closed": "<p>the beginning<!--" + "<script><p class='" * 250_000,
}  # fmt: skip


def _open(library: Library, markup: str) -> tuple[float, float, int]:
    """Seconds of CPU to the first screen and until all is read, and the MiB it took at most."""
    feed = feeds.add(library, kind="web", url="https://example.org/1.xml", title="Gazette")
    worst = arrival(5)
    body = Body("html", markup, "https://example.org/")
    worst = replace(worst, article=replace(worst.article, body=body))
    arrivals.apply(library, feed.id, Changes(new=(arrival(0), worst)))
    env = {
        "TEARSHEET_LIBRARY": str(library.folder),
        "TEARSHEET_CONFIG": str(library.folder / "none"),
        "TEARSHEET_NOW": "1750003600",
        "TZ": "UTC",
    }
    with Terminal.tearsheet(env=env, columns=80, lines=24) as terminal:
        terminal.wait_for("The harbour opens again 0")
        terminal.pump(0.5)
        before = terminal.cpu()
        terminal.send("j", "enter")
        terminal.wait_for("the beginning")
        first = terminal.cpu() - before
        used, since = terminal.cpu(), time.perf_counter()
        while time.perf_counter() - since < 40:
            terminal.pump(0.5)
            now = terminal.cpu()
            if now - used < 0.02:
                break
            used = now
        status = Path(f"/proc/{terminal.pid}/status").read_text()
        peak = re.search(r"VmHWM:\s+(\d+)", status)
        assert peak
        terminal.send("G", "g", "g")
        terminal.wait_for("the beginning")
        return first, used - before, int(peak[1]) // 1024


@pytest.mark.parametrize("name", PAGES)
def test_a_page_at_its_worst_opens(library: Library, name: str) -> None:
    first, whole, peak = _open(library, PAGES[name])
    print(f"{name:>24}: first {first:.2f} s, all {whole:.2f} s, {peak} MiB")
    # Twice and more what it takes: other programs run beside the tests.
    assert first < 2.5
    assert whole < 15
    assert peak < 400
