"""Formulas as a line of text: TeX and MathML in the signs that people write by hand.

`x^2` becomes x², `\\frac{a}{b}` a/b, `\\alpha` α. What has no sign of its own keeps its name
without the backslash; nothing is worked out and nothing fails.
"""

from __future__ import annotations

import re
from typing import Any

from reader import text as texts

_LIMIT = 4_000  # characters; a longer formula stays as it is
_DEPTH = 40
_SIGNS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "infty": "∞", "partial": "∂", "nabla": "∇", "ell": "ℓ",
    "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "emptyset": "∅", "varnothing": "∅",
    "sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "surd": "√",
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆",
    "circ": "∘", "bullet": "•", "oplus": "⊕", "otimes": "⊗", "cap": "∩", "cup": "∪",
    "setminus": "∖", "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨", "neg": "¬", "lnot": "¬",
    "forall": "∀", "exists": "∃", "angle": "∠", "perp": "⊥", "parallel": "∥", "prime": "′",
    "degree": "°", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "lbrace": "{", "rbrace": "}", "vert": "|", "mid": "∣", "backslash": "\\", "square": "□",
}  # fmt: skip
_RELATIONS = {
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈",
    "equiv": "≡", "sim": "∼", "simeq": "≃", "cong": "≅", "propto": "∝", "ll": "≪", "gg": "≫",
    "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃",
    "supseteq": "⊇", "to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←", "mapsto": "↦",
    "Rightarrow": "⇒", "implies": "⇒", "Leftarrow": "⇐", "leftrightarrow": "↔",
    "Leftrightarrow": "⇔", "iff": "⇔", "longrightarrow": "⟶", "vdash": "⊢", "models": "⊨",
}  # fmt: skip
_SILENT = frozenset((
    "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "textstyle",
    "limits", "nolimits", "mathrm", "mathbf", "mathit", "mathsf", "mathcal", "mathbb", "mathfrak",
    "text", "textbf", "textit", "textrm", "mbox", "boldsymbol", "operatorname", "hat", "bar",
    "vec", "tilde", "dot", "overline", "underline", "widehat", "widetilde", "boxed", "label", "tag",
    "scriptstyle", "rm", "bf", "it", "nonumber", "notag", "hline", "hspace", "mathop",
))  # fmt: skip
_SPACES = frozenset((",", ";", ":", "!", " ", ">", "quad", "qquad", "enspace", "thinspace"))
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()in", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ᵢₙ")
_TOKEN = re.compile(r"\\([a-zA-Z]+|.)|([{}^_&])|(\s+)|([^\\{}^_&\s]+)", re.S)
_WHOLE = re.compile(r"[\w.]+|[(\[|][^()\[\]|]*[)\]|]")
_IN_TEXT = re.compile(
    r"\\\(((?:(?!\\\().){1,2000}?)\\\)|\\\[((?:(?!\\\[).){1,4000}?)\\\]|\$\$([^$]{1,4000})\$\$"
    r"|(?<![\w$\\])\$(?! )([^$\n]{1,400}?)(?<![ \\])\$(?![\w$])",
    re.S,
)
_SAYS_TEX = re.compile(r"\\[a-zA-Z]+|[\^_]|^[a-zA-Z]$|^[a-zA-Z]\s*[=<>+]")


def may_have_tex(markup: str) -> bool:
    """Whether formulas may stand in the text; quick."""
    return "$" in markup or "\\(" in markup or "\\[" in markup


def in_text(words: str) -> str:
    """Running text with the formulas in it, between the signs that MathJax knows, made readable."""
    return _IN_TEXT.sub(_formula, words) if "$" in words or "\\" in words else words


def _formula(found: re.Match[str]) -> str:
    source = found[4]
    if source is not None and not _SAYS_TEX.search(source):
        return found[0]  # two prices
    return from_tex(source or found[1] or found[2] or found[3] or "")


def from_tex(source: str) -> str:
    """A formula's TeX as a line of text."""
    if len(source) > _LIMIT:
        return source
    tokens = [found.groups() for found in _TOKEN.finditer(source)]
    said, _ = _group([(command, sign, space, word) for command, sign, space, word in tokens], 0, 0)
    return " ".join(said.split()).replace(" ;", ";") or source


_Token = tuple[str | None, str | None, str | None, str | None]


def _group(tokens: list[_Token], at: int, depth: int) -> tuple[str, int]:
    """What stands from `at` to the group's end, and where that is."""
    parts: list[str] = []
    while at < len(tokens):
        command, sign, space, word = tokens[at]
        if sign == "}":
            return "".join(parts), at + 1
        if sign in ("^", "_"):
            inner, at = _argument(tokens, at + 1, depth)
            parts.append(_script(inner, sign == "^"))
            continue
        at += 1
        if word:
            parts.append(word)
        elif space or sign == "&":
            parts.append(" ")
        elif sign == "{":
            inner, at = _group(tokens, at, depth + 1) if depth < _DEPTH else ("", at)
            parts.append(inner)
        elif command:
            said, at = _command(command, tokens, at, depth)
            parts.append(said)
    return "".join(parts), at


def _argument(tokens: list[_Token], at: int, depth: int) -> tuple[str, int]:
    """The next group, command or single character."""
    while at < len(tokens) and tokens[at][2]:
        at += 1
    if at >= len(tokens):
        return "", at
    command, sign, _, word = tokens[at]
    if sign == "{" and depth < _DEPTH:
        inner, at = _group(tokens, at + 1, depth + 1)
        return inner.strip(), at
    if command:
        said, at = _command(command, tokens, at + 1, depth + 1) if depth < _DEPTH else ("", at + 1)
        return said.strip(), at
    if word and len(word) > 1:
        tokens[at] = (None, None, None, word[1:])
        return word[0], at
    return word or "", at + 1


def _command(name: str, tokens: list[_Token], at: int, depth: int) -> tuple[str, int]:
    if name in _SIGNS:
        return _SIGNS[name], at
    if name in _RELATIONS:
        return f" {_RELATIONS[name]} ", at
    if name in ("frac", "dfrac", "tfrac"):
        above, at = _argument(tokens, at, depth)
        below, at = _argument(tokens, at, depth)
        return f"{_closed(above)}/{_closed(below)}", at
    if name == "binom":
        above, at = _argument(tokens, at, depth)
        below, at = _argument(tokens, at, depth)
        return f"C({above}, {below})", at
    if name == "sqrt":
        inner, at = _argument(tokens, at, depth)
        return "√" + _closed(inner), at
    if name in ("begin", "end"):
        _, at = _argument(tokens, at, depth)
        return " ", at
    if name == "\\":
        return "; ", at
    if name in _SPACES:
        return " ", at
    if name in _SILENT:
        return "", at
    return (f" {name} " if len(name) > 1 else name), at


def _closed(said: str) -> str:
    """In parentheses, unless it holds together by itself."""
    return said if _WHOLE.fullmatch(said) or len(said) < 2 else f"({said})"


def _script(said: str, raised: bool) -> str:
    table, sign = (_RAISED, "^") if raised else (_LOWERED, "_")
    if said in ("′", "∘", "°", "∗"):
        return "°" if said == "∘" else said
    if said and all(ord(char) in table for char in said):
        return said.translate(table)
    return sign + (said if len(said) == 1 else f"({said})") if said else ""


def from_mathml(el: Any) -> str:
    """A MathML element as a line of text: its alternative text or TeX if it has one."""
    said = el.get("alttext") or ""
    for note in el.iter("annotation") if not said else ():
        if "tex" in (note.get("encoding") or "").lower():
            said = note.text or ""
    if said:
        return from_tex(texts.page_lines(said))
    return " ".join(_mathml(el, 0).split())


def _mathml(el: Any, depth: int) -> str:
    if not isinstance(el.tag, str) or el.tag.startswith("annotation"):
        return ""
    if depth > _DEPTH:
        return "".join(el.itertext())
    parts = [_mathml(child, depth + 1).strip() for child in el if isinstance(child.tag, str)]
    tag = el.tag
    if tag == "mfrac" and len(parts) == 2:
        return f"{_closed(parts[0])}/{_closed(parts[1])}"
    if tag in ("msup", "mover") and len(parts) == 2:
        return parts[0] + _script(parts[1], True)
    if tag in ("msub", "munder") and len(parts) == 2:
        return parts[0] + _script(parts[1], False)
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return parts[0] + _script(parts[1], False) + _script(parts[2], True)
    if tag == "msqrt":
        return "√" + _closed("".join(parts))
    if tag == "mroot" and len(parts) == 2:
        return _script(parts[1], True) + "√" + _closed(parts[0])
    if tag == "mtable":
        return "; ".join(parts)
    if tag == "mtr":
        return " ".join(parts)
    if tag == "mspace":
        return " "
    own = " ".join((el.text or "").split())
    if tag == "mo" and own in _APART:
        own = f" {own} "
    tails = [" ".join((child.tail or "").split()) for child in el]
    return own + "".join(
        [part + tail for part, tail in zip(_joined(el, parts), tails, strict=False)]
    )


_APART = frozenset("=<>≤≥≠≈≡→⇒⇔∈∼")


def _joined(el: Any, parts: list[str]) -> list[str]:
    """The parts of a row, its relations with a space on either side."""
    children = [child for child in el if isinstance(child.tag, str)]
    return [
        f" {part} " if child.tag == "mo" and part in _APART else part
        for child, part in zip(children, parts, strict=True)
    ]
