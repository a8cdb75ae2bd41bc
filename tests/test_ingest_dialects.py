"""Markdown as programs write it: Obsidian, Hugo, Jekyll, Pelican, Pandoc."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import page
from reader.ingest import dialects, files, markdownfile
from reader.page import write


def shown(source: str) -> str:
    return write.to_text(page.of(markdownfile.article(source).body), None)


FRAME = "---\ntitle: A post\n---\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("See [[The Wall]], [[Sea/Wall|the wall]], [[The Wall#Age]].",
         "See The Wall, the wall, The Wall > Age."),
        ("![[quay.png|300]]", "[quay.png]"),
        ("![[quay.png|The quay]]", "[The quay]"),
        ("![[Other note]]", "Other note"),
        ("A %% hidden\nwords %% b", "A b"),
        ("> [!warning]- Mind\n> the gap", "> Mind\n>\n> the gap"),
        ("> [!note]\n> the gap", "> Note\n>\n> the gap"),
        ("A ==bright== word ^id12", "A bright word"),
        ("a == b and c == d, 2^10", "a == b and c == d, 2^10"),
        ("One[^a] and two^[in place].\n\n[^a]: First\n    note.",
         "One¹ and two².\n\n* * *\n\n[1] First note.\n\n[2] in place"),
        ("Term\n: Meaning\n: Another", "- Term: Meaning Another"),
        ("## Head {#id .c}\n\nWords\n{: .lead}", "Head\n\nWords"),
        ("`[[code]]` and `==x==`", "[[code]] and ==x=="),
        ("```\n[[code]] {{< x >}}\n[^1]: y\n```", "[[code]] {{< x >}}\n[^1]: y"),
        ("{{ x }} and {% y %}", "{{ x }} and {% y %}"),  # no front matter: a text about them
        (FRAME + "{{< figure src=\"/a.jpg\" title=\"The quay\" >}}", "[The quay]\n\nThe quay"),
        (FRAME + "{{% notice tip %}}\nA tip.\n{{% /notice %}}", "A tip."),
        (FRAME + "{{< highlight go >}}\nx  y\n{{< /highlight >}}\n\nz", "x  y\n\nz"),
        (FRAME + "{% highlight ruby %}\nx  y\n{% endhighlight %}\n\nz", "x  y\n\nz"),
        (FRAME + "{{< youtube abc >}}", "https://www.youtube.com/watch?v=abc"),
        (FRAME + "{% include a.html x=\"y\" %}Words", "Words"),
        (FRAME + "* TOC\n{:toc}\n\nWords", "Words"),
        (FRAME + "[on]({{< ref \"b.md\" >}})", "on"),
        (FRAME + "![x]({{ site.url }}/a.png)", "[x]"),
    ],
)  # fmt: skip
def test_what_one_program_adds(source: str, expected: str) -> None:
    assert shown(source) == expected


def test_notes_lead_there() -> None:
    blocks = page.of(markdownfile.article("One[^a].\n\n[^a]: First.").body)
    assert [mark.href for mark in blocks[0].marks if mark.href] == ["#note-1"]  # type: ignore[union-attr]
    assert [name for _, name in blocks[-1].names] == ["note-1"]


def test_the_head_of_pelican() -> None:
    found = markdownfile.article(
        "Title: My post\nDate: 2024-02-03 10:20\nTags: sea, old wall\nAuthors: A Roe, B Doe\n"
        "Summary: In short\n\nWords of ![alt]({static}/a.png).\n"
    )
    assert (found.title, found.byline, found.deck) == ("My post", "A Roe, B Doe", "In short")
    assert found.tags == ("sea", "old wall")
    assert "![alt](/a.png)" in found.body.content
    plain = markdownfile.article("Title: only a line\n\nWords")
    assert plain.body.content.startswith("Title: only")
    assert markdownfile.article("Note: a\nBut: b\n\nWords").body.content.startswith("Note: a")


def test_a_title_in_html() -> None:
    found = markdownfile.article(
        '<p align="center"><img src="logo.svg" alt="logo"></p>\n<h1 align="center">The <b>Tool</b>'
        "</h1>\n\nA tool that does things."
    )
    assert (found.title, found.title_from) == ("The Tool", "headline")
    assert "<h1" not in found.body.content
    assert "<" not in found.summary


@pytest.mark.parametrize(
    ("name", "title", "title_from"),
    [
        ("Harbour.md", "Harbour", "file"),
        ("README.md", "Words of it.", "text"),
        ("12.md", "Words of it.", "text"),
        ("harbour.txt", "Words of it.", "text"),
    ],
)
def test_a_note_is_called_as_its_file(
    tmp_path: Path, name: str, title: str, title_from: str
) -> None:
    (tmp_path / name).write_text("Words of it.")
    (found,) = files.read(tmp_path / name)
    assert (found.title, found.title_from) == (title, title_from)


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="[]!|^{}%<>=:#`~\n >-*ab1", max_size=200), st.booleans())
def test_any_marks_are_read(source: str, framed: bool) -> None:
    assert isinstance(dialects.common(source, framed=framed), str)


@pytest.mark.parametrize(
    "odd", ["[[", "![[a", "{{<", "{%", "==a", "[^", "%% ", "^[", "`", "a:\n: ", "{{< a "]
)
def test_in_time_whatever_is_never_closed(odd: str) -> None:
    began = time.process_time()
    markdownfile.article(f"{FRAME}{odd * (200_000 // len(odd))}")
    markdownfile.article(FRAME + f"{odd * 20}\n" * 5_000)
    assert time.process_time() - began < 8
