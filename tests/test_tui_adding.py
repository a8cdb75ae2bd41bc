"""Adding and refreshing a folder from the screen: how far it is, the end, and stopping it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from test_tui_flows import frame, reading

from reader.config import Config
from reader.store import Library, feeds
from reader.tui import feeding

FILES = 600  # more than are stored at once


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_text(f"Note {number}\n\nOf this and that.\n")
        os.utime(folder / f"{number}.txt", (1_700_000_000, 1_700_000_000))
    return folder


async def test_adding_and_refreshing_a_folder_say_how_far_they_are(
    library: Library, notes: Path
) -> None:
    config = Config(first_frame=False, watch=False)  # else the watcher is first
    async with reading(library, config=config) as hands:
        feeding.answer_add(hands.screen, str(notes))
        await hands.until(lambda: f"notes: 0 of {FILES} files" in frame(hands.app))
        await hands.until(lambda: f"notes is there, with {FILES} articles." in frame(hands.app))
        assert not hands.screen.status.busy
        for path in notes.iterdir():
            path.write_text("Another note\n\nOf something else.\n")
            os.utime(path, (1_700_000_100, 1_700_000_100))
        feeding.refresh_this(hands.screen)
        await hands.until(lambda: f"of {FILES} files" in frame(hands.app))
        await hands.until(lambda: "0 new articles." in frame(hands.app))


async def test_adding_a_folder_can_be_stopped(library: Library, notes: Path) -> None:
    async with reading(library) as hands:
        feeding.answer_add(hands.screen, str(notes))
        await hands.until(lambda: f"of {FILES} files" in frame(hands.app))
        await hands.press("ctrl+x")
        await hands.until(lambda: "The adding was stopped" in frame(hands.app))
        assert feeds.all_feeds(library) == []
        feeding.answer_add(hands.screen, str(notes))
        await hands.until(lambda: f"with {FILES} articles." in frame(hands.app))


async def test_what_cannot_be_added_is_a_sentence(library: Library, tmp_path: Path) -> None:
    async with reading(library) as hands:
        feeding.answer_add(hands.screen, str(tmp_path / "nothing"))
        await hands.until(lambda: "nothing does not exist" in frame(hands.app))
