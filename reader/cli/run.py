"""One command from its words to its exit code; the only place where failures become words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from reader import errorlog
from reader.cli import tree, verbs
from reader.cli.context import Call
from reader.cli.output import Output, OutputError
from reader.model import ReaderError


def run(argv: Sequence[str] | None = None) -> int:
    """Parse `argv` (default: the process's own), run its verb, return the exit code.

    Never raises and never shows a traceback: a ReaderError is one line on stderr, anything else
    one line and a log file in the library.
    """
    out = Output()
    sys.stdout, sys.stderr = out.stdout, out.stderr  # argparse, too, writes to them
    call: Call | None = None
    try:
        try:
            with out.heard():
                args = tree.parse(sys.argv[1:] if argv is None else list(argv))
            call = Call(args, out)
            code = _verb(call)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
        out.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except OutputError as error:
        _forget_stdout()
        out.failed(error)
        return error.exit_code
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
    verb = verbs.VERBS[call.args.verb] if call.args.verb else verbs.OPEN
    function = getattr(import_module(f"reader.cli.{verb.module}"), verb.function)
    code: int = function(call)
    return code


def _forget_stdout() -> None:
    """Point stdout at nothing, so that Python's last flush at exit has nothing to complain of."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # closed before the start: sys.stdout is None
        pass
    finally:
        os.close(nothing)


def _unexpected(error: Exception, call: Call | None) -> str:
    """The sentence for an error nobody foresaw; its traceback goes to the library's log file."""
    try:
        folder = call.folder if call is not None else None
    except ReaderError:
        folder = None
    return errorlog.note(folder, error)
