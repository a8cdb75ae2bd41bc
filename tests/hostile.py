"""Texts that try to play tricks with a terminal or a program, and how to find what got through.

`PAYLOADS` are control sequences, invisible characters and bidi tricks; `MARKUP` is what Rich and
Textual would take for their own markup; `SHELL` is what a shell would run.
"""

from __future__ import annotations

import json
import re
from xml.sax.saxutils import escape

PAYLOADS: dict[str, str] = {
    "osc title": "\x1b]0;owned\x07",
    "osc title st": "\x1b]2;owned\x1b\\",
    "osc clipboard": "\x1b]52;c;b3duZWQ=\x1b\\",
    "osc clipboard bel": "\x1b]52;c;b3duZWQ=\x07",
    "osc link": "\x1b]8;;file:///etc/passwd\x1b\\x\x1b]8;;\x1b\\",
    "osc colours": "\x1b]4;1;rgb:00/00/00\x07",
    "osc notify": "\x1b]9;owned\x07",
    "osc iterm": "\x1b]1337;File=inline=1:AAAA\x07",
    "osc kitty": "\x1b]99;;owned\x1b\\",
    "csi colour": "\x1b[31mred\x1b[0m",
    "csi clear": "\x1b[2J\x1b[H",
    "csi up": "\x1b[5A\x1b[2K",
    "csi scroll": "\x1b[1;1r\x1b[9999T",
    "csi status": "\x1b[6n",
    "csi attributes": "\x1b[c\x1b[>c",
    "csi alternate": "\x1b[?1049h",
    "csi mouse": "\x1b[?1003h\x1b[?1006h",
    "csi paste": "\x1b[200~rm -rf ~\n\x1b[201~",
    "csi cursor": "\x1b[?25l",
    "csi window": "\x1b[3;0;0t\x1b[21t",
    "csi insert": "\x1b[4h\x1b[99@",
    "csi key": "\x1b[0;59;\"rm\";13p",
    "esc reset": "\x1bc",
    "esc charset": "\x1b(0lqqk\x1b(B",
    "esc keypad": "\x1b=\x1b>",
    "esc lone": "\x1b",
    "dcs sixel": "\x1bPq#0;2;0;0;0#0~~\x1b\\",
    "dcs settings": "\x1bP$q\"p\x1b\\",
    "apc kitty picture": "\x1b_Ga=T,f=24;AAAA\x1b\\",
    "pm": "\x1b^owned\x1b\\",
    "c1 csi": "\x9b31mred\x9b0m",
    "c1 osc": "\x9d0;owned\x9c",
    "c1 dcs": "\x90q\x9c",
    "c1 next line": "a\x85b\x84c",
    "nul": "a\x00b",
    "enquiry": "\x05",
    "bell": "\x07\x07",
    "backspace": "good\x08\x08\x08\x08evil",
    "carriage return": "good\revil",
    "shift out": "\x0elqqk\x0f",
    "vertical tab": "a\x0bb\x0cc",
    "delete": "a\x7f\x7fb",
    "bidi override": "\u202egnp.exe\u202c",
    "bidi isolates": "\u2066a\u2067b\u2068c\u2069\u200e\u200f\u061c",
    "invisible": "a\u200b\u2060\ufeff\u2063b\u180e\u3164\u115f\uffa0c",
    "tags": "a" + "".join(chr(0xE0000 + ord(one)) for one in "hidden") + "\U000e007f",
    "separators": "a\u2028b\u2029c",
    "zalgo": "z" + "\u0301\u0316\u035f" * 60,
    "noncharacters": "a\ufffe\uffff\ufdd0b\U0001ffffc",
    "loose joiners": "\u200d\u200d\u200c a \u200d",
}  # fmt: skip

MARKUP = (
    "[/]", "[/bold]", "[link=file:///x]y[/link]", "[@click=app.quit]x[/]", "[bold red]x",
    "[", "\\[x]", ":skull:", "[[]]", "[on #ff0000]", "%s %(x)s {0} {x.__class__}", "$title",
    "[link=javascript:alert(1)]z[/link]",
)  # fmt: skip

SHELL = (
    "$(touch {})", "`touch {}`", "; touch {}", "| touch {}", "&& touch {}", "\ntouch {}\n",
    "-x touch {}", "--help", "' ; touch {} '", '" ; touch {} "', "%0atouch {}", ">{}",
)  # fmt: skip

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u2069\u3164\ufeff\uffa0\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff"
    "\U0001fffe\U0001ffff]|[\u0300-\u036f]{9}"
)
_OWN_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def leaked(shown: str, *, terminal: bool = False) -> list[str]:
    """What of the forbidden is in an output, with a little around it; nothing when all is well.

    On a terminal our own colours and the line ends that the terminal makes are left out.
    """
    if terminal:
        shown = _OWN_COLOURS.sub("", shown).replace("\r\n", "\n")
    return [
        ascii(shown[max(0, found.start() - 20) : found.end() + 20])
        for found in FORBIDDEN.finditer(shown)
    ]


def references(payload: str) -> str:
    """As numeric character references, which expat refuses and lenient parsers take."""
    return "".join(
        f"&#{ord(one)};" if not one.isalnum() or not one.isascii() else one for one in payload
    )


def encodings(payload: str) -> dict[str, str]:
    """A payload as it can stand in the text of an XML element, in each way it can come."""
    return {
        "raw": escape(payload),
        "reference": references(payload),
        "double": escape(references(payload)),
        "cdata": f"<![CDATA[{payload}]]>",
        "html": escape(f"<p>{escape(payload)}</p>"),
    }


def rss(payload: str, encoded: str) -> bytes:
    """A feed with one encoding of a payload in each of its fields."""
    fields = "".join(
        f"<item><title>T {encoded} {number}</title><link>https://a.example/{number}?{encoded}</link>"
        f"<guid isPermaLink='false'>{number} {encoded}</guid><author>By {encoded}</author>"
        f"<dc:creator>By {encoded}</dc:creator><category>{encoded}</category>"
        f"<pubDate>{encoded}</pubDate><source url='https://s.example/'>From {encoded}</source>"
        f"<description>D {encoded} {number}</description>"
        f"<content:encoded>Body {encoded} <![CDATA[<a href='https://a.example/{payload}'>"
        f"{payload}</a><img alt='{payload}' src='x.png'>]]></content:encoded>"
        f"<enclosure url='https://a.example/a.mp3?{encoded.replace(chr(39), '')[:40]}'"
        " type='audio/mpeg' length='9'/></item>"
        for number in range(2)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed {encoded}</title><link>https://a.example/</link>"
        f"<description>About {encoded}</description><language>{encoded}</language>"
        f"{fields}</channel></rss>"
    ).encode("utf-8", "surrogatepass")


def json_feed(payload: str) -> bytes:
    """A JSON Feed with a payload, escaped as JSON escapes, in each of its fields."""
    item = {
        "id": f"1 {payload}",
        "url": f"https://a.example/{payload}",
        "title": f"T {payload}",
        "content_html": f"<p>Body {payload}</p>",
        "summary": f"D {payload}",
        "authors": [{"name": f"By {payload}"}],
        "tags": [payload],
        "attachments": [{"url": f"https://a.example/{payload}", "mime_type": payload}],
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"Feed {payload}",
        "description": payload,
        "home_page_url": f"https://a.example/{payload}",
        "items": [item, item | {"id": "2", "content_text": payload, "content_html": None}],
    }
    return json.dumps(feed).encode()
