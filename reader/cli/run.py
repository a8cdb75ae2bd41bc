"""One command from its words to its exit code; the only place where failures become words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from reader.cli import tree
from reader.cli.context import Call
from reader.cli.output import Output
from reader.model import ReaderError

LOG_BYTES = 256 * 1024


def run(argv: Sequence[str] | None = None) -> int:
    """Parse `argv` (default: the process's own), run its verb, return the exit code.

    Never raises and never shows a traceback: a ReaderError is one line on stderr, anything else
    one line and a log file in the library.
    """
    out = Output()
    call: Call | None = None
    try:
        args = tree.parse(sys.argv[1:] if argv is None else list(argv))
        call = Call(args, out)
        code = _verb(call)
        out.flush()
        return code
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except ReaderError as error:
        out.failed(error)
        return error.exit_code
    except Exception as error:
        out.failed(_unexpected(error, call))
        return 1
    finally:
        if call is not None:
            call.close()


def _verb(call: Call) -> int:
    verb = tree.VERBS[call.args.verb] if call.args.verb else tree.OPEN
    function = getattr(import_module(f"reader.cli.{verb.module}"), verb.function)
    code: int = function(call)
    return code


def _forget_stdout() -> None:
    """Point stdout at nothing, so that Python's last flush at exit has nothing to complain of."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    finally:
        os.close(nothing)


def _unexpected(error: Exception, call: Call | None) -> str:
    """The sentence for an error nobody foresaw; its traceback goes to a log file."""
    if isinstance(error, OSError) and error.strerror:
        about = f" ({error.filename})" if error.filename else ""
        said = f"{error.strerror}{about}"
    else:
        said = type(error).__name__
    log = _log(error, call)
    where = f"; the details are in {log}, please report them" if log else ""
    return f"Unexpected error: {said}{where}."


def _log(error: Exception, call: Call | None) -> Path | None:
    """Append the traceback to `errors.log` in the library's folder; None where that fails."""
    import traceback

    from reader import clock, text

    try:
        folder = call.folder if call is not None else None
        if folder is None or not folder.is_dir():
            return None
        path = folder / "errors.log"
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            flags |= os.O_TRUNC
        details = "".join(traceback.format_exception(error))
        with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:
            file.write(f"{text.iso(clock.now())}\n{text.clean_lines(details, LOG_BYTES)}\n")
    except (OSError, ReaderError):
        return None
    return path
