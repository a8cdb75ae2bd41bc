"""Settings as one frozen value, read from one TOML file; each field's comment is its manual.

`tearsheet config path` prints where the file is, `tearsheet config edit` opens it. A missing file
means the defaults below. `TEARSHEET_CONFIG` names another file, `TEARSHEET_LIBRARY` another
library.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from reader.model import UsageError


@dataclass(frozen=True, slots=True)
class Config:
    """What the reader may choose. Unknown names and wrong types are refused with a sentence."""

    library: str = ""  # folder of the library; empty: the system's place for user data
    theme: str = "tearsheet-dark"  # tearsheet-dark, -light, -night, -paper, ansi-dark, or Textual's
    scheme: str = "vim"  # keys: vim, newsboat or arrows
    measure: int = 72  # width of the text in cells, 20 to 200
    justify: bool = False  # stretch the lines of the text to its width; `gj` changes it for now
    hyphenate: bool = True  # part long words at the ends of lines; `gh` changes it for now
    mark_new: bool = True  # after a screen down, a sign in the margin at the first line that is new
    ruler: bool = False  # dim all lines but the one being read and its neighbours; `gR`
    linear: bool = False  # for screen readers: the terminal's cursor stands on the line being read
    bidi: str = "reader"  # who orders right-to-left text: reader, or terminal for one that does it
    tables: str = "records"  # a table too wide for the page: records, or sideways to move it
    mark_read: str = "open"  # when an article becomes read: open, or never (by `m` alone)
    preview: bool = True  # show the article under the cursor beside the list without opening it
    browser: str = ""  # command that opens an address, which is its last argument; empty: system's
    editor: str = ""  # command of `e`; empty: $VISUAL, $EDITOR, then the pager
    refresh_every: int = 60  # minutes between two looks at a feed, unless it has its own interval
    refresh_on_start: bool = False  # refresh what is due when the program opens
    parallel: int = 16  # feeds that are fetched at the same time, 1 to 64
    parallel_per_host: int = 2  # and of those on one host, 1 to 16
    timeout: int = 30  # seconds that one feed may take in all, 1 to 600
    feed_megabytes: int = 10  # largest feed or page that is read, after decompression, 1 to 200
    pictures: bool = True  # fetch the pictures in the text of what is read or saved, and show them
    graphics: str = "auto"  # painted as blocks, kitty, sixel (in `V` alone), none, or as auto finds
    pictures_megabytes: int = 200  # kept of pictures of articles that are not saved, 0 to 100000
    keep: int = 0  # articles kept per feed besides unread, saved and tagged ones; 0: all
    keep_days: int = 0  # and days a read one is kept; 0: for good
    merge_same: bool = True  # a text that several feeds have is one in Unread, All and Today
    watch: bool = True  # look at followed directories as soon as something changes in them
    mouse: bool = True  # let the program see clicks and the wheel
    first_frame: bool = True  # show the last screen at once while the program starts
    keys: dict[str, list[str]] = field(default_factory=dict)  # own keys: command id = keys

    @property
    def looks(self) -> dict[str, str | int]:
        """What keys change too, and a session keeps."""
        names = ("theme", "measure", "justify", "hyphenate", "ruler", "linear")
        return {name: getattr(self, name) for name in names}


_CHOICES = {
    "scheme": ("vim", "newsboat", "arrows"),
    "mark_read": ("open", "never"),
    "graphics": ("auto", "blocks", "kitty", "sixel", "none"),
    "bidi": ("reader", "terminal"),
    "tables": ("records", "sideways"),
}
_RANGES: dict[str, tuple[int, int]] = {
    "measure": (20, 200),
    "refresh_every": (5, 60 * 24 * 365),
    "parallel": (1, 64),
    "parallel_per_host": (1, 16),
    "timeout": (1, 600),
    "feed_megabytes": (1, 200),
    "pictures_megabytes": (0, 100_000),
    "keep": (0, 1_000_000),
    "keep_days": (0, 36_500),
}


_MEND = "`tearsheet config edit` opens the file."


def config_path() -> Path:
    """Where the settings file is or would be."""
    named = os.environ.get("TEARSHEET_CONFIG")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir("tearsheet", appauthor=False)) / "config.toml"


def library_path(config: Config, named: str | None = None) -> Path:
    """The library's folder: `named`, `TEARSHEET_LIBRARY`, the setting, or the system's place."""
    chosen = named or os.environ.get("TEARSHEET_LIBRARY") or config.library
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("tearsheet", appauthor=False))


def load_config(path: Path | None = None) -> Config:
    """The settings in `path` (default: `config_path()`).

    Raises UsageError, naming the file and the line or setting, where it cannot be read.
    """
    path = path or config_path()
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; check its mode.") from None
    import tomllib

    try:
        said = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path} is no UTF-8 text in line {line}; save it as UTF-8.") from None
    except (ValueError, RecursionError) as error:  # tomllib's own error is a ValueError
        raise UsageError(f"{path} is no valid TOML: {error}; mend it there.") from None
    return Config(**{name: _checked(path, name, value) for name, value in said.items()})


def _checked(path: Path, name: str, value: Any) -> Any:
    """`value` if it fits the field `name`; raises UsageError otherwise."""
    kinds = {known.name: known.type for known in fields(Config)}
    if name not in kinds:
        raise UsageError(f"{path}: there is no setting {name!r}; {_MEND}")
    if name == "keys":
        return _checked_keys(path, value)
    wanted = {"str": str, "int": int, "bool": bool}[str(kinds[name])]
    if type(value) is not wanted:
        raise UsageError(
            f"{path}: {name} must be of type {wanted.__name__}, not {value!r}; {_MEND}"
        )
    if name in _CHOICES and value not in _CHOICES[name]:
        raise UsageError(f"{path}: {name} must be one of {', '.join(_CHOICES[name])}; {_MEND}")
    if name in _RANGES and isinstance(value, int):
        low, high = _RANGES[name]
        if not low <= value <= high:
            raise UsageError(f"{path}: {name} must be from {low} to {high}, not {value}; {_MEND}")
    return value


def _checked_keys(path: Path, value: Any) -> dict[str, list[str]]:
    if not isinstance(value, dict):
        raise UsageError(f"{path}: [keys] must be a table of command = key; {_MEND}")
    keys: dict[str, list[str]] = {}
    for command, bound in value.items():
        listed = bound if isinstance(bound, list) else [bound]
        if not all(isinstance(key, str) for key in listed):
            raise UsageError(
                f"{path}: the keys of {command} must be texts like 'g t' or 'ctrl+x'; {_MEND}"
            )
        keys[command] = listed
    return keys
