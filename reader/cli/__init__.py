"""The command line: argparse verbs, one module per noun, every room imported by its verb."""

from __future__ import annotations


def main(argv: list[str] | None = None) -> int:
    """Run one command in this process and return its exit code (DESIGN section 6)."""
    from reader.cli.run import run

    return run(argv)
