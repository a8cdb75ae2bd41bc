"""The tables of `library.db`, their indexes, counters and guards, as numbered migrations.

Read this first. A new library runs all migrations from 0, an older one those it lacks, so there
is one source for both. Never change a migration that was released: append one, as a module of
`migrations/` named for what it brings.

Words (DESIGN section 2): times are whole seconds UTC; `sort_at` never changes, so that lists and
`tagging` may carry it; article ids grow for ever (AUTOINCREMENT), so that "what came since" and
the search index need only a number.

`article.hidden` is 0 for what is shown, else a sum of
  1  its feed was removed (the Saved places and search still show saved and tagged ones)
  2  it vanished from its directory
  4  the reader deleted it (the row stays until `upkeep` makes a tombstone of it)
  8  its text changed and it is being compared anew; never outside of a transaction
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reader.store.migrations import full_text
from reader.store.migrations.directories import DIRECTORIES
from reader.store.migrations.filed import FILED
from reader.store.migrations.pictures import PICTURES
from reader.store.migrations.same import SAME
from reader.store.migrations.twins import TWINS

APPLICATION_ID = 0x54736874  # "Tsht"

FEED_REMOVED = 1
VANISHED = 2
DELETED = 4
COMPARED = 8

VERSION_1 = """
CREATE TABLE fact(
  name TEXT PRIMARY KEY, value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE folder(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent_id INTEGER REFERENCES folder(id),
  name TEXT NOT NULL COLLATE NOCASE
);
CREATE UNIQUE INDEX folder_name ON folder(coalesce(parent_id, 0), name);

CREATE TABLE feed(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('web', 'directory', 'files', 'pages')),
  url TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  own_title TEXT NOT NULL DEFAULT '',
  shown TEXT GENERATED ALWAYS AS
    (CASE WHEN own_title <> '' THEN own_title WHEN title <> '' THEN title ELSE url END) VIRTUAL,
  site TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  folder_id INTEGER REFERENCES folder(id),
  articles INTEGER NOT NULL DEFAULT 0,      -- kept by triggers: shown articles
  unread INTEGER NOT NULL DEFAULT 0,        -- and those of them that are unread
  added INTEGER NOT NULL,
  removed_at INTEGER,                       -- soft: undo and adding again bring it back
  every INTEGER,                            -- the reader's own interval in minutes
  publisher_every INTEGER,                  -- and the publisher's wish (ttl, sy:updatePeriod)
  keep INTEGER,                             -- the reader's own number of articles to keep
  etag TEXT NOT NULL DEFAULT '',            -- validators, opaque as received,
  last_modified TEXT NOT NULL DEFAULT '',
  validator_url TEXT NOT NULL DEFAULT '',   -- and the address they belong to
  body_hash BLOB NOT NULL DEFAULT x'',
  last_checked INTEGER,
  last_success INTEGER,
  last_error TEXT NOT NULL DEFAULT '',
  failures INTEGER NOT NULL DEFAULT 0,      -- in a row
  gone INTEGER NOT NULL DEFAULT 0,
  gone_answers INTEGER NOT NULL DEFAULT 0,  -- in a row
  next_due INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX feed_due ON feed(next_due) WHERE removed_at IS NULL;
CREATE INDEX feed_folder ON feed(folder_id);

CREATE TABLE article(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  feed_id INTEGER NOT NULL REFERENCES feed(id),
  folder_id INTEGER,                        -- the feed's, so that a folder's list has an index
  key BLOB NOT NULL,                        -- the identity in its feed, see ingest/decide
  sort_at INTEGER NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,
  hidden INTEGER NOT NULL DEFAULT 0,
  saved_at INTEGER,
  hidden_at INTEGER,
  added INTEGER NOT NULL,
  published INTEGER,
  updated INTEGER,
  updates INTEGER NOT NULL DEFAULT 0,
  words INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL,
  title_from TEXT NOT NULL,
  byline TEXT NOT NULL,
  url TEXT NOT NULL,
  language TEXT NOT NULL,
  summary TEXT NOT NULL,
  content_hash BLOB NOT NULL
);
CREATE UNIQUE INDEX article_key ON article(feed_id, key);
CREATE INDEX article_all ON article(sort_at DESC, id DESC) WHERE hidden = 0;
CREATE INDEX article_unread ON article(sort_at DESC, id DESC) WHERE hidden = 0 AND read = 0;
CREATE INDEX article_feed ON article(feed_id, sort_at DESC, id DESC) WHERE hidden = 0;
CREATE INDEX article_feed_unread ON article(feed_id, sort_at DESC, id DESC)
  WHERE hidden = 0 AND read = 0;
CREATE INDEX article_folder ON article(folder_id, sort_at DESC, id DESC)
  WHERE hidden = 0 AND folder_id IS NOT NULL;
CREATE INDEX article_folder_unread ON article(folder_id, sort_at DESC, id DESC)
  WHERE hidden = 0 AND folder_id IS NOT NULL AND read = 0;
CREATE INDEX article_saved ON article(sort_at DESC, id DESC) WHERE saved_at IS NOT NULL;
CREATE INDEX article_later ON article(sort_at DESC, id DESC)
  WHERE saved_at IS NOT NULL AND read = 0;
CREATE INDEX article_archive ON article(sort_at DESC, id DESC)
  WHERE saved_at IS NOT NULL AND read = 1;
CREATE INDEX article_hidden ON article(feed_id, hidden, hidden_at) WHERE hidden <> 0;

CREATE TABLE body(
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  format TEXT NOT NULL,
  base TEXT NOT NULL,
  content BLOB NOT NULL,                    -- UTF-8, zlib level 1
  deck TEXT NOT NULL,
  credit TEXT NOT NULL,
  source TEXT NOT NULL,
  dateline TEXT NOT NULL,
  residue TEXT NOT NULL,                    -- JSON array of lines; '' for none
  enclosures TEXT NOT NULL,                 -- JSON array of [url, type, length]; '' for none
  original_path TEXT NOT NULL
);
CREATE TABLE original(
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  bytes BLOB NOT NULL                       -- the untouched file, zlib level 1
);

CREATE TABLE tag(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  articles INTEGER NOT NULL DEFAULT 0       -- kept by triggers: those not deleted
);
CREATE TABLE tagging(
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tag(id),
  sort_at INTEGER NOT NULL,
  PRIMARY KEY (article_id, tag_id)
) WITHOUT ROWID;
CREATE INDEX tagging_tag ON tagging(tag_id, sort_at DESC, article_id DESC);

CREATE TABLE tally(                         -- kept by triggers: 'saved' and 'later'
  name TEXT PRIMARY KEY, amount INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO tally VALUES ('saved', 0), ('later', 0);

CREATE TABLE tombstone(                     -- keys that must not come back as new
  feed_id INTEGER NOT NULL REFERENCES feed(id) ON DELETE CASCADE,
  key BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (feed_id, key)
) WITHOUT ROWID;
CREATE TABLE stamp(                         -- files of directory feeds as last seen
  feed_id INTEGER NOT NULL REFERENCES feed(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  key BLOB NOT NULL,
  PRIMARY KEY (feed_id, path)
) WITHOUT ROWID;

CREATE TABLE place(                         -- where the reader stopped in an article
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  at INTEGER NOT NULL
);
CREATE TABLE session(
  name TEXT PRIMARY KEY, value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE act(                           -- what can be undone, oldest first
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  at INTEGER NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0,
  facts TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE act_part(
  act_id INTEGER NOT NULL REFERENCES act(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  ids BLOB NOT NULL,                        -- int64 little-endian, zlib
  was BLOB NOT NULL,                        -- what each had before, where that differs
  PRIMARY KEY (act_id, number)
) WITHOUT ROWID;

CREATE TABLE restated(                      -- articles whose entry in search.db is out of date
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL
);

-- counters ---------------------------------------------------------------------------------
CREATE TRIGGER article_arrives AFTER INSERT ON article WHEN NEW.hidden = 0 BEGIN
  UPDATE feed SET articles = articles + 1, unread = unread + (NEW.read = 0)
  WHERE id = NEW.feed_id;
END;
CREATE TRIGGER article_leaves AFTER DELETE ON article WHEN OLD.hidden = 0 BEGIN
  UPDATE feed SET articles = articles - 1, unread = unread - (OLD.read = 0)
  WHERE id = OLD.feed_id;
END;
CREATE TRIGGER article_turns AFTER UPDATE OF read, hidden ON article
WHEN (NEW.hidden = 0) <> (OLD.hidden = 0) OR (NEW.hidden = 0 AND NEW.read <> OLD.read) BEGIN
  UPDATE feed SET
    articles = articles + (NEW.hidden = 0) - (OLD.hidden = 0),
    unread = unread + (NEW.hidden = 0 AND NEW.read = 0) - (OLD.hidden = 0 AND OLD.read = 0)
  WHERE id = NEW.feed_id;
END;
CREATE TRIGGER article_arrives_saved AFTER INSERT ON article WHEN NEW.saved_at IS NOT NULL BEGIN
  UPDATE tally SET amount = amount + CASE name WHEN 'saved' THEN 1 ELSE NEW.read = 0 END;
END;
CREATE TRIGGER article_turns_saved AFTER UPDATE OF read, saved_at ON article
WHEN (NEW.saved_at IS NULL) <> (OLD.saved_at IS NULL)
  OR (NEW.saved_at IS NOT NULL AND NEW.read <> OLD.read) BEGIN
  UPDATE tally SET amount = amount + CASE name
    WHEN 'saved' THEN (NEW.saved_at IS NOT NULL) - (OLD.saved_at IS NOT NULL)
    ELSE (NEW.saved_at IS NOT NULL AND NEW.read = 0) - (OLD.saved_at IS NOT NULL AND OLD.read = 0)
    END;
END;
CREATE TRIGGER tagging_arrives AFTER INSERT ON tagging BEGIN
  UPDATE tag SET articles = articles + 1
  WHERE id = NEW.tag_id AND (SELECT hidden FROM article WHERE id = NEW.article_id) < 4;
END;
CREATE TRIGGER tagging_leaves AFTER DELETE ON tagging BEGIN
  UPDATE tag SET articles = articles - 1
  WHERE id = OLD.tag_id AND (SELECT hidden FROM article WHERE id = OLD.article_id) < 4;
END;
CREATE TRIGGER article_turns_tagged AFTER UPDATE OF hidden ON article
WHEN (NEW.hidden < 4) <> (OLD.hidden < 4) BEGIN
  UPDATE tag SET articles = articles + (NEW.hidden < 4) - (OLD.hidden < 4)
  WHERE id IN (SELECT tag_id FROM tagging WHERE article_id = NEW.id);
END;
CREATE TRIGGER feed_moves AFTER UPDATE OF folder_id ON feed
WHEN NEW.folder_id IS NOT OLD.folder_id BEGIN
  UPDATE article SET folder_id = NEW.folder_id WHERE feed_id = NEW.id;
END;

-- what search.db has to hear ---------------------------------------------------------------
CREATE TRIGGER article_restated AFTER UPDATE OF title, byline ON article BEGIN
  INSERT INTO restated(article_id) VALUES (NEW.id);
END;
CREATE TRIGGER body_restated AFTER UPDATE OF content, deck ON body BEGIN
  INSERT INTO restated(article_id) VALUES (NEW.article_id);
END;
CREATE TRIGGER article_gone AFTER DELETE ON article BEGIN
  INSERT INTO restated(article_id) VALUES (OLD.id);
END;

-- what is saved stays as it was saved ------------------------------------------------------
CREATE TRIGGER saved_article_frozen
BEFORE UPDATE OF id, feed_id, key, sort_at, added, published, updated, words, title, title_from,
  byline, url, language, summary ON article
WHEN OLD.saved_at IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a saved article does not change');
END;
CREATE TRIGGER saved_article_stays BEFORE DELETE ON article WHEN OLD.saved_at IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a saved article is not deleted');
END;
CREATE TRIGGER saved_body_frozen BEFORE UPDATE ON body
WHEN (SELECT saved_at FROM article WHERE id = OLD.article_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a saved article does not change');
END;
CREATE TRIGGER saved_body_stays BEFORE DELETE ON body
WHEN (SELECT saved_at FROM article WHERE id = OLD.article_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a saved article is not deleted');
END;
CREATE TRIGGER saved_original_frozen BEFORE UPDATE ON original
WHEN (SELECT saved_at FROM article WHERE id = OLD.article_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a saved article does not change');
END;
CREATE TRIGGER saved_original_stays BEFORE DELETE ON original
WHEN (SELECT saved_at FROM article WHERE id = OLD.article_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a saved article is not deleted');
END;
CREATE TRIGGER feed_of_saved_stays BEFORE DELETE ON feed
WHEN EXISTS (SELECT 1 FROM article WHERE feed_id = OLD.id AND saved_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'a feed with saved articles is not deleted');
END;

INSERT INTO fact VALUES ('identity', lower(hex(randomblob(16))));
"""


class Migration(NamedTuple):
    """One step of the schema: what it is for in words, and the SQL or the function that does it."""

    words: str
    step: str | Callable[[sqlite3.Connection], None]


MIGRATIONS: tuple[Migration, ...] = (
    Migration("the first library", VERSION_1),
    Migration("pictures", PICTURES),
    Migration("the full text of articles beside the feed's own", full_text.SQL),
    Migration("files known again by content, and settings of directories", DIRECTORIES),
    Migration("the same text from several places", SAME),
    Migration("the same text shown once", TWINS),
    Migration("tags that files give to their articles", FILED),
)


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script one by one, triggers whole.

    `executescript` would commit first; a migration must be one transaction.
    """
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending


def migrate(db: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Brings an open database to the newest version: all missing steps in one transaction.

    Raises sqlite3.Error with everything rolled back; foreign keys are checked before the commit.
    The caller has made a copy. Does nothing when another process was quicker.
    """
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN IMMEDIATE")
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        for migration in migrations[version:]:
            if isinstance(migration.step, str):
                for statement in statements(migration.step):
                    db.execute(statement)
            else:
                migration.step(db)
        broken = db.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise sqlite3.IntegrityError(f"a row of {broken[0]} lost what it refers to")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {max(version, len(migrations))}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")
