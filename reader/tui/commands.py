"""The one table of commands: what a person can do, in words and keys.

Bindings, the hint line, the palette, the help screen and the README's key list all come from it.
A key is a Textual key name or a character; a sequence has spaces between ("g t"). The vim scheme
is the table's own; the other schemes say only where they differ. It imports nothing of the screen,
so a test and the README's generator can read it alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader.model import UsageError

ANYWHERE = ("feeds", "list", "page")
# What the page is about just now, as far as it has keys of its own; all but "select" add to those
# of the page.
ON_PAGE = ("find", "link", "jump", "select")


class Command(NamedTuple):
    """Something a person can do. `where` names the panes in which its keys count, or what the
    page must be about for them: a search in it, a marked link, a jump, a selection.

    `does` names the module of this room and the function in it, imported at its first call;
    `hint` is the short word of the hint line ("" for none); `group` its heading in the help.
    """

    id: str
    does: str
    title: str
    keys: tuple[str, ...]
    group: str
    help: str = ""
    where: tuple[str, ...] = ANYWHERE
    hint: str = ""


def _c(
    id: str,
    does: str,
    title: str,
    keys: str,
    group: str,
    help: str = "",
    where: str = "feeds list page",
    hint: str = "",
) -> Command:
    bound = tuple(key.strip().replace("_", " ") for key in keys.split(" "))
    return Command(
        id, does, title, tuple(k for k in bound if k), group, help, tuple(where.split()), hint
    )


# In this table alone a sequence is written with "_" between its keys: "g_g".
COMMANDS: tuple[Command, ...] = (
    _c("move.down", "moving.down", "Down", "j down", "Move", "Next line; with a count, that many: 5j."),
    _c("move.up", "moving.up", "Up", "k up", "Move", "Previous line."),
    _c("move.first", "moving.first", "First", "g_g home", "Move", "First line, top of the page."),
    _c("move.last", "moving.last", "Last", "G end", "Move", "Last line, end of the page."),
    _c("move.half_down", "moving.half_down", "Half a screen down", "ctrl+d", "Move"),
    _c("move.half_up", "moving.half_up", "Half a screen up", "ctrl+u", "Move"),
    _c("move.page_down", "moving.screen_down", "Screen down", "pagedown ctrl+f", "Move"),
    _c("move.page_up", "moving.screen_up", "Screen up", "pageup ctrl+b", "Move"),
    _c("move.aside", "moving.aside", "Wide code and tables further", ">", "Move", where="page"),
    _c("move.aside_back", "moving.aside_back", "Wide code and tables back", "<", "Move", where="page"),
    _c("go.in", "going.into", "Open", "enter l right", "Go", "Into the feed, the article, the page.",
       where="feeds list", hint="open"),
    _c("go.leave", "going.out_or_quit", "Back, then quit", "q", "Go",
       "Out of the page, the search, the list; from the outermost pane out of the program.",
       hint="back"),
    _c("go.out", "going.out", "Back", "h left escape backspace", "Go", "The same, but never out of it all."),
    _c("go.flow", "going.flow", "Read on", "space", "Go",
       "A screen down; at the end of the article, the next unread one. On a folder: fold it.",
       hint="read on"),
    _c("go.next_unread", "unread.next_unread", "Next unread", "n", "Go", hint="next unread"),
    _c("go.previous_unread", "unread.previous_unread", "Previous unread", "p", "Go"),
    _c("go.next_feed", "unread.next_feed", "Next feed with unread", "J", "Go"),
    _c("go.previous_feed", "unread.previous_feed", "Previous feed with unread", "K", "Go"),
    _c("go.next_pane", "going.next_pane", "Next pane", "tab", "Go", where="feeds list"),
    _c("go.previous_pane", "going.previous_pane", "Previous pane", "shift+tab", "Go", where="feeds list"),
    _c("go.today", "going.today", "Today", "g_t", "Go", "Articles that arrived or appeared today."),
    _c("go.unread", "going.unread", "Unread", "g_u", "Go", "Everything unread."),
    _c("go.all", "going.everything", "All articles", "g_a", "Go"),
    _c("go.saved", "going.saved", "Saved", "g_s", "Go", "Everything kept for good."),
    _c("go.later", "going.later", "Later", "g_l", "Go", "Saved and unread: the reading queue."),
    _c("go.archive", "going.archive", "Archive", "g_r", "Go", "Saved and read."),
    _c("go.feed", "going.find_feed", "Find a feed by name", "g_f", "Go", "Type a part of the name."),
    _c("go.other_place", "going.other_place", "The same text in another feed", "g_w", "Go",
       where="list page", help="Where else it came from: +1 in a list says that there is one more."),
    _c("go.zen", "going.toggle_zen", "Only the page", "z", "Go", "Zen: nothing on the screen but the article."),
    _c("article.mark", "marking.mark", "Read or unread", "m", "Article", where="list page", hint="mark",
       help="Marks the article read, or unread again."),
    _c("article.mark_all", "marking.mark_all", "Mark all in this list read", "A", "Article", hint="all read",
       help="In the sidebar: all of that feed, folder or place. One undo brings them back."),
    _c("article.save", "marking.save", "Save or unsave", "s", "Article", where="list page", hint="save",
       help="Keeps the article for good with its own copy of the text."),
    _c("article.tags", "marking.ask_tags", "Tags", "t", "Article", where="list page",
       help="Your own words on the article, separated by spaces or commas."),
    _c("article.delete", "marking.delete", "Delete", "d delete", "Article", where="list page",
       help="Takes the article out of every list; saved ones are kept until unsaved."),
    _c("article.open", "outward.open_here", "Open in the browser", "o", "Article", where="list page", hint="browser"),
    _c("article.picture", "gallery.view", "See a picture alone", "V", "Article", where="page",
       help="The one at or after the first line in sight, as large as the screen; n and p go on."),
    _c("article.copy_address", "outward.copy_address", "Copy the address", "y", "Article", where="list page"),
    _c("article.copy", "outward.copy_markdown", "Copy as Markdown", "Y", "Article", where="list page"),
    _c("article.edit", "outward.edit", "Open in editor or pager", "e", "Article", where="list page"),
    _c("article.pipe", "piping.ask", "Pipe to a command", "|", "Article", where="list page",
       help="Gives it text, Markdown or HTML (tab chooses) and the article's fields as TEARSHEET_TITLE, "
            "_URL, _BYLINE…; what it prints is shown; with ! before it, it gets the terminal."),
    _c("article.export", "outward.ask_export", "Export as Markdown", "E", "Article", where="list page",
       help="Asks for a folder and writes the article there as a Markdown file."),
    _c("article.full_text", "fulltext.turn", "Full text, or the feed's own", "x", "Article", where="list page",
       help="Fetches the article's page and shows its whole text in place; again: what the feed sends."),
    _c("article.details", "looking.details", "Details", "i", "Article",
       "Everything known of the article, or of the feed: addresses, dates, errors, next refresh."),
    _c("page.contents", "outline.contents", "Contents", "c", "Page", where="page",
       help="The headings of the article; the one you choose comes to the top."),
    _c("page.next_heading", "outline.next_heading", "Next heading", "]", "Page", where="page"),
    _c("page.previous_heading", "outline.previous_heading", "Previous heading", "[", "Page", where="page"),
    _c("page.back", "outline.back", "Back to before a jump", "ctrl+o", "Page", where="page",
       help="After a footnote, a heading or a link within the page."),
    _c("page.back_again", "outline.back", "Back to before a jump", "backspace", "Page", where="jump", hint="back up"),
    _c("page.fold", "outline.fold", "Fold or unfold details", "enter", "Page", where="page",
       help="The first ones in sight; a click on their summary does it too."),
    _c("page.find", "finding.ask", "Find in the page", "F", "Page", where="page", hint="find",
       help="Live; small letters find capitals too, and é is found by e."),
    _c("find.next", "finding.following", "Finding: next place", "n enter", "Page", where="find", hint="next found"),
    _c("find.previous", "finding.previous", "Finding: place before", "N", "Page", where="find", hint="found before"),
    _c("find.end", "finding.end", "Finding: end it", "escape q", "Page", where="find", hint="end"),
    _c("page.justify", "typesetting.justify", "Justified or ragged lines", "g_j", "Page", where="list page"),
    _c("page.hyphenate", "typesetting.hyphenate", "Hyphens, or whole words", "g_h", "Page", where="list page"),
    _c("page.ruler", "typesetting.ruler", "Reading ruler", "g_R", "Page", where="list page",
       help="Only the line being read and its neighbours are bright; j and k move it."),
    _c("page.linear", "typesetting.linear", "Linear mode for screen readers", "g_L", "Page",
       help="The terminal's own cursor is shown and stands on the line being read; j and k move it."),
    _c("article.hint", "following.hint", "Follow a link by its number", "f", "Links", where="page", hint="links",
       help="Numbers the links on the screen; on the page digits alone do it too."),
    _c("article.links", "following.links", "List of links", "O", "Links", where="list page",
       help="All links of the article with their hosts: to open, copy, save or follow."),
    _c("link.next", "following.next_link", "Next link, then next pane", "tab", "Links", where="page",
       help="Marks it and shows its true address; after the last link of the page: next pane."),
    _c("link.previous", "following.previous_link", "Link before, or pane before", "shift+tab", "Links", where="page"),
    _c("link.open", "following.open_marked", "Marked link: open", "enter o", "Links", where="link", hint="open"),
    _c("link.copy", "following.copy_marked", "Marked link: copy its address", "y", "Links", where="link", hint="copy"),
    _c("link.save", "following.save_marked", "Marked link: save its page for later", "s", "Links", where="link", hint="save",
       help="Fetches the page and keeps it as an article, unread."),
    _c("link.follow", "following.follow_marked", "Marked link: follow as a feed", "a", "Links", where="link", hint="follow"),
    _c("link.leave", "following.leave", "Marked link: unmark", "escape", "Links", where="link"),
    _c("select.start", "selecting.start", "Select text by key", "v", "Select", where="page", hint="select",
       help="From the marked link, the found place or the first line in sight; counts work: 3w."),
    _c("select.right", "selecting.right", "Selecting: a character further", "l right", "Select", where="select"),
    _c("select.left", "selecting.left", "Selecting: a character back", "h left", "Select", where="select"),
    _c("select.down", "selecting.down", "Selecting: a line down", "j down", "Select", where="select"),
    _c("select.up", "selecting.up", "Selecting: a line up", "k up", "Select", where="select"),
    _c("select.word", "selecting.word", "Selecting: to the next word", "w", "Select", where="select", hint="word"),
    _c("select.word_end", "selecting.word_end", "Selecting: to the end of the word", "e", "Select", where="select"),
    _c("select.word_back", "selecting.word_back", "Selecting: a word back", "b", "Select", where="select"),
    _c("select.sentence", "selecting.sentence", "Selecting: to the next sentence", ")", "Select", where="select", hint="sentence"),
    _c("select.sentence_back", "selecting.sentence_back", "Selecting: a sentence back", "(", "Select", where="select"),
    _c("select.paragraph", "selecting.paragraph", "Selecting: to the next paragraph", "}", "Select", where="select",
       hint="paragraph"),
    _c("select.paragraph_back", "selecting.paragraph_back", "Selecting: a paragraph back", "{", "Select", where="select"),
    _c("select.line_start", "selecting.line_start", "Selecting: to the start of the line", "0 home", "Select", where="select"),
    _c("select.line_end", "selecting.line_end", "Selecting: to the end of the line", "$ end", "Select", where="select"),
    _c("select.first", "selecting.first", "Selecting: to the top of the page", "g_g", "Select", where="select"),
    _c("select.last", "selecting.last", "Selecting: to the end of the page", "G", "Select", where="select"),
    _c("select.swap", "selecting.swap", "Selecting: to the other end of the selection", "o", "Select", where="select", hint="swap"),
    _c("select.copy", "selecting.copy", "Selecting: copy what is selected", "y enter", "Select", where="select", hint="copy"),
    _c("select.leave", "selecting.leave", "Selecting: leave the selection", "escape q v", "Select", where="select", hint="leave"),
    _c("feed.add", "feeding.ask_add", "Add", "a", "Feeds", hint="add",
       help="A feed, a site, a page, a file or a folder: type its address or path."),
    _c("feed.refresh", "feeding.refresh_this", "Refresh this", "r", "Feeds", "Asks this feed (or folder) for news now."),
    _c("feed.refresh_all", "feeding.refresh_due", "Refresh all that is due", "R", "Feeds", hint="refresh"),
    _c("feed.full_text", "fulltext.always", "Always full text", "X", "Feeds",
       help="Each refresh fetches the pages of this feed's new articles; again: no more."),
    _c("feed.prefetch", "fulltext.prefetch", "Fetch the full texts of this list", "g_P", "Feeds",
       help="For reading offline: the pages of all articles in the list that are only a beginning."),
    _c("feed.rename", "feeding.ask_name", "Rename", "c", "Feeds", where="feeds"),
    _c("feed.move", "feeding.ask_folder", "Move to a folder", "M", "Feeds", where="feeds",
       help="A name makes the folder; News/Science nests; an empty name takes it out."),
    _c("feed.pictures", "gallery.turn_feed", "Pictures of this feed on and off", "g_I", "Feeds",
       help="For good: they are neither fetched nor shown; undo brings them back."),
    _c("feed.remove", "marking.remove_feed", "Unsubscribe", "d delete", "Feeds", where="feeds",
       help="Saved and tagged articles stay; undo brings the feed back."),
    _c("view.search", "searching.ask", "Search", "/", "View", hint="search",
       help="Live, in everything; `tab` narrows it to this list. Words, \"phrases\", -not, OR, "
            "title: by: feed: tag: is:unread newer:3d"),
    _c("view.unread_only", "looking.unread_only", "Only unread, or all", "U", "View"),
    _c("view.sort", "looking.sort", "Sort", "S", "View", "Newest, oldest, title, feed; a search also best first."),
    _c("view.wider", "typesetting.wider", "Wider page", "+ =", "View"),
    _c("view.narrower", "typesetting.narrower", "Narrower page", "-", "View"),
    _c("view.pictures", "gallery.turn", "Pictures on and off", "I", "View",
       help="At once, and kept for the next start. What they are painted with is a setting: graphics."),
    _c("view.theme", "looking.theme", "Theme", "T", "View"),
    _c("app.undo", "marking.take_back", "Undo", "u", "Program", hint="undo",
       help="Takes back marks, saves, tags, deletions, unsubscribing: one at a time."),
    _c("app.redo", "marking.do_again", "Redo", "ctrl+r", "Program"),
    _c("app.palette", "looking.palette", "Commands", ": ctrl+p", "Program", "Every command by name.", hint="commands",
       where="feeds list page select"),
    _c("app.help", "looking.show_help", "Help", "?", "Program", "This list; type to search it.", hint="help",
       where="feeds list page select"),
    _c("app.copy", "looking.copy_or_quit", "Copy the selection, else quit", "ctrl+c", "Program",
       where="feeds list page select"),
    _c("app.stop", "feeding.stop", "Stop the refresh", "ctrl+x", "Program", "Or what is being added, or the fetching of full texts."),
    _c("app.redraw", "looking.redraw", "Draw the screen anew", "ctrl+l", "Program"),
    _c("app.quit", "going.leave", "Quit", "Q ctrl+q", "Program", "The place is kept for the next start."),
)  # fmt: skip

SCHEMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "vim": {},
    "newsboat": {
        "go.in": ("enter", "right"),
        "go.out": ("left", "escape", "backspace"),
        "go.next_unread": ("n",),
        "go.previous_unread": ("p",),
        "go.next_feed": ("ctrl+n", "J"),
        "go.previous_feed": ("K",),
        "article.mark": ("N", "m"),
        "article.links": ("u",),
        "article.export": ("s",),
        "article.save": ("ctrl+e", "b"),
        "article.tags": ("t", "ctrl+t"),
        "app.undo": ("ctrl+z",),
        "app.redo": ("ctrl+y",),
        "article.mark_all": ("A", "C"),
        "article.delete": ("D", "delete"),
        "view.unread_only": ("l",),
        "view.sort": ("g s", "S"),
        "article.edit": ("E",),
        "move.page_down": ("pagedown",),
        "move.page_up": ("pageup",),
    },
    "arrows": {
        "move.down": ("down",),
        "move.up": ("up",),
        "move.first": ("home",),
        "move.last": ("end",),
        "go.in": ("right", "enter"),
        "go.out": ("left", "escape", "backspace"),
    },
}


def bindings(
    scheme: str = "vim", own: Mapping[str, Sequence[str]] | None = None
) -> dict[str, tuple[str, ...]]:
    """Command id -> keys, from the table, the scheme and the reader's own `[keys]` (which win).

    A key that the reader gives to a command leaves every other command of the same panes.
    Raises UsageError for a command that does not exist.
    """
    keys = {command.id: command.keys for command in COMMANDS} | dict(SCHEMES[scheme])
    where = {command.id: set(command.where) for command in COMMANDS}
    for wanted, layer in ((SCHEMES[scheme], 1), (own or {}, 2)):
        for id, bound in wanted.items():
            if id not in where:
                raise UsageError(
                    f"[keys]: there is no command {id!r}; the help (?) names them all."
                )
            for other in keys:
                if other != id and where[other] & where[id] and (layer == 2 or other not in wanted):
                    keys[other] = tuple(key for key in keys[other] if key not in bound)
            keys[id] = tuple(bound)
    return keys


_SHOWN = {
    "ctrl": "^", "down": "↓", "up": "↑", "left": "←", "right": "→", "escape": "esc",
    "pagedown": "pgdn", "pageup": "pgup", "delete": "del",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as people write it: `^d`, `gg`, `space`, `↓`."""
    parts = []
    for part in key.split(" "):
        name = part.removeprefix("ctrl+")
        parts.append(("^" if name != part else "") + _SHOWN.get(name, name))
    return ("" if all(len(part) == 1 for part in parts) else " ").join(parts)
