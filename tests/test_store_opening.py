"""Opening a library: made once, private, and never at the cost of what lies there already."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from reader.model import LibraryError, NotFoundError, Place, View
from reader.store import (
    articles,
    feeds,
    lists,
    marks,
    open_library,
    saved,
    schema,
    search,
    tally,
    upkeep,
)


def digest(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_a_new_library_is_private_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        with open_library(tmp_path / "library") as lib:
            feeds.add(lib, kind="web", url="https://example.org/")
            search.index_pending(lib)
            upkeep.backup(lib, "test")
            for path in [lib.folder, *lib.folder.rglob("*")]:
                wanted = 0o700 if path.is_dir() else 0o600
                assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    finally:
        os.umask(before)


def test_what_was_written_is_there_at_the_next_start(tmp_path):
    with open_library(tmp_path / "library") as lib:
        feeds.add(lib, kind="web", url="https://example.org/", title="Gazette")
    with open_library(tmp_path / "library") as lib:
        assert [one.title for one in feeds.all_feeds(lib)] == ["Gazette"]


def test_it_writes_as_safely_as_sqlite_can(library):
    assert library.read("PRAGMA journal_mode") == [("wal",)]
    assert library.read("PRAGMA main.synchronous") == [(2,)]
    assert library.read("PRAGMA foreign_keys") == [(1,)]
    assert library.read("PRAGMA application_id") == [(schema.APPLICATION_ID,)]
    assert library.read("PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    assert tally.APPLICATION_ID == schema.APPLICATION_ID
    assert len(schema.MIGRATIONS) == tally.VERSION


def test_the_quick_look_agrees_with_the_library(library, stock):
    assert tally.is_new(str(library.folder))
    ids = stock(library, 6)
    marks.mark(library, ids[:2], read=True)
    assert tally.unread(str(library.folder)) == articles.unread_total(library) == 4
    assert not tally.is_new(str(library.folder))


@pytest.mark.parametrize("content", [b"", b"#" * 50, b"no database at all\n" * 500])
def test_what_is_no_database_is_left_as_it_is(tmp_path, content):
    path = tmp_path / "library.db"
    path.write_bytes(content)
    if not content:  # what a program leaves that was killed before its first write
        open_library(tmp_path).close()
        return
    before = digest(tmp_path)
    with pytest.raises(LibraryError, match=r"no SQLite database.*move it away"):
        open_library(tmp_path)
    assert digest(tmp_path) == before


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_database_of_another_program_is_left_as_it_is(tmp_path, journal):
    db = sqlite3.connect(tmp_path / "library.db")
    db.execute(f"PRAGMA journal_mode = {journal}")
    db.execute("CREATE TABLE theirs(x)")
    db.commit()
    db.close()
    before = digest(tmp_path)
    with pytest.raises(LibraryError, match="belongs to another program"):
        open_library(tmp_path)
    assert digest(tmp_path) == before


@pytest.mark.parametrize("in_log", [False, True])
def test_a_newer_library_is_left_as_it_is(tmp_path, in_log):
    open_library(tmp_path / "library").close()
    path = tmp_path / "library" / "library.db"
    code = (
        "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "db.execute('PRAGMA user_version = 99'); "
        "os._exit(0) if sys.argv[2] == 'True' else db.close()"
    )
    subprocess.run([sys.executable, "-c", code, str(path), str(in_log)], check=True)
    assert path.with_name("library.db-wal").exists() == in_log
    before = digest(tmp_path)
    with pytest.raises(LibraryError, match=r"version 99.*install a newer Tearsheet"):
        open_library(tmp_path / "library")
    assert tally.unread(str(tmp_path / "library")) is None
    assert not tally.is_new(str(tmp_path / "library"))
    after = digest(tmp_path)
    assert after.keys() == before.keys()
    after.pop("library/library.db-shm", None)  # SQLite's scratch memory is nobody's content
    before.pop("library/library.db-shm", None)
    assert after == before


def test_places_where_no_library_can_be_are_named(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(LibraryError, match="is a file, not a folder"):
        open_library(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"
    with pytest.raises(LibraryError, match="is not there"):
        open_library(tmp_path / "nowhere" / "library")
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(LibraryError, match=r"cannot be|not there"):
        open_library(Path("/proc/none/library"))
    (tmp_path / "odd" / "library.db").mkdir(parents=True)
    with pytest.raises(LibraryError, match="cannot be opened"):
        open_library(tmp_path / "odd")


def test_it_makes_none_where_it_shall_not(tmp_path):
    with pytest.raises(LibraryError, match="There is no library"):
        open_library(tmp_path / "library", create=False)
    assert not (tmp_path / "library").exists()


def test_the_folders_above_are_made_only_at_home(tmp_path):
    code = (
        "from pathlib import Path; from reader.store import open_library; "
        "open_library(Path.home() / '.local' / 'share' / 'tearsheet').close()"
    )
    env = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=env, check=True)
    assert (tmp_path / ".local/share/tearsheet/library.db").exists()


def test_a_folder_of_other_things_keeps_its_mode(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "letter.txt").write_text("Dear")
    open_library(folder).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert stat.S_IMODE((folder / "library.db").stat().st_mode) == 0o600


def test_many_programs_may_make_the_same_library_at_once(tmp_path):
    code = (
        "import sys; from pathlib import Path; from reader.store import open_library, feeds; "
        "lib = open_library(Path(sys.argv[1])); "
        "feeds.add(lib, kind='web', url='https://example.org/' + sys.argv[2])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "library"), str(number)])
        for number in range(5)
    ]
    assert [one.wait() for one in running] == [0] * 5
    with open_library(tmp_path / "library") as lib:
        assert len(feeds.all_feeds(lib)) == 5
    assert not list(tmp_path.glob("library/.library*"))


def _as_nobody(folder: Path, answer: int) -> None:
    """Runs in a child that root has become nobody in: reads, then tries to write."""
    os.setuid(65534)
    lines: list[object] = []
    try:
        with open_library(folder) as lib:
            ids = lists.ids(lib, View(Place.ALL))
            lines += [len(ids), len(search.search(lib, "harbour")), search.pending(lib)]
            lines.append(articles.article(lib, ids[0]).title)
            saved.save(lib, ids)
    except LibraryError as error:
        lines.append(error)
    os.write(answer, "\n".join(map(str, lines)).encode())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to become somebody else")
def test_a_library_that_can_only_be_read_can_be_read(stock):
    with tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o755)
        folder = Path(scratch) / "library"
        with open_library(folder) as lib:
            stock(lib, 5)
            search.index_pending(lib)
        for path in [folder, *folder.iterdir()]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        answer, said = os.pipe()
        child = os.fork()
        if not child:
            try:
                _as_nobody(folder, said)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        os.close(said)
        lines = os.read(answer, 10_000).decode().splitlines()
        os.close(answer)
    assert lines[:4] == ["5", "1", "0", "The harbour opens again 0"]
    assert "can only be read" in lines[4]


def test_damage_is_said_in_words_and_nothing_is_overwritten(tmp_path, stock):
    with open_library(tmp_path / "library") as lib:
        ids = stock(lib, 200)
        saved.save(lib, ids[:3])
    path = tmp_path / "library" / "library.db"
    whole = path.read_bytes()
    words = set()
    for start in range(4096, len(whole), 4096 * 7):
        path.write_bytes(whole[:start] + b"\xa5" * 4096 + whole[start + 4096 :])
        try:
            with open_library(tmp_path / "library") as lib:
                damage = upkeep.check(lib)
                assert damage
                words |= {line.split(":")[0] for line in damage}
                articles.counts(lib, 0)
                for number in lists.ids(lib, View(Place.ALL)):
                    articles.article(lib, number)
        except (LibraryError, NotFoundError) as error:
            words.add(str(error).partition(str(tmp_path))[2])
    assert any("damaged" in one for one in words)


def test_a_library_cut_off_is_said_in_words(tmp_path, stock):
    with open_library(tmp_path / "library") as lib:
        stock(lib, 100)
    path = tmp_path / "library" / "library.db"
    path.write_bytes(path.read_bytes()[:8192])
    with pytest.raises(LibraryError, match="damaged"), open_library(tmp_path / "library") as lib:
        lists.ids(lib, View(Place.ALL))


def test_a_text_that_cannot_be_unpacked_is_said_in_words(library, stock):
    one = stock(library, 1)[0]
    library.db.execute("UPDATE body SET content = x'0102' WHERE article_id = ?", (one,))
    with pytest.raises(LibraryError, match=f"text of article {one} .* damaged"):
        articles.article(library, one)
    assert search.index_pending(library) == 1


_FULL = """
import resource, signal, sys
from pathlib import Path
from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body, LibraryError
from reader.store import arrivals, feeds, open_library
lib = open_library(Path(sys.argv[1]))
one = feeds.add(lib, kind="web", url="https://example.org/")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
import random
kept = 0
try:
    for number in range(1_000):
        key = b"%d" % number
        text = random.randbytes(3_000).hex()
        arrivals.apply(lib, one.id, Changes(new=(Arrival(key, key, 0, ParsedArticle(
            body=Body("text", text))),)))
        kept += 1
except LibraryError as error:
    print(kept, error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
feeds.edit(lib, one.id, own_title="Room again")
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on file sizes")
def test_a_full_disk_is_said_in_words_and_keeps_what_was_kept(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", _FULL, str(tmp_path / "library")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    kept, said = done.stdout.split(" ", 1)
    assert "disk" in said
    assert int(kept) > 3
    with open_library(tmp_path / "library") as lib:
        assert upkeep.check(lib) == []
        assert len(lists.ids(lib, View(Place.ALL))) == int(kept)
        assert feeds.all_feeds(lib)[0].title == "Room again"


_SMALL = """
import os, sys
from pathlib import Path
from reader.model import LibraryError, Place, View
from reader.store import articles, lists, open_library, saved, search
folder = Path(sys.argv[1])
with (folder.parent / "fill").open("wb", buffering=0) as file:
    try:
        while True:
            file.write(bytes(4096))
    except OSError:
        pass
with open_library(folder) as lib, lib.another() as other:
    ids = lists.ids(lib, View(Place.ALL))
    print(len(ids), len(search.search(lib, "harbour")), articles.article(other, ids[0]).title)
    for one in (lib, other):
        try:
            saved.save(one, ids)
        except LibraryError as error:
            print(error)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="needs to mount a small disk"
)
def test_a_library_on_a_full_disk_can_be_read(tmp_path, stock):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("no disk may be mounted here")
    try:
        with open_library(disk / "library") as lib:
            stock(lib, 5)
            search.index_pending(lib)
        code = [sys.executable, "-c", _SMALL, str(disk / "library")]
        done = subprocess.run(code, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        first, *others = done.stdout.splitlines()
        assert first == "5 1 The harbour opens again 0"
        assert len(others) == 2
        assert all("the disk is full; make room" in line for line in others)
        (disk / "fill").unlink()
        with open_library(disk / "library") as lib:
            assert saved.save(lib, [1])
            assert upkeep.check(lib) == []
    finally:
        subprocess.run(["umount", disk], check=True)


def test_the_words_for_damage_name_the_newest_copy_if_there_is_one(tmp_path, stock):
    folder = tmp_path / "library"
    with open_library(folder) as lib:
        stock(lib, 100)
    path = folder / "library.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:8192])
    with pytest.raises(LibraryError, match="left as it is; there is no copy of it in") as said:
        open_library(folder)
    assert "newest" not in str(said.value)
    path.write_bytes(whole)
    with open_library(folder) as lib:
        upkeep.backup(lib, "older")
        newest = upkeep.backup(lib, "younger")
    path.write_bytes(whole[:8192])
    with pytest.raises(LibraryError) as said:
        open_library(folder)
    assert f"its newest copy is {newest}: move library.db and" in str(said.value)
    path.rename(folder / "aside.db")
    (folder / "library.db-wal").unlink(missing_ok=True)
    shutil.copy(newest, path)
    with open_library(folder) as lib:
        assert len(lists.ids(lib, View(Place.ALL))) == 100
