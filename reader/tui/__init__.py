"""The screen: the only room that imports Textual."""

import os

# Textual paints at most this often a second and reads it at its import. At its own 60 an answer
# that is ready just after a frame waits up to 16 ms for the next one.
os.environ.setdefault("TEXTUAL_FPS", "120")
