"""Which detector finds the encodings of texts, behind our own chain and alone.

Run: python tests/bench/charset.py [--wrong]
Samples are the texts of tests/data/encodings in every encoding they are met in, at four lengths.
"Right" is the text itself, not the encoding's name. `--wrong` lists what ours gets wrong.
chardet is not one of our dependencies: `pip install chardet` first.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reader.ingest import charset  # noqa: E402

LENGTHS = (60, 150, 400, 3_000)
GROUPS = {
    "UTF": ("utf", "hz", "iso2022"),
    "Western": ("cp1252", "iso8859_1", "mac_roman", "cp850"),
    "Cyrillic": ("cp1251", "koi8", "iso8859_5", "cp866", "mac_cyrillic"),
    "CJK": ("cp932", "euc", "gb18030", "big5", "cp949"),
}


def samples() -> Iterator[tuple[str, str, int, str]]:
    """Language, encoding, length, text."""
    texts = tomllib.loads((ROOT / "tests/data/encodings/texts.toml").read_text("utf-8"))
    for language, told in texts.items():
        for encoding in told["encodings"]:
            for length in LENGTHS:
                words = (told["text"] + "\n\n") * (length // len(told["text"]) + 1)
                words = words[:length]
                safe = words.encode(encoding, "ignore").decode(encoding)
                if not safe.isascii():
                    yield language, encoding, length, safe


def group(encoding: str) -> str:
    """The group of the table that an encoding belongs to."""
    if encoding in ("iso8859_15", "iso8859_1"):
        return "Western"
    for name, starts in GROUPS.items():
        if encoding.startswith(starts) and not encoding.startswith("iso8859_13"):
            return name
    return "other"


def no_detector(sample: bytes) -> str:
    """The chain alone."""
    return ""


def with_chardet(sample: bytes) -> str:
    """What chardet makes of it, as the chain asks."""
    import chardet

    found = chardet.detect(sample)
    return charset.codec(found["encoding"] or "") if (found["confidence"] or 0) > 0.1 else ""


def behind_the_chain(detector: Callable[[bytes], str]) -> Callable[[bytes], str]:
    """Our own decoding with another detector at its end."""

    def decode(data: bytes) -> str:
        charset._detected = detector
        return charset.decode(data)

    return decode


def alone(detector: Callable[[bytes], str]) -> Callable[[bytes], str]:
    """A detector without any chain in front."""
    return lambda data: data.decode(detector(data) or "cp1252", "replace").removeprefix("\ufeff")


def measure(name: str, decode: Callable[[bytes], str], wrong: bool = False) -> None:
    """One line of the table."""
    counts: dict[str, list[int]] = {}
    spent = 0.0
    for language, encoding, length, words in samples():
        data = words.encode(encoding)
        start = time.process_time()
        try:
            right = decode(data) == words
        except (LookupError, UnicodeError):
            right = False
        spent += time.process_time() - start
        for key in ("all", group(encoding), str(length)):
            counts.setdefault(key, []).append(right)
        if wrong and not right:
            print(f"  wrong: {language} in {encoding}, {length} characters", file=sys.stderr)
    columns = ["all", "UTF", "Western", "other", "Cyrillic", "CJK", *map(str, LENGTHS)]
    cells = [f"{sum(counts[key]) / len(counts[key]):8.2f}" for key in columns]
    print(f"{name:36}{''.join(cells)}{1000 * spent / len(counts['all']):8.2f}")


def main() -> None:
    """The table."""
    ours = charset._detected
    amount = sum(1 for _ in samples())
    encodings = {encoding for _, encoding, _, _ in samples()}
    print(f"{amount} samples, {len(encodings)} encodings; share right, CPU ms each")
    names = ["all", "UTF", "Western", "other", "Cyrillic", "CJK", *map(str, LENGTHS), "ms"]
    print(f"{'':36}{''.join(f'{name:>8}' for name in names)}")
    measure("charset-normalizer alone", alone(ours))
    measure("chain, no detector", behind_the_chain(no_detector))
    measure("chain, charset-normalizer (ours)", behind_the_chain(ours), "--wrong" in sys.argv)
    try:
        import chardet
    except ImportError:
        print("chardet is not installed")
        return
    measure(f"chardet {chardet.__version__} alone", alone(with_chardet))
    measure(f"chain, chardet {chardet.__version__}", behind_the_chain(with_chardet))


if __name__ == "__main__":
    main()
