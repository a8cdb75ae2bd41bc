"""`pictures`: fetches the pictures of articles and keeps them; saving does the same by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader import text
from reader.cli.context import Call
from reader.cli.failures import each

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.model import Picture


def pictures(call: Call) -> int:
    """`pictures ARTICLE…`: one line for each picture that could not be had, and a summary."""
    from reader.cli.refreshing import stand_back
    from reader.ingest import pictures as fetching
    from reader.store import articles

    events = call.args.events
    if events:
        stand_back()
    amount = failures = 0

    def one(ref: str) -> None:
        nonlocal amount, failures

        def told(picture: Picture) -> None:
            nonlocal amount
            amount += not picture.error
            if events:
                call.out.put(json.dumps(picture._asdict(), ensure_ascii=True) + "\n")
                call.out.flush()

        failed = fetch(call, articles.find(call.library, ref), told)
        failures += len(failed)
        for picture in () if events else failed:
            call.out.failed(picture.error)

    code = each(call, call.args.articles, one)
    fetching.drop(call.library, call.config)
    if not events:
        call.out.say(f"{text.plural(amount, 'picture')} kept.")
    return code or int(bool(failures))


def fetch(
    call: Call, article_id: int, on_picture: Callable[[Picture], object] = lambda picture: None
) -> list[Picture]:
    """Fetches and keeps the pictures of an article; gives those that could not be had.

    None at all where the settings or those of its feed say so.
    """
    from reader import page
    from reader.ingest import pictures as fetching
    from reader.page.pictures import images
    from reader.store import articles, feeds

    article = articles.article(call.library, article_id)
    if not call.config.pictures or not feeds.feed(call.library, article.feed_id).pictures:
        return []
    shown = [image.src for image in images(page.of(article.body, article.original_path))]
    return fetching.fetch(call.library, call.config, article, shown, on_picture)
