"""Pages that Word wrote: title, lists, tables, author, whatever Word keeps for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import page
from reader.ingest import files, wordpage
from reader.page import write

WORDS = "The harbour lay quiet under the snow, and the boats had not moved for a week. " * 3


def item(said: str, level: int, sign: str = "·") -> str:
    return (
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]>"
        f"<span style='mso-list:Ignore'>{sign}<span>&nbsp;&nbsp; </span></span><![endif]>{said}"
        "<o:p></o:p></p>"
    )


PAGE = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
    "<meta http-equiv=Content-Type content='text/html; charset=windows-1252'><title>Report</title>"
    "<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>Jane Roe</o:Author>"
    "</o:DocumentProperties></xml><![endif]--></head><body><div class=WordSection1>"
    "<p class=MsoTitle>The harbour in winter<o:p></o:p></p>"
    f"<p class=MsoNormal>{WORDS}\u201cQuoted\u201d<o:p></o:p></p><h1>Boats</h1>"
    f"{item('First', 1)}{item('Deeper', 2)}{item('Second', 1)}<p class=MsoNormal>{WORDS}</p>"
    f"{item('One', 1, '1.')}{item('Two', 1, '2.')}"
    "<table class=MsoTableGrid><tr><td><p class=MsoNormal>Day</p></td><td><p class=MsoNormal>High"
    "</p></td></tr><tr><td><p class=MsoNormal>Mon</p></td><td><p>5:10</p></td></tr></table>"
    f"<p class=MsoNormal><img src='report_files/a.png' alt='The quay'></p>"
    f"<p>{WORDS}</p></div></body></html>"
)


def test_a_document_saved_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "report.htm"
    path.write_bytes(PAGE.encode("cp1252"))
    (found,) = files.read(path)
    assert (found.title, found.byline) == ("The harbour in winter", "Jane Roe")
    said = write.to_text(page.of(found.body), None)
    assert "“Quoted”\n\nBoats\n\n- First\n  - Deeper\n- Second" in said
    assert "1. One\n2. Two" in said
    assert "Day | High\nMon | 5:10" in said
    assert 'src="report_files/a.png"' in found.body.content
    assert found.original == PAGE.encode("cp1252")


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "<html></html>",
        item("x", 9),
        item("x", 3) + "words" + item("y", 1),
        "<p class=MsoTitle>",
    ],
)
def test_scraps_are_read(odd: str) -> None:
    assert isinstance(wordpage.plain(f"<html><body>{odd}</body></html>"), str)
    wordpage.plain(odd)
