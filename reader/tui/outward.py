"""What leaves the program: addresses to the browser, text to clipboard, editor and files."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reader import text
from reader.model import Article, NotFoundError, ReaderError
from reader.store import articles
from reader.tui import opener
from reader.tui.work import Child

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def article_here(screen: LibraryScreen) -> Article:
    """The article on the page, or under the cursor of the list."""
    id = screen.shown_id if screen.pane == "page" else screen.list.current_id
    if id is None:
        raise NotFoundError("There is no article here; choose one first.")
    return articles.article(screen.library, id)


def follow(screen: LibraryScreen, address: str) -> None:
    """Opens an address beside the program."""
    try:
        opened = opener.open_address(address, screen.config.browser)
    except ReaderError as error:
        screen.status.say(str(error), error=True)
    else:
        screen.status.say(f"Opened {text.shown_address(opened)}")


def open_here(screen: LibraryScreen, count: int | None = None) -> None:
    """Opens the article's own address."""
    follow(screen, _address(article_here(screen)))


def _address(article: Article) -> str:
    if not article.url:
        raise NotFoundError("This article has no address; it came from a file.")
    return article.url


def copy_address(screen: LibraryScreen, count: int | None = None) -> None:
    """Copies the article's address."""
    address = _address(article_here(screen))
    copy(screen, address)
    screen.status.say(f"Copied {text.shown_address(address)}")


def copy_markdown(screen: LibraryScreen, count: int | None = None) -> None:
    """Copies the article as Markdown."""
    copy(screen, written(article_here(screen), "markdown"))
    screen.status.say("Copied the article as Markdown.")


def copy(screen: LibraryScreen, said: str) -> None:
    """To the clipboard: through the terminal (OSC 52), and by the system's own command."""
    screen.app.copy_to_clipboard(said)
    for command in (["wl-copy"], ["xclip", "-selection", "clipboard"], ["pbcopy"], ["clip.exe"]):
        if (command[0] == "wl-copy") != bool(os.environ.get("WAYLAND_DISPLAY")):
            continue
        if command[0] == "xclip" and not os.environ.get("DISPLAY"):
            continue
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            continue
        assert child.stdin is not None
        with child.stdin as pipe:
            pipe.write(said.encode())
        return


def written(article: Article, format: str) -> str:
    """An article as text, Markdown or HTML, with what stands above it."""
    from reader import page
    from reader.page import write
    from reader.page.blocks import ITALIC, Block, Heading, Mark, Paragraph

    head: list[Block] = [Heading(1, article.title or "Untitled")]
    if article.deck:
        head.append(Paragraph(article.deck, (Mark(0, len(article.deck), ITALIC),)))
    facts = [article.byline, article.source or article.feed]
    if article.published:
        facts.append(text.long_date(article.published))
    head.append(Paragraph(" · ".join(fact for fact in facts if fact)))
    address = text.web_address(article.url)
    if address:
        head.append(Paragraph(address, (Mark(0, len(address), 0, address),)))
    write_as = {"text": write.to_text, "html": write.to_html}.get(format, write.to_markdown)
    return write_as((*head, *page.of(article.body))).rstrip() + "\n"


def edit(screen: LibraryScreen, count: int | None = None) -> None:
    """Shows the article in the reader's editor or pager: a copy, as Markdown."""
    article = article_here(screen)
    command = opener.editor_command(screen.config.editor)
    with tempfile.TemporaryDirectory(prefix="tearsheet-") as folder:
        path = Path(folder) / f"{text.slug(article.title)}.md"
        path.write_text(written(article, "markdown"), "utf-8")
        with screen.app.suspend():
            subprocess.run([*command, str(path)], check=False)
    screen.refresh(layout=True)


def ask_export(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks for the folder to write to."""
    article_here(screen)
    screen.prompt.ask(
        "outward.answer_export", "Export to folder:", str(screen.kept.get("export", "~"))
    )


def answer_export(screen: LibraryScreen, said: str) -> None:
    """Writes the article as a Markdown file into the folder, in a child process."""
    folder = str(Path(said.strip() or "~").expanduser().absolute())
    article = article_here(screen)
    screen.run_worker(_export(screen, article, folder), exit_on_error=False, group="export")


async def _export(screen: LibraryScreen, article: Article, folder: str) -> None:
    arguments = ["export", "markdown", f"id:{article.id}", "-o", folder]
    ended = await Child(screen.library.folder, arguments).run()
    if ended.code:
        screen.status.say(ended.said or "The article could not be exported.", error=True)
    else:
        screen.status.say(f"Exported to {folder}.")
