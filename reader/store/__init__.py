"""The library on disk: the only room that holds SQL. Read `schema.py` first.

Subject modules hold plain functions whose first argument is the `Library`; nothing of SQLite
leaves this room: rows come out as the values of `reader.model`, failures as `LibraryError`.
"""

from reader.store.library import Library, open_library

__all__ = ["Library", "open_library"]
