"""Whatever a client types is text in every kind of file: no markup, no formula, no command."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree  # type: ignore[import-untyped] # it ships no types
from markdown_it import MarkdownIt
from pypdf import PdfReader

from svcmodel.cli.plan_formats import FORMATS
from tests.plans import material_of
from tests.program import svcmodel
from tests.workbooks import open_workbook

ATTACKS = (
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% raw %} {# x #}",
    "=cmd|' /C calc'!A0",
    "+1+1 @SUM(1) -2",
    '#set page(fill: red) #read("/etc/passwd") $x$ \\ _a_ *b*',
    "\\x1b[31m red",
    "\u200f\u05d0\u05d1\u05d2\u200f 123",
    "</title></style></script><img src=x onerror=alert(1)>",
    "]]> <!-- &lt;b&gt; &amp; &#60;",
    "| a | b |",
    "`code` ``` ~~~",
    "# head\n- item\n1. one\n\n> quoted\n    code",
    "[link](https://evil.example) ![x](y) https://evil.example <https://evil.example>",
    "👩‍👩‍👧 🇪🇸 ﷽ ẑ̷̡͇",
    "&lt;w:p&gt; <w:p/> {{p body }}",
)
EVERY = [
    pytest.param(suffix, marks=pytest.mark.documents) if suffix == ".pdf" else suffix
    for suffix in FORMATS
]
"""Every kind of file; reading one of pages back takes seconds."""

Written = Callable[[str, bool], tuple[Any, str]]

TAME = "Some plain words"
SHOWN = ("subject", "person", "reason", "special", "today")
"""What every kind of file shows of it."""

NAMES = ("subject", "person", "segment", "reason", "special", "today", "complaints", "note", "by")


def answers(tmp_path: Path, said: dict[str, str]) -> Path:
    """A company that says these things wherever something can be said."""
    q = {name: json.dumps(text, ensure_ascii=False) for name, text in said.items()}
    lines = [
        "format: svcmodel/answers/1",
        f"subject: {q['subject']}",
        "lang: en",
        f"notes: [{q['note']}]",
        f"team: [{{name: {q['person']}, roles: [service_lead], days_a_week: 3}}]",
        f"constraints: [{{id: x, keep: in_house, reason: {q['reason']}, until: 2027-12-31}}]",
        "segments:",
        f"- {{id: one, name: {q['segment']}, share: 60, answers: {{com_diff: 5}}}}",
        "- {id: two, name: Others, share: 40, answers: {com_diff: 1}}",
        "answers:",
        "  headcount: 5",
        f"  charter_special: {{value: {q['special']}, note: {q['note']}, source: {q['note']}}}",
        f"  service_today: {{value: {q['today']}, by: {q['by']}}}",
        f"  charter_complaints: {q['complaints']}",
        f"  cus_volume: {{value: 7000, grade: guess, note: {q['note']}, by: {q['by']}}}",
    ]
    file = tmp_path / "answers.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


HOSTILE = {name: " ".join(ATTACKS[n :: len(NAMES)]) for n, name in enumerate(NAMES)}
"""Every attack in some place."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The form and the text of a file of a kind, with hostile or with tame answers; made once."""
    folder = tmp_path_factory.mktemp("hostile")

    @cache
    def made(hostile: bool) -> Any:
        said = HOSTILE if hostile else dict.fromkeys(NAMES, TAME)
        return material_of(str(answers(folder, said)), "en")

    @cache
    def read(suffix: str, hostile: bool) -> tuple[Any, str]:
        data = FORMATS[suffix].write(made(hostile))
        return READERS[suffix](data.encode() if isinstance(data, str) else data)

    return read


class _Page(HTMLParser):
    """The elements of a page with the names of their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.shape: Counter[tuple[str, ...]] = Counter()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        links = [value or "" for name, value in attrs if name in ("href", "src", "style")]
        self.shape[tag, *(name for name, _ in attrs), *links] += 1

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(data: bytes) -> tuple[Any, str]:
    read = _Page()
    read.feed(data.decode())
    return read.shape, "".join(read.text)


def markdown(data: bytes) -> tuple[Any, str]:
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(data.decode())
    return page(rendered.encode())


def json_file(data: bytes) -> tuple[Any, str]:
    def strings(node: Any) -> list[str]:
        if isinstance(node, dict):
            return [text for each in node.values() for text in strings(each)]
        if isinstance(node, list):
            return [text for each in node for text in strings(each)]
        return [node] if isinstance(node, str) else []

    def shape(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: shape(each) for key, each in node.items()}
        return [shape(each) for each in node] if isinstance(node, list) else type(node)

    tree = json.loads(data)
    return shape(tree), "\n".join(strings(tree))


def printed(data: bytes) -> tuple[Any, str]:
    reader = PdfReader(BytesIO(data))
    annotations = [a.get_object() for p in reader.pages for a in p.get("/Annots") or ()]
    outward = Counter(str(a["/A"].get("/URI")) for a in annotations if "/A" in a)
    actions = {key for key in ("/JavaScript", "/OpenAction") if key in reader.root_object}
    told = [each.extract_text() for each in reader.pages]
    return (outward, actions), "\n".join([str(reader.metadata), str(reader.outline), *told])


def word_file(data: bytes) -> tuple[Any, str]:
    shape: Counter[str] = Counter()
    text = []
    with ZipFile(BytesIO(data)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(packed.read(name))
                kinds = (str(node.tag).rpartition("}")[2] for node in tree.iter())
                shape.update(kind for kind in kinds if kind not in ("r", "t", "br", "rPr", "rtl"))
                text.append("".join(tree.itertext()))
        shape.update(name for name in packed.namelist())
    return {kind: n for kind, n in shape.items() if kind in _ACTIVE or "." in kind}, "".join(text)


_ACTIVE = ("hyperlink", "fldSimple", "fldChar", "instrText", "object", "Relationship", "tbl", "tr")
"""The parts of a Word file that do something, or that give it its form."""


def workbook(data: bytes) -> tuple[Any, str]:
    cells = [cell for sheet in open_workbook(data, formulas=True) for row in sheet for cell in row]
    formulas = Counter("formula" for cell in cells if cell.data_type == "f")
    links = [cell.hyperlink.ref for cell in cells if cell.hyperlink]
    with ZipFile(BytesIO(data)) as packed:  # what stands beside the cells: properties, names
        beside = [packed.read(name).decode() for name in packed.namelist() if "/work" not in name]
    told = [str(cell.value) for cell in cells if cell.value]
    return (formulas, links), "\n".join([*told, *beside])


READERS: dict[str, Callable[[bytes], tuple[Any, str]]] = {
    ".html": page,
    ".md": markdown,
    ".json": json_file,
    ".pdf": printed,
    ".docx": word_file,
    ".xlsx": workbook,
}
"""How a file of each kind is read back: its form, which answers must not change, and its text."""


def seen(text: str) -> str:
    """A text as it is compared: what typesetting changes about it is left out."""
    return re.sub(r"[\s\u200e\u200f\u2028\u00ad]+", "", text)


def test_every_format_is_read_back() -> None:
    assert set(READERS) == set(FORMATS)


@pytest.mark.parametrize("suffix", EVERY)
def test_answers_do_not_change_the_form_of_a_file(suffix: str, written: Written) -> None:
    assert written(suffix, True)[0] == written(suffix, False)[0]


@pytest.mark.parametrize("suffix", EVERY)
def test_answers_come_out_as_they_were_typed(suffix: str, written: Written) -> None:
    text = seen(written(suffix, True)[1])
    shown = [said for name in SHOWN for said in HOSTILE[name].split(" ") if len(said) > 1]
    if suffix == ".pdf":  # how other signs are joined and ordered is the business of fonts
        shown = [said for said in shown if said.isascii()]
    assert [said for said in shown if seen(said) not in text] == []


@pytest.mark.parametrize("suffix", EVERY)
def test_nothing_in_a_file_is_computed_or_read(suffix: str, written: Written) -> None:
    text = written(suffix, True)[1]
    assert "root:" not in text
    assert "\x1b" not in text
    assert "7*7" in text


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x1b", "\x07", "\u0085"])
def test_signs_that_turn_the_text_round_or_steer_a_terminal_are_refused(
    sign: str, tmp_path: Path
) -> None:
    file = answers(tmp_path, {**dict.fromkeys(NAMES, TAME)})
    escaped = f"\\u{ord(sign):04x}"
    file.write_text(file.read_text("utf-8").replace(f'"{TAME}"', f'"{TAME}{escaped}"', 1), "utf-8")
    run = svcmodel("plan", file)
    assert run.code == 1
    assert f"{file}:2:10: E110 subject:" in run.err
    assert sign not in run.err


@pytest.mark.parametrize("suffix", EVERY)
def test_a_name_of_ten_thousand_letters_is_cut_short_where_it_would_break_the_layout(
    suffix: str, tmp_path: Path
) -> None:
    long = {name: name[0] * 10_000 for name in ("subject", "person", "segment", "reason")}
    made = material_of(str(answers(tmp_path, {**dict.fromkeys(NAMES, TAME), **long})), "en")
    data = FORMATS[suffix].write(made)
    text = READERS[suffix](data.encode() if isinstance(data, str) else data)[1]
    if suffix != ".json":  # data is whole
        assert "s" * 119 + "…" in seen(text)
        assert "s" * 200 not in seen(text)
        assert "r" * 2_000 in seen(text), "a sentence is never cut"
