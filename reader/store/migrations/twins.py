"""The same text from several places is one in the lists that go over all feeds.

`twin_of` is the article that stands for this one there, 0 for one that stands for itself. What is
hidden has none and is none. Of shown articles with the same text all but one are twins of that
one, and so is one from another feed at the same address, as long as no feed has that address twice:
then it is no article's own. The first to arrive leads; when it goes, the next takes its place.
Triggers keep this, and how many twins there are, whoever inserts, hides, shows or deletes.

`address` is a fingerprint of the article's address, as `same` is one of its text. The fact
`merge_same` is 0 where nothing is merged; `store.same.settle` turns it.
"""

from __future__ import annotations

_TEXT = "FROM article o WHERE o.same = NEW.same AND o.hidden = 0 AND o.id <> NEW.id"
_PLACE = "FROM article o WHERE o.address = NEW.address AND o.hidden = 0 AND o.id <> NEW.id"
_LEADER = "iif(o.twin_of, o.twin_of, o.id)"
_MERGES = (
    f"(EXISTS (SELECT 1 {_TEXT}) OR EXISTS (SELECT 1 {_PLACE})) "
    "AND (SELECT value FROM fact WHERE name = 'merge_same') <> '0'"
)
_NOBODYS = f"(SELECT count(*) > count(DISTINCT o.feed_id) OR max(o.feed_id = NEW.feed_id) {_PLACE})"

# What was read under another name comes as read.
_JOIN = f"""
  UPDATE article SET twin_of = (SELECT {_LEADER} {_TEXT} ORDER BY o.id LIMIT 1)
  WHERE id = NEW.id AND EXISTS (SELECT 1 {_TEXT});
  UPDATE article SET twin_of = (SELECT {_LEADER} {_PLACE} ORDER BY o.id LIMIT 1)
  WHERE id = NEW.id AND twin_of = 0 AND EXISTS (SELECT 1 {_PLACE}) AND NOT {_NOBODYS};
  UPDATE article SET read = 1 WHERE id = NEW.id AND read = 0 AND twin_of <> 0
    AND (SELECT o.read FROM article o WHERE o.id = article.twin_of);
"""

# The next one leads: first the others follow it, then it follows nobody.
_PART = """
  UPDATE article SET twin_of = (SELECT min(id) FROM article WHERE twin_of = OLD.id)
  WHERE twin_of = OLD.id AND id > (SELECT min(id) FROM article WHERE twin_of = OLD.id);
  UPDATE article SET twin_of = 0 WHERE twin_of = OLD.id;
"""

TWINS = f"""
ALTER TABLE article ADD COLUMN address INTEGER;
ALTER TABLE article ADD COLUMN twin_of INTEGER NOT NULL DEFAULT 0;
CREATE INDEX article_address ON article(address) WHERE address IS NOT NULL;
CREATE INDEX article_twin ON article(twin_of) WHERE twin_of <> 0;
CREATE INDEX article_twins ON article(sort_at DESC, id DESC) WHERE hidden = 0 AND twin_of <> 0;

DROP INDEX article_all;
DROP INDEX article_unread;
DROP INDEX article_feed;
DROP INDEX article_feed_unread;
CREATE INDEX article_all ON article(sort_at DESC, id DESC) WHERE hidden = 0 AND twin_of = 0;
CREATE INDEX article_unread ON article(sort_at DESC, id DESC)
  WHERE hidden = 0 AND twin_of = 0 AND read = 0;
CREATE INDEX article_feed ON article(feed_id, sort_at DESC, id DESC, twin_of) WHERE hidden = 0;
CREATE INDEX article_feed_unread ON article(feed_id, sort_at DESC, id DESC, twin_of)
  WHERE hidden = 0 AND read = 0;

INSERT INTO tally VALUES ('twins', 0), ('unread_twins', 0);
DROP TRIGGER article_arrives_saved;
DROP TRIGGER article_turns_saved;
CREATE TRIGGER article_arrives_saved AFTER INSERT ON article WHEN NEW.saved_at IS NOT NULL BEGIN
  UPDATE tally SET amount = amount + CASE name WHEN 'saved' THEN 1 ELSE NEW.read = 0 END
  WHERE name IN ('saved', 'later');
END;
CREATE TRIGGER article_turns_saved AFTER UPDATE OF read, saved_at ON article
WHEN (NEW.saved_at IS NULL) <> (OLD.saved_at IS NULL)
  OR (NEW.saved_at IS NOT NULL AND NEW.read <> OLD.read) BEGIN
  UPDATE tally SET amount = amount + CASE name
    WHEN 'saved' THEN (NEW.saved_at IS NOT NULL) - (OLD.saved_at IS NOT NULL)
    ELSE (NEW.saved_at IS NOT NULL AND NEW.read = 0) - (OLD.saved_at IS NOT NULL AND OLD.read = 0)
    END
  WHERE name IN ('saved', 'later');
END;
CREATE TRIGGER article_turns_twin AFTER UPDATE OF read, twin_of ON article
WHEN (NEW.twin_of = 0) <> (OLD.twin_of = 0) OR (NEW.twin_of <> 0 AND NEW.read <> OLD.read) BEGIN
  UPDATE tally SET amount = amount + CASE name
    WHEN 'twins' THEN (NEW.twin_of <> 0) - (OLD.twin_of <> 0)
    ELSE (NEW.twin_of <> 0 AND NEW.read = 0) - (OLD.twin_of <> 0 AND OLD.read = 0)
    END
  WHERE name IN ('twins', 'unread_twins');
END;
CREATE TRIGGER article_leaves_twins AFTER DELETE ON article WHEN OLD.twin_of <> 0 BEGIN
  UPDATE tally SET amount = amount - CASE name WHEN 'twins' THEN 1 ELSE OLD.read = 0 END
  WHERE name IN ('twins', 'unread_twins');
END;

CREATE TRIGGER article_joins AFTER INSERT ON article
WHEN NEW.hidden = 0 AND {_MERGES} BEGIN
{_JOIN}
END;
CREATE TRIGGER article_joins_again AFTER UPDATE OF hidden ON article
WHEN NEW.hidden = 0 AND OLD.hidden <> 0 AND {_MERGES} BEGIN
{_JOIN}
END;
CREATE TRIGGER article_parts AFTER UPDATE OF hidden ON article
WHEN NEW.hidden <> 0 AND OLD.hidden = 0 BEGIN
{_PART}
  UPDATE article SET twin_of = 0 WHERE id = OLD.id AND twin_of <> 0;
END;
CREATE TRIGGER article_parts_for_good AFTER DELETE ON article WHEN OLD.hidden = 0 BEGIN
{_PART}
END;

INSERT INTO fact SELECT 'merge_same', NOT EXISTS (SELECT 1 FROM article);
"""
