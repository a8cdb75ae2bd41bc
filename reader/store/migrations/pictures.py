"""Pictures: what was fetched from an address, which articles show it, and feeds without any.

The bytes are files in the library's folder `files/`, named by their hash. One address may have
given several pictures over time; an article keeps to the one that it was given.
"""

from __future__ import annotations

PICTURES = """
CREATE TABLE picture(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL,
  hash TEXT NOT NULL DEFAULT '',            -- SHA-256 of its file in hex, '' where there is none
  type TEXT NOT NULL DEFAULT '',            -- png, jpeg, gif, webp, avif, bmp, svg
  width INTEGER NOT NULL DEFAULT 0,         -- pixels as it is to be seen, 0 where unknown
  height INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',           -- why there is no picture, in words
  fetched_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX picture_url ON picture(url, hash);
CREATE INDEX picture_hash ON picture(hash);
CREATE INDEX picture_used ON picture(used_at);
CREATE TABLE pictured(                      -- which article shows which picture
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  picture_id INTEGER NOT NULL REFERENCES picture(id) ON DELETE CASCADE,
  PRIMARY KEY (article_id, picture_id)
) WITHOUT ROWID;
CREATE INDEX pictured_picture ON pictured(picture_id);

ALTER TABLE feed ADD COLUMN pictures INTEGER NOT NULL DEFAULT 1;

CREATE TRIGGER picture_of_saved_stays BEFORE DELETE ON picture
WHEN OLD.hash <> '' AND EXISTS (SELECT 1 FROM pictured JOIN article ON article.id = article_id
  WHERE picture_id = OLD.id AND saved_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'a picture of a saved article is not deleted');
END;
CREATE TRIGGER picture_of_saved_frozen BEFORE UPDATE OF url, hash ON picture
WHEN OLD.hash <> '' AND EXISTS (SELECT 1 FROM pictured JOIN article ON article.id = article_id
  WHERE picture_id = OLD.id AND saved_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'a picture of a saved article does not change');
END;
CREATE TRIGGER pictured_of_saved_stays BEFORE DELETE ON pictured
WHEN (SELECT saved_at FROM article WHERE id = OLD.article_id) IS NOT NULL
  AND (SELECT hash FROM picture WHERE id = OLD.picture_id) <> '' BEGIN
  SELECT RAISE(ABORT, 'a saved article keeps its pictures');
END;
"""
