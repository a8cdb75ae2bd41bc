"""Articles and feeds as JSON: the stable fields of DESIGN section 6."""

from __future__ import annotations

from collections.abc import Mapping

from reader.model import Article, Feed
from reader.text import iso


def article_record(article: Article) -> dict[str, object]:
    """The fields of an article that lists have; times are ISO 8601 in UTC or null."""
    return {
        "id": article.id,
        "feed_id": article.feed_id,
        "feed": article.feed,
        "title": article.title,
        "title_from": article.title_from,
        "deck": article.deck,
        "byline": article.byline,
        "credit": article.credit,
        "source": article.source,
        "dateline": article.dateline,
        "url": article.url,
        "published": iso(article.published),
        "updated": iso(article.updated),
        "added": iso(article.added),
        "language": article.language,
        "words": article.words,
        "minutes": article.minutes,
        "read": article.read,
        "saved": article.saved is not None,
        "tags": list(article.tags),
        "also_in": [{"id": one.id, "feed": one.feed} for one in article.also_in],
        "summary": article.summary,
        "enclosures": [
            {"url": one.url, "type": one.media_type, "length": one.length}
            for one in article.enclosures
        ],
    }


def full_record(article: Article) -> dict[str, object]:
    """The fields that `show` adds: the text in two forms and what belongs to a local file."""
    from reader import page
    from reader.page import write

    blocks = page.of(article.body)
    return article_record(article) | {
        "text": write.to_text(blocks).strip("\n"),
        "html": write.to_html(blocks),
        "residue": list(article.residue),
        "original_path": article.original_path,
        "full_text": article.full_text,
        "full_text_note": article.full_text_note,
        "notes": [],
        "highlights": [],
    }


def feed_record(feed: Feed, paths: Mapping[int, str]) -> dict[str, object]:
    """The fields of a feed; `paths` gives each folder's path by its id."""
    return {
        "id": feed.id,
        "kind": feed.kind,
        "title": feed.title,
        "url": feed.url,
        "site": feed.site,
        "folder": paths.get(feed.folder_id, "") if feed.folder_id is not None else "",
        "articles": feed.articles,
        "unread": feed.unread,
        "last_success": iso(feed.last_success),
        "last_error": feed.last_error or None,
        "next_due": iso(feed.next_due) if feed.next_due else None,
        "always_full_text": feed.full_text,
    }
