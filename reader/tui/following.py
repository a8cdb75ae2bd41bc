"""Links of the page: walking through them, and what can be done with one: open, copy, save its page
for later, follow it as a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import hosts, text
from reader.model import NotFoundError
from reader.tui import going, outward, paging
from reader.tui.chooser import Chooser, Option
from reader.tui.work import Child

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def hint(screen: LibraryScreen, count: int | None = None) -> None:
    """Numbers the links in sight."""
    if not screen.page.hints_on():
        screen.status.say("There is no link in sight.")


def next_link(screen: LibraryScreen, count: int | None = None, step: int = 1) -> None:
    """Marks the next link; beyond the last one the keys go to the next pane."""
    if screen.page.next_link(step) is None:
        screen.page.unmark_link()
        going.next_pane(screen, None, step)


def previous_link(screen: LibraryScreen, count: int | None = None) -> None:
    """Marks the link before; from the first one, or without one, the keys go to the pane before."""
    if screen.page.marked_link is None:
        going.next_pane(screen, None, -1)
    else:
        next_link(screen, count, -1)


def leave(screen: LibraryScreen, count: int | None = None) -> None:
    """No link is marked."""
    screen.page.unmark_link()


def chosen(screen: LibraryScreen, address: str) -> None:
    """Goes to a place in the page, or opens an address beside the program."""
    if not address.startswith("#"):
        outward.follow(screen, address)
    elif not screen.page.jump_to_name(address[1:]):
        screen.status.say(f"This page has no place named {text.clean(address, 40)}.")


def _marked(screen: LibraryScreen) -> str:
    link = screen.page.marked_link
    if link is None:
        raise NotFoundError("No link is marked; tab marks the next one.")
    return link.href


def open_marked(screen: LibraryScreen, count: int | None = None) -> None:
    """Opens the marked link."""
    chosen(screen, _marked(screen))


def copy_marked(screen: LibraryScreen, count: int | None = None) -> None:
    """Copies its address."""
    _copy(screen, _marked(screen))


def save_marked(screen: LibraryScreen, count: int | None = None) -> None:
    """Saves its page for later."""
    _save(screen, _marked(screen))


def follow_marked(screen: LibraryScreen, count: int | None = None) -> None:
    """Follows it as a feed."""
    _follow(screen, _marked(screen))


def _copy(screen: LibraryScreen, address: str) -> None:
    outward.copy(screen, address)
    screen.status.say(f"Copied {text.shown_address(address)}")


def _web(address: str) -> str:
    checked = text.web_address(address)
    if not checked:
        raise NotFoundError(f"{text.clean(address, 60)} is no address of a page on the web.")
    return checked


def _save(screen: LibraryScreen, address: str) -> None:
    screen.run_worker(_saving(screen, _web(address)), exit_on_error=False, group="save")


async def _saving(screen: LibraryScreen, address: str) -> None:
    screen.status.progress("Saving…")
    ended = await Child(screen.library.folder, ["save", "--", address]).run()
    screen.status.progress("")
    shown = text.shown_address(address)
    if ended.code:
        screen.status.say(ended.said or f"{shown} could not be saved.", error=True)
    else:
        screen.status.say(f"Saved for later: {shown}")


def _follow(screen: LibraryScreen, address: str) -> None:
    from reader.tui import feeding

    feeding.answer_add(screen, _web(address))


def _host(address: str) -> str:
    return "on this page" if address.startswith("#") else hosts.of(address)


ACTS = {"": chosen, "ctrl+y": _copy, "ctrl+s": _save, "ctrl+a": _follow}


def links(screen: LibraryScreen, count: int | None = None) -> None:
    """A list of the article's links."""
    article = outward.article_here(screen)
    if article.id != screen.shown_id:
        paging.show_article(screen, article.id)
    found = screen.page.links
    if not found:
        screen.status.say("This article has no links.")
        return
    options = [
        Option(
            str(at),
            text.clean(link.text, 200) or link.href,
            _host(link.href),
            link.href,
        )
        for at, link in enumerate(found)
    ]
    chooser = Chooser(
        "Links", options, acts=("ctrl+y", "ctrl+s", "ctrl+a"),
        foot="enter open  ^y copy  ^s save for later  ^a follow",
    )  # fmt: skip

    def answered(answer: str | None) -> None:
        if answer is not None:
            screen.guarded(lambda: ACTS[chooser.act](screen, found[int(answer)].href))

    screen.app.push_screen(chooser, answered)
