"""Problems for programs: JSON lines, SARIF, annotations of GitHub; and as lines for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from svcmodel.domain.records import Lang
from svcmodel.errors import Problem
from svcmodel.render.problems import problem_line, problem_sentence, show_path

ProblemFormat = Literal["text", "jsonl", "sarif", "github"]
Encode = Callable[[Problem], bytes]

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Frame(NamedTuple):
    """What stands before, between and after the problems of a file."""

    before: bytes = b""
    between: bytes = b""
    after: bytes = b""


def frame_of(format_: ProblemFormat, program: str) -> Frame:
    """The frame of a format; `program`: its version."""
    if format_ != "sarif":
        return Frame()
    driver = {"name": "svcmodel", "version": program, "rules": []}
    whole = {"$schema": SARIF_SCHEMA, "version": "2.1.0"}
    head = json.dumps(whole)[:-1] + ', "runs": [{"tool": '
    return Frame(
        f'{head}{json.dumps({"driver": driver})}, "results": [\n'.encode(), b",\n", b"\n]}]}\n"
    )


def problem_encoder(format_: ProblemFormat, words: Mapping[str, Any], lang: Lang) -> Encode:
    """Writes one problem after another in a format; each ends where the next may follow."""
    write = WRITERS[format_]

    def encode(problem: Problem) -> bytes:
        return write(problem, words, lang).encode(errors="replace")

    return encode


def _text(problem: Problem, words: Mapping[str, Any], lang: Lang) -> str:
    return problem_line(problem, words, lang) + "\n"


def _json_line(problem: Problem, words: Mapping[str, Any], lang: Lang) -> str:
    said = {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "path": problem.path,
        "message": problem_sentence(problem, words, lang),
    }
    return json.dumps(said, ensure_ascii=False) + "\n"


def _sarif(problem: Problem, words: Mapping[str, Any], lang: Lang) -> str:
    """A result; what comes before it but for the first is the frame's business."""
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.file)}}
    if problem.line:
        place["region"] = {"startLine": problem.line, "startColumn": max(1, problem.column)}
    subject = f"{problem.path}: " if problem.path else ""
    said = {
        "ruleId": problem.code,
        "level": problem.severity,
        "message": {"text": subject + problem_sentence(problem, words, lang)},
        "locations": [{"physicalLocation": place}],
    }
    return json.dumps(said, ensure_ascii=False)


def _github(problem: Problem, words: Mapping[str, Any], lang: Lang) -> str:
    """A workflow command: only its own signs are escaped, as GitHub asks for."""
    said = {"file": show_path(problem.file), "line": problem.line, "col": problem.column}
    named = [f"{name}={_property(str(value))}" for name, value in said.items() if value]
    title = _property(f"{problem.code} {problem.path}".strip())
    message = _data(problem_sentence(problem, words, lang))
    return f"::{problem.severity} {','.join([*named, f'title={title}'])}::{message}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _uri(name: str) -> str:
    """A file's name as a reference: what has a meaning of its own there is escaped."""
    plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/"
    signs = name.encode(errors="surrogateescape")
    return "".join(chr(sign) if chr(sign) in plain else f"%{sign:02X}" for sign in signs)


WRITERS: Mapping[ProblemFormat, Callable[[Problem, Mapping[str, Any], Lang], str]] = {
    "text": _text,
    "jsonl": _json_line,
    "sarif": _sarif,
    "github": _github,
}
"""How a problem is written in each format."""
