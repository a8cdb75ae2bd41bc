"""Fetching the pictures of an article, politely, and keeping them in the library.

One host is asked for one picture at a time, and left alone for the rest of the run when it says
that it is asked too often. No cookies, no Referer (`fetch`). A public article's picture never comes
from a private network; one at home has the pictures of its own home (security.md N5). Those of a
local file are read from its own folder or out of the file itself (`inside`), and nowhere else.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from queue import Queue
from urllib.parse import unquote, urlsplit

from reader.config import Config
from reader.ingest import bounds, inside, picturefile
from reader.ingest.addresses import is_private, origin
from reader.ingest.fetch import PICTURE_ACCEPT, Fetcher
from reader.ingest.hosts import Turns
from reader.ingest.stopping import stop_cleanly
from reader.model import Article, FetchError, FileError, ParseError, Picture, ReaderError
from reader.store import articles, feeds, pictures
from reader.store.library import Library
from reader.text import clean, inside_address, plural, shown_address

OnPicture = Callable[[Picture], object]

_HOME = ("local", "localhost", "lan", "home", "internal", "home.arpa", "localdomain")
_BUSY = (429, 503)


def fetch(
    lib: Library,
    config: Config,
    article: Article,
    urls: Sequence[str],
    on_picture: OnPicture = lambda picture: None,
    *,
    private: Callable[[str], bool] = is_private,
) -> list[Picture]:
    """Fetches and keeps those of an article's pictures that are not here yet; `on_picture` hears of
    each when it is on the disk. Gives those that could not be had, with the reason.

    Raises LibraryError where they cannot be kept. Nothing that a server does raises.
    """
    named = list(dict.fromkeys(urls))
    wanted = pictures.missing(lib, article.id, named[: bounds.PICTURES])
    for picture in pictures.of(lib, article.id).values():
        if picture.url in named and picture.url not in wanted:
            on_picture(picture)
    failed: list[Picture] = []
    if len(named) > bounds.PICTURES:
        left = plural(len(named) - bounds.PICTURES, "picture")
        failed.append(Picture(named[bounds.PICTURES], error=f"{left} beyond the first "
                              f"{bounds.PICTURES} were not fetched."))  # fmt: skip
    if not wanted:
        return failed
    home = _home(lib, article)
    own = inside.Pictures(_original(lib, article.id, wanted), article.original_path)
    bounded = replace(
        config,
        timeout=min(config.timeout, bounds.PICTURE_SECONDS),
        feed_megabytes=bounds.PICTURE_BYTES // (1024 * 1024),
    )
    turns = Turns(wanted, lambda url: origin(url).host, 1)
    got: Queue[tuple[str, bytes | ReaderError]] = Queue()
    with stop_cleanly(), closing(own), Fetcher(bounded, private=private) as fetcher:

        def work() -> None:
            while taken := turns.take():
                host, url = taken
                answer = _got(fetcher, article, url, home, own)
                got.put((url, answer))
                if isinstance(answer, FetchError) and answer.status in _BUSY:
                    for other in turns.drop(host):
                        got.put((other, answer))
                turns.done(host)

        for _ in range(min(bounds.PICTURE_HOSTS, len(wanted))):
            threading.Thread(target=work, daemon=True).start()
        try:
            for _ in wanted:
                url, answer = got.get()
                picture = _kept(lib, article.id, url, answer)
                if picture.error:
                    failed.append(picture)
                on_picture(picture)
        finally:
            turns.stop()
    return failed


def _kept(lib: Library, article_id: int, url: str, answer: bytes | ReaderError) -> Picture:
    """What came, kept; or why nothing came, kept too unless nothing at all can be reached."""
    shown = _shown(url)
    if isinstance(answer, ReaderError):
        error = str(answer)
        if isinstance(answer, FetchError) and (answer.offline or answer.status in _BUSY):
            return Picture(url, error=error)
        return pictures.keep_failure(lib, article_id, url, error)
    try:
        head = picturefile.head(answer)
    except ParseError as error:
        return pictures.keep_failure(lib, article_id, url, f"{shown}: {error}.")
    return pictures.keep(lib, article_id, url, answer, head.kind, (head.width, head.height))


def _original(lib: Library, article_id: int, wanted: Sequence[str]) -> bytes:
    """What the library keeps of the article's source, where a picture may have to be in it."""
    if not any(map(inside_address, wanted)):
        return b""
    found = articles.original(lib, article_id)
    return found[1] if found else b""


def _got(
    fetcher: Fetcher, article: Article, url: str, home: str, own: inside.Pictures
) -> bytes | ReaderError:
    try:
        if inside_address(url):
            return own.get(url)
        if url.startswith("file:"):
            return local(url, article.original_path)
        trusted = bool(home) and urlsplit(url).hostname == home
        return fetcher.get(url, accept=PICTURE_ACCEPT, trusted=trusted).body
    except ReaderError as error:
        return error
    except Exception as error:  # whatever a server brings about, the others are fetched
        return FetchError(f"{shown_address(url)}: {clean(str(error), 200)}.")


def _home(lib: Library, article: Article) -> str:
    """The host that an article came from where it lies in a private network, else "".

    Its pictures may come from there. A name that the whole world can give to an address of its
    choice does not count, whatever it leads to just now.
    """
    feed = feeds.feed(lib, article.feed_id)
    host = (urlsplit(feed.url if feed.kind == "web" else article.url).hostname or "").lower()
    if not host:
        return ""
    if "." not in host and ":" not in host:
        return host
    if any(host.endswith(f".{ending}") for ending in _HOME):
        return host
    digits = host.replace(".", "").isdigit() or ":" in host
    return host if digits and is_private(host) else ""


def _shown(url: str) -> str:
    if url.startswith("file:"):
        return clean(unquote(urlsplit(url).path), 300)
    if inside_address(url):
        return "A picture in the file"
    return shown_address(url)


def local(url: str, original_path: str) -> bytes:
    """The bytes of a picture beside a local file or in a folder below. Raises FileError."""
    shown = _shown(url)
    path = Path(unquote(urlsplit(url).path))
    folder = Path(original_path).parent
    try:
        inside = bool(original_path) and path.resolve(strict=True).is_relative_to(
            folder.resolve(strict=True)
        )
        if not inside:
            raise FileError(f"{shown}: it is not in the article's own folder, so it is not read.")
        number = os.open(path.resolve(), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
                         | getattr(os, "O_NONBLOCK", 0))  # fmt: skip
        with open(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise FileError(f"{shown}: it is no ordinary file.")
            content = file.read(bounds.PICTURE_BYTES + 1)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or "its name cannot be"
        raise FileError(f"{shown}: it cannot be read: {cause}.") from None
    if len(content) > bounds.PICTURE_BYTES:
        size = bounds.PICTURE_BYTES // (1024 * 1024)
        raise FileError(f"{shown}: it is larger than {size} MB, the most that is read.")
    return content


def drop(lib: Library, config: Config) -> None:
    """Lets go what is beyond the room for pictures of articles that are not saved."""
    with suppress(ReaderError):
        pictures.trim(lib, config.pictures_megabytes)
