"""What a directory feed needs to know its files again, and the reader's settings for it.

A stamp gets the file's inode, a hash of its bytes, the keys of its articles where it holds several,
and the second at which it was found gone: 0 for a file that is there.
"""

DIRECTORIES = """
ALTER TABLE stamp ADD COLUMN inode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stamp ADD COLUMN content BLOB NOT NULL DEFAULT x'';
ALTER TABLE stamp ADD COLUMN parts BLOB NOT NULL DEFAULT x'';
ALTER TABLE stamp ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN ignored TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN keep_removed INTEGER NOT NULL DEFAULT 0;
"""
