"""`tearsheet unread`: one number for a status bar, within a few milliseconds.

Only what is needed is imported; whatever is not plain sailing (an odd option, a settings file
that cannot be read, a library of another version) goes to the full command line, which has words
for it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def quick(words: list[str]) -> int | None:
    """Print the number for `[--library DIR] unread` and return 0; None: not as simple as that."""
    named = ""
    if len(words) == 3 and words[0] == "--library":
        named, words = words[1], words[2:]
    if words != ["unread"] or sys.stdout is None:
        return None
    folder = named or os.environ.get("TEARSHEET_LIBRARY") or _usual_folder()
    if not folder:
        return None
    number = _tally().unread(os.path.expanduser(folder))
    if number is None:
        return None
    try:
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    except OSError:
        return None
    return 0


def _tally() -> Any:
    """`reader.store.tally` without `reader.store` around it, whose imports take 25 ms."""
    from importlib.util import module_from_spec, spec_from_file_location

    path = os.path.join(os.path.dirname(os.path.dirname(__file__)), "store", "tally.py")
    spec = spec_from_file_location("reader.store.tally", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _usual_folder() -> str:
    """The library without a name given: the setting, else the system's place; "" in doubt."""
    import platformdirs

    settings = os.environ.get("TEARSHEET_CONFIG") or os.path.join(
        platformdirs.user_config_dir("tearsheet", appauthor=False), "config.toml"
    )
    try:
        with open(settings, "rb") as file:
            raw = file.read()
    except FileNotFoundError:
        raw = b""
    except OSError:
        return ""
    if b"library" in raw:
        import tomllib

        try:
            said = tomllib.loads(raw.decode("utf-8-sig")).get("library")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            return ""
        if said:
            return said if isinstance(said, str) else ""
    return platformdirs.user_data_dir("tearsheet", appauthor=False)
