"""What is written for people says what the program does: README, settings, changes, guide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader import __version__, guide
from reader.cli.records import feed_record, full_record
from reader.cli.settings import documented
from reader.cli.verbs import VERBS
from reader.config import _CHOICES, _RANGES, Config
from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Enclosure
from reader.store import arrivals, articles, feeds
from reader.store.library import Library

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def between(name: str) -> str:
    found = re.search(rf"<!-- {name}: begin -->\n(.*?)<!-- {name}: end -->", README, re.S)
    assert found
    return found[1]


def command(name: str) -> str:
    found = re.search(rf"<!-- setup: {name} -->\n```sh\n(.*?)```", README, re.S)
    assert found
    return found[1].strip()


def test_the_readme_lists_every_verb_and_no_other() -> None:
    listed = re.findall(r"^\| `([a-z]+)", between("verbs"), re.M)
    assert listed == list(VERBS)


def test_the_readme_lists_the_fields_of_the_json(library: Library) -> None:
    feed = feeds.add(library, kind="web", url="https://a.example/rss")
    one = ParsedArticle(title="T", enclosures=(Enclosure("https://a.example/a.mp3"),))
    new = Arrival(b"k" * 16, b"h", 1, one)
    (number,) = arrivals.apply(library, feed.id, Changes(new=(new,))).ids
    article = full_record(articles.article(library, number))
    paragraph = README.split("An article in JSON has ")[1].split("\n\n")[0]
    named = re.findall(r"`([a-z_]+)`", paragraph)
    for name in ("url", "type", "length"):
        named.remove(name)
    assert named.pop(named.index("show")) == "show"
    assert sorted(named) == sorted([*article, *feed_record(feed, {})])


def test_verbs_named_anywhere_in_the_documents_work() -> None:
    documents = [README, *(path.read_text("utf-8") for path in guide.articles())]
    for document in documents:
        for verb in re.findall(r"(?:`|^ {4})tearsheet ([a-z]+)", document, re.M):
            assert verb in VERBS


def test_options_named_in_the_documents_exist() -> None:
    options = {name for verb in VERBS.values() for one in verb.arguments for name in one.names}
    options |= {"--library", "--help", "--version"}
    documents = [README, *(path.read_text("utf-8") for path in guide.articles())]
    for document in documents:
        for line in re.findall(r"(?:`|^ {4})tearsheet ([^`\n]*)", document, re.M):
            assert set(re.findall(r"--[a-z]+(?:-[a-z]+)*", line)) <= options


def test_the_two_commands_to_set_up_are_one_line_of_plain_pip() -> None:
    for name, last in (("program", ".venv/bin/tearsheet"), ("tests", ".venv/bin/pytest")):
        said = command(name)
        assert "\n" not in said
        assert said.startswith("python3 -m venv .venv && .venv/bin/pip install ")
        assert said.endswith(f"&& {last}")


def test_ci_runs_the_readmes_own_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "<!-- setup: tests -->" in script
    assert "pip install" not in script
    assert "pytest" not in script


@pytest.mark.parametrize("name", documented())
def test_every_setting_is_documented(name: str) -> None:
    meaning = documented()[name]
    assert len(meaning) > 15
    for choice in _CHOICES.get(name, ()):
        assert choice in meaning
    low, high = _RANGES.get(name, (0, 0))
    if name not in ("refresh_every", "keep", "keep_days"):
        assert str(low) in meaning or low == high
    assert hasattr(Config(), name)


def test_settings_named_in_the_guide_exist() -> None:
    for path in guide.articles():
        for name in re.findall(r"`([a-z_]+) = ", path.read_text("utf-8")):
            assert name in documented()


def test_changes_begin_with_this_version() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (\S+)", changes, re.M)[0] == __version__


def test_the_wheel_ships_the_guide_and_the_version_is_one() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'version = "{__version__}"' in project
    assert len(guide.articles()) == 7
    assert {path.suffix for path in guide.samples()} == {".xml", ".json"}
