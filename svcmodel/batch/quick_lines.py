"""Sheets in lines of JSON, read fast: by members that were met before, where nothing is unusual."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from svcmodel.batch.envelopes import Envelopes, style_of
from svcmodel.batch.json_sheets import json_sheet, quick_sheet
from svcmodel.batch.known_members import KnownMembers
from svcmodel.batch.quick_answers import NOTHING, QuickReader, Token, UnusualError
from svcmodel.batch.sheets import Plain, Raw, Sheet
from svcmodel.sources.text_files import sha256

STRANGE: Final = ("", NOTHING)
"""Stands for an answer that only the careful reader can read."""


class QuickLines:
    """Reads the lines of one file after another."""

    def __init__(self, reader: QuickReader, names: frozenset[str]) -> None:
        """`reader`: of answers; `names`: the questionnaires there are."""
        self.reader = reader
        self.envelopes = Envelopes(names)
        self.members = KnownMembers(reader.ids, self._said)

    def sheets(self, data: bytes, file: str, line: int) -> Iterator[Sheet]:
        """The sheets of some lines, the first of which has this number."""
        for number, part in enumerate(data.split(b"\n"), start=line - 1):
            if part and not part.isspace():
                yield self._quick(part, file, number) or json_sheet(part, file, number)

    def _quick(self, part: bytes, file: str, before: int) -> Raw | None:
        style = style_of(part)
        line = self.envelopes.line(part, style)
        said = None if line is None else self.members.of_object(line.answers, style)
        if line is None or said is None:
            return None
        tokens = dict(said)
        if len(tokens) < len(said) or STRANGE[0] in tokens:
            return None
        plain = Plain(line.envelope, {id_: t for id_, t in said if t is not NOTHING})
        return quick_sheet(part, file, before, sha256(part), plain)

    def _said(self, id_: str, raw: Any) -> tuple[str, Token]:
        """An answer as a pair of its id and what it says."""
        try:
            return id_, self.reader.one(id_, raw)
        except UnusualError:
            return STRANGE
