"""Long texts: analysed at their ends, parted between paragraphs, nothing lost."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from reader.config import Config
from reader.ingest import bounds, files, longtext
from reader.ingest.add import add
from reader.ingest.refresh import refresh
from reader.model import Place, View
from reader.store import articles, lists, search
from reader.store.library import Library

SENTENCE = "The council has voted for the wall of stone after ten years of quarrel about it."
HEAD = f"Harbour wall to be rebuilt in stone\n\nBy Jane Roe\n\n{SENTENCE} {SENTENCE}\n\n"
TAIL = (
    "The last paragraph ends here as it should, with a full stop.\n\nRelated News\n\n"
    "Sign up for our newsletter\n"
)


def long_text(size: int, seed: int = 1) -> str:
    rng = random.Random(seed)
    parts = [HEAD]
    have = len(HEAD)
    number = 0
    while have < size:
        number += 1
        parts.append(f"Paragraph {number}. {' '.join([SENTENCE] * rng.randint(1, 5))}\n\n")
        have += len(parts[-1])
    return "".join([*parts, TAIL])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long is what is longer than some kilobytes, so that the tests are short."""
    for name, size in (
        ("HEAD_BYTES", 8_000),
        ("TAIL_BYTES", 4_000),
        ("WHOLE_BYTES", 60_000),
        ("PART_BYTES", 40_000),
        ("WINDOW_BYTES", 4_000),
    ):
        monkeypatch.setattr(bounds, name, size)


@pytest.mark.usefixtures("small")
class TestParts:
    def test_a_long_text_is_one_article_up_to_the_limit(self, tmp_path: Path) -> None:
        said = long_text(50_000)
        (tmp_path / "wall.txt").write_text(said)
        (found,) = files.read(tmp_path / "wall.txt")
        assert found.title == "Harbour wall to be rebuilt in stone"
        assert found.byline == "Jane Roe"
        assert found.residue == ("Related News", "Sign up for our newsletter")
        paragraphs = found.body.content.split("\n\n")
        assert paragraphs[0].startswith(SENTENCE)
        numbers = [int(p.split()[1][:-1]) for p in paragraphs if p.startswith("Paragraph ")]
        assert numbers == list(range(1, len(numbers) + 1))
        assert paragraphs[-1].startswith("The last paragraph")
        assert "Tearsheet" not in found.body.content
        assert found.original == said.encode()

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-32"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_a_longer_one_comes_in_parts(self, tmp_path: Path, encoding: str, end: str) -> None:
        said = long_text(150_000).replace("quarrel", "Streit über")
        data = said.replace("\n", end).encode(encoding)
        (tmp_path / "wall.txt").write_bytes(data)
        found = list(files.read(tmp_path / "wall.txt"))
        amount = len(found)
        assert amount in (4, 5)
        assert [one.title for one in found] == [
            f"Harbour wall to be rebuilt in stone (part {n} of {amount})"
            for n in range(1, amount + 1)
        ]
        assert [one.guid for one in found] == ["", *[f"part {n}" for n in range(2, amount + 1)]]
        assert [one.place for one in found] == list(range(amount))
        assert b"".join(one.original for one in found) == data
        whole = "\n\n".join(one.body.content for one in found)
        numbers = [
            int(p.split()[1][:-1]) for p in whole.split("\n\n") if p.startswith("Paragraph ")
        ]
        assert numbers == list(range(1, len(numbers) + 1))
        assert "Streit über" in found[-1].body.content
        assert whole.rstrip().endswith("with a full stop.")
        assert [one.residue for one in found[:-1]] == [()] * (amount - 1)
        assert found[-1].residue == ("Related News", "Sign up for our newsletter")

    def test_parts_are_named_for_the_file_where_nothing_heads_them(self, tmp_path: Path) -> None:
        path = tmp_path / "the long sea.txt"
        path.write_text(f"{SENTENCE} {SENTENCE}\n\n" * 900)
        titles = [one.title for one in files.read(path)]
        assert titles[0] == f"the long sea (part 1 of {len(titles)})"
        assert titles[-1] == f"the long sea (part {len(titles)} of {len(titles)})"

    @pytest.mark.parametrize("said", ["x", "wort ", "é", "\n", "あ", "\r"])
    def test_any_long_line_is_parted_and_whole(self, said: str) -> None:
        data = (said * 200_000).encode()[:230_001]
        found = list(longtext.articles(io.BytesIO(data), len(data)))
        assert b"".join(one.original for one in found) == data
        assert len(found) > 2
        kept = sum(len(one.body.content.strip()) for one in found)
        assert kept >= len((said * 200_000)[: len(data) // len(said.encode())].strip()) * 0.95

    def test_a_text_too_large_for_memory_is_read_from_the_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "wall.txt").write_text(long_text(150_000))
        small = list(files.read(tmp_path / "wall.txt"))
        monkeypatch.setattr(bounds, "FILE_BYTES", 20_000)
        assert list(files.read(tmp_path / "wall.txt")) == small


@pytest.mark.usefixtures("small")
def test_a_long_text_in_the_library(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "wall.txt"
    path.write_text(long_text(150_000))
    added = add(library, Config(), str(path))
    assert (added.kind, added.articles, added.existing) == ("file", len(added.ids), False)
    last = articles.article(library, added.ids[-1])
    assert last.body.content.endswith("with a full stop.")
    assert list(search.search(library, '"with a full stop"')) == [added.ids[-1]]
    again = add(library, Config(), str(path))
    assert (again.ids, again.existing, again.articles) == (added.ids, True, 0)


@pytest.mark.usefixtures("small")
def test_a_long_text_in_a_directory(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "wall.txt").write_text(long_text(150_000))
    added = add(library, Config(), str(folder))
    amount = added.articles
    assert amount == 4
    listed = [
        articles.article(library, number).title
        for number in lists.ids(library, View(place=Place.ALL))
    ]
    assert listed[0].endswith(f"(part 1 of {amount})")
    assert listed[-1].endswith(f"(part {amount} of {amount})")
    (folder / "wall.txt").unlink()
    refresh(library, Config(), everything=True)
    assert list(lists.ids(library, View(place=Place.ALL))) == []
