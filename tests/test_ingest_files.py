"""Single local files: text, Markdown, saved pages become articles; all else is refused in words."""

from __future__ import annotations

import os
import random
import socket
import struct
import tomllib
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, files, markdownfile, plaintext
from reader.model import Body, FileError
from reader.text import iso

FILES = Path(__file__).parent / "data" / "files"


def read(path: Path) -> ParsedArticle:
    """The article of a file that is one."""
    (found,) = files.read(path)
    assert found.guid == ""
    return found


def test_a_saved_news_text_is_taken_apart() -> None:
    path = FILES / "news_with_credit_deck_source_and_residue.txt"
    found = read(path)
    assert found.title == "Ferry sinks off the coast as storm closes harbour"
    assert found.title_from == "headline"
    assert found.credit == "Samir Haddad / AP"
    assert found.deck.startswith("At least twelve people are missing")
    assert found.source == "Coast Journal and wire services"
    paragraphs = found.body.content.split("\n\n")
    assert found.body.format == "text"
    assert paragraphs[0].startswith("The ferry left the harbour on Monday")
    assert paragraphs[-1].startswith("The harbour was closed on Tuesday")
    assert len(paragraphs) == 4
    assert "Omar\xa0Said" in found.body.content
    assert found.residue == (
        "Related News",
        "Harbour master resigns over ferry permits",
        "Find Coast Journal on your TV",
        "Get email updates from Coast Journal",
        "Sign up for our weekly newsletter",
        "Get email updates from Coast Journal",
        "Sign up for our weekly newsletter",
    )
    assert found.published is None  # "Monday" is no date
    assert found.original == path.read_bytes()
    assert found.original_path == str(path.absolute())


def test_byline_date_and_source_lines_leave_the_body() -> None:
    found = read(FILES / "news_byline_and_date_lines.txt")
    assert found.title == "Council votes for a stone wall"
    assert (found.byline, found.source) == ("Jane Roe and John Doe", "The Coast Post")
    assert iso(found.published) == "2025-03-04T10:15:00Z"
    assert found.residue == (
        "Advertisement",
        "Read more: What the wall has seen in two hundred years",
    )
    assert len(found.body.content.split("\n\n")) == 4
    assert found.deck == ""


def test_a_dateline_gives_place_and_agency_and_stays_in_the_text() -> None:
    found = read(FILES / "news_dateline_and_deck.txt")
    assert found.dateline == "RAMADI, Iraq (AP)"
    assert found.source == "AP"
    assert found.deck.startswith("Farmers dance")
    assert found.body.content.startswith("RAMADI, Iraq (AP) — Rain fell")


def test_german_news() -> None:
    found = read(FILES / "german_news.txt")
    assert found.title == "Stadtrat beschließt neue Hafenmauer"
    assert found.deck == "Nach zehn Jahren Streit soll die Mauer nun aus Stein gebaut werden"
    assert (found.byline, found.source) == ("Anna Müller", "dpa")
    assert iso(found.published) == "2025-03-04T10:15:00Z"
    assert len(found.body.content.split("\n\n")) == 2
    assert len(found.residue) == 6


def test_no_headline_is_invented() -> None:
    found = read(FILES / "no_headline_only_paragraphs.txt")
    assert found.title_from == "file"
    assert found.title == "no headline only paragraphs"
    assert found.body.content.startswith("It was late in the afternoon")
    assert len(found.body.content.split("\n\n")) == 3


def test_without_a_telling_name_the_beginning_is_the_title(tmp_path: Path) -> None:
    path = tmp_path / "0042.txt"
    path.write_bytes((FILES / "no_headline_only_paragraphs.txt").read_bytes())
    found = read(path)
    assert found.title_from == "text"
    assert found.title.startswith("It was late in the afternoon")


def test_hard_wrapped_text_is_unwrapped() -> None:
    found = read(FILES / "hard_wrapped_at_72_columns.txt")
    assert found.title == "The Lighthouse Keeper's Garden"
    paragraphs = found.body.content.split("\n\n")
    assert len(paragraphs) == 3
    assert not any("\n" in paragraph for paragraph in paragraphs)
    assert "keep a garden, and that the garden was inspected" in paragraphs[0]


def test_a_poem_keeps_its_lines() -> None:
    found = read(FILES / "poem_keeps_its_lines.txt")
    assert found.title == "The Tide Table"
    first, second = found.body.content.split("\n\n")
    assert first.split("\n")[1] == "and leaves its boats behind,"
    assert len(second.split("\n")) == 4


def test_the_pages_title_above_the_headline_and_its_menus_go() -> None:
    found = read(FILES / "pasted_page_title_repeated.txt")
    assert found.title == "Storm closes harbour"
    assert found.byline == "Ann Lee"
    assert iso(found.published) == "2026-11-03T00:00:00Z"
    assert len(found.body.content.split("\n\n")) == 2
    assert {"Home", "Log in", "Share this article", "Most read"} <= set(found.residue)


def test_a_text_of_residue_alone_is_kept_as_it_is() -> None:
    found = read(FILES / "only_residue.txt")
    assert found.residue == ()
    assert "Follow us on Facebook" in found.body.content


def test_lines_ended_by_carriage_returns() -> None:
    found = read(FILES / "carriage_returns_only.txt")
    assert found.title == "Title of the thing"
    assert len(found.body.content.split("\n\n")) == 2


LINES = st.sampled_from(
    [
        "",
        "A headline about the sea",
        "By Jane Roe",
        "4 March 2025",
        "Related News",
        "Sign up for our newsletter",
        "Photo: Someone / AP",
        "A long paragraph which goes on and on until nobody can say that it is not running text.",
        "Short line",
        "- item",
        "-----------",
        "Source: AP",
        "x" * 200,
        "一个中文段落。",
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(LINES, max_size=25))
def test_every_line_is_somewhere(lines: list[str]) -> None:
    found = plaintext.article("\n".join(lines))
    kept = "\n".join(
        (
            found.title,
            found.deck,
            found.byline,
            found.credit,
            found.source,
            found.body.content,
            *found.residue,
        )
    )
    flat = " ".join(kept.split())
    for line in lines:
        if line and not line.startswith(("4 March", "---", "By ", "Photo", "Source", "x")):
            assert line in flat
    prose = sum(line.startswith("A long paragraph") for line in lines)
    assert found.body.content.count("A long paragraph") + found.deck.count("A long") >= min(
        1, prose
    )


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=600))
def test_any_text_is_read_and_clean(source: str) -> None:
    found = plaintext.article(source)
    shown = found.title + found.body.content + "".join(found.residue)
    assert not [c for c in shown if ord(c) < 32 and c not in "\n\t"]


def test_yaml_front_matter() -> None:
    found = read(FILES / "front_matter_yaml.md")
    assert (found.title, found.title_from) == ("The garden: a year", "headline")
    assert found.byline == "Ann Lee, Bob Ray"
    assert found.deck == "What grew, and what did not."
    assert found.url == "https://garden.example/year"
    assert found.language == "en"
    assert iso(found.published) == "2025-03-04T09:00:00Z"
    assert found.body.format == "markdown"
    assert found.body.content.startswith("First *paragraph*")  # the heading is the title now


def test_toml_front_matter() -> None:
    found = read(FILES / "front_matter_toml.md")
    assert (found.title, found.byline) == ("Kale", "Ann Lee")
    assert iso(found.published) == "2025-03-04T10:00:00Z"
    assert found.body.content == "Kale is a plant."


def test_an_underlined_heading_is_the_title_without_its_marks() -> None:
    found = read(FILES / "heading_underlined.md")
    assert found.title == "Two Stones and a strop"
    assert found.body == Body("markdown", "Text of it.")


def test_a_rule_is_no_front_matter() -> None:
    found = read(FILES / "rule_is_no_front_matter.md")
    assert found.body.content.startswith("---\n\nA note that begins with a rule.")
    assert found.title_from == "file"


@pytest.mark.parametrize(
    ("source", "title", "rest"),
    [
        ("# One #\n\nText", "One", "Text"),
        ("Text\n\n# One", "", "Text\n\n# One"),
        ("## Two\n\nText", "", "## Two\n\nText"),
        ("---\ntitle: A\n---\n# B\nText", "A", "# B\nText"),
        ("---\ntitle: 'It''s'\ndate: soon\n---\nText", "It's", "Text"),
        ("---\ntitle: open\nText", "", "---\ntitle: open\nText"),
        ("+++\ntitle = broken\n+++\nText", "broken", "Text"),
        ("---\nauthors:\n  - A\n  - B\n---\nText", "", "Text"),
    ],
)
def test_markdown_titles(source: str, title: str, rest: str) -> None:
    found = markdownfile.article(source)
    assert (found.title if found.title_from == "headline" else "") == title
    assert found.body.content == rest


@pytest.mark.parametrize(
    ("inside", "facts"),
    [
        ("author:\n  name: Jane Roe\n  email: j@x", {"byline": "Jane Roe"}),
        ("authors:\n- name: A B\n  url: x\n- {given: C, family: D}", {"byline": "A B, C D"}),
        ("subtitle: >-\n  Two\n  lines", {"deck": "Two lines"}),
        ("title: Part 1: the sea\nauthor: A B", {"title": "Part 1: the sea", "byline": "A B"}),
        ("source: The Coast Post", {"source": "The Coast Post", "url": ""}),
        ("source: https://coast.example/x", {"source": "", "url": "https://coast.example/x"}),
        ("publishDate: 2025-03-04\nTitle: X", {"title": "X", "published": 1_741_046_400}),
        ('title: "caf\\u00e9"', {"title": "café"}),
        ("title: !!python/object/apply:os.system ['true']", {"title": "true"}),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_facts_of_front_matter(inside: str, facts: dict[str, object], end: str) -> None:
    found = markdownfile.article(f"---\n{inside}\n---\nText".replace("\n", end))
    assert {name: getattr(found, name) for name in facts} == facts
    assert found.body.content == "Text"


def test_front_matter_that_would_grow_without_end_does_not() -> None:
    laughs = 'a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]\n' + "".join(
        f"{this}: &{this} [{','.join([f'*{before}'] * 9)}]\n"
        for before, this in pairwise("abcdefghij")
    )
    for name in ("author", "tags"):
        found = markdownfile.article(f"---\n{laughs}{name}: *j\ntitle: T\n---\nText")
        assert (found.title, found.body.content) == ("T", "Text")
        assert len(found.byline) <= bounds.NAME
    for deep in ("[" * 20_000, "- " * 20_000, "a: {" * 9_000, "? " * 20_000):
        markdownfile.article(f"---\ntitle: T\nx: {deep}\n---\nText")
        markdownfile.article(f"---\ntitle: T\n{deep}\n---\nText")


def test_a_saved_page() -> None:
    found = read(FILES / "page_saved_by_browser.html")
    assert found.title == "Harbour wall to be rebuilt in stone"
    assert found.url == "https://coast.example/news/wall"
    assert (found.byline, found.source) == ("Jane Roe", "The Coast Post")
    assert found.deck == "The council voted for stone over concrete."
    assert iso(found.published) == "2025-03-04T00:00:00Z"
    assert found.body.format == "html"


def test_html_called_txt_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes((FILES / "page_saved_by_browser.html").read_bytes())
    assert read(path).body.format == "html"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("polish_iso8859_2.txt", "Wiadomości z portu"),
        ("polish_utf16_without_mark.txt", "Wiadomości z portu"),
        ("french_cp1252.txt", "L’été des naufragés"),
    ],
)
def test_encodings_of_files(name: str, words: str) -> None:
    assert read(FILES / name).title == words


SAMPLES = {
    "Rada miasta zdecydowała, że mur zostanie odbudowany z kamienia, co kończy spór o jego "
    "wygląd i koszt.": "cp1250 iso8859_2 utf_16_le utf_16_be utf_8_sig utf_16 utf_32",
    "Der Stadtrat hat mit großer Mehrheit beschlossen, die Mauer zu bauen. Üben für später.": (
        "cp1252 utf_8"
    ),
    "Belediye meclisi salı akşamı duvarın taştan inşa edilmesine karar verdi, değişti.": "cp1254",
    "Городской совет решил во вторник вечером восстановить портовую стену из камня, положив "
    "конец спору о её виде и стоимости.": "cp1251 koi8_r utf_8",
    "市議会は火曜日の夜、港の壁を石で再建することを決定し、十年にわたる論争に終止符を打った。": (
        "cp932 euc_jp iso2022_jp utf_16_le"
    ),
    "市议会周二晚间决定用石头重建港口墙，结束了关于其外观和成本长达十年的争论。": "gb18030",
    "시의회는 화요일 저녁 항구 벽을 돌로 재건하기로 결정하여 십 년간의 논쟁을 끝냈다.": "euc_kr",
}


@pytest.mark.parametrize(
    ("words", "encoding"),
    [(words, encoding) for words, listed in SAMPLES.items() for encoding in listed.split()],
)
def test_every_encoding_is_found_without_being_told(words: str, encoding: str) -> None:
    assert charset.decode(words.encode(encoding)) == words


ENCODED = [
    (language, encoding, told["text"])
    for language, told in tomllib.loads(
        (FILES.parent / "encodings" / "texts.toml").read_text("utf-8")
    ).items()
    for encoding in told["encodings"]
]


@pytest.mark.parametrize(("language", "encoding", "words"), ENCODED)
def test_texts_in_the_encodings_of_their_languages(
    language: str, encoding: str, words: str
) -> None:
    words = words.encode(encoding, "ignore").decode(encoding)
    data = words.encode(encoding)
    assert charset.decode(data) == words
    assert charset.decode_as(data, charset.guess(data)) == words
    assert not charset.is_binary(data)


def test_wrong_bytes_are_mended_or_marked() -> None:
    mixed = "Łódź — “quoted” Kraków ".encode() * 3 + "café – ‘x’".encode("cp1252")
    assert charset.decode(mixed).endswith("Kraków café – ‘x’")
    cut = ("Łódź " * 40).encode()[:-2]
    assert charset.decode(cut).startswith("Łódź Łódź")
    assert charset.guess(cut) == "utf-8"
    odd = "naïve café".encode("cp1252")
    assert charset.decode(odd) == "naïve café"
    assert "\n" in charset.decode("a\r\nb".encode("utf-16"))


def test_raw_sound_is_no_text() -> None:
    rng = random.Random(1)
    sound = b"".join(struct.pack("<h", int(rng.gauss(0, 90))) for _ in range(4_000))
    assert charset.is_binary(sound)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "cp1251", "zip", "x" * 90, "\0"]))
def test_any_bytes_become_text_that_can_be_kept(data: bytes, label: str) -> None:
    charset.decode(data, label).encode("utf-8")
    charset.is_binary(data)


class TestRefusals:
    def refused(self, path: Path) -> str:
        with pytest.raises(FileError) as caught:
            list(files.read(path))
        said = str(caught.value)
        assert "\n" not in said
        assert "\x1b" not in said
        return said

    def test_missing(self, tmp_path: Path) -> None:
        assert "nothing.txt does not exist" in self.refused(tmp_path / "nothing.txt")

    def test_empty_and_blank(self, tmp_path: Path) -> None:
        for content in (b"", b"\n \t\r\n", b"\xef\xbb\xbf\n"):
            (tmp_path / "e.txt").write_bytes(content)
            assert "e.txt is empty" in self.refused(tmp_path / "e.txt")

    def test_a_directory(self, tmp_path: Path) -> None:
        assert "is a directory" in self.refused(tmp_path)

    def test_a_pipe_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "p.txt")
        assert "p.txt is a pipe" in self.refused(tmp_path / "p.txt")

    def test_a_socket(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)  # a socket's whole name must be short
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("s.txt")
            assert "is a socket" in self.refused(tmp_path / "s.txt")

    def test_a_device(self) -> None:
        assert "is a device" in self.refused(Path("/dev/zero"))

    def test_a_dangling_link_and_a_circle_of_links(self, tmp_path: Path) -> None:
        (tmp_path / "d.txt").symlink_to("gone.txt")
        assert "link to gone.txt, which does not exist" in self.refused(tmp_path / "d.txt")
        (tmp_path / "a.txt").symlink_to("b.txt")
        (tmp_path / "b.txt").symlink_to("a.txt")
        assert "leads to itself" in self.refused(tmp_path / "a.txt")

    def test_binaries(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "z.txt", "w") as archive:
            archive.writestr("a", "b")
        assert "zip archive" in self.refused(tmp_path / "z.txt")
        (tmp_path / "n.txt").write_bytes(bytes(range(256)) * 20)
        assert "is not text" in self.refused(tmp_path / "n.txt")
        (tmp_path / "p.md").write_bytes(b"%PDF-1.7\nfoo bar")
        assert "p.md: it is a damaged PDF" in self.refused(tmp_path / "p.md")

    def test_too_large(self, tmp_path: Path) -> None:
        with open(tmp_path / "l.txt", "wb") as file:
            file.truncate(bounds.FILE_BYTES + 1)
        with pytest.raises(FileError, match=r"l\.txt is too large \(20 MB.* in a directory"):
            files.bytes_of(tmp_path / "l.txt")
        with open(tmp_path / "g.txt", "wb") as file:
            file.write(b"A line of text.\n" * 20_000)
            file.truncate(bounds.LARGE_BYTES + 1)
        assert "too large (1024 MB" in self.refused(tmp_path / "g.txt")

    def test_names_with_escapes_and_broken_encodings(self, tmp_path: Path) -> None:
        self.refused(tmp_path / "x\x1b[31m.txt")
        raw = os.fsencode(tmp_path) + b"/caf\xe9 \x1b[2J.txt"
        with open(raw, "wb") as file:
            file.write(b"A headline about the sea\n\n" + b"Some words of text follow it here. " * 3)
        found = read(Path(os.fsdecode(raw)))
        found.original_path.encode("utf-8")
        assert "\x1b" not in found.original_path

    def test_a_name_that_no_file_can_have(self) -> None:
        assert "no name that a file can have" in self.refused(Path("a\0b"))
        self.refused(Path("/tmp/" + "x" * 5_000))


def test_ten_megabytes_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes(b"word " * 2_000_000)
    found = list(files.read(path))
    assert sum(len(part.body.content) for part in found) > 9_999_900
    for part in found:
        assert len(part.body.content) <= bounds.BODY
        assert len(part.title) <= bounds.TITLE


def test_hostile_lines_take_no_time() -> None:
    for line in ("/ " * 60, "> " * 2_000, "By " * 50, "A / " * 60, "([" * 500, "1." * 900):
        plaintext.article("\n".join([line.strip()] * 300))


def test_a_few_bytes_with_nuls_are_binary(tmp_path: Path) -> None:
    (tmp_path / "few.txt").write_bytes(b"\x00\x01\x02\x03")
    with pytest.raises(FileError, match=r"few\.txt"):
        read(tmp_path / "few.txt")
