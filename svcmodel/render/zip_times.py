"""The same zip for the same content: office files are zips, which otherwise hold when they were made."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST = ("[Content_Types].xml", "_rels/.rels", "mimetype")
"""What programs look for at the beginning of an office file."""


def same_bytes(data: bytes, date: str, instead: Mapping[str, bytes] | None = None) -> bytes:
    """The zip with every entry dated `date` (YYYY-MM-DD), in one order and without further traces.

    `instead`: entries, by name, that hold something else than they do.
    """
    year, month, day = (int(part) for part in date.split("-"))
    written = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name not in _FIRST, name)):
            entry = ZipInfo(name, (min(max(1980, year), 2107), month, day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            content = (instead or {}).get(name)
            new.writestr(entry, old.read(name) if content is None else content, compresslevel=6)
    return written.getvalue()
