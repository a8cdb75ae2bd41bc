"""Web pages to articles: ours beside bare trafilatura and, where it is installed, readability-lxml.

Run: python tests/bench/extract.py [--all]
Over the own pages of tests/data/webpages. Text: precision, recall and F1 of word 4-grams (single
characters in scripts without spaces), mean over the pages. Structure: how many of the wanted
elements are kept. Facts: how many are right of those that are wanted, and how many were given where
none is. CPU: median and worst milliseconds for a page. `--all` names the pages below 0.95.
"""

from __future__ import annotations

import collections
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import lxml.html

from reader.ingest import extract
from reader.ingest.keeping import tokens
from reader.text import iso, plain

FOLDER = Path(__file__).resolve().parents[1] / "data" / "webpages"
ELEMENTS = ("h2|h3", "li", "td|th", "pre", "code", "blockquote", "a", "img", "figcaption", "dt|dd")
URL = "https://coast.example/2025/story"


def grams(markup: str) -> collections.Counter[tuple[str, ...]]:
    words = tokens(plain(markup))
    return collections.Counter(zip(*(words[n:] for n in range(4)), strict=False))


def counts(markup: str) -> list[int]:
    tree = lxml.html.fromstring(f"<div>{markup}</div>")
    return [sum(1 for name in names.split("|") for _ in tree.iter(name)) for names in ELEMENTS]


def score(found: str, wanted: str) -> tuple[float, float]:
    mine, theirs = grams(found), grams(wanted)
    both = sum((mine & theirs).values())
    return both / max(1, sum(mine.values())), both / max(1, sum(theirs.values()))


def ours(markup: str) -> str:
    return extract.article(markup, URL).body.content


def bare(markup: str) -> str:
    import trafilatura

    found = trafilatura.extract(
        markup, output_format="html", fast=True, include_comments=False, include_links=True,
        include_images=True, include_formatting=True,
    )  # fmt: skip
    return found or ""


def readability(markup: str) -> str:
    from readability import Document

    return str(Document(markup).summary(html_partial=True))


def run(
    name: str, reader: Callable[[str], str], pages: dict[str, tuple[str, str]], show: bool
) -> None:
    texts, kept, cpu = [], [[0, 0] for _ in ELEMENTS], []
    for page, (markup, wanted) in pages.items():
        began = time.process_time()
        try:
            found = reader(markup)
        except Exception as error:
            found = ""
            print(f"  {page}: {error}")
        cpu.append((time.process_time() - began) * 1_000)
        texts.append(score(found, wanted))
        precision, recall = texts[-1]
        if show and min(texts[-1]) < 0.95:
            print(f"  {page}: precision {precision:.2f}, recall {recall:.2f}")
        for place, (have, want) in enumerate(
            zip(counts(found or "-"), counts(wanted), strict=True)
        ):
            kept[place][0] += min(have, want)
            kept[place][1] += want
    precision = statistics.mean(one[0] for one in texts)
    recall = statistics.mean(one[1] for one in texts)
    f1 = statistics.mean(2 * p * r / (p + r) if p + r else 0.0 for p, r in texts)
    structure = "  ".join(
        f"{names} {have / max(1, want):.2f}"
        for names, (have, want) in zip(ELEMENTS, kept, strict=True)
    )
    print(f"{name:<14} F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  "
          f"CPU {statistics.median(cpu):.1f} ms, worst {max(cpu):.0f}")  # fmt: skip
    print(f"{'':<14} {structure}")


def facts(pages: dict[str, tuple[str, str]], show: bool) -> None:
    wanted = json.loads((FOLDER / "wanted.json").read_text("utf-8"))
    names = ("title", "byline", "published", "source", "language", "deck", "credit")
    right = dict.fromkeys(names, 0)
    told = dict.fromkeys(names, 0)
    invented = dict.fromkeys(names, 0)
    for page, (markup, _) in pages.items():
        article = extract.article(markup, URL)
        for name in names:
            have = iso(article.published) if name == "published" else getattr(article, name)
            want = wanted[page].get(name, "")
            told[name] += bool(want)
            right[name] += bool(want) and have == want
            invented[name] += bool(have) and not want and name in ("byline", "published", "credit")
            if show and want and have != want:
                print(f"  {page}: {name} {have!r}, not {want!r}")
    print("facts right    " + "  ".join(f"{name} {right[name]}/{told[name]}" for name in names))
    print(
        "facts invented "
        + "  ".join(f"{name} {invented[name]}" for name in names if invented[name])
    )


def main() -> None:
    show = "--all" in sys.argv
    pages = {
        path.stem: (path.read_text("utf-8"), path.with_suffix(".wanted.html").read_text("utf-8"))
        for path in sorted(FOLDER.glob("*.html"))
        if not path.name.endswith(".wanted.html")
    }
    print(f"{len(pages)} pages")
    ours(next(iter(pages.values()))[0])  # the imports are not the pages' fault
    run("ours", ours, pages, show)
    run("trafilatura", bare, pages, False)
    try:
        import readability as _  # noqa: F401
    except ImportError:
        print("readability-lxml is not installed")
    else:
        run("readability", readability, pages, False)
    facts(pages, show)


if __name__ == "__main__":
    main()
