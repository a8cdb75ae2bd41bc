"""Every limit on what comes from outside, in one place (DESIGN section 7, security.md N2 and X3).

What is larger is refused with a sentence or cut with a note; nothing is read without a limit.
Sizes are bytes where the name says so, otherwise characters or things.
"""

from __future__ import annotations

from reader.text import SUMMARY_LIMIT, TEXT_LIMIT, TITLE_LIMIT

# Over the network
FEED_BYTES = 10 * 1024 * 1024  # an answer after decompression; config.feed_megabytes wins
HEADER_BYTES = 64 * 1024
REDIRECTS = 10
CONNECT_SECONDS = 10
READ_SECONDS = 15  # of silence
TOTAL_SECONDS = 30  # of one request with its redirects; config.timeout wins
RETRY_AFTER_SECONDS = 24 * 3600
DISCOVER_BYTES = 2 * 1024 * 1024  # of a page that are searched for feed links
CANDIDATES = 50  # feeds that a page may offer

# Of one parse in its own process
PARSE_SECONDS = 20
FILE_SECONDS = 60.0  # of one file of a kind that `apart` reads
PARSE_MEMORY_BYTES = 1024 * 1024 * 1024

# Of a feed document
SNIFF_BYTES = 4096
ENTRIES = 5_000  # of one document; the newest are kept
EVERY_MINUTES = 31 * 24 * 60  # longest interval that a publisher can wish for

# Of an article
TITLE = TITLE_LIMIT
SUMMARY = SUMMARY_LIMIT
BODY = TEXT_LIMIT
DECK = 1_000
NAME = 300  # byline, credit, source, dateline
AUTHORS = 20
ANSWERS = 200  # of a question that are kept
GUID = 2_000
ADDRESS = 8_000  # what text.web_address takes
ENCLOSURES = 100
UPDATES = 24  # times that one article may change only by its text
DEPTH = 200  # of JSON and HTML

# Of local files
FILE_BYTES = 20 * 1024 * 1024  # read at once, also after decompression
LARGE_BYTES = 1024 * 1024 * 1024  # of a text or mailbox that is taken in by itself, in parts
FILES = 200_000  # of one directory
FOLDER_DEPTH = 40
IGNORE_CHARACTERS = 64 * 1024  # of a .tearsheetignore
STEP_FILES = 500  # of a directory that are read and stored at once
STEP_BYTES = 8 * 1024 * 1024
COMPLAINTS = 100  # files of a directory that are named one by one
PAGE = 4 * 1024 * 1024  # characters of a web page that are searched for its article
RESIDUE_LINES = 500
FRONT_MATTER_BYTES = 64 * 1024
FILE_TAGS = 12  # that a file may give its article

# Of pictures
PICTURE_BYTES = 10 * 1024 * 1024  # of one
PICTURE_PIXELS = 40_000_000  # of one, as its head says, before anything is unpacked
PICTURES = 100  # of one article
PICTURE_SECONDS = 20  # of one request with its redirects; config.timeout wins where it is less
PICTURE_HOSTS = 4  # asked at the same time, one picture each
# Of a long text: what its rules see of it, and how it is parted
HEAD_BYTES = 256 * 1024
TAIL_BYTES = 64 * 1024
WHOLE_BYTES = 2 * 1024 * 1024  # up to here it is one article
PART_BYTES = 950_000  # about; no more than the search index takes of one article
WINDOW_BYTES = 64 * 1024  # before the end of a part, where a paragraph's end is looked for

# Of mail
MESSAGES = 100_000  # of one mailbox
MAIL_PARTS = 200
MAIL_DEPTH = 12

# Of books and PDFs
ARCHIVE_BYTES = 256 * 1024 * 1024  # of the file
UNPACKED_BYTES = 64 * 1024 * 1024  # of all that is read from it
ARCHIVE_NAMES = 20_000
ARCHIVE_RATIO = 200  # unpacked to packed
CHAPTER_BYTES = 8 * 1024 * 1024
CHAPTERS = 3_000
NOTES = 1_000  # of one chapter that stand in other files
NOTE = 4_000  # characters of one
PDF_PAGES = 5_000
# Of a web page
SCRIPTS = 50  # of JSON-LD that are read
JSON_NODES = 2_000  # objects in them
METAS = 500  # elements of metadata
TAGS = 60_000  # more of them, start and end, make trafilatura too slow: all text is kept then
BLOCKS = 50_000  # blocks that are judged
PAGES = 12  # that one article may be spread over
MOVES = 3  # times that a page may send its reader elsewhere by itself
PAUSE_SECONDS = 1.0  # between two pages of one host
FULL_TEXT_THREADS = 4  # hosts that are asked for pages at the same time
FULL_TEXT_PER_FEED = 50  # pages that one refresh fetches for a feed with "always full text"
FULL_TEXTS = 200  # and for all of them
FULL_TEXT_SECONDS = 600.0  # after which no further page is begun
PREFETCH = 1_000  # articles of one `prefetch`
