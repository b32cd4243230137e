"""Objects of JSON taken apart into members, most of which were met before.

What stands between the braces of an object is its members, with commas between. A part of it that is a
whole object of one key with `{"` before it and `}` after it is that member, whatever stands around it;
so each member has to be read once, and is then known by its bytes. Objects that cannot be taken apart
this way have to be read whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from json import JSONDecodeError
from typing import Any, Final, Generic, NamedTuple, TypeVar

from svcmodel.batch.plain_json import plain_json
from svcmodel.errors import UnreadableInputError
from svcmodel.sources.text_files import decode

Said = TypeVar("Said")
MOST_REMEMBERED = 1 << 15
LONGEST_REMEMBERED = 200
"""Bytes; what is longer is somebody's own words and seldom comes again."""
MOST_DIGITS = 15
CLOSING: Final = (b"]", b"}")


class Style(NamedTuple):
    """How objects are spaced: what parts a key from its value, and members."""

    colon: bytes
    comma: bytes


class KnownMembers(Generic[Said]):
    """The members met so far, and what each says."""

    def __init__(self, ids: Iterable[str], said: Callable[[str, Any], Said]) -> None:
        """`ids`: usual keys; `said`: what a member says, by its key and value."""
        self.ids = {id_.encode(): id_ for id_ in ids}
        self.said = said
        self._known: dict[bytes, Said | None] = {}

    def of(self, member: bytes, style: Style) -> Said | None:
        """What a member says; it has no quote before its key. None for what may be a part of one."""
        if member in self._known:
            return self._known[member]
        said = self._read(member, style)
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        if len(member) <= LONGEST_REMEMBERED:
            self._known[member] = said
        return said

    def of_object(self, members: bytes, style: Style) -> list[Said] | None:
        """What the members of an object say, from the first key on; None: it has to be read whole."""
        pieces = members.split(style.comma)
        said: list[Any] = list(map(self._known.get, pieces))
        if None not in said:
            return said
        found: list[Said] = []
        at = 0
        for gap in [place for place, own in enumerate(said) if own is None]:
            if gap < at:
                continue
            found += said[at:gap]
            at, own = gap + 1, self.of(pieces[gap], style)
            if own is None:
                at = _end_of_list(pieces, gap)
                own = self.of(style.comma.join(pieces[gap:at]), style)
            if own is None:
                return None
            found.append(own)
        return found + said[at:]

    def _read(self, member: bytes, style: Style) -> Said | None:
        key, _, value = member.partition(style.colon)
        if key in self.ids:
            if _is_whole_number(value):
                return self.said(self.ids[key], int(value))
            text = usual_text(value[1:-1]) if value[:1] == b'"' == value[-1:] else ""
            if text and len(value) > 1:
                return self.said(self.ids[key], text)
        data = sound_object(b'{"' + member + b"}")
        if data is None or len(data) != 1:
            return None
        return self.said(*next(iter(data.items())))


def _end_of_list(pieces: Sequence[bytes], at: int) -> int:
    """Where a member that begins with a piece may end: lists hold commas too."""
    end = at + 1
    while end < len(pieces) and not pieces[end - 1].endswith(CLOSING):
        end += 1
    return end


def _is_whole_number(text: bytes) -> bool:
    """Whether it is one as JSON has it, and not a long one."""
    return text.isdigit() and len(text) <= MOST_DIGITS and (text[:1] != b"0" or len(text) == 1)


def usual_text(text: bytes) -> str:
    """A text that stands for itself between quotes; nothing where it needs a closer look."""
    if b"\\" in text or b'"' in text:
        return ""
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        return ""
    return decoded if decoded.isprintable() else ""


def sound_object(text: bytes) -> dict[str, Any] | None:
    """The object that a text is; None if it is none, or one in which a key may stand twice."""
    try:
        data = plain_json(decode(text, ""), text)
    except (UnreadableInputError, JSONDecodeError, RecursionError, ValueError):
        return None
    return data if type(data) is dict else None
