"""The Textual app: themes, colours, the main screen, and the way in and out."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from textual.app import App

from reader import errorlog
from reader.config import Config
from reader.model import ReaderError
from reader.store import Library, open_library
from reader.tui import frame
from reader.tui.library import LibraryScreen
from reader.tui.theme import OURS, fallback


class TearsheetApp(App[None]):
    """Tearsheet on a terminal."""

    CSS_PATH = "style.tcss"
    TITLE = "Tearsheet"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = []  # noqa: RUF012 (the command table holds all keys)

    def __init__(self, library: Library, config: Config) -> None:
        plain = bool(os.environ.get("NO_COLOR"))
        # With NO_COLOR only an ANSI theme chosen in the constructor is really without colour.
        super().__init__(ansi_color=plain)
        self.library = library
        self.config = config
        self.farewell = ""
        self.animation_level = "none"
        for theme in OURS:
            self.register_theme(theme)
        self.library_screen = LibraryScreen(library, config)
        wanted = str(self.library_screen.kept.get("theme") or config.theme)
        if wanted not in self.available_themes:
            wanted = "tearsheet-dark"
        self.theme = "ansi-dark" if plain else wanted

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return fallback(self.current_theme)

    def get_default_screen(self) -> LibraryScreen:
        return self.library_screen

    def on_ready(self) -> None:
        gc.freeze()
        gc.enable()

    def _fatal_error(self) -> None:
        # Textual would print a traceback with local variables, which hold the reader's texts.
        if self._exception is not None:
            self.farewell = errorlog.note(self.library.folder, self._exception)
        self._close_messages_no_wait()

    def exit(self, *args: object, **kwargs: object) -> None:
        """Keeps the place and the last frame, then ends."""
        try:
            self.library_screen.leave()
        except ReaderError as error:
            # The place could not be kept (a full disk); that must not keep anybody here.
            self.farewell = str(error)
        if self.config.first_frame and self.screen is self.library_screen:
            size = self.size
            lines = [
                strip.render(self.console)
                for strip in self.library_screen._compositor.render_strips(size)
            ]
            frame.keep(self.library.folder, lines, (size.width, size.height))
        super().exit()


def run(folder: Path, config: Config) -> int:
    """Opens the library in `folder` on this terminal and stays until the reader leaves.

    Raises LibraryError where the library cannot be opened, UsageError for wrong keys.
    """
    library = open_library(folder)
    app = TearsheetApp(library, config)
    app.run(mouse=config.mouse)
    library.close()
    if app.farewell:
        sys.stderr.write(f"tearsheet: {app.farewell}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads of Textual and the interpreter's own end would hold the terminal for 240 ms more.
    os._exit(app.return_code or 0)
