"""Plans as PDF: read in order, tagged for those who listen, and whole on every page."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pypdf
import pytest

from svcmodel.cli.plan_formats import FORMATS
from svcmodel.domain.records import Lang
from svcmodel.render.blocks import (
    Block,
    Cell,
    Definitions,
    Document,
    Figure,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quotation,
    Table,
    plain,
)
from svcmodel.render.html_blocks import read_blocks
from svcmodel.render.pdf_data import document_data
from svcmodel.render.words import Words
from tests.plans import material
from tests.program import DAY, ECOPRODUCTOS, in_shell

pytestmark = pytest.mark.documents

LANGUAGES = pytest.mark.parametrize("lang", ["es", "en"])
COMPANIES = pytest.mark.parametrize("example", ["ecoproductos", "clinic_chain"])

BRIEF = ("ecoproductos",)
"""The companies of fewer than ten people: a short plan, set closely, without contents and charts."""
MARGINS = {True: 16 / 25.4 * 72, False: 24 / 25.4 * 72}
"""Points; what the template leaves free on the left and on the right of a short plan, and of others."""
TOLERANCE = 4
NEAR = 3000
"""Characters that may stand between two words: drawings, the end of a page and its head."""
CONTENTS_ENTRY = re.compile(r"(\. ?){6}")
HYPHENS = str.maketrans("", "", "-\u00ad\u200b")
WORD_BOX = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">')


class Printed(NamedTuple):
    """A plan in print, and the page it comes from."""

    data: bytes
    document: Document
    words: Words

    @property
    def file(self) -> Any:
        """The file as pypdf reads it; its objects have no types."""
        return pypdf.PdfReader(io.BytesIO(self.data))


@cache
def printed(example: str, lang: Lang) -> Printed:
    made = material(example, lang)
    data = FORMATS[".pdf"].write(made)
    assert isinstance(data, bytes)
    page = FORMATS[".html"].write(made)
    assert isinstance(page, str)
    return Printed(data, read_blocks(page), made.words)


def poppler(plan: Printed, folder: Path, option: str) -> str:
    """What pdftotext tells of a plan."""
    if shutil.which("pdftotext") is None:
        pytest.fail("no pdftotext here; .ci/run installs it (apt-get install poppler-utils)")
    file = folder / "plan.pdf"
    file.write_bytes(plan.data)
    command = ["pdftotext", option, str(file), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def squeezed(text: str) -> str:
    return "".join(text.split()).translate(HYPHENS)


def lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """What is read, in its order; a drawing may be printed at the head of the next page."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.line
            case Listing(items):
                yield from lines(chain.from_iterable(items))
            case Definitions(pairs):
                yield from chain.from_iterable((name, *lines(said)) for name, said in pairs)
            case Quotation(label, told):
                yield from (label, *told)
            case Table():
                yield from table_lines(block)


def table_lines(table: Table) -> Iterator[Line]:
    """What is read of a table; the numbers of charts stand elsewhere in print."""
    if "numbers" not in table.style:
        yield table.caption
        cells: Iterable[Cell] = chain(table.head, *table.rows)
        yield from lines(chain.from_iterable(cell.blocks for cell in cells))


def shallow(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with those in lists, in the order of the page."""
    for block in blocks:
        yield block
        if isinstance(block, Listing):
            yield from shallow(chain.from_iterable(block.items))


def every(kind: type[Block], blocks: Iterable[Block]) -> Iterator[Any]:
    return (block for block in shallow(blocks) if isinstance(block, kind))


@COMPANIES
@LANGUAGES
def test_everything_of_the_page_is_read_in_its_order(
    example: str, lang: Lang, tmp_path: Path
) -> None:
    plan = printed(example, lang)
    read = poppler(plan, tmp_path, "-raw").splitlines()
    text = squeezed("".join(line for line in read if not CONTENTS_ENTRY.search(line)))
    place = 0
    for line in lines(plan.document.blocks):
        for word in map(squeezed, plain(line).split()):
            at = text.find(word, place)
            assert 0 <= at - place < NEAR, f"{plain(line)!r} after {text[place - 90 : place]!r}"
            place = at + len(word)


def kinds_of(blocks: Iterable[dict[str, Any]], wanted: Iterable[str]) -> Iterator[str]:
    """What kinds of those there are, in the order of print."""
    for block in blocks:
        if block["kind"] in wanted:
            yield block["kind"]
        for item in block.get("items", ()):
            yield from kinds_of(item["blocks"], wanted)


@COMPANIES
@LANGUAGES
def test_drawings_are_read_out_where_they_are_printed(example: str, lang: Lang) -> None:
    plan = printed(example, lang)
    kinds = {"table": "/Table", "figure": "/Figure"}
    shown = [kinds[kind] for kind in kinds_of(document_data(plan.document)["blocks"], kinds)]
    found = [element["/S"] for element in tags(plan.file.root_object["/StructTreeRoot"])]
    read = [kind for kind in found if kind in kinds.values()]
    assert read[: len(shown)] == shown


@COMPANIES
@LANGUAGES
def test_every_caption_of_a_drawing_is_on_a_page(example: str, lang: Lang, tmp_path: Path) -> None:
    plan = printed(example, lang)
    text = squeezed(poppler(plan, tmp_path, "-raw"))
    for figure in every(Figure, plan.document.blocks):
        assert squeezed(plain(figure.caption)) in text


@COMPANIES
@LANGUAGES
def test_the_file_says_what_it_is_and_in_which_language(example: str, lang: Lang) -> None:
    plan = printed(example, lang)
    catalogue = plan.file.root_object
    assert catalogue["/Lang"].split("-")[0] == lang
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert plan.file.metadata.title == plan.document.title
    assert plan.file.metadata.subject == plan.document.subtitle
    assert plan.file.metadata["/CreationDate"].startswith(f"D:{DAY.replace('-', '')}")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()


@COMPANIES
@LANGUAGES
def test_bookmarks_are_the_headings(example: str, lang: Lang) -> None:
    plan = printed(example, lang)

    def titles(entries: Iterable[Any]) -> Iterator[str]:
        for entry in entries:
            yield from titles(entry) if isinstance(entry, list) else [entry.title]

    headings = [plain(heading.line) for heading in every(Heading, plan.document.blocks)]
    behind_charts = [] if example in BRIEF else [plan.words("document.numbers")]
    assert [*titles(plan.file.outline)] == [*headings, *behind_charts]


def tags(node: Any) -> Iterator[Any]:
    """The elements of the tree of tags, in reading order."""
    for child in node.get("/K", []) if isinstance(node.get("/K"), list) else [node.get("/K")]:
        element = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(element, dict) and "/S" in element:
            yield element
            yield from tags(element)


@COMPANIES
@LANGUAGES
def test_what_is_seen_is_tagged_and_every_picture_told(example: str, lang: Lang) -> None:
    plan = printed(example, lang)
    found = list(tags(plan.file.root_object["/StructTreeRoot"]))
    told = [element["/Alt"] for element in found if element["/S"] == "/Figure"]
    assert told == [figure.alt for figure in every(Figure, plan.document.blocks)]
    assert all(len(alt) > 20 for alt in told)
    kinds = [element["/S"] for element in found]
    assert kinds.count("/Table") == len([*every(Table, plan.document.blocks)])
    assert {"/Title", "/H1", "/H2", "/H3", "/P", "/L", "/TH", "/TD", "/Link"} <= set(kinds)
    assert ("/TOC" in kinds) is (example not in BRIEF)


@COMPANIES
@LANGUAGES
def test_every_page_has_text_and_none_beyond_its_margins(
    example: str, lang: Lang, tmp_path: Path
) -> None:
    plan, margin = printed(example, lang), MARGINS[example in BRIEF]
    pages = poppler(plan, tmp_path, "-bbox").split("<page ")[1:]
    assert len(pages) == len(plan.file.pages)
    for page in pages:
        boxes = [tuple(map(float, box)) for box in WORD_BOX.findall(page)]
        assert len(boxes) > 20
        width, height = (
            float(side) for side in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2]
        )
        for left, top, right, bottom in boxes:
            assert left > margin - TOLERANCE
            assert right < width - margin + TOLERANCE
            assert 0 < top < bottom < height


@LANGUAGES
def test_a_small_company_gets_three_to_five_pages(lang: Lang) -> None:
    for example in ("ecoproductos", "furniture_shop", "luxury_boutique"):
        assert 3 <= len(printed(example, lang).file.pages) <= 5, example


@COMPANIES
def test_every_font_is_in_the_file(example: str) -> None:
    fonts = {
        name: font.get_object()
        for page in printed(example, "es").file.pages
        for name, font in page["/Resources"].get("/Font", {}).items()
    }
    assert fonts
    for font in fonts.values():
        (descendant,) = font["/DescendantFonts"]
        kept = descendant.get_object()["/FontDescriptor"].get_object()
        assert kept.keys() & {"/FontFile", "/FontFile2", "/FontFile3"}


def test_the_program_writes_the_same_file_every_time(tmp_path: Path) -> None:
    written = []
    for n in (1, 2):
        file = tmp_path / f"{n}.pdf"
        run = in_shell("plan", ECOPRODUCTOS, "-o", file, "--date", DAY, "--lang", "es")
        assert (run.code, run.err) == (0, f"Escrito en {file}\n")
        written.append(file.read_bytes())
    assert written[0] == written[1] == printed("ecoproductos", "es").data
