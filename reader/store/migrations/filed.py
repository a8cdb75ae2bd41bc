"""Tags that a file gives to its article, told apart from the reader's own.

A tag that only the file gave goes out of sight with the article and comes back with it: so nothing
is kept, listed or counted for what a file says of itself. What the reader keeps stays whole.
"""

FILED = """
CREATE TABLE filed(                         -- tags that the file of an article names
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tag(id),
  own INTEGER NOT NULL DEFAULT 0,           -- the reader had set it before the file named it
  away INTEGER NOT NULL DEFAULT 0,          -- taken off while the article is out of sight
  PRIMARY KEY (article_id, tag_id)
) WITHOUT ROWID;

CREATE TRIGGER filed_goes AFTER UPDATE OF hidden ON article
WHEN OLD.hidden & 3 = 0 AND NEW.hidden & 3 AND NEW.saved_at IS NULL
  AND EXISTS (SELECT 1 FROM filed WHERE article_id = NEW.id)
  AND NOT EXISTS (SELECT 1 FROM tagging t WHERE t.article_id = NEW.id AND NOT EXISTS
    (SELECT 1 FROM filed f WHERE f.article_id = NEW.id AND f.tag_id = t.tag_id AND f.own = 0))
BEGIN
  UPDATE filed SET away = 1 WHERE article_id = NEW.id AND EXISTS
    (SELECT 1 FROM tagging t WHERE t.article_id = NEW.id AND t.tag_id = filed.tag_id);
  DELETE FROM tagging WHERE article_id = NEW.id;
END;
CREATE TRIGGER filed_comes AFTER UPDATE OF hidden ON article
WHEN OLD.hidden & 3 AND NEW.hidden & 3 = 0
  AND EXISTS (SELECT 1 FROM filed WHERE article_id = NEW.id AND away = 1)
BEGIN
  INSERT OR IGNORE INTO tagging
    SELECT article_id, tag_id, NEW.sort_at FROM filed WHERE article_id = NEW.id AND away = 1;
  UPDATE filed SET away = 0 WHERE article_id = NEW.id;
END;
"""
