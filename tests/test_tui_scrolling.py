"""Moving through a page: long tables, headings at the edge, folded places, long bodies in steps."""

from __future__ import annotations

import asyncio

from panes import PROSE, article, screen

ROWS = "".join(f"<tr><td>row {n}<td>{n * n}" for n in range(90))
TABLE = f"<p>before</p><table><tr><th>Name<th>Square{ROWS}</table><p>after</p>{PROSE}"


async def test_the_names_of_columns_stay_above_a_long_table() -> None:
    async with screen(80, 24) as at:
        at.pane.show(article(TABLE))
        first = await at.frame()
        assert sum("Name" in line for line in first) == 1
        seen: set[int] = set()
        for _ in range(12):
            frame = await at.frame()
            shown = [int(line.split("row ")[1].split()[0]) for line in frame if "row " in line]
            seen |= set(shown)
            if shown and shown[0] > 0 and len(shown) > 10:
                assert "Name" in frame[0]
            at.pane.scroll_screens(1)
        assert seen == set(range(90))
        for _ in range(16):
            frame = await at.frame()
            shown = [int(line.split("row ")[1].split()[0]) for line in frame if "row " in line]
            seen -= set(shown)
            at.pane.scroll_screens(-1)
        assert not seen
        assert "Name" not in (await at.frame())[0]


async def test_a_heading_is_not_left_alone_at_the_lower_edge() -> None:
    line = "<p>one line</p>"
    for before in range(8, 14):
        async with screen(60, 20) as at:
            at.pane.show(article(line * before + "<h2>The heading</h2>" + line * 30))
            await at.pilot.pause()
            at.pane.scroll_screens(1)
            frame = await at.frame()
            words = [shown.strip(" ▐") for shown in frame if shown.strip(" ▐")]
            assert words[-1] != "The heading"


async def test_a_long_body_is_laid_out_between_the_keys_and_nothing_moves() -> None:
    body = PROSE * 100
    async with screen(80, 24) as at:
        at.pane.show(article(body))
        assert not at.pane._sections.done
        first = await at.frame()
        at.pane.scroll_lines(5)
        before = (at.pane.top_line, at.pane.place)
        frame = await at.frame()
        for _ in range(500):
            if at.pane._sections.done:
                break
            await asyncio.sleep(0.02)
        assert at.pane._sections.done
        assert (at.pane.top_line, at.pane.place) == before
        assert [line.rstrip(" ▐") for line in await at.frame()] == [
            line.rstrip(" ▐") for line in frame
        ]
        assert at.pane.virtual_size.height == at.pane._sections.height
        at.pane.bottom()
        await at.pilot.pause()
        assert at.pane.at_end
        at.pane.top()
        assert (await at.frame())[:20] == first[:20]


async def test_places_in_the_middle_of_a_long_body_are_exact() -> None:
    body = PROSE * 40
    async with screen(80, 24) as at:
        at.pane.show(article(body), None, 150_003)
        await at.pilot.pause()
        assert at.pane.place == 150_003
        for width in (33, 140, 60, 80):
            await at.resize(width, 24)
            assert at.pane.place == 150_003
        at.pane.scroll_lines(1)
        at.pane.scroll_lines(-1)
        place = at.pane.place
        at.pane.show(article(body), None, place)
        await at.pilot.pause()
        assert at.pane.place == place


async def test_what_is_folded_keeps_its_places() -> None:
    inner = "<details><summary>Inner</summary><p>deepest</p></details>"
    folded = f"<p>one</p><details><summary>Outer</summary><p>deep</p>{inner}</details><p>last</p>"
    async with screen(60, 24) as at:
        at.pane.show(article(folded))
        shown = "\n".join(await at.frame())
        assert "▸ Outer" in shown
        assert "deep" not in shown
        at.pane.begin_find()
        at.pane.find("deepest")
        shown = "\n".join(await at.frame())
        assert "▾ Outer" in shown
        assert "deepest" in shown
        at.pane.end_find()
        assert at.pane.fold()
        at.pane.update_article(article(folded, saved=1))
        shown = "\n".join(await at.frame())
        assert "▸ Outer" in shown
        assert "last" in shown


async def test_wide_code_is_moved_by_key_names() -> None:
    async with screen(60, 24) as at:
        at.pane.show(article(f"<pre>{'0123456789' * 12}</pre>"))
        before = await at.frame()
        at.pane.sideways(1)
        assert await at.frame() != before
        at.pane.sideways(-1)
        assert await at.frame() == before


async def test_a_ruler_is_on_words_wherever_the_page_is_moved() -> None:
    gaps = "".join(f"<h2>Heading {n}</h2><hr><p>words {n}</p>" for n in range(40))
    async with screen(60, 17) as at:
        at.pane.show(article(gaps))
        await at.pilot.pause()
        at.pane.set_ruler(bright=True, cursor=True)
        moves = (1, 1, -0.5, 1, 0.5, -1, 1, 1)
        for move in moves:
            at.pane.scroll_screens(move)
            await at.pilot.pause()
            column, row = at.pane.cursor_cell
            frame = await at.frame()
            assert frame[row][column:].strip(" ▐")
        at.pane.bottom()
        await at.pilot.pause()
        assert (await at.frame())[at.pane.cursor_cell[1]].strip(" ▐") == "words 39"
        at.pane.empty(["nothing"])
        assert at.pane.cursor_cell[1] == 0
