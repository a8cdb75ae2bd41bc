"""Plain texts become articles: the labelled texts, and what holds for any text at all."""

from __future__ import annotations

import json
import tomllib
from importlib import resources

import plaintruth
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import text
from reader.ingest import (
    bounds,
    lexicon,
    plaincredits,
    plaindates,
    plainnames,
    plainrules,
    plaintext,
)
from reader.text import iso

CASES = list(plaintruth.cases("work"))
LINES = st.sampled_from(
    [line for case in CASES for line in case.source.split("\n")]
    + ["", "\t", "    ", "-- ", "***", "[12]", "CHAPTER I", "Re: x", "From: a", "Subject: b"]
)


def total(part: str) -> plaintruth.Score:
    whole = plaintruth.Score()
    for case in plaintruth.cases(part):
        whole.add(plaintruth.score(case, plaintext.article(case.source)))
    return whole


def test_the_labelled_texts_reach_what_was_promised() -> None:
    whole = total("work")
    for name, floor in {
        "title": 0.97, "deck": 0.93, "byline": 0.95, "credit": 0.93, "source": 0.95,
        "dateline": 0.95, "published": 0.96,
    }.items():  # fmt: skip
        tally = whole.fields[name]
        assert tally.precision >= floor, name
        assert tally.recall >= floor, name
    assert whole.body.recall >= 0.99
    assert whole.residue.recall >= 0.97


def test_at_least_ten_languages_each_keep_their_body() -> None:
    languages: dict[str, plaintruth.Score] = {}
    for case in CASES:
        score = plaintruth.score(case, plaintext.article(case.source))
        languages.setdefault(case.truth["language"], plaintruth.Score()).add(score)
    assert len(languages) >= 10
    assert [name for name, score in languages.items() if score.body.recall < 0.98] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_labelled_text(case: plaintruth.Case) -> None:
    found = plaintext.article(case.source)
    assert bool(case.truth["title"]) == (found.title_from == "headline")
    score = plaintruth.score(case, found)
    assert not [note for note in score.notes if note.startswith(("lost", "line not", "paragraphs"))]


@settings(deadline=None, max_examples=150)
@given(st.lists(LINES, max_size=40))
def test_every_line_goes_to_one_place_and_nothing_is_lost(lines: list[str]) -> None:
    source = "\n".join(lines)
    labels = plaintext.labels_of(source)
    assert set(labels) == {n for n, line in enumerate(lines) if line.strip()}
    found = plaintext.article(source)
    assert found == plaintext.article(source)
    shown = _flat("\n".join((found.body.content, *found.residue, found.title, found.deck)))
    for n, label in labels.items():
        if label in ("body", "residue"):
            assert _flat(lines[n]).lstrip(">|") in shown  # without a quoting prefix


STORY = "Harbour wall gives way\n\n{}The wall gave way at night, the town of Farrow said.\n\n"
STORY += "Nobody was hurt, and the boats lie safe behind the mole.\n\n"


@pytest.mark.parametrize(
    ("facts", "tail"),
    [
        ("", "What our readers think\nOwl nests on a crane\nPool to close in May"),
        ("12 March 2021\n\n", "Tell us more?\nOwl nests on a crane"),
        ("May 2, 2021\n\n", "Tell us more?\n\nOwl nests on a crane\n\nPool shut\n\nOld bells ring"),
    ],
)  # fmt: skip
def test_the_run_of_short_lines_that_closes_a_page_goes(facts: str, tail: str) -> None:
    found = plaintext.article(STORY.format(facts) + tail)
    assert found.residue == tuple(filter(None, tail.split("\n")))


@pytest.mark.parametrize(
    "tail",
    [
        "Owl nests on a crane",  # one line
        "Tom Arbery (harbour office)\nPetra Lund (town hall)\nOld harbour of Farrow",
        "Ann Lee\nHarbour master of Farrow\nFarrow and Pinner",  # signed
        "How to get there\nBus 14 from the market\nDoors open at 7 pm",
        "Length: 3 miles\nTime: 2 hours\nFood: the Mole Inn",
        "- ropes for the boats\n- oil for the lamps\n- bread for a week",
        "The sea came in,\nthe wall went out,\nand nobody was there to shout",
        "barley\ncarrots\nonions\nsalt",  # names of things
    ],
)
def test_short_lines_of_an_article_close_it(tail: str) -> None:
    found = plaintext.article(STORY.format("12 March 2021\n\n") + tail)
    assert [line for line in tail.split("\n") if line not in found.body.content] == []


def test_a_group_of_values_stays_above_the_closing_run() -> None:
    box, run = "Bus 14 from the market\nDoors open at 7 pm", "Picked for you\nOwl nests on a crane"
    found = plaintext.article(STORY.format("12 March 2021\n\n") + f"{box}\n\n{run}")
    assert found.residue == tuple(run.split("\n"))


HEAD = "Harbour\nWall gives way at night\nThree boats sank, and nobody was hurt.\n{}\n\n"
BODY = "The wall of the harbour gave way on Monday, the town of Farrow said.\n\n"
BODY += "Nobody was hurt, and the other boats lie safe behind the mole.\n\n"


@pytest.mark.parametrize(
    ("facts", "byline", "credit", "day"),
    [
        ("Ann Lee\n12 March 2021", "Ann Lee", "", "2021-03-12"),
        ("Ann Lee\nHarbour correspondent\n12 March 2021", "Ann Lee", "", "2021-03-12"),
        ("12 March 2021 by Ann Lee\nShare", "Ann Lee", "", "2021-03-12"),
        ("12 March 2021 | Ann Lee in Farrow", "", "", "2021-03-12"),
        ("By Ann Lee, Tom Arbery and Eva Lund, GNX", "Ann Lee, Tom Arbery and Eva Lund", "", ""),
        ("By our reporter Ann Lee\n5 min read\n12 March 2021", "Ann Lee", "", "2021-03-12"),
        (
            "By Ann Lee\nThe mole of Farrow by night. (Tom Arbery/Reuters)",
            "Ann Lee",
            "Tom Arbery/Reuters",
            "",
        ),
        (
            "By Ann Lee\nThe mole of Farrow by night. Tom Arbery/Getty Images",
            "Ann Lee",
            "Tom Arbery/Getty Images",
            "",
        ),
        ("Ann Lee\nFoto’s Tom Arbery\n12 March 2021", "Ann Lee", "Tom Arbery", "2021-03-12"),
    ],
)
def test_lines_close_together_above_a_text_are_its_head(
    facts: str, byline: str, credit: str, day: str
) -> None:
    found = plaintext.article(HEAD.format(facts) + BODY)
    assert found.title == "Wall gives way at night"
    assert found.deck == "Three boats sank, and nobody was hurt."
    assert (found.byline, found.credit) == (byline, credit)
    assert (iso(found.published) or "")[:10] == day
    assert found.body.content == BODY.strip()


@pytest.mark.parametrize(
    "line",
    [
        "Joined: 12 March 2021",
        "Aries (Mar 21 - Apr 19)",
        "The mole on 12 March 2021, before the storm.",
    ],
)
def test_no_date_is_invented_from_a_line_of_another_kind(line: str) -> None:
    found = plaintext.article(f"Wall gives way at night\n\n{line}\n\n{BODY}")
    assert found.published is None


def test_the_first_sentence_of_a_clean_text_is_no_deck() -> None:
    first = "The wall of Farrow harbour gave way on Monday after a night of storm."
    more = "The wall, built in 1840, was to be mended in spring, the town said on Tuesday."
    found = plaintext.article(f"Harbour wall gives way\n\n{first}\n\n{more}\n\n{BODY}")
    assert not found.deck
    assert found.body.content.startswith(first)


@pytest.mark.parametrize(
    "foot",
    [
        "Reach Ann at ann@echo.example\nScoreboard presented by Dunmore Tire",
        "The Farrow Echo app: news where you are\nTell us what you saw",
        "Sign up for our weekly newsletter\nCrosswords and a tote for $4",
    ],
)
def test_what_a_page_says_at_its_foot_goes(foot: str) -> None:
    found = plaintext.article(f"Harbour wall gives way\nBy Ann Lee\n\n{BODY}{foot}")
    assert found.residue == tuple(foot.split("\n"))


@pytest.mark.parametrize(
    "close",
    [
        "The new wall costs £4,000.",
        "You can see it from the mole.\nCome at low water.",
        "Ever your affectionate\nMaud",
        "Derby v Watford\nChelsea v Birmingham\nBurnley v Leicester",
        "17:31\nGood evening, and thank you for staying with us.",
    ],
)
def test_what_an_article_says_at_its_end_stays(close: str) -> None:
    found = plaintext.article(f"Harbour wall gives way\nBy Ann Lee\n\n{BODY}{close}")
    assert [line for line in close.split("\n") if line not in found.body.content] == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ann Lee, Farrow Network", "Ann Lee"),
        ("Ann Lee - Kabar Pantai", "Ann Lee"),
        ("Ann Lee in Farrow", "Ann Lee"),
        ("Ann Lee | The Farrow Post", "Ann Lee"),
        ("Ann Lee for the Farrow Post", "Ann Lee"),
        ("Ann Lee, special to the Echo", "Ann Lee"),
        ("Ann Lee and agencies", "Ann Lee"),
        ("Ann Lee\nFARROW POST", "Ann Lee"),
        ("Ann Lee (now) and Tom Arbery (earlier)", "Ann Lee and Tom Arbery"),
        ("Night Wall, Farrow Harbour", ""),
        ("A+ A-", ""),
        ("NEWS PROVIDED BY", ""),
    ],
)
def test_a_name_beside_a_date_is_the_writers(line: str, name: str) -> None:
    found = plaintext.article(f"Harbour gives way\n{line}\n4 May 2020\n\n{BODY}")
    assert found.byline == name
    assert found.body.content == BODY.strip() or not name


def test_a_few_words_above_a_sentence_that_ends_are_the_headline() -> None:
    deck = "The town wants no anglers on its mole. That is small of it."
    found = plaintext.article(f"Let them fish\n{deck}\nBy Ann Lee\n4 May 2020\n\n{BODY}")
    assert (found.title, found.deck) == ("Let them fish", deck)


def test_points_above_a_text_are_no_headline() -> None:
    points = "The wall gave way on Monday\n\nThe town mends it in spring"
    found = plaintext.article(f"Story highlights\n\n{points}\n\n{BODY}")
    assert found.title_from == "text"


@pytest.mark.parametrize(
    "plea",
    [
        "Before you go, we ask you to support our journalism.\n\nIt takes a minute. Thank you.",
        "Enjoyed this? The Echo costs less than a pie. Take out a subscription",
        "Read the Echo anywhere. Get unlimited digital access from $2 an issue.",
    ],
)
def test_what_a_page_asks_for_below_a_text_goes(plea: str) -> None:
    found = plaintext.article(f"Harbour wall gives way\nBy Ann Lee\n\n{BODY}{plea}")
    assert found.residue == tuple(plea.split("\n\n"))


@pytest.mark.parametrize(
    "close",
    [
        "The paper lost four hundred subscribers that year.",
        "“You may keep your subscription,” she told the editor.",
        "You have to see it to believe it. It is our wall.",
    ],
)
def test_what_an_article_says_of_papers_stays(close: str) -> None:
    found = plaintext.article(f"Harbour wall gives way\nBy Ann Lee\n\n{BODY}{close}")
    assert close in found.body.content


def test_a_last_sentence_with_its_agency_stays_and_names_the_source() -> None:
    close = "The town decides in these days. (MTI)"
    found = plaintext.article(f"Harbour wall gives way\nBy Ann Lee\n\n{BODY}{close}")
    assert close in found.body.content
    assert found.source == "MTI"


def test_titles_of_other_articles_among_the_paragraphs_go() -> None:
    links = "Shad return to the river\nThe bath that nobody owned\nSewage closes the lake"
    page = "Home\nSearch\nShare this\nCopy link\nAdvertisement"
    found = plaintext.article(
        f"{page}\n\nHarbour wall gives way\nBy Ann Lee\n\n{BODY}{links}\n\n{BODY}"
    )
    assert [line for line in links.split("\n") if line in found.body.content] == []


def test_the_headline_of_a_page_stands_above_its_article_not_above_its_notice() -> None:
    notice = "We tell you here how this house handles what you give it, and why it does so at all."
    menu = "\n\n".join(
        ("Home", "Search", "Sport", "Weather", "Log in", "Facebook", "Twitter", "WhatsApp")
    )
    more = BODY * 4
    found = plaintext.article(f"{menu}\n\n{notice}\n\nWall of the harbour gives way\n\n{more}")
    assert found.title == "Wall of the harbour gives way"


@pytest.mark.parametrize("length", [280, 990, 1_010, 5_000])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_word_without_end_is_lost_nowhere(length: int, place: int) -> None:
    lines = ["Harbour wall gives way", "By Ann Lee", "The wall gave way at night, the town said."]
    lines.insert(place, "x" * length)
    found = plaintext.article("\n\n".join(lines))
    shown = "\n".join((found.body.content, *found.residue, found.title, found.deck))
    assert "x" * length in shown


def _flat(words: str) -> str:
    return "".join(words.split())


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=500))
def test_any_text_is_read_and_clean(source: str) -> None:
    found = plaintext.article(source)
    shown = found.title + found.body.content + "".join(found.residue)
    assert not [char for char in shown if ord(char) < 32 and char not in "\n\t"]


def test_a_long_line_and_many_lines_take_linear_time() -> None:
    assert plaintext.article("word " * 200_000).title_from == "text"
    many = plaintext.article("\n".join(f"Short line {n}" for n in range(20_000)))
    assert many.body.content.count("\n") == 19_999


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Roe", "Jane Roe"),
        ("BY JANE ROE AND JOHN DOE", "JANE ROE AND JOHN DOE"),
        ("By Jane Roe, Staff Writer", "Jane Roe"),
        ("by Ann Lee | May 4, 2020", "Ann Lee"),
        ("Von Anna Müller", "Anna Müller"),
        ("Par Hélène de La Tour", "Hélène de La Tour"),
        ("Por: Andrés Molina", "Andrés Molina"),
        ("di Marco Bassi", "Marco Bassi"),
        ("Door Joost van den Berg", "Joost van den Berg"),
        ("Av Lena Ström", "Lena Ström"),
        ("Autor: Marek Zieliński", "Marek Zieliński"),
        ("Автор: Ольга Зимина", "Ольга Зимина"),
        ("بقلم: سامر حداد", "سامر حداد"),
        ("מאת: דנה לוי", "דנה לוי"),
        ("记者：李明", "李明"),
        ("김민수 기자", "김민수"),
        ("Fiona Bright, political correspondent", "Fiona Bright"),
        ("Staff reports", "Staff reports"),
        ("Text messages aid the search", ""),
        ("Parmalat sues its bankers", ""),
        ("Von Berlin nach Paris in vier Stunden", ""),
        ("By Friday the water was gone.", ""),
        ("By . Jane Roe .", "Jane Roe"),
        ("Oprac. Jan Lis", "Jan Lis"),
        ("كتبت - سلمى حداد", "سلمى حداد"),
        ("Της Μαρίας Λύρα", "Της Μαρίας Λύρα"),
        ("By the Numbers", ""),
        ("Di lunedì non si lavora", ""),
    ],
)
def test_bylines(line: str, name: str) -> None:
    assert plainnames.byline(line) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Hadi Marwan / AP", "Hadi Marwan / AP"),
        ("Lena Ortiz/Reuters", "Lena Ortiz/Reuters"),
        ("Photo: Mikael Sund/Getty Images", "Mikael Sund/Getty Images"),
        ("Crédit photo : Jean Mahé / AFP", "Jean Mahé / AFP"),
        ("Fot. Jan Lis / PAP", "Jan Lis / PAP"),
        ("写真：田中誠／共同", "田中誠／共同"),
        ("LEAD/ZINC", ""),
        ("Photographs are not allowed", ""),
        ("Photos: A shore without a sea", ""),
    ],
)
def test_credits(line: str, name: str) -> None:
    assert plaincredits.credit(line) == name


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("Published 10:15 GMT, 4 March 2025", "2025-03-04T10:15:00Z"),
        ("Updated: August 9, 2023 at 6:14 pm | Published: August 9, 2023", "2023-08-09T00:00:00Z"),
        ("Stand: 09.05.2023, 08:41 Uhr", "2023-05-09T08:41:00Z"),
        ("Publié le 2 mai 2019 à 11h30, mis à jour le 3 mai 2019", "2019-05-02T11:30:00Z"),
        ("9 мая 2023, 08:41", "2023-05-09T08:41:00Z"),
        ("2023年05月09日 08:41", "2023-05-09T08:41:00Z"),
        ("입력 2023.05.09 08:41", "2023-05-09T08:41:00Z"),
        ("نشر في 9 مايو 2023", "2023-05-09T00:00:00Z"),
        ("9 במאי 2023, 08:41", "2023-05-09T08:41:00Z"),
        ("9 Mayıs 2023, 08:41", "2023-05-09T08:41:00Z"),
        ("2020. október 19. 07:00", "2020-10-19T07:00:00Z"),
        ("Wed 20 Mar 2019 13.41 GMT", "2019-03-20T13:41:00Z"),
        ("Monday", None),
        ("3 days ago", None),
        ("4 March", None),
    ],
)
def test_dates_of_lines(line: str, at: str | None) -> None:
    assert iso(plaindates.in_line(line)[0]) == at
    assert plaindates.is_line(line) == (line != "Monday")


def test_lists_and_tables_are_no_dates() -> None:
    for line in (
        "January    81.2     17",
        "May 2 was the day that Ruth left the farm.",
        "Room 2019",
    ):
        assert not plaindates.is_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our weekly newsletter", "Find Gulf Tribune on your TV", "Read more: The wall",
        "Lire aussi : Le mur", "Facebook Twitter Email", "© 2022 Westland Echo", "(BUTTON) Menu",
        "3 comments", "Auf Facebook teilen", "Подписывайтесь на наш канал", "相关阅读：墙",
    ],
)  # fmt: skip
def test_lines_of_the_page(line: str) -> None:
    assert plainrules.is_residue(line, len(line.split()))


@pytest.mark.parametrize(
    "line",
    [
        "Home is where the heart is",
        "Related to the king by marriage",
        "Close the door",
        "Live",
        "Más de cien personas fueron atendidas en la playa.",
    ],
)
def test_lines_of_an_article(line: str) -> None:
    assert not plainrules.is_residue(line, len(line.split()))


def test_the_lexicon_holds_phrases_only_once_in_a_list() -> None:
    for file in resources.files(lexicon).iterdir():
        if file.name.endswith(".toml"):
            for name, listed in tomllib.loads(file.read_text("utf-8")).items():
                assert all(isinstance(word, str) and word for word in listed), (file.name, name)
            language = file.name.removesuffix(".toml")
            assert lexicon.LANGUAGES[language] == tomllib.loads(file.read_text("utf-8")), language
    assert len(lexicon.LANGUAGES) >= 20


def test_the_language_is_found_or_left_open_never_wrong() -> None:
    said = [(plaintext.article(case.source).language, case.truth["language"]) for case in CASES]
    assert [pair for pair in said if pair[0] not in ("", pair[1])] == []
    assert sum(bool(found) for found, _ in said) >= 0.95 * len(said)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("one two three", 3),
        ("ein Wort für dich", 4),
        ("字" * 500, 238),  # a minute
        ("hello 世界", 2),
        ("สวัสดีครับ", 2),
        ("", 0),
    ],
)
def test_words_are_counted_as_they_are_read(words: str, count: int) -> None:
    assert text.count_words(words) == count


def test_an_article_can_be_written_as_json() -> None:
    found = plaintext.article(CASES[0].source)
    json.dumps(found.residue)
    assert len(found.residue) <= bounds.RESIDUE_LINES
