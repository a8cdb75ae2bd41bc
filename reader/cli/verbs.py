"""The verbs as data: what each is called, takes and does. Nothing here imports a room.

Order is the order of the help. `words` marks verbs whose positional words may begin with a `-`
that is no option: `list -python`, `tag QUERY -draft`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

LEAST_EVERY, MOST_EVERY = 5, 60 * 24 * 365  # minutes, as the setting `refresh_every`
GUARD = "\0"  # cannot be in an argument, so it marks a `-` that is no option


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument or option, as argparse wants it."""

    names: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb: what it is called, what it does, and the function that does it."""

    name: str
    summary: str
    module: str
    function: str
    example: str
    group: str
    arguments: tuple[Argument, ...] = ()
    detail: str = ""
    words: bool = False


def _argument(*names: str, **options: Any) -> Argument:
    return Argument(names, options)


def _number(most: int) -> Callable[[str], int]:
    """Reads a number from 0 to `most`."""

    def read(said: str) -> int:
        said = said.lstrip(GUARD)
        try:
            number = int(said)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{said[:40]!r} is no number") from None
        if number < 0:
            raise argparse.ArgumentTypeError(f"{said[:40]} is less than 0")
        if number > most:
            raise argparse.ArgumentTypeError(f"{said[:40]} is more than {most:,}")
        return number

    return read


_JSON = _argument("--json", action="store_true", help="one JSON document instead of lines")
_DRY = _argument("--dry-run", action="store_true", help="only say what would be done")
_LIMIT = _argument(
    "--limit",
    type=_number(10_000_000),
    default=50,
    metavar="N",
    help="at most N articles (0: all; usual: 50)",
)
_SORT = _argument(
    "--sort",
    choices=("newest", "oldest", "title", "feed"),
    default="newest",
    help="order of the articles (usual: newest)",
)
_QUERY = _argument("query", nargs="*", metavar="QUERY", help="words and fields, see `list --help`")
_FEEDS = _argument("feeds", nargs="+", metavar="FEED", help="id, address or title of a feed")

_LANGUAGE = """\
QUERY is words that must all be there: word* for a beginning, "a phrase", -not, OR, ( ), and the
fields title: by: feed: folder: tag: site: lang: is:unread|read|saved|later|archive|tagged
before:2026-01-31 after:2026-01 newer:3d older:2w id:12. Without QUERY: everything."""

READING, FEEDS, KEEPING, OTHER = "Reading", "Feeds", "Keeping", "Library and settings"

OPEN = Verb(
    name="",
    summary="opens the newsreader",
    module="opening",
    function="open_reader",
    example="tearsheet",
    group=READING,
)

_ALL = (
    Verb(
        name="list",
        summary="list articles, everything newest first",
        module="articles",
        function="list_articles",
        example='tearsheet list is:unread newer:3d feed:"Example News"',
        group=READING,
        arguments=(_QUERY, _LIMIT, _SORT, _JSON),
        detail=_LANGUAGE,
        words=True,
    ),
    Verb(
        name="search",
        summary="search all articles, best matches first",
        module="articles",
        function="search_articles",
        example='tearsheet search "slow reading" OR newspapers',
        group=READING,
        arguments=(
            _argument("query", nargs="+", metavar="QUERY", help="what to look for"),
            _LIMIT,
            _JSON,
        ),
        detail=_LANGUAGE,
        words=True,
    ),
    Verb(
        name="show",
        summary="print one article",
        module="articles",
        function="show",
        example="tearsheet show 42 --format markdown",
        group=READING,
        arguments=(
            _argument("article", metavar="ARTICLE", help="id of an article"),
            _argument(
                "--format",
                choices=("text", "markdown", "html", "json"),
                default="text",
                help="how to print it (usual: text)",
            ),
            _argument(
                "--json",
                action="store_const",
                const="json",
                dest="format",
                help="the same as --format json",
            ),
            _argument(
                "--original", action="store_true", help="the source text, untouched, where kept"
            ),
            _argument(
                "--feed-text",
                action="store_true",
                help="the text that the feed sends, where the page's is shown",
            ),
            _argument("-o", "--output", metavar="FILE", help="where --original is written to"),
        ),
    ),
    Verb(
        name="unread",
        summary="print the number of unread articles",
        module="articles",
        function="unread",
        example="tearsheet unread",
        group=READING,
        detail="For status bars: it reads one number and loads nothing else.",
    ),
    Verb(
        name="mark",
        summary="mark articles read or unread",
        module="bulk",
        function="mark",
        example="tearsheet mark feed:Example older:2w --read",
        group=READING,
        arguments=(
            _argument("query", nargs="+", metavar="QUERY", help="which articles"),
            _argument("--read", action="store_true", help="as read"),
            _argument("--unread", action="store_true", help="as unread"),
            _DRY,
        ),
        words=True,
    ),
    Verb(
        name="tag",
        summary="add and remove tags",
        module="bulk",
        function="tag",
        example='tearsheet tag "title:python -is:read" +later -boring',
        group=READING,
        arguments=(
            _argument(
                "query",
                nargs="+",
                metavar="QUERY +TAG -TAG",
                help="which articles, then what to add and remove",
            ),
            _DRY,
        ),
        detail="Quote a QUERY with a - of its own: from the first +TAG or -TAG on all are tags.",
        words=True,
    ),
    Verb(
        name="add",
        summary="follow feeds, sites and folders; take in files",
        module="feeds",
        function="add",
        example="tearsheet add https://example.org ~/notes --folder Reading",
        group=FEEDS,
        arguments=(
            _argument(
                "what",
                nargs="+",
                metavar="ADDRESS|PATH",
                help="what to follow or take in; - is stdin",
            ),
            _argument(
                "--folder", default="", metavar="F", help="folder, nested with /: News/Local"
            ),
            _argument("--title", default="", metavar="T", help="own title of the feed or file"),
            _JSON,
            _argument("--events", action="store_true", help=argparse.SUPPRESS),
        ),
        detail="A site's address is searched for its feed; an article's page without one is taken\n"
        "in. A directory is followed as a feed of its files; a single file is taken in once.\n"
        "Files may be text, Markdown, Org, reStructuredText, saved pages (HTML, MHTML,\n"
        "webarchive), mail (eml, mbox, Maildir), EPUB and PDF, each also as .gz; what one is, its\n"
        "content says, not its name.",
    ),
    Verb(
        name="feeds",
        summary="list feeds",
        module="feeds",
        function="list_feeds",
        example="tearsheet feeds --json",
        group=FEEDS,
        arguments=(_JSON,),
    ),
    Verb(
        name="edit",
        summary="change a feed's title, folder, interval, retention or full text",
        module="feeds",
        function="edit",
        example='tearsheet edit 3 --title "The Daily" --folder News --every 120',
        group=FEEDS,
        arguments=(
            _argument("feed", metavar="FEED", help="id, address or title of a feed"),
            _argument("--title", metavar="T", help='own title ("": the one it gives itself)'),
            _argument("--folder", metavar="F", help='folder, nested with / ("": none)'),
            _argument(
                "--every",
                type=_number(MOST_EVERY),
                metavar="MIN",
                help="minutes between looks (0: usual)",
            ),
            _argument(
                "--keep",
                type=_number(1_000_000),
                metavar="N",
                help="articles kept besides unread, saved and tagged ones (0: as configured)",
            ),
            _argument(
                "--full-text",
                choices=("on", "off"),
                help="fetch the page of each new article and show its whole text",
            ),
            _argument(
                "--ignore",
                action="append",
                metavar="PATTERN",
                help="files of a directory to pass over, as in a .gitignore; again for more "
                '("": none)',
            ),
            _argument(
                "--removed",
                choices=("hide", "keep"),
                help="what becomes of articles whose files go; saved and tagged ones always stay "
                "(usual: hide)",
            ),
        ),
    ),
    Verb(
        name="remove",
        summary="stop following feeds; saved and tagged articles stay",
        module="feeds",
        function="remove",
        example="tearsheet remove 3 https://example.org/feed.xml",
        group=FEEDS,
        arguments=(_FEEDS,),
        detail="`tearsheet undo` brings them back.",
    ),
    Verb(
        name="refresh",
        summary="fetch news from the feeds that are due",
        module="refreshing",
        function="refresh",
        example="tearsheet refresh --all",
        group=FEEDS,
        arguments=(
            _argument("feeds", nargs="*", metavar="FEED", help="only these, due or not"),
            _argument("--all", action="store_true", help="every feed, due or not"),
            _JSON,
            _argument("--events", action="store_true", help=argparse.SUPPRESS),
            _argument("--index", action="store_true", help=argparse.SUPPRESS),
            _argument("--watch", action="store_true", help=argparse.SUPPRESS),
        ),
        detail="Made for cron: quiet but for failures and one line of summary.",
    ),
    Verb(
        name="prefetch",
        summary="fetch the full text of articles, to be read offline",
        module="prefetching",
        function="prefetch",
        example="tearsheet prefetch is:unread newer:3d",
        group=FEEDS,
        arguments=(
            _argument("query", nargs="*", metavar="QUERY", help="which articles"),
            _argument(
                "--all", action="store_true", help="also those whose feed sends the whole text"
            ),
            _argument("--again", action="store_true", help="also those that have it already"),
            _argument("--off", action="store_true", help="show the feeds' own texts again"),
            _argument(
                "--limit",
                type=_number(1_000),
                default=200,
                metavar="N",
                help="at most N pages (usual: 200, most: 1,000)",
            ),
            _JSON,
            _argument("--ids", default="", help=argparse.SUPPRESS),
            _argument("--beside", action="store_true", help=argparse.SUPPRESS),
            _argument("--events", action="store_true", help=argparse.SUPPRESS),
        ),
        detail="Fetches the pages of articles whose feed sends only a beginning, one at a time\n"
        "from each host, and shows their whole text in place of it. `tearsheet undo` and --off go\n"
        "back to the feeds' own texts; saved articles keep the text that they were saved with.",
        words=True,
    ),
    Verb(
        name="import",
        summary="follow the feeds of an OPML file, folders and all",
        module="exchanging",
        function="import_",
        example="tearsheet import subscriptions.opml",
        group=FEEDS,
        arguments=(_argument("files", nargs="+", metavar="FILE", help="an OPML file; - is stdin"),),
    ),
    Verb(
        name="export",
        summary="write feeds as OPML or articles as Markdown",
        module="exchanging",
        function="export",
        example="tearsheet export markdown is:saved -o ~/saved",
        group=FEEDS,
        arguments=(
            _argument("format", choices=("opml", "markdown"), help="what to write"),
            _argument("query", nargs="*", metavar="QUERY", help="which articles (usual: all)"),
            _argument(
                "-o",
                "--output",
                metavar="PATH",
                help="a file for OPML, a directory for Markdown (usual: stdout)",
            ),
        ),
        detail="Markdown into a directory is one file an article; to stdout it is one stream.",
        words=True,
    ),
    Verb(
        name="save",
        summary="keep articles, web pages or files for good",
        module="saved",
        function="save",
        example="tearsheet save 42 https://example.org/essay.html notes.txt",
        group=KEEPING,
        arguments=(
            _argument(
                "what",
                nargs="+",
                metavar="ARTICLE|ADDRESS|PATH",
                help="an id, an address, a file; - is stdin",
            ),
            _argument("--title", default="", metavar="T", help="own title of a file"),
        ),
    ),
    Verb(
        name="unsave",
        summary="let saved articles go again",
        module="saved",
        function="unsave",
        example="tearsheet unsave 42",
        group=KEEPING,
        arguments=(
            _argument("articles", nargs="+", metavar="ARTICLE", help="id of a saved article"),
        ),
    ),
    Verb(
        name="saved",
        summary="list what is saved",
        module="saved",
        function="list_saved",
        example="tearsheet saved tag:essay --json",
        group=KEEPING,
        arguments=(_QUERY, _LIMIT, _SORT, _JSON),
        detail="is:later is saved and unread, is:archive saved and read.",
        words=True,
    ),
    Verb(
        name="pictures",
        summary="fetch the pictures of articles and keep them",
        module="pictures",
        function="pictures",
        example="tearsheet pictures 42",
        group=KEEPING,
        arguments=(
            _argument("articles", nargs="+", metavar="ARTICLE", help="id of an article"),
            _argument("--events", action="store_true", help=argparse.SUPPRESS),
        ),
        detail="Saving does this by itself; pictures of saved articles are kept for good.",
    ),
    Verb(
        name="undo",
        summary="take back the last act, whichever program did it",
        module="bulk",
        function="undo",
        example="tearsheet undo",
        group=KEEPING,
        arguments=(_argument("--redo", action="store_true", help="do again what was last undone"),),
    ),
    Verb(
        name="doctor",
        summary="check library, feeds, terminal and settings",
        module="doctor",
        function="doctor",
        example="tearsheet doctor --reindex",
        group=OTHER,
        arguments=(
            _argument("--reindex", action="store_true", help="build the search index anew"),
            _argument(
                "--mend",
                action="store_true",
                help="put counters right, clear files",
            ),
        ),
        detail="Says how to mend what is wrong; changes nothing without an option.",
    ),
    Verb(
        name="config",
        summary="show the settings, their file, or edit it",
        module="settings",
        function="config",
        example="tearsheet config edit",
        group=OTHER,
        arguments=(
            _argument(
                "what",
                nargs="?",
                choices=("path", "edit"),
                help="path: print where the file is; edit: open it in your editor",
            ),
        ),
    ),
    Verb(
        name="demo",
        summary="try it out with a throw-away library of samples",
        module="demo",
        function="demo",
        example="tearsheet demo",
        group=OTHER,
        detail="Nothing of it is kept and your own library is not touched.",
    ),
    Verb(
        name="completions",
        summary="print shell completions",
        module="completions",
        function="completions",
        example='eval "$(tearsheet completions bash)"',
        group=OTHER,
        arguments=(
            _argument("shell", choices=("bash", "zsh", "tcsh", "fish"), help="which shell"),
        ),
    ),
)

VERBS: Mapping[str, Verb] = {verb.name: verb for verb in _ALL}
