"""Changing an answer file in place: what a person wrote around the answers stays as it is.

Every function takes the text of a file without problems and gives another; the errors are those of
`edit_yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from svcmodel.domain.answers import Answer
from svcmodel.sources.edit_yaml import edit_yaml, span_of, write_value
from svcmodel.sources.strict_yaml import parse_yaml
from svcmodel.sources.write_answers import said_in

MARK = "# svcmodel: "
"""How a remark of ours on an answer begins; the id of the answer follows."""

Edit = Callable[[str], str]


def with_answer(text: str, answer: Answer) -> str:
    """The file with an answer in the place of the one before, of its commented line, or at the end."""
    answers = parse_yaml(text).data.get("answers") or {}
    said = said_in(answer)
    before = answers.get(answer.id)
    if isinstance(before, dict) and isinstance(said, dict) and before.keys() <= said.keys():
        for key, value in said.items():
            if key not in before or before[key] != value:
                text = edit_yaml(text, ("answers", answer.id, key), value)
        return text
    if answer.id in answers:
        return text if before == said else edit_yaml(text, ("answers", answer.id), said)
    filled = _in_its_line(text, answer.id, said)
    return filled or edit_yaml(with_key(text, "answers"), ("answers", answer.id), said)


def with_remark(text: str, id_: str, remark: str) -> str:
    """The file with a remark of ours on the line above an answer, in the place of the one before."""
    text = without_remark(text, id_)
    line, column = parse_yaml(text).locate(("answers", id_), key=True)
    lines = text.splitlines(keepends=True)
    indent = re.match(r" *", lines[line - 1])
    if indent is None or len(indent[0]) != column - 1:
        return text  # it does not stand at the beginning of a line: there is no place above it
    ending = "\r\n" if lines[line - 1].endswith("\r\n") else "\n"
    lines.insert(line - 1, f"{indent[0]}{MARK}{id_}: {' '.join(remark.split())}{ending}")
    return _if_same("".join(lines), text)


def without_remark(text: str, id_: str) -> str:
    """The file without the remark of ours on an answer."""
    lines = text.splitlines(keepends=True)
    kept = (line for line in lines if not line.lstrip(" ").startswith(f"{MARK}{id_}: "))
    return _if_same("".join(kept), text)


def commented_out(text: str, id_: str) -> str:
    """The file with an answer turned into comments; as it was where the answer shares its lines."""
    _, end = span_of(text, ("answers", id_))
    line, column = parse_yaml(text).locate(("answers", id_), key=True)
    lines = text.splitlines(keepends=True)
    last = max(text.count("\n", 0, end), line - 1)
    for number in range(line - 1, last + 1):
        lines[number] = f"{' ' * (column - 1)}# {lines[number][column - 1 :]}"
    edited = "".join(lines)
    data = parse_yaml(text).data
    left = {key: value for key, value in data["answers"].items() if key != id_}
    return edited if parse_yaml(edited).data == {**data, "answers": left or None} else text


def with_parked(text: str, parked: Mapping[str, str]) -> str:
    """The file with the questions that are put off, each with the day; nothing new where there are none."""
    if parked == (parse_yaml(text).data.get("parked") or {}):
        return text
    return edit_yaml(with_key(text, "parked"), ("parked",), dict(parked))


def with_note(text: str, note: str) -> str:
    """The file with a further note on no answer in particular."""
    text = with_key(text, "notes")
    notes = parse_yaml(text).data["notes"] or []
    return edit_yaml(text, ("notes", len(notes)), note)


def with_questionnaire(text: str, name: str, version: str) -> str:
    """The file with the questionnaire it is answered for, and its version on the line below."""
    data = parse_yaml(text).data
    text = edit_yaml(with_key(text, "questionnaire"), ("questionnaire",), name)
    if "questionnaire_version" not in data:
        line, _ = parse_yaml(text).locate(("questionnaire",), key=True)
        lines = text.splitlines(keepends=True)
        lines.insert(line, "questionnaire_version:\n")
        below = "".join(lines)
        added = {**parse_yaml(text).data, "questionnaire_version": None}
        text = below if parse_yaml(below).data == added else with_key(text, "questionnaire_version")
    return edit_yaml(text, ("questionnaire_version",), version)


def with_key(text: str, key: str) -> str:
    """The file with a key at its end that holds nothing yet, where it had none."""
    data = parse_yaml(text).data
    if key in data:
        return text
    after = text if text.endswith("\n") else f"{text}\n"
    added = f"{after}{key}:\n"
    if parse_yaml(added).data == {**data, key: None}:
        return added
    return edit_yaml(text, (key,), None)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The file after some edits, one after another."""
    for edit in edits:
        text = edit(text)
    return text


def _in_its_line(text: str, id_: str, said: Any) -> str | None:
    """The file with an answer written in the line that waits for it, like `# cus_volume:`."""
    data = parse_yaml(text).data
    wanted = {**data, "answers": {**(data.get("answers") or {}), id_: said}}
    for waiting in re.finditer(rf"^( *)# ?{re.escape(id_)}:[ \t]*$", text, re.MULTILINE):
        written = f"{waiting[1]}{id_}: {write_value(said)}"
        filled = text[: waiting.start()] + written + text[waiting.end() :]
        if parse_yaml(filled).data == wanted:
            return filled
    return None


def _if_same(edited: str, text: str) -> str:
    """The edited file, if nothing but comments is different."""
    return edited if parse_yaml(edited).data == parse_yaml(text).data else text
