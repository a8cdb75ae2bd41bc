"""Which panes are seen at which width, and the lines of the sidebar."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.model import Counts, Feed, Folder, Place, View
from reader.tui.layout import PANES, arrange
from reader.tui.sidebar import items


@given(st.integers(20, 400), st.sampled_from(PANES), st.booleans())
def test_the_focused_pane_is_always_seen_and_one_takes_the_rest(
    width: int, focus: str, zen: bool
) -> None:
    seen = arrange(width, focus, zen)  # type: ignore[arg-type]
    assert seen.shows(focus)  # type: ignore[arg-type]
    assert [seen.feeds, seen.list, seen.page].count(-1) == 1
    fixed = sum(cells for cells in (seen.feeds, seen.list, seen.page) if cells > 0)
    assert fixed < width


def test_three_two_and_one_columns() -> None:
    assert all(arrange(140, "list").shows(pane) for pane in PANES)
    assert [pane for pane in PANES if arrange(120, "list").shows(pane)] == ["list", "page"]
    assert [pane for pane in PANES if arrange(120, "feeds").shows(pane)] == ["feeds", "list"]
    assert [pane for pane in PANES if arrange(80, "page").shows(pane)] == ["page"]
    assert [pane for pane in PANES if arrange(200, "page", True).shows(pane)] == ["page"]


def _feed(id: int, folder: int | None, unread: int, error: str = "") -> Feed:
    return Feed(id=id, kind="web", url=f"http://x/{id}", title=f"Feed {id}", folder_id=folder,
                unread=unread, last_error=error)  # fmt: skip


def test_folders_nest_and_add_up_and_fold() -> None:
    folders = [Folder(1, None, "News", "News"), Folder(2, 1, "Tech", "News/Tech")]
    feeds = [_feed(1, 1, 2), _feed(2, 2, 3, "refused"), _feed(3, None, 0)]
    counts = Counts(feeds={1: 2, 2: 3, 3: 0}, tags={"later": 4})
    lines = items(feeds, folders, counts)
    by_view = {item.view: item for item in lines if item.view}
    assert by_view[View(Place.FOLDER, 1)].count == 5
    assert by_view[View(Place.FOLDER, 2)].depth == 1
    assert by_view[View(Place.FEED, 2)].mark == "!"
    assert by_view[View(Place.TAG, "later")].count == 4
    folded = items(feeds, folders, counts, frozenset({1}))
    assert View(Place.FEED, 1) not in {item.view for item in folded}
    assert next(i for i in folded if i.view == View(Place.FOLDER, 1)).count == 5
