"""Reading a text file safely: it exists, is not too large, and is UTF-8 text."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path

from svcmodel.errors import Problem, UnreadableInputError
from svcmodel.sources.strict_yaml import Document, parse_yaml

MAX_BYTES = 5_000_000
USUAL_BYTES = 1 << 16
STDIN = "-"

_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(file: Path | Traversable | str, name: str = "") -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises `UnreadableInputError`: E001 missing, E002 a folder, E003 too large, E006 not allowed.
    """
    name = name or str(file)
    try:
        if file == STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else None
        else:
            target = Path(file) if isinstance(file, str) else file
            with target.open("rb") as stream:
                data = stream.read(USUAL_BYTES)  # room for the most takes longer than reading
                if len(data) == USUAL_BYTES:
                    data += stream.read(MAX_BYTES + 1 - USUAL_BYTES)
    except FileNotFoundError:
        raise _unreadable("E001", name) from None
    except IsADirectoryError:
        raise _unreadable("E002", name) from None
    except (PermissionError, OSError, ValueError):
        raise _unreadable("E006", name) from None
    if data is None:
        raise _unreadable("E006", name)
    if len(data) > MAX_BYTES:
        raise _unreadable("E003", name, limit=f"{MAX_BYTES // 1_000_000} MB")
    return data


def is_folder(place: Path | Traversable) -> bool:
    """Whether there is a folder in a place; where that cannot be known there is none."""
    try:
        return place.is_dir()
    except OSError:
        return False


def decode(data: bytes, name: str) -> str:
    """The text of `data`; a UTF-8 byte order mark is left out.

    Raises `UnreadableInputError`: E005 another encoding, E004 not text at all.
    """
    if data.startswith(_OTHER_ENCODINGS):
        raise _unreadable("E005", name)
    if b"\0" in data:
        raise _unreadable("E004", name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        problem = Problem("E005", file=name, line=line, column=column)
        raise UnreadableInputError([problem]) from None


def read_text(file: Path | Traversable | str, name: str = "") -> str:
    """The text of a file. Raises `UnreadableInputError` (see `read_bytes` and `decode`)."""
    name = name or str(file)
    return decode(read_bytes(file, name), name)


def read_document(text: str, name: str) -> Document:
    """The YAML document in `text`, its problems said of the file `name`."""
    control = _CONTROL.search(text)
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        shown = f"U+{ord(control.group()):04X}"
        bad = Problem("E110", file=name, line=line, column=column, values={"sign": shown})
        document = parse_yaml("")
        document.problems[:] = [bad]
        return document
    document = parse_yaml(text)
    document.problems[:] = [replace(problem, file=name) for problem in document.problems]
    return document


def sha256(*parts: bytes) -> str:
    """The SHA-256 of the parts one after another, in hexadecimal."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _unreadable(code: str, name: str, **values: str) -> UnreadableInputError:
    return UnreadableInputError([Problem(code, file=name, values=values)])
