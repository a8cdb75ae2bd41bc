"""Tearsheet: a newsreader for the terminal."""

__version__ = "0.1.0"

# Where server operators find who is asking; example.org until the project has a site.
HOME = "https://example.org/tearsheet"
