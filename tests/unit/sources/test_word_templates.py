"""A stranger's Word template: what is fine passes as it is, whatever could run or reach out is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import docx
import pytest

from svcmodel.errors import InvalidInputError, Problem, UnreadableInputError
from svcmodel.render.blocks import Heading
from svcmodel.render.html_blocks import read_blocks
from svcmodel.sources.word_templates import (
    MAX_PARTS,
    SECTIONS,
    check_word_template,
    read_word_template,
    sound_word_template,
)
from svcmodel.sources.words_files import load_template_bytes
from tests.program import ROOT, svcmodel

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT = "word/document.xml"
LINKS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 100 + b'">]><a>&b;</a>'


def template(*tags: str) -> bytes:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "{{ subject }}, {{ date }}"
    for tag in tags:
        word.add_paragraph(tag)
    saved = BytesIO()
    word.save(saved)
    return saved.getvalue()


FINE = template("{{ title }}", "{{p section_decisions }}", "{{p contents }}", "{{p rest }}")

Change = Callable[[bytes], bytes]


def changed(changes: Mapping[str, Change], more: Mapping[str, bytes] | None = None) -> bytes:
    """The fine template with some parts changed and others added."""
    written = BytesIO()
    with ZipFile(BytesIO(FINE)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return written.getvalue()


def with_relation(kind: str, target: str, mode: str = "External", of: str = LINKS) -> bytes:
    entry = (
        f'<Relationship Id="rX" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    )
    end = b"</Relationships>"
    return changed({of: lambda data: data.replace(end, entry.encode() + end)})


def with_paragraph(xml: str) -> bytes:
    paragraph = f"<w:p>{xml}</w:p><w:sectPr".encode()
    return changed({DOCUMENT: lambda data: data.replace(b"<w:sectPr", paragraph, 1)})


def with_type(kind: str) -> bytes:
    entry = f'<Override PartName="/word/x.bin" ContentType="{kind}"/></Types>'.encode()
    return changed({TYPES: lambda data: data.replace(b"</Types>", entry)})


def instruction(said: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{said[:4]}</w:instrText></w:r><w:r><w:instrText>{said[4:]}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in check_word_template(data, "plan.docx")]


@pytest.mark.parametrize(
    "data",
    [
        FINE,
        load_template_bytes("plan.docx"),
        with_relation("hyperlink", "https://example.org/a?b=1"),
        with_relation("hyperlink", "mailto:someone@example.org"),
        with_paragraph(instruction("PAGE ")),
        with_paragraph('<w:fldSimple w:instr=" DATE "/>'),
        template("{% if lang == 'es' %}Hola{% else %}Hello{% endif %}", "{{ subject|upper }}"),
        template("{% set name = subject %}{{ name }}", "{{r page_number }}"),
    ],
)
def test_a_sound_template_passes_as_it_is(data: bytes) -> None:
    assert sound_word_template(data, "plan.docx") == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a zip",
        FINE[: len(FINE) // 2],
        FINE[:2000] + b"\xff" * 50 + FINE[2050:],
        changed({TYPES: lambda _: b"<Types/>"}),
        changed({TYPES: lambda data: data.replace(b"wordprocessingml.document.main", b"other")}),
        changed({DOCUMENT: lambda _: b"<w:document>"}),
        changed({DOCUMENT: lambda _: BOMB}),
        changed({DOCUMENT: lambda _: BOMB.decode().encode("utf-16")}),
        changed({}, {"word/extra.xml": BOMB}),
        changed({"word/styles.xml": lambda _: b"\0\0"}),
        load_template_bytes("plan.docx").replace(b"PK\x01\x02", b"PK\x09\x09"),
    ],
)
def test_what_is_no_sound_word_file_is_said_to_be_none(data: bytes) -> None:
    assert codes(data) == ["E341"]


def test_other_ways_of_packing_are_refused() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_BZIP2) as file:
        file.writestr(TYPES, "<Types/>")
    assert codes(packed.getvalue()) == ["E341"]


@pytest.mark.parametrize(
    "more",
    [
        {"word/media/a.png": b"\0" * 5_000_000},
        {f"word/media/{number}.png": b"" for number in range(MAX_PARTS)},
        {"word/big.xml": b"<a>" + bytes(range(256)) * 45_000 + b"</a>"},
    ],
)
def test_what_unpacks_to_too_much_is_refused_unread(more: dict[str, bytes]) -> None:
    assert codes(changed({}, more)) == ["E342"]


def test_a_file_larger_than_any_template_is_refused() -> None:
    assert codes(b"PK" + b"\0" * 50_000_000) == ["E342"]


@pytest.mark.parametrize(
    "data",
    [
        with_relation("image", "https://example.org/pixel.png"),
        with_relation("hyperlink", "file:///etc/passwd"),
        with_relation("hyperlink", "javascript:alert(1)"),
        with_relation("attachedTemplate", "file:///C:/normal.dotm"),
        with_relation("oleObject", "embeddings/a.bin", "Internal"),
        with_relation("package", "embeddings/a.xlsx", "Internal"),
        with_relation("aFChunk", "chunk.html", "Internal"),
        with_relation("subDocument", "other.docx", "Internal"),
        with_relation("attachedTemplate", "https://example.org/x.dotx", of="_rels/.rels"),
        with_type("application/vnd.ms-office.vbaProject"),
        with_type("application/vnd.ms-word.document.macroEnabled.main+xml"),
        with_type("application/vnd.ms-office.activeX"),
        changed({}, {"word/vbaProject.bin": b"x"}),
        changed({}, {"word/embeddings/oleObject1.bin": b"x"}),
        with_paragraph(instruction('INCLUDETEXT "/etc/passwd"')),
        with_paragraph(instruction("DDEAUTO cmd x")),
        with_paragraph(instruction('LINK Excel.Sheet "x"')),
        with_paragraph("<w:fldSimple w:instr=' INCLUDEPICTURE \"https://example.org/x\" '/>"),
        with_paragraph(instruction("QUOTE {{ subject }}")),
        with_paragraph('<w:fldSimple w:instr=" HYPERLINK {% if 1 %} "/>'),
    ],
)
def test_what_could_run_or_reach_out_is_refused(data: bytes) -> None:
    assert set(codes(data)) == {"E343"}


def test_every_name_that_there_is_not_is_told_with_those_that_there_are() -> None:
    data = template("{{ titel }}", "{{p section_nothing }}", "{{ title }}", "{{ subject.upper() }}")
    problems = check_word_template(data, "own/plan.docx")
    assert [(p.code, p.file, p.values["name"]) for p in problems] == [
        ("E344", "own/plan.docx", "section_nothing"),
        ("E344", "own/plan.docx", "titel"),
    ]
    assert "section_decisions" in problems[0].values["known"]


@pytest.mark.parametrize("tag", ["{% if title %}", "{{ title", "{{ title|nofilter }}", "{% raw"])
def test_a_tag_that_cannot_be_understood_is_told(tag: str) -> None:
    assert codes(template(tag)) == ["E345"]


def test_a_template_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    with pytest.raises(UnreadableInputError) as missing:
        read_word_template(file)
    assert [problem.code for problem in missing.value.problems] == ["E001"]
    file.mkdir()
    with pytest.raises(UnreadableInputError) as folder:
        read_word_template(file)
    assert [problem.code for problem in folder.value.problems] == ["E006"]
    file = tmp_path / "own.docx"
    file.write_bytes(FINE)
    assert read_word_template(file) == FINE
    file.write_bytes(b"PK")
    with pytest.raises(InvalidInputError) as broken:
        read_word_template(file)
    assert broken.value.problems == (Problem("E341", str(file), values={"part": "own.docx"}),)


def test_every_section_of_a_plan_can_be_named() -> None:
    html = svcmodel(
        "plan", ROOT / "examples" / "retail_bank.yaml", "-o", "-", "--format", "html"
    ).out
    sections = {b.id for b in read_blocks(html).blocks if isinstance(b, Heading) and b.level == 2}
    assert {section.replace("-", "_") for section in sections} <= set(SECTIONS)
    assert len(sections) > 20
