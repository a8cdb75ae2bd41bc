"""The article to a command of the reader's: its text on standard input, its fields in the
environment, what it prints in a sheet. Never through a shell.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import signal
import subprocess
from asyncio.subprocess import PIPE
from typing import TYPE_CHECKING, Final

from reader import text
from reader.model import Article, ReaderError, UsageError
from reader.tui import opener, outward
from reader.tui.sheet import Line, Sheet

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen

FORMATS: Final = {"text": "text", "markdown": "Markdown", "html": "HTML"}
OUTPUT_LIMIT: Final = 1 << 20  # bytes of what a command prints that are shown
SECONDS: Final = 60  # that a command may take beside us
# Programs that are nothing without a terminal.
_ON_TERMINAL: Final = frozenset(
    ("less", "more", "most", "vi", "vim", "nvim", "nano", "view", "emacs", "w3m", "lynx", "fzf")
)
_CONTROL = re.compile(r"\x1b(?:\[[0-9;:?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")


def ask(screen: LibraryScreen, count: int | None = None) -> None:
    """Asks for the command."""
    outward.article_here(screen)
    screen.prompt.ask(
        "piping.answer", _label(screen), screen.piped[1], "a command; ! before it: on the terminal"
    )


def _label(screen: LibraryScreen) -> str:
    return f"Pipe {FORMATS.get(screen.piped[0], 'text')} to:"


def widen(screen: LibraryScreen, said: str) -> None:
    """The next format."""
    names = list(FORMATS)
    now = names.index(screen.piped[0]) if screen.piped[0] in names else -1
    screen.piped = [names[(now + 1) % len(names)], said]
    screen.prompt.label(_label(screen))


def answer(screen: LibraryScreen, said: str) -> None:
    """Gives the article to the command."""
    article = outward.article_here(screen)
    format = screen.piped[0] if screen.piped[0] in FORMATS else "text"
    wants_terminal = said.lstrip().startswith("!")
    command = opener.words(said.strip().removeprefix("!"), "command")
    if not command:
        return
    screen.piped = [format, said.strip()]
    if not shutil.which(command[0]):
        raise UsageError(f"There is no program {text.clean(command[0], 60)}; check its name.")
    written = outward.written(article, format).encode()
    if wants_terminal or os.path.basename(command[0]) in _ON_TERMINAL:
        with screen.app.suspend():
            ended = _on_terminal(command, written, environment(article, format))
        screen.refresh(layout=True)
        if ended:
            screen.status.say(ended, error=True)
    else:
        screen.status.progress(f"Piping to {text.clean(command[0], 20)}…")
        screen.run_worker(
            _beside(screen, command, written, environment(article, format)),
            exit_on_error=False,
            group="pipe",
        )


def environment(article: Article, format: str) -> dict[str, str]:
    """The environment of a command: ours with the article's fields."""
    at = article.published or article.added
    fields = {
        "ID": str(article.id),
        "TITLE": article.title,
        "DECK": article.deck,
        "BYLINE": article.byline,
        "SOURCE": article.source,
        "FEED": article.feed,
        "URL": article.url,
        "DATE": text.iso(at) or "",
        "TAGS": " ".join(article.tags),
        "LANGUAGE": article.language,
        "FORMAT": format,
    }
    return {
        **os.environ,
        **{f"TEARSHEET_{name}": text.clean(said) for name, said in fields.items()},
    }


def _on_terminal(command: list[str], written: bytes, env: dict[str, str]) -> str:
    """Runs it instead of us for a while; gives what went wrong."""
    try:
        done = subprocess.run(command, input=written, env=env, check=False)
    except OSError as error:
        return _not_started(command, error)
    return f"{command[0]} failed ({done.returncode})." if done.returncode else ""


def _not_started(command: list[str], error: OSError) -> str:
    return f"{text.clean(command[0], 60)} could not be started: {error.strerror}."


async def _beside(
    screen: LibraryScreen, command: list[str], written: bytes, env: dict[str, str]
) -> None:
    try:
        code, output, errors = await run(command, written, env)
    except ReaderError as error:
        screen.status.say(str(error), error=True)
        return
    finally:
        screen.status.progress("")
    name = text.clean(command[0], 60)
    last = shown_lines(errors)[-1:]
    if code:
        said = f": {text.clip(last[0], 120)}" if last else "."
        screen.status.say(f"{name} failed ({code}){said}", error=True)
    lines = shown_lines(output)
    if lines:
        screen.app.push_screen(Sheet(f"{name}: esc closes", [Line(said=one) for one in lines], 0))
    elif not code:
        screen.status.say(f"Piped to {name}.")


async def run(command: list[str], written: bytes, env: dict[str, str]) -> tuple[int, bytes, bytes]:
    """Exit code, output and error output of a command that gets `written`.

    Raises ReaderError where it cannot be started or takes too long.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=env, start_new_session=True
        )
    except OSError as error:
        raise ReaderError(_not_started(command, error)) from None
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        _, output, errors = await asyncio.wait_for(
            asyncio.gather(
                _write(process.stdin, written), _read(process.stdout), _read(process.stderr)
            ),
            SECONDS,
        )
        return await process.wait(), output, errors
    except TimeoutError:
        raise ReaderError(
            f"{text.clean(command[0], 60)} took more than {SECONDS} seconds and was stopped; "
            "with ! before it, it gets the terminal for as long as it wants."
        ) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def _write(pipe: asyncio.StreamWriter, written: bytes) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it read what it wanted
        pipe.write(written)
        await pipe.drain()
    pipe.close()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        await pipe.wait_closed()


async def _read(pipe: asyncio.StreamReader) -> bytes:
    """What it prints up to the limit; the rest is read and dropped, so that it can end."""
    kept = bytearray()
    while chunk := await pipe.read(1 << 16):
        if len(kept) < OUTPUT_LIMIT:
            kept += chunk
    return bytes(kept[:OUTPUT_LIMIT])


def shown_lines(output: bytes) -> list[str]:
    """What a command printed as clean lines, without colours and tabs."""
    said = text.clean_lines(_CONTROL.sub("", output.decode("utf-8", "replace")))
    return (
        [line.expandtabs(4).rstrip() for line in said.rstrip().split("\n")] if said.strip() else []
    )
