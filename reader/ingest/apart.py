"""Files whose readers are not to be trusted with time or memory, read in a process that can be
killed: PDFs, web pages, books. The same processes as those of feeds (`parsing`), started when the
first of these files comes.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Sequence
from importlib.util import find_spec

from reader.incoming import ParsedArticle
from reader.ingest import bounds
from reader.ingest.parsing import LateParseError, Parsers, SoundParseError
from reader.model import ParseError

KINDS = frozenset(("pdf", "html", "mhtml", "webarchive", "epub"))

_lock = threading.Lock()
_running: list[Parsers] = []


def articles(module: str, source: bytes | str, name: str) -> Sequence[ParsedArticle]:
    """The articles that the reader in `module` finds in bytes or in the file at a path.

    Raises ParseError, without the file's name, also where it took too long or broke down.
    """
    if module == "pdffile" and find_spec("pypdfium2") is None:
        raise ParseError("it is a PDF; `pip install 'tearsheet[pdf]'` lets those be taken in.")
    try:
        return _parsers().file(module, source, name)
    except SoundParseError:
        raise
    except LateParseError:
        raise ParseError(
            f"reading it took longer than {bounds.FILE_SECONDS:g} s and was given up; "
            "it was not taken in."
        ) from None
    except ParseError:
        raise ParseError("the program that reads files of its kind broke down over it; "
                         "it was not taken in.") from None  # fmt: skip


def _parsers() -> Parsers:
    with _lock:
        if not _running:
            _running.append(Parsers(seconds=bounds.FILE_SECONDS, ahead=()))
            atexit.register(close)
        return _running[0]


def close() -> None:
    """Ends the processes; the next file starts new ones."""
    with _lock:
        atexit.unregister(close)
        while _running:
            _running.pop().close()
