"""Articles as Markdown with front matter: one file each in a directory, or one stream.

The front matter is YAML whose values are JSON (which YAML includes), so that no title can end it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from reader import page, text
from reader.exchange.writing import write_file
from reader.model import Article, FileError
from reader.page import escape, write


def document(article: Article) -> str:
    """One article: front matter, its title as the heading, its text."""
    facts: dict[str, object] = {
        "title": article.title,
        "deck": article.deck,
        "byline": article.byline,
        "credit": article.credit,
        "source": article.source,
        "dateline": article.dateline,
        "feed": article.feed,
        "url": article.url,
        "published": text.iso(article.published),
        "updated": text.iso(article.updated),
        "added": text.iso(article.added),
        "saved": text.iso(article.saved),
        "language": article.language,
        "words": article.words,
        "tags": list(article.tags),
    }
    head = [
        f"{name}: {text.safe(json.dumps(value, ensure_ascii=False))}"
        for name, value in facts.items()
        if value not in ("", None, [], 0)
    ]
    title = escape.line(escape.run(text.safe(article.title), "", ""))
    body = write.to_markdown(page.of(article.body)).strip()
    heading = f"# {title}\n\n" if title else ""
    whole = "---\n" + "\n".join(head) + f"\n---\n\n{heading}{body}\n"
    return text.clean_lines(whole, len(whole))


def file_name(article: Article) -> str:
    """`title-1a2b3c4d.md`: the same at each export, different for any two articles."""
    identity = f"{article.feed_id}\n{article.id}\n{article.url}".encode("utf-8", "replace")
    return f"{text.slug(article.title)}-{hashlib.sha256(identity).hexdigest()[:8]}.md"


def write_folder(articles: Iterable[Article], folder: Path) -> int:
    """Write each article to its own file in `folder`, which is made; returns how many.

    A second export writes the same names again. Raises FileError with the name and the cause.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder = folder.resolve(strict=True)
    except OSError as error:
        raise FileError(
            f"{folder} cannot be made: {os.strerror(error.errno or 0)}; choose another directory."
        ) from None
    number = 0
    for article in articles:
        path = folder / file_name(article)
        if path.parent != folder:
            raise FileError(f"{path.name!r} would leave {folder}, which is refused.")
        write_file(path, document(article))
        number += 1
    return number
