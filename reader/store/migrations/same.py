"""A fingerprint of each article's text, so that the same text from two places is known as one.

NULL for texts that are too short to tell, and for those that came before.
"""

SAME = """
ALTER TABLE article ADD COLUMN same INTEGER;
CREATE INDEX article_same ON article(same) WHERE same IS NOT NULL;
"""
