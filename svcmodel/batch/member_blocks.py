"""Many objects of JSON taken apart into members at once; see `known_members.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from svcmodel.batch.known_members import CLOSING, KnownMembers, Style

PART: Final = -1
"""Stands for what is no member by itself."""
JOINED: Final = -2
"""Stands for the rest of a member of several pieces."""


class Pieces(NamedTuple):
    """Pieces of text: the different ones, for every piece which of them it is, and whose it is."""

    words: list[bytes]
    word: NDArray[np.int32]
    owner: NDArray[np.int64]

    def of(self, each: Sequence[int]) -> NDArray[np.int32]:
        """What is said of each different one, said of every piece."""
        found: NDArray[np.int32] = np.array(each, np.int32)[self.word]
        return found


class Members(NamedTuple):
    """The members of many objects: the number of each, and the object it is of.

    `whole`: the objects that have to be read whole, none of whose members are here.
    """

    numbers: NDArray[np.int32]
    objects: NDArray[np.int64]
    whole: NDArray[np.bool_]


def members_of(known: KnownMembers[int], objects: Sequence[bytes], style: Style) -> Members:
    """The members of objects of one style, each from its first key on; numbers are 0 or greater."""
    split = pc.split_pattern(pa.array(objects, pa.binary()), style.comma)
    encoded = split.flatten().dictionary_encode()
    owner = np.repeat(np.arange(len(objects)), np.diff(np.asarray(split.offsets)))
    pieces = Pieces(encoded.dictionary.to_pylist(), np.asarray(encoded.indices), owner)
    numbers = pieces.of([_number(known, word, style) for word in pieces.words])
    _join(known, pieces, numbers, style)
    whole = np.zeros(len(objects), np.bool_)
    whole[owner[numbers == PART]] = True
    there = (numbers >= 0) & ~whole[owner]
    return Members(numbers[there], owner[there], whole)


def _number(known: KnownMembers[int], member: bytes, style: Style) -> int:
    number = known.of(member, style)
    return PART if number is None else number


def _join(
    known: KnownMembers[int], pieces: Pieces, numbers: NDArray[np.int32], style: Style
) -> None:
    """Put the number of a member of several pieces in place of its first one's."""
    begins, ends = _joints(pieces, numbers)
    met: dict[bytes, int] = {}
    found = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        own = pieces.word[begin : end + 1]
        key = own.tobytes()
        if key not in met:
            member = style.comma.join([pieces.words[word] for word in own.tolist()])
            met[key] = _number(known, member, style)
        found.append(met[key])
    numbers[_between(begins, ends, len(numbers))] = JOINED
    numbers[begins] = found


def _joints(
    pieces: Pieces, numbers: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last of the pieces that may be one member: from a part to what ends a list."""
    closing = np.flatnonzero(pieces.of([word.endswith(CLOSING) for word in pieces.words]))
    parts = np.flatnonzero(numbers == PART)
    places = np.searchsorted(closing, parts)
    parts, places = parts[places < len(closing)], places[places < len(closing)]
    ends, first = np.unique(closing[places], return_index=True)
    begins = parts[first]
    inside = pieces.owner[begins] == pieces.owner[ends]
    return begins[inside], ends[inside]


def _between(begins: NDArray[np.int64], ends: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """What comes after a beginning, up to its end."""
    steps = np.zeros(size + 1, np.int8)
    np.add.at(steps, begins + 1, 1)
    np.add.at(steps, ends + 1, -1)
    between: NDArray[np.bool_] = np.cumsum(steps[:-1], dtype=np.int8) > 0
    return between
