"""The argparse tree made of the verbs, and the help of the program; imports no room."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from reader import __version__
from reader.cli.verbs import FEEDS, GUARD, KEEPING, OTHER, READING, VERBS
from reader.model import UsageError

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

EXIT_CODES = """\
exit codes:
  0  done
  1  part of it failed; each failure is named on stderr
  2  wrong usage, or a setting that cannot be read
  3  the library cannot be opened, read or written
  4  nothing found"""


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser whose errors are UsageErrors and whose top help is the overview."""

    overview = ""

    def error(self, message: str) -> NoReturn:
        said = message.replace(GUARD, "")
        raise UsageError(f"{said}; `{self.prog} --help` says how it goes.")

    def format_help(self) -> str:
        return self.overview or super().format_help()

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """As argparse's own, but a help that could not be written is not passed over."""
        if message:
            (file or sys.stderr).write(message)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The arguments of one command; raises UsageError, or SystemExit(0) after help or version."""
    args = build().parse_args(_arranged(words))
    for name, value in vars(args).items():
        if isinstance(value, list):
            setattr(args, name, [word.lstrip(GUARD) for word in value])
        elif isinstance(value, str):
            setattr(args, name, value.lstrip(GUARD))
    return args


def build() -> argparse.ArgumentParser:
    """The whole tree, as `completions` needs it too."""
    parser = _Parser(prog="tearsheet", allow_abbrev=False)
    parser.overview = overview()
    parser.add_argument("--library", metavar="DIR", help="folder of the library to use")
    parser.add_argument("--version", action="version", version=f"tearsheet {__version__}")
    parsers = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)
    for verb in VERBS.values():
        made = parsers.add_parser(
            verb.name,
            help=verb.summary,
            description=f"{verb.summary[0].upper()}{verb.summary[1:]}.\n\n{verb.detail}".strip(),
            epilog=f"example:\n  {verb.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        made.add_argument("--library", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        for argument in verb.arguments:
            made.add_argument(*argument.names, **argument.options)
    return parser


def _arranged(words: Sequence[str]) -> list[str]:
    """`words` with the verb's options before its positional words, which argparse wants together.

    Where the verb takes `words`, each positional one that begins with `-` gets a guard.
    """
    start = 0
    while start < len(words) and words[start].startswith("-"):
        start += 2 if words[start] == "--library" else 1
    if start >= len(words):
        return list(words)
    if words[start] not in VERBS:
        raise UsageError(f"There is no verb {words[start]!r}; `tearsheet --help` lists them.")
    verb = VERBS[words[start]]
    start += 1
    with_value = {
        name
        for one in verb.arguments
        for name in one.names
        if one.options.get("action", "append") == "append"
    } | {"--library"}
    known = {name for one in verb.arguments for name in one.names} | {"-h", "--library"}
    options: list[str] = []
    others: list[str] = []
    rest = iter(words[start:])
    for word in rest:
        if word == "--":
            others += [_guarded(one) for one in rest]
        elif word in known:
            options.append(word)
            if word in with_value:
                options += [_guarded(value) for value in (next(rest, None),) if value is not None]
        elif word.startswith("--") or (word[:1] == "-" and word != "-" and not verb.words):
            options.append(word)
        else:
            others.append(_guarded(word))
    return [*words[:start], *options, *others]


def _guarded(word: str) -> str:
    return GUARD + word if word.startswith("-") else word


def overview() -> str:
    """The help of the program: every verb by group, where things are, the exit codes."""
    lines = [
        "usage: tearsheet [--library DIR] [VERB …]",
        "",
        "A newsreader for the terminal that keeps what you save. Without a verb it opens.",
    ]
    for group in (READING, FEEDS, KEEPING, OTHER):
        lines += ["", f"{group}:"]
        lines += [
            f"  {verb.name:<12} {verb.summary}" for verb in VERBS.values() if verb.group == group
        ]
    lines += [
        "",
        "options:",
        "  --library DIR  use the library in DIR (else TEARSHEET_LIBRARY, the setting, or the",
        "                 system's place for user data)",
        "  --version      print the version",
        "  -h, --help     this overview; `tearsheet VERB --help` for one verb with an example",
        "",
        EXIT_CODES,
        "",
    ]
    return "\n".join(lines)
