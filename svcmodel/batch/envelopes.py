"""What stands beside the answers of a sheet in one line of JSON; most of it is alike in many lines."""

from __future__ import annotations

from typing import Any, NamedTuple

from svcmodel.batch.known_members import Style, sound_object, usual_text
from svcmodel.batch.quick_answers import UnusualError, plain_text
from svcmodel.domain.records import LANGUAGES
from svcmodel.sources.answer_files import ANSWERS

PLAIN_KEYS = frozenset(
    ("format", "subject", "lang", "questionnaire", "questionnaire_version", "date", "answers")
)
MOST_REMEMBERED = 1 << 12
SPACED = Style(b'": ', b', "')
CLOSE = Style(b'":', b',"')
SOMEBODY = "somebody"


def style_of(line: bytes) -> Style:
    """How a line is spaced, by the key before its answers."""
    return SPACED if b'"answers": {' in line else CLOSE


class Envelope(NamedTuple):
    """Who a sheet is of, the day it names or nothing, and its questionnaire."""

    subject: str
    day: str
    questionnaire: str


class Line(NamedTuple):
    """A line in its parts: its envelope, and its answers from the first key on, without its quote."""

    envelope: Envelope
    answers: bytes


class Envelopes:
    """Reads one line after another; what was read before is known again."""

    def __init__(self, names: frozenset[str]) -> None:
        """`names`: the questionnaires there are."""
        self.names = names
        self._known: dict[tuple[bytes, bytes], Envelope | None] = {}

    def line(self, line: bytes, style: Style) -> Line | None:
        """The line in its parts; None where it has to be read whole."""
        text = line.rstrip()
        before, _, answers = text.partition(b'"answers' + style.colon + b"{")
        if not answers.startswith(b'"') or not answers.endswith(b"}}"):
            return None
        envelope = self._envelope(before, style)
        return None if envelope is None else Line(envelope, answers[1:-2])

    def _envelope(self, before: bytes, style: Style) -> Envelope | None:
        """The envelope that a line begins with: read as if the subject were another."""
        left, _, rest = before.partition(b'"subject' + style.colon + b'"')
        name, _, right = rest.partition(b'"')
        subject = usual_text(name)
        if not subject.strip():
            return self._read(before)
        if (left, right) not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            other = b'"subject": "' + SOMEBODY.encode() + b'"'
            found = self._read(left + other + right)
            self._known[left, right] = found if found and found.subject == SOMEBODY else None
        known = self._known[left, right]
        return None if known is None else known._replace(subject=subject)

    def _read(self, before: bytes) -> Envelope | None:
        data = sound_object(before + b'"answers": {}}')
        if data is None or data.keys() - PLAIN_KEYS or data.pop("answers", None) != {}:
            return None
        if not all(type(value) is str for value in data.values()):
            return None  # the answers might stand further down
        return envelope_of(data, self.names)


def envelope_of(data: Any, names: frozenset[str]) -> Envelope | None:
    """The envelope of a sheet, weights aside; None where the careful reader has to look at it.

    `names`: the questionnaires there are.
    """
    if type(data) is not dict or data.get("format") != ANSWERS:
        return None
    try:
        subject = plain_text(data.get("subject"))
        if "questionnaire_version" in data:
            plain_text(data["questionnaire_version"])
    except UnusualError:
        return None
    day, name = data.get("date", ""), data.get("questionnaire", "full")
    sound = (
        type(data.get("answers", {})) is dict
        and data.get("lang", "en") in LANGUAGES
        and type(day) is str
        and ("date" not in data or day)
        and type(name) is str
        and name in names
    )
    return Envelope(subject, day, name) if sound else None
