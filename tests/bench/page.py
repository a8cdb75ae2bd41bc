"""How long a body takes from bytes to lines, beside w3m, lynx and Textual's Markdown.

Run: python tests/bench/page.py
"""
from __future__ import annotations

import random


def body(size: int, seed: int = 7) -> str:
    """HTML of about `size` bytes as feeds send it: text, emphasis, links, lists, quotes, code."""
    chance = random.Random(seed)
    words = (
        "time people way water day part sound work place year back thing name sentence line set end "
        "another well large often hand high such follow act why ask men change went light kind off "
        "need house picture try us again animal point mother world near build self earth father any "
        "newspaper reporter yesterday government parliament, municipality. however, according"
    ).split()

    def prose(count: int) -> str:
        said = []
        for _ in range(count):
            word, roll = chance.choice(words), chance.random()
            if roll < 0.02:
                word = f"<b>{word}</b>"
            elif roll < 0.04:
                word = f"<em>{word} {chance.choice(words)}</em>"
            elif roll < 0.055:
                word = f'<a href="https://example.org/{word.strip(",.")}/{chance.randrange(9999)}">{word}</a>'
            elif roll < 0.06:
                word = f"<code>{word}()</code>"
            elif roll < 0.07:
                word = "“quoted” — naïve"
            said.append(word)
        return " ".join(said)

    parts: list[str] = []
    total = 0
    while total < size:
        roll = chance.random()
        if roll < 0.7:
            part = f"<p>{prose(chance.randrange(30, 120))}</p>\n"
        elif roll < 0.8:
            part = f"<h2>{prose(5)}</h2>\n"
        elif roll < 0.88:
            part = "<ul>\n" + "".join(f"<li>{prose(chance.randrange(4, 25))}</li>\n" for _ in range(5)) + "</ul>\n"
        elif roll < 0.94:
            part = f"<blockquote><p>{prose(40)}</p></blockquote>\n"
        elif roll < 0.98:
            part = "<pre><code>" + "\n".join("    value = function(argument, other)" for _ in range(8)) + "</code></pre>\n"
        else:
            part = '<figure><img src="https://example.org/a.jpg" alt="A picture"><figcaption>Caption</figcaption></figure>\n'
        parts.append(part)
        total += len(part)
    return "".join(parts)
