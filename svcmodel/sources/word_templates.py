"""A Word template that a stranger made, checked before anything of it is used.

It may hold text, styles, pictures and the tags below. What could run, load or link to something else is
refused, and so is what unpacks to too much, for nobody looks into it before the program does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from svcmodel.errors import InvalidInputError, Problem, UnreadableInputError

TEXTS = ("title", "subtitle", "subject", "date", "lang", "page_number")
PLACES = ("body", "rest", "opening", "contents")
SECTIONS = (
    *("decisions", "summary", "by_segment", "why", "certainty", "core", "constraints", "cautions"),
    *("tensions", "obligations", "plan", "schedule", "raci", "kpis", "risks", "budget", "roles"),
    *("staffing", "channels", "routing", "levels", "stages", "charter", "training", "technology"),
    *("protocols", "monitoring", "assumptions", "around", "why_not", "unknown"),
    *("method", "sources"),
)
"""What a template may name: texts as `{{ title }}`, places as `{{p body }}`, `{{p section_plan }}`."""

KNOWN = frozenset({*TEXTS, *PLACES, *(f"section_{section}" for section in SECTIONS)})

NEEDED = ("docx", "docxtpl")
"""The packages that read a template."""

MAX_BYTES = 50_000_000
MAX_XML_BYTES = 10_000_000
MAX_PARTS = 1_000
MAX_RATIO = 200
"""How many times its packed size a part may unpack to, from a size on that could do harm."""

SMALL = 1_000_000

_PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = f"{_PARTS}document.main+xml"
_FILLED = tuple(
    f"{_PARTS}{kind}+xml" for kind in ("document.main", "header", "footer", "footnotes")
)
"""The parts in which tags are filled in."""

_RUNS = re.compile(r"macroenabled|vbaproject|activex|oleobject|\.bin\b", re.IGNORECASE)
_REACHES = re.compile(
    r"/(?:vbaProject|wordVbaData|oleObject|package|aFChunk|subDocument|attachedTemplate|control"
    r"|activeXControlBinary|attachedToolbars|keyMapCustomizations|frame|mailMerge\w*|recipientData)$"
)
"""The kinds of relation by which a document holds or names something that is more than its text."""

_ADDRESS = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_FIELD = re.compile(
    r"^\s*(?:INCLUDE\w*|DDE\w*|LINK|DATABASE|IMPORT|RD|MACROBUTTON|MERGEFIELD|ASK|FILLIN)\b",
    re.IGNORECASE | re.MULTILINE,
)
_TAG = re.compile(r"\{[{%#]")
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_word_template(path: Path) -> bytes:
    """A stranger's template, fit to be used.

    Raises `UnreadableInputError` (E001, E006) and the errors of `sound_word_template`.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableInputError([Problem("E001", file=str(path))]) from None
    except OSError:
        raise UnreadableInputError([Problem("E006", file=str(path))]) from None
    return sound_word_template(data, str(path))


def sound_word_template(data: bytes, name: str) -> bytes:
    """A template that passed every check; `name`: how it is called in messages.

    Raises `InvalidInputError` with all problems of the first kind that there is.
    """
    problems = check_word_template(data, name)
    if problems:
        raise InvalidInputError(problems)
    return data


def check_word_template(data: bytes, name: str) -> list[Problem]:
    """E341 no sound Word file, E342 too large, E343 more than a text, E344 and E345 its tags."""
    missing = [package for package in NEEDED if find_spec(package) is None]
    if missing:
        values = {"packages": ", ".join(missing), "extra": "office"}
        return [Problem("E320", name, values=values)]
    if len(data) > MAX_BYTES:
        return [Problem("E342", name, values={"what": f"> {MAX_BYTES // 1_000_000} MB"})]
    try:
        with ZipFile(BytesIO(data)) as packed:
            if too_large := _too_large(packed):
                return [Problem("E342", name, values={"what": too_large})]
            parts = {entry: packed.read(entry) for entry in packed.namelist()}
        return list(_reaching(parts, name)) or list(_wrong_tags(data, name))
    except _UnsoundError as error:
        return [Problem("E341", name, values={"part": str(error)})]
    except MemoryError:
        raise
    except Exception:  # the libraries have many ways to say that they cannot read a file
        return [Problem("E341", name, values={"part": Path(name).name})]


class _UnsoundError(Exception):
    """A part that is no XML as Word writes it."""


def _too_large(packed: ZipFile) -> str:
    """What is too large about a packed file, or nothing."""
    entries = packed.infolist()
    if len(entries) > MAX_PARTS:
        return f"{len(entries)} > {MAX_PARTS}"
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        return f"> {MAX_BYTES // 1_000_000} MB"
    for entry in entries:
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise _UnsoundError(entry.filename)
        ratio = entry.file_size / max(1, entry.compress_size)
        is_xml = entry.filename.endswith((".xml", ".rels"))
        if entry.file_size > SMALL and ratio > MAX_RATIO:
            return f"{entry.filename}: 1:{ratio:.0f}"
        if is_xml and entry.file_size > MAX_XML_BYTES:
            return f"{entry.filename} > {MAX_XML_BYTES // 1_000_000} MB"
    return ""


def _reaching(parts: dict[str, bytes], name: str) -> Iterator[Problem]:
    """E343 for everything that is not text, style or picture of the template itself."""
    trees = {
        path: _tree(path, data) for path, data in parts.items() if path.endswith(("xml", "rels"))
    }
    kinds = [node.get("ContentType", "") for node in trees["[Content_Types].xml"]]
    for text in (*kinds, *parts):
        if _RUNS.search(text) and "printerSettings" not in text:
            yield Problem("E343", name, values={"what": text})
    for path, tree in trees.items():
        if path.endswith(".rels"):
            yield from (Problem("E343", name, values={"what": what}) for what in _outward(tree))
        asked = _instructions(tree)
        if found := _FIELD.search(asked) or _TAG.search(asked):
            yield Problem("E343", name, values={"what": f"{path}: {found[0].strip()}"})
    if not any(kind == _MAIN for kind in kinds):
        raise _UnsoundError("[Content_Types].xml")


def _tree(path: str, data: bytes) -> Any:
    from docx.oxml.parser import parse_xml
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped] # it ships no types

    if _DECLARED.search(data.replace(b"\0", b"")):  # without zeros: UTF-16 too
        raise _UnsoundError(path)
    try:
        return parse_xml(data)
    except (XMLSyntaxError, ValueError):
        raise _UnsoundError(path) from None


def _outward(relations: Any) -> Iterator[str]:
    """What a part is related to that it may not be: anything outside but an address to click on."""
    for relation in relations:
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        is_link = kind.endswith("/hyperlink") and _ADDRESS.match(target)
        if _REACHES.search(kind) or (relation.get("TargetMode") == "External" and not is_link):
            yield target


def _instructions(tree: Any) -> str:
    """What the fields of a part ask for, one a line."""
    said = []
    for node in tree.iter():
        kind = str(node.tag).rpartition("}")[2]
        if kind == "fldChar":
            said.append("\n")
        elif kind in ("instrText", "delInstrText"):
            said.append(node.text or "")
        elif kind == "fldSimple":
            said.append(
                "\n" + next((v for k, v in node.items() if k.endswith("}instr")), "") + "\n"
            )
    return "".join(said)


def _wrong_tags(data: bytes, name: str) -> Iterator[Problem]:
    """E345 where a tag cannot be understood, E344 for every name that there is not."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped] # the same
    from jinja2 import TemplateSyntaxError, meta
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    template = DocxTemplate(BytesIO(data))
    word = template.get_docx()
    if not (word.styles and word.settings and word.sections):
        raise _UnsoundError(name)
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    asked: set[str] = set()
    for part in word.part.package.iter_parts():
        if part.content_type in _FILLED:
            text = template.patch_xml(template.get_part_xml(part))
            try:
                environment.from_string(text)
            except TemplateSyntaxError as error:
                yield Problem("E345", name, values={"detail": error.message or ""})
                continue
            asked |= meta.find_undeclared_variables(environment.parse(text))
    known = ", ".join((*TEXTS, *PLACES, *(f"section_{section}" for section in SECTIONS)))
    for unknown in sorted(asked - KNOWN):
        yield Problem("E344", name, values={"name": unknown, "known": known})
