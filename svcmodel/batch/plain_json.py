"""JSON read fast, where it means what the same text means in YAML."""

from __future__ import annotations

import json
import re
from typing import Any

from svcmodel.sources.strict_yaml import resolve

_AMBIGUOUS = re.compile(r"\.[0-9]{3}\s*[,}\]]")
_COLLECTIONS = (dict, list)
_END_OF_KEY = re.compile(rb'"\s*:')
_WIDE = (b"\t", b"\n", b"\r", b'"  ')
"""Signs without which no more than one space stands between a key and its colon."""


def plain_json(text: str, part: bytes) -> Any:
    """The data of a text; None where a key may stand twice, which the careful reader decides.

    `part`: the bytes of the text. Raises `ValueError`, `RecursionError`.
    """
    keys = _ends_of_keys(part)
    data = json.loads(text, parse_float=resolve if _AMBIGUOUS.search(text) else None)
    answers = data.get("answers") if type(data) is dict else None
    if type(answers) is dict and keys == len(data) + len(answers):
        return data  # most sheets by far: no mapping in them but the answers
    return data if keys == _keys(data) else None


def _ends_of_keys(part: bytes) -> int:
    """How many places may follow a key: no fewer than there are keys, of which some may be alike."""
    if any(sign in part for sign in _WIDE):
        return len(_END_OF_KEY.findall(part))
    return part.count(b'":') + part.count(b'" :')


def _keys(data: Any) -> int:
    """How many keys there are in all mappings."""
    if type(data) is dict:
        inside = [_keys(item) for item in data.values() if type(item) in _COLLECTIONS]
        return len(data) + sum(inside)
    return sum([_keys(item) for item in data]) if type(data) is list else 0
