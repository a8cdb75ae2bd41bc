"""`tearsheet` and `python -m reader`: the two quick ways first, all else by `reader.cli`."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code. `unread` is answered without the command tree."""
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        if "unread" in words:
            from reader.cli.unread import quick

            code = quick(words)
            if code is not None:
                return code
        if not words:
            from reader.cli.atonce import open_at_once

            code = open_at_once()
            if code is not None:
                return code
        from reader.cli import main as run

        return run(words)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
