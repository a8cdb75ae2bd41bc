"""`completions SHELL`: bash, zsh and tcsh by shtab, fish from the same tree."""

from __future__ import annotations

from reader.cli import tree, verbs
from reader.cli.context import Call


def completions(call: Call) -> int:
    """Print the completion script for one shell."""
    if call.args.shell == "fish":
        call.out.lines(_fish())
    else:
        import shtab

        call.out.lines(shtab.complete(tree.build(), call.args.shell))
    return 0


def _fish() -> str:
    """Completions for fish: verbs, their options and choices; files where nothing else fits."""
    lines = [
        "complete -c tearsheet -n __fish_use_subcommand -l library -r -d 'folder of the library'",
        "complete -c tearsheet -n __fish_use_subcommand -l version -d 'print the version'",
    ]
    for verb in verbs.VERBS.values():
        lines.append(
            f"complete -c tearsheet -f -n __fish_use_subcommand -a {verb.name}"
            f" -d {_quoted(verb.summary)}"
        )
        seen = f"-n '__fish_seen_subcommand_from {verb.name}'"
        for argument in verb.arguments:
            lines += _fish_argument(argument, f"complete -c tearsheet {seen}")
    return "\n".join(lines)


def _fish_argument(argument: verbs.Argument, start: str) -> list[str]:
    said = argument.options.get("help", "")
    if said == "==SUPPRESS==":
        return []
    meaning = f" -d {_quoted(said)}" if said else ""
    choices = argument.options.get("choices", ())
    offered = f" -a {_quoted(' '.join(choices))}" if choices else ""
    if not argument.names[0].startswith("-"):
        return [f"{start} -f{offered}"] if offered else []
    takes = "" if "action" in argument.options else " -x" if choices else " -r"
    flags = "".join(
        f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}" for name in argument.names
    )
    return [f"{start}{flags}{takes}{offered}{meaning}"]


def _quoted(words: str) -> str:
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'"
