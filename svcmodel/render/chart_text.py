"""How wide a text is without a font at hand, and how a long one is broken or shortened.

The widths are those of DejaVu Sans, one of the widest of its kind, so that nothing meets or is cut
whatever sans-serif font a reader has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ELLIPSIS = "…"
BOLD = 1.13
"""How much wider bold letters are."""
_BLANKS = re.compile(r"[ \t\r\n]+")  # a blank that must not break a line stays
_USUAL = 0.65
_WIDTHS = {
    **dict.fromkeys("ijlIJ \u00a0.,·'íìîÍ|", 0.32),
    **dict.fromkeys("fr:;/-", 0.42),
    **dict.fromkeys("t!()[]", 0.41),
    **dict.fromkeys('sz–“”"', 0.53),
    **dict.fromkeys("cLç?", 0.6),
    **dict.fromkeys("aekovxyFPTYáé«»", 0.62),
    **dict.fromkeys("ABCRVXZÁ", 0.71),
    **dict.fromkeys("DHNUÚÑ&", 0.78),
    **dict.fromkeys("wGOQÓ+−=<>", 0.84),
    **dict.fromkeys("Mm%", 0.98),
    **dict.fromkeys("W—…@", 1.0),
}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text of letters of a size is at most."""
    wide = sum(_WIDTHS.get(sign, _wide(sign)) for sign in text) * size
    return round(wide * BOLD if bold else wide, 1)


def _wide(sign: str) -> float:
    """Of signs that are not in the table: letters of other scripts may be as wide as they are high."""
    return _USUAL if sign < "\u0250" else 1.0


def wrapped(
    text: str, room: float, size: float, lines: int = 2, *, bold: bool = False
) -> tuple[str, ...]:
    """A text in so many lines at most, none wider than `room`; what does not fit ends in "…"."""
    room = room / BOLD if bold else room
    found = list(_lines(_BLANKS.sub(" ", text).strip(), room, size))
    if len(found) <= lines:
        return tuple(found)
    return (*found[: lines - 1], shortened(" ".join(found[lines - 1 :]), room, size))


def shortened(text: str, room: float, size: float) -> str:
    """A text on one line no wider than `room`; where it is longer it ends after a word, with "…"."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + ELLIPSIS, size) > room:
        kept = kept[:-1]
    at_word = kept.rfind(" ")
    if at_word > len(kept) // 2:
        kept = kept[:at_word]
    return kept.rstrip(" ,;:.(–-") + ELLIPSIS


def _lines(text: str, room: float, size: float) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) <= room:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _pieces(word, room, size)
        yield from whole
    if line:
        yield line


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    """A word that is too wide for a line in pieces that are not, each but the last with a hyphen."""
    piece = ""
    for sign in word:
        if piece and text_width(piece + sign + "-", size) > room:
            yield piece + "-"
            piece = ""
        piece += sign
    yield piece
