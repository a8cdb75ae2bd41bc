"""From a body's bytes to painted strips: ours beside w3m, lynx and Textual's Markdown.

Run: python tests/bench/page.py [--quick]
CPU milliseconds, the best of some runs; for the other programs the CPU of the process (start-up
included, as a reader would pay it). `resize` lays the same blocks out at another width, `line` and
`page` scroll by that much and paint. The first table is what issue 3 asks for: `first screen` is
from the body's bytes to 40 painted lines, `rest` the blocks and lines that come after it in steps,
`resize` the same screen at another width, `scroll` the 95th of 100 lines, each painted anew;
`longest step` of laying out, and `of reading`, is what a key may have to wait for.
"""

from __future__ import annotations

import asyncio
import gc
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.model import Body

WORDS = (
    "time", "people", "way", "water", "day", "part", "sound", "work", "place", "year", "back",
    "thing", "name", "sentence", "line", "set", "end", "another", "well", "large", "often",
    "hand", "high", "such", "follow", "act", "why", "ask", "men", "change", "went", "light",
    "kind", "off", "need", "house", "picture", "try", "us", "again", "animal", "point", "mother",
    "world", "near", "build", "self", "earth", "father", "any", "newspaper", "reporter",
    "yesterday", "government", "parliament,", "municipality.", "however,", "according",
)  # fmt: skip


def body(size: int, seed: int = 7) -> str:
    """HTML of about `size` bytes as feeds send it: text, emphasis, links, lists, quotes, code."""
    chance = random.Random(seed)

    def prose(count: int) -> str:
        said = []
        for _ in range(count):
            word, roll = chance.choice(WORDS), chance.random()
            if roll < 0.02:
                word = f"<b>{word}</b>"
            elif roll < 0.04:
                word = f"<em>{word} {chance.choice(WORDS)}</em>"
            elif roll < 0.055:
                word = f'<a href="https://example.org/{chance.randrange(99999)}">{word}</a>'
            elif roll < 0.06:
                word = f"<code>{word}()</code>"
            elif roll < 0.07:
                word = "“quoted” — naïve"
            said.append(word)
        return " ".join(said)

    code = "\n".join("    value = function(argument, other)" for _ in range(8))
    picture = '<img src="https://example.org/a.jpg" alt="A picture">'
    parts: list[str] = []
    total = 0
    while total < size:
        roll = chance.random()
        if roll < 0.7:
            part = f"<p>{prose(chance.randrange(30, 120))}</p>\n"
        elif roll < 0.8:
            part = f"<h2>{prose(5)}</h2>\n"
        elif roll < 0.88:
            items = "".join(f"<li>{prose(chance.randrange(4, 25))}</li>\n" for _ in range(5))
            part = f"<ul>\n{items}</ul>\n"
        elif roll < 0.94:
            part = f"<blockquote><p>{prose(40)}</p></blockquote>\n"
        elif roll < 0.98:
            part = f"<pre><code>{code}</code></pre>\n"
        else:
            part = f"<figure>{picture}<figcaption>Caption</figcaption></figure>\n"
        parts.append(part)
        total += len(part.encode())
    return "".join(parts)


def best(work: Callable[[], object], runs: int) -> float:
    """CPU milliseconds of the quickest of `runs`."""
    found = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        found.append((time.process_time() - begun) * 1_000)
    return min(found)


def child(command: list[str], markup: str, runs: int) -> float:
    """CPU milliseconds of a program that is given `markup`."""
    found = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, input=markup.encode(), stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found.append(used * 1_000)
    return min(found)


async def ours(sizes: list[int], runs: int) -> None:
    """Prints the steps of our page, then the pane as it opens, scrolls and resizes."""
    from textual.app import App, ComposeResult

    from reader.model import Article
    from reader.page import html
    from reader.page.flow import lay_out
    from reader.tui.reading import ReadingPane

    class Bench(App[None]):
        def compose(self) -> ComposeResult:
            yield ReadingPane()

    def article(markup: str) -> Article:
        return Article(
            id=1, feed_id=1, feed="A feed", title="A title", title_from="feed", deck="A deck",
            byline="By me", credit="", source="", dateline="", url="https://example.org/",
            published=1_700_000_000, updated=None, added=1_700_000_000, language="en", words=500,
            read=False, saved=None, tags=("x",), summary="", enclosures=(),
            body=Body("html", markup, "https://example.org/"),
        )  # fmt: skip

    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        pane = app.query_one(ReadingPane)
        console = app.console

        def paint() -> None:
            for y in range(40):
                pane.render_line(y).render(console)

        def open_it(shown: Article) -> None:
            pane.show(shown)
            paint()

        def resize() -> None:
            pane.set_measure(60 if pane.measure == 72 else 72)
            paint()

        def scroll(lines: int) -> None:
            pane.scroll_lines(lines)
            paint()

        print("ours, CPU ms    blocks   lines    open  resize    line    page   lines of text")
        for size in sizes:
            shown = article(body(size))
            few = max(2, runs if size < 5_000_000 else 2)
            blocks = html.blocks(shown.body.content)
            steps = [
                best(lambda shown=shown: html.blocks(shown.body.content), few),
                best(lambda blocks=blocks: lay_out(blocks, 72), few),
                best(lambda shown=shown: open_it(shown), few),
                best(resize, few),
                best(lambda: scroll(1), 20),
                best(lambda: scroll(38), 5),
            ]
            figures = "".join(f"{step:8.1f}" for step in steps)
            print(f"{size:>12,} B{figures}   {pane.virtual_size.height:,}")
            await pilot.pause()


def spare() -> None:
    """Spares the collector what there is by now, as the page does after each step."""
    gc.collect(1)
    gc.freeze()


def longest_step(told: Body) -> float:
    """The longest step of reading a long body; of two runs the shorter."""
    from reader.page import opening

    runs = []
    for _ in range(2):
        reading = opening(told)
        longest = 0.0
        while not reading.ready:
            longest = max(longest, best(reading.step, 1))
            spare()
        runs.append(longest)
    return min(runs)


async def figures(sizes: list[int], runs: int) -> None:
    """Prints the figures of issue 3 for the page alone, without the pane around it."""
    from textual.app import App, ComposeResult

    from reader.page import opening
    from reader.page.blocks import Blocks
    from reader.page.flow import Layout, begin
    from reader.page.setting import Setting
    from reader.tui.pagestyle import Palette
    from reader.tui.reading import ReadingPane

    class Bench(App[None]):
        def compose(self) -> ComposeResult:
            yield ReadingPane()

    setting = Setting(language="en")
    app = Bench()
    async with app.run_test(size=(120, 40)):
        palette = Palette(app.query_one(ReadingPane))

        def paint(layout: Layout, lines: range) -> None:
            for number in lines:
                if layout.reach(number):
                    palette.strip(
                        layout.line(number), width=118, left=23, measure=layout.width, start=0,
                        links=layout.links, first_link=0, current=-1, hints=None, selected=None,
                        sideways=0,
                    ).render(app.console)  # fmt: skip

        print(
            "issue 3, CPU ms  first screen      rest    resize    scroll  longest step   of reading"
        )
        for size in sizes:
            told = Body("html", body(size), "https://example.org/")

            def open_it(told: Body = told) -> Layout:
                layout = begin(opening(told).first, 72, setting)
                paint(layout, range(40))
                return layout

            def finish(told: Body = told) -> Layout:
                layout = begin(opening(told).whole(), 72, setting)
                layout.finish()
                return layout

            few = max(2, runs if size < 5_000_000 else 2)
            first = best(open_it, few)
            whole = best(finish, few)
            layout = finish()
            top = layout.offset_of(layout.height // 2)

            def resize(blocks: Blocks = layout.blocks, top: int = top) -> None:
                other = begin(blocks, 60, setting)
                at = other.line_at(top)
                paint(other, range(at, at + 40))
                while not other.grow(0.004):
                    pass

            again = best(resize, few)
            steps = []
            for number in range(100):
                steps.append(best(partial(paint, layout, range(number, number + 1)), 1))
            growing = begin(layout.blocks, 72, setting)
            longest = 0.0
            while not growing.done:
                longest = max(longest, best(partial(growing.grow, 0.004), 1))
                spare()
            reading = longest_step(told)
            shown = (first, max(0.0, whole - first), again, sorted(steps)[94], longest, reading)
            print(f"{size:>12,} B  " + "".join(f"{figure:>11.1f}" for figure in shown))
    print()


def others(sizes: list[int], runs: int) -> None:
    """Prints the CPU of other programs on the same bodies."""
    print("\nothers, CPU ms")
    commands = {
        "w3m -dump": ["w3m", "-dump", "-T", "text/html", "-cols", "72", "-I", "UTF-8"],
        "lynx -dump": ["lynx", "-dump", "-stdin", "-width=72", "-assume_charset=utf-8"],
    }
    for name, command in commands.items():
        if not shutil.which(command[0]):
            print(f"{name:>14}  not installed")
            continue
        figures = "".join(f"{child(command, body(size), runs):10.1f}" for size in sizes)
        print(f"{name:>14}{figures}   at {', '.join(f'{size:,}' for size in sizes)} B")


async def textual_markdown(sizes: list[int]) -> None:
    """Prints what Textual's Markdown widget takes for the same pages as Markdown."""
    from textual.app import App, ComposeResult
    from textual.widgets import Markdown

    from reader.page import html
    from reader.page.write import to_markdown

    class Peer(App[None]):
        def compose(self) -> ComposeResult:
            yield Markdown()

    for size in sizes:
        source = to_markdown(html.blocks(body(size)))
        async with Peer().run_test(size=(120, 40)) as pilot:
            begun = time.process_time()
            await pilot.app.query_one(Markdown).update(source)
            await pilot.pause()
            used = (time.process_time() - begun) * 1_000
        print(f"{'Textual Markdown':>16}{used:10.1f}   at {size:,} B")


def main() -> None:
    quick = "--quick" in sys.argv
    sizes = [5_000, 50_000, 500_000] + ([] if quick else [5_000_000])
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    machine = f"{platform.platform()}, Python {platform.python_version()}"
    print(f"{machine}, {os.cpu_count()} cores, load {load}")
    asyncio.run(figures([50_000, 500_000, 5_000_000], 3 if quick else 5))
    asyncio.run(ours(sizes, 3 if quick else 7))
    others(sizes[:3], 3)
    # Half a megabyte takes Textual's Markdown about twenty seconds.
    asyncio.run(textual_markdown(sizes[:1] if quick else sizes[:3]))


if __name__ == "__main__":
    main()
