"""What a fetched feed means for the library: the pure heart of every refresh.

An article is known again by its guid, else by its link and day, else by its title and the
beginning of its text (engine.md 3.1). Nothing here reads a clock, a file or a database.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit

from reader.incoming import Arrival, Changes, Known, ParsedArticle, ParsedFeed
from reader.ingest.article import words_of
from reader.ingest.bounds import UPDATES
from reader.ingest.dates import DAY

SAME_WORDS = 50  # shorter texts say too little to be known as the same
LATE = 2 * DAY  # an article that is older than this when it arrives counts as of its arrival

_SCHEME = re.compile(r"^https?://", re.I)
_TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign|link\w*|format|custom\d)|(?:fb|g|y|d)clid|msclkid|mc_[ce]id|"
    r"_hs(?:enc|mi)|ref_?src|igshid|cmpid|ito|xtor|wt_?mc|s?cid|spm|smid|ftag|_ga)",
    re.I,
)
# How a typewriter writes what publishers set in one place and not in the other.
_TYPED = (
    *(("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "...")),
    ("\N{SOFT HYPHEN}", ""),
)


def _digest(*parts: str) -> bytes:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).digest()


def folded(address: str) -> str:
    """An address without what may change while the article stays: scheme, tracking, fragment."""
    address = address.strip()
    if not _SCHEME.match(address):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([pair for pair in pairs if not _TRACKING.fullmatch(pair[0])])
    return f"//{parts.netloc.lower()}{parts.path}{'?' + query if query else ''}"


def identity(article: ParsedArticle) -> bytes:
    """The 16 bytes by which an article is known again in its feed."""
    guid = article.guid.strip()
    if guid:
        return _digest("guid", _SCHEME.sub("//", guid))
    if article.url:
        day = "" if article.published is None else str(article.published // DAY)
        return _digest("link", folded(article.url), day)
    return _digest("text", article.title, _flat(words_of(article.body))[:200])


def _flat(words: str) -> str:
    return " ".join(words.split())


def content_hash(article: ParsedArticle) -> bytes:
    """16 bytes that change when the words change: title, deck, byline, text, a file's tags.

    White space, links and pictures do not count: feeds change those at every fetch (trap P5).
    """
    return _content_hash(article, _flat(words_of(article.body)))


def _content_hash(article: ParsedArticle, flat: str) -> bytes:
    return _digest(
        _flat(article.title), _flat(article.deck), _flat(article.byline), flat, *article.tags
    )


def _names(article: ParsedArticle) -> tuple[bytes, bytes, bytes]:
    """An article's key, and the ones it gets when others of its feed have the same."""
    plain = identity(article)
    by_link = blake2b(plain + folded(article.url).encode(), digest_size=16).digest()
    by_title = blake2b(by_link + article.title.encode("utf-8", "replace"), digest_size=16).digest()
    return plain, by_link, by_title


def keys(parsed: ParsedFeed) -> list[bytes]:
    """Every key under which the library may know the articles of `parsed`.

    More than one for each: an article whose guid was once shared by others is known by guid and
    link, and stays so when the others are gone.
    """
    names = [_names(article) for article in parsed.articles]
    found = dict.fromkeys(key for each in names for key in each)
    for by_title, amount in _counted(each[2] for each in names).items():
        found.update(dict.fromkeys(_copy(by_title, n) for n in range(1, amount)))
    return list(found)


def _copy(by_title: bytes, number: int) -> bytes:
    """The key of the article that is the `number`-th copy of another."""
    return _digest(by_title.hex(), str(number))


def _keyed(
    articles: Iterable[ParsedArticle], known: Mapping[bytes, Known]
) -> list[tuple[bytes, bytes, int | None, ParsedArticle]]:
    """Each article with a key of its own, its content hash and what it shares with equal texts.

    A key that several share is taken by none of them but the one the library knows under it.
    Whatever the order of the articles, each gets the same key.
    """
    named = []
    same: list[int | None] = []
    for article in articles:
        flat = _flat(words_of(article.body))  # the costly part, so once for both
        named.append((_names(article), _content_hash(article, flat), article))
        same.append(same_text(article, flat))
    shared = [_counted(names[level] for names, _, _ in named) for level in range(3)]
    taken: set[bytes] = set()
    chosen: dict[int, bytes] = {}
    order = sorted(
        range(len(named)),
        key=lambda n: (named[n][0][2], named[n][2].published or 0, named[n][1]),
    )
    for place in order:
        names, words, _ = named[place]
        alone = [names[level] for level in range(3) if shared[level][names[level]] == 1]
        copies = [_copy(names[2], n) for n in range(1, shared[2][names[2]])]
        fitting = [key for key in reversed(alone) if key in known]  # the closest first
        for key in (*reversed(names), *copies):
            if key in known and known[key].content_hash == words:
                fitting.append(key)
        ours = (*fitting, *alone, names[2], *copies)
        chosen[place] = next(key for key in ours if key not in taken)
        taken.add(chosen[place])
    return [(chosen[n], words, same[n], article) for n, (_, words, article) in enumerate(named)]


def _counted(found: Iterable[bytes]) -> dict[bytes, int]:
    counts: dict[bytes, int] = {}
    for key in found:
        counts[key] = counts.get(key, 0) + 1
    return counts


def decide(
    known: Mapping[bytes, Known],
    parsed: ParsedFeed,
    *,
    now: int,
    first: bool,
    complete: bool = False,
) -> Changes:
    """What is new, what changed, and, if `parsed` is `complete`, what has vanished.

    `known` maps keys to what the library holds; an id of 0 is a deleted article that stays away.
    `first` says that the feed was never read before: then articles keep their own dates. Marks
    are never touched: a changed article stays read. An article changes at most 24 times.
    """
    new: list[Arrival] = []
    changed: list[tuple[int, Arrival]] = []
    seen: set[bytes] = set()
    for key, words, same, article in _keyed(parsed.articles, known):
        seen.add(key)
        before = known.get(key)
        if before is None:
            new.append(_arrival(key, words, _sort_at(article, now, first), article, same))
        elif before.id and before.content_hash != words and before.updates < UPDATES:
            arrival = _arrival(key, words, _sort_at(article, now, first), article, same)
            changed.append((before.id, arrival))
    gone = (
        tuple(before.id for key, before in known.items() if before.id and key not in seen)
        if complete
        else ()
    )
    return Changes(tuple(new), tuple(changed), gone)


# -- files of a directory ------------------------------------------------------------------------


def file_key(path: str, taken: Container[bytes]) -> bytes:
    """A key for the article of a new file: by its path, unless one that moved away has it."""
    key, number = _digest("guid", path), 0
    while key in taken:
        number += 1
        key = _digest("guid", path, str(number))
    return key


def part_key(key: bytes, guid: str) -> bytes:
    """The key of one of several articles in the file that has `key`."""
    return _digest("part", key.hex(), guid) if guid else key


def file_hash(article: ParsedArticle) -> bytes:
    """16 bytes that change with anything that the reader wrote into a file, or with its title."""
    original = blake2b(article.original or article.body.content.encode("utf-8", "replace"))
    return _digest(article.title, original.hexdigest())


def decide_files(
    known: Mapping[bytes, Known],
    found: Iterable[tuple[bytes, ParsedArticle]],
    lost: Iterable[bytes],
    *,
    now: int,
    first: bool,
) -> Changes:
    """What files that were read mean, each article with its key; the articles of `lost` keys go.

    Unlike those of a web feed they may change as often as they like: a person wrote them.
    """
    new: list[Arrival] = []
    changed: list[tuple[int, Arrival]] = []
    seen: set[bytes] = set()
    for key, article in found:
        if key in seen:
            continue  # a file that names two of its parts alike
        seen.add(key)
        at = _sort_at(article, now, first)
        arrival = _arrival(key, file_hash(article), at, article, same_text(article))
        before = known.get(key)
        if before is None:
            new.append(arrival)
        elif before.id and before.content_hash != arrival.content_hash:
            changed.append((before.id, arrival))
    gone = [known[key].id for key in dict.fromkeys(lost) if key in known and key not in seen]
    return Changes(tuple(new), tuple(changed), tuple(number for number in gone if number))


def _arrival(
    key: bytes, content_hash: bytes, sort_at: int, article: ParsedArticle, same: int | None
) -> Arrival:
    address = same_address(article.url)
    return Arrival(key, content_hash, sort_at, article, same=same, address=address)


def same_text(article: ParsedArticle, flat: str | None = None) -> int | None:
    """A number that articles share which have the same text, whatever place they come from.

    White space does not count, nor whether quotes and dashes are typewritten. A headline does,
    where the text or the feed has one: many texts are nothing but “for subscribers only”. Texts of
    less than 50 words are not compared. `flat` are the words of the body, where they are known.
    """
    if article.words < SAME_WORDS:
        return None
    headline = article.title.casefold() if article.title_from in ("headline", "feed") else ""
    if flat is None:
        flat = _flat(words_of(article.body))
    said = f"{_flat(headline)}\n{flat}".replace(" ", "")
    if not said.isascii():
        for sign, plain in _TYPED:
            said = said.replace(sign, plain)
    return _number(said)


def same_address(url: str) -> int | None:
    """A number that the addresses of one page share: scheme, `www.`, tracking and fragment go.

    None for what is no page of the web, or a site's front page, which is no article's own.
    """
    address = folded(url)
    if not address.startswith("//"):
        return None
    host, slash, path = address[2:].partition("/")
    path = path.rstrip("/")
    return _number(f"{host.removeprefix('www.')}/{path}") if slash and path else None


def _number(words: str) -> int:
    """Eight bytes of a hash as SQLite keeps a number."""
    digest = blake2b(words.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _sort_at(article: ParsedArticle, now: int, first: bool) -> int:
    """Where an article stands in time: backdated ones are not buried, future ones not pinned."""
    told = article.published
    if first:
        told = article.updated if told is None else told
        at = now if told is None else min(told, now)
    else:
        at = now if told is None or not 0 <= now - told <= LATE else told
    return at - article.place
