"""An answer sheet as an answer file: the same text every time, and it reads back as the same sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from svcmodel.domain.answers import Answer, AnswerSheet, Constraint, Segment, TeamMember
from svcmodel.sources.answer_files import ANSWERS
from svcmodel.sources.edit_yaml import write_value

INDENT = "  "


def answers_text(sheet: AnswerSheet, schema: str, remarks: Iterable[str] = ()) -> str:
    """The answer file of a sheet, the answers in their order.

    `schema`: where an editor finds the schema of the file; `remarks`: comments at the top.
    """
    head = {
        "format": ANSWERS,
        "subject": sheet.subject,
        "lang": sheet.lang,
        "questionnaire": sheet.questionnaire,
        "date": sheet.date,
    }
    lines = [f"# yaml-language-server: $schema={schema}"]
    lines += [f"# {_one_line(remark)}" for remark in remarks]
    lines += _entries(head)
    lines += _answers(sheet.answers, "")
    lines += _entries({"weights": dict(sheet.weights) or None})
    lines += _entries({"important": list(sheet.important) or None})
    lines += _listed("constraints", [_constraint(each) for each in sheet.constraints])
    lines += _listed("segments", [_segment(each) for each in sheet.segments])
    lines += _listed("team", [_member(each) for each in sheet.team])
    lines += _entries({"parked": dict(sheet.parked) or None})
    lines += _listed("notes", [[write_value(note)] for note in sheet.notes])
    return "\n".join(lines) + "\n"


def _entries(said: Mapping[str, Any]) -> list[str]:
    """One line for each entry; none for what was not said."""
    return [f"{key}: {write_value(value)}" for key, value in said.items() if value is not None]


def _answers(answers: Mapping[str, Answer], indent: str) -> Iterator[str]:
    yield f"{indent}answers:" if answers else f"{indent}answers: {{}}"
    for answer in answers.values():
        for line in _answer(answer):
            yield indent + INDENT + line


def _answer(answer: Answer) -> list[str]:
    """The bare value or level where there is nothing beside it, else a line for each part."""
    said = said_in(answer)
    if not isinstance(said, dict) or len(said) == 1:
        return [f"{answer.id}: {write_value(said)}"]
    return [f"{answer.id}:", *(INDENT + line for line in _entries(said))]


def said_in(answer: Answer) -> Any:
    """What an answer file says of an answer: the bare value, or the long form where more is known."""
    span = answer.span
    if span is None:
        said: dict[str, Any] = {"value": _value(answer)}
    else:
        said = {"level": span.low if span.low == span.high else list(span)}
    about = {"grade": answer.grade, "source": answer.source, "by": answer.by, "note": answer.note}
    said |= {key: value for key, value in about.items() if value}
    return said["value"] if list(said) == ["value"] else said


def _value(answer: Answer) -> Any:
    """A value as a person writes it."""
    value = answer.value if answer.state == "given" else answer.state
    if isinstance(value, bool):
        return "yes" if value else "no"
    return list(value) if isinstance(value, tuple) else value


def _constraint(constraint: Constraint) -> list[str]:
    return _entries(
        {
            "id": constraint.id,
            "keep": constraint.keep,
            "rule_out": list(constraint.rule_out) or None,
            "reason": constraint.reason,
            "until": constraint.until,
        }
    )


def _segment(segment: Segment) -> list[str]:
    head = {"id": segment.id, "name": segment.name, "share": segment.share}
    return [*_entries(head), *_answers(segment.answers, "")]


def _member(member: TeamMember) -> list[str]:
    held = {"name": member.name, "roles": list(member.roles)}
    return _entries({**held, "days_a_week": member.days_a_week})


def _listed(key: str, items: Sequence[list[str]]) -> Iterator[str]:
    """A list of mappings, one after another; nothing where there are none."""
    if items:
        yield f"{key}:"
    for first, *rest in items:
        yield f"{INDENT}- {first}"
        yield from (f"{INDENT * 2}{line}" for line in rest)


def _one_line(text: str) -> str:
    """A text that stays one comment."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
