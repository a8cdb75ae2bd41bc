"""The full text of articles whose feed sends only a beginning, kept beside the feed's own.

`shown` says which of the two the reader sees. An empty `content` is a failure, in words in `error`.
Once an article is saved neither text changes any more; one may still be added beside the other.
"""

SQL = """
CREATE TABLE full_text(
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  format TEXT NOT NULL DEFAULT 'html',
  base TEXT NOT NULL DEFAULT '',
  content BLOB NOT NULL DEFAULT x'',        -- UTF-8, zlib level 1
  words INTEGER NOT NULL DEFAULT 0,
  url TEXT NOT NULL DEFAULT '',             -- where it came from
  note TEXT NOT NULL DEFAULT '',            -- what the reader should know of it
  error TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0,      -- that failed, in a row
  fetched_at INTEGER NOT NULL,
  shown INTEGER NOT NULL DEFAULT 0
);
ALTER TABLE feed ADD COLUMN full_text INTEGER NOT NULL DEFAULT 0;  -- always, for each new article
CREATE INDEX feed_full_text ON feed(id) WHERE full_text = 1;

CREATE TRIGGER full_text_arrives AFTER INSERT ON full_text WHEN NEW.content <> x'' BEGIN
  INSERT INTO restated(article_id) VALUES (NEW.article_id);
END;
CREATE TRIGGER full_text_restated AFTER UPDATE OF content ON full_text
WHEN NEW.content <> OLD.content BEGIN
  INSERT INTO restated(article_id) VALUES (NEW.article_id);
END;
CREATE TRIGGER saved_full_text_frozen
BEFORE UPDATE OF format, base, content, words, url ON full_text
WHEN OLD.content <> x''
  AND (SELECT saved_at FROM article WHERE id = OLD.article_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a saved article does not change');
END;
CREATE TRIGGER saved_full_text_stays BEFORE DELETE ON full_text
WHEN OLD.content <> x''
  AND (SELECT saved_at FROM article WHERE id = OLD.article_id) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a saved article is not deleted');
END;
"""
