"""The arrows between the rooms (DESIGN section 3), and what a command may load."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import reader

PACKAGE = Path(reader.__file__).parent
PLAIN = {"model", "text", "query", "config", "clock"}
MAY_IMPORT = {
    "model": set(),
    "clock": set(),
    "text": set(),
    "config": {"model"},
    "errorlog": {"clock", "text"},
    "query": {"model"},
    "incoming": {"model"},
    "store": PLAIN | {"incoming"},
    "page": PLAIN,
    "guide": set(),
    "ingest": PLAIN | {"store", "incoming"},
    "exchange": PLAIN | {"store", "page"},
    "sync": PLAIN | {"store"},
    "tui": PLAIN | {"store", "page", "guide", "errorlog"},
    "cli": PLAIN
    | {"store", "page", "ingest", "exchange", "sync", "tui", "guide", "errorlog", "incoming"},
    "__main__": {"cli"},
}
PLAIN_MAY_LOAD = {"rich.cells", "platformdirs"}
HEAVY = (
    "feedparser", "lxml", "trafilatura", "urllib3", "textual", "pygments", "markdown_it",
    "charset_normalizer", "rich.console", "shtab", "yaml", "email", "zipfile", "plistlib",
)  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The room of a module: its folder in the package, or its own name."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, at the top or later, relative or not."""
    tree = ast.parse(path.read_text("utf-8"))
    package = ("reader", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package[: len(package) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            yield base
            if base == "reader" or base.startswith("reader."):
                yield from (f"{base}.{name.name}" for name in node.names)


def texts(path: Path) -> Iterator[str]:
    """Every string constant of a file but its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_between_rooms(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        assert not list(imported(path))
        return
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "reader" and len(parts) > 1 and parts[1] != here:
            allowed = MAY_IMPORT[here] | {"__version__"}
            assert parts[1] in allowed, f"{path.name} must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_screen_imports_textual_and_only_the_store_holds_sql(path: Path) -> None:
    here = room(path)
    names = list(imported(path))
    if here != "tui":
        assert not [name for name in names if name.split(".")[0] == "textual"]
    if here in PLAIN:
        foreign = {
            name for name in names if name.split(".")[0] not in {*sys.stdlib_module_names, "reader"}
        }
        assert foreign <= PLAIN_MAY_LOAD
    if here != "store":
        sql = re.compile(
            r"\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|"
            r"PRAGMA\s+\w|CREATE\s+(TABLE|INDEX|TRIGGER)|BEGIN\s+IMMEDIATE|ATTACH\s)",
            re.S,
        )
        assert not [said for said in texts(path) if sql.match(said)]
        source = path.read_text("utf-8")
        assert not re.search(r"\.(execute|executemany|executescript)\(", source)


def loaded(code: str) -> set[str]:
    """The modules that are loaded after `code` ran in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(end='\\0'.join(['', *sys.modules]))"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.split("\0")[1:])


def test_importing_the_package_loads_nothing() -> None:
    new = loaded("import reader") - loaded("")
    assert new == {"reader"}


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["feeds"],
        ["unread"],
        ["feeds", "--json"],
        ["list", "--json"],
        ["mark", "is:unread", "--read"],
        ["undo"],
        ["saved"],
        ["--help"],
        ["config", "path"],
    ],
    ids=" ".join,
)
def test_a_verb_loads_nothing_it_does_not_need(tmp_path: Path, words: list[str]) -> None:
    command = ["--library", str(tmp_path / "library"), *words]
    names = loaded(f"from reader.__main__ import main\nmain({command!r})")
    tops = {name.split(".")[0] for name in names}
    assert not [name for name in HEAVY if name in names or name in tops]


def test_the_quick_verb_loads_next_to_nothing(tmp_path: Path) -> None:
    library = str(tmp_path / "library")
    loaded(f"from reader.__main__ import main\nmain(['--library', {library!r}, 'list'])")
    names = loaded(f"from reader.__main__ import main\nmain(['--library', {library!r}, 'unread'])")
    ours = {name for name in names if name.startswith("reader")}
    assert ours <= {"reader", "reader.__main__", "reader.cli", "reader.cli.unread"}
    assert not names & {"argparse", "dataclasses", "pathlib", "json", "rich"}
