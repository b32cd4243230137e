"""Plans as Word files, laid out by LibreOffice: they open, and every heading and table is on a page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.document import Document as WordDocument

pytestmark = pytest.mark.documents

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-01-15"
PATIENCE = 240
"""Seconds for the office to lay out all the files."""

PLANS = {
    "small": ("ecoproductos", "es"),
    "large": ("compressor_maker", "en"),
    "own": ("gym_chain", "es"),
}
FOOTER = re.compile(r"(?:Página|Page)\d+(?:de|of)\d+$")
TAGS = ("{{ title }}", "{{p contents }}", "{{p body }}")


class Laid(NamedTuple):
    """A plan as it was written and the text of its pages as they were laid out."""

    word: WordDocument
    pages: list[str]

    @property
    def text(self) -> str:
        return "".join(self.pages)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Laid]:
    """Three plans, one of them in a template without styles, laid out in one run."""
    folder = tmp_path_factory.mktemp("word")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.fail(
            "no LibreOffice or poppler here (apt-get install libreoffice-writer poppler-utils)"
        )
    own = folder / "own"
    own.mkdir()
    template = docx.Document()
    for tag in TAGS:
        template.add_paragraph(tag)
    template.save(str(own / "plan.docx"))
    files = [write(name, folder, own if name == "own" else None) for name in PLANS]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return {
        name: Laid(docx.Document(file), pages_of(file))
        for name, file in zip(PLANS, files, strict=True)
    }


def write(name: str, folder: Path, template: Path | None) -> str:
    example, lang = PLANS[name]
    file = folder / f"{name}.docx"
    answers = ROOT / "examples" / f"{example}.yaml"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "svcmodel",
        "plan",
        answers,
        "-o",
        file,
        "--lang",
        lang,
        "--date",
        DAY,
    ]
    if template:
        command += ["--template", template]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return str(file)


def pages_of(file: str) -> list[str]:
    """The text of each page, in the order in which it was drawn, squeezed."""
    pdf = Path(file).with_suffix(".pdf")
    said = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout
    return [squeezed(page) for page in said.decode().split("\f")[:-1]]


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "")


def headings(word: WordDocument) -> Iterator[str]:
    for paragraph in word.paragraphs:
        if paragraph.style and (paragraph.style.name or "").startswith(("Heading", "Title")):
            yield paragraph.text


@pytest.mark.parametrize("name", PLANS)
def test_every_heading_is_on_a_page(plans: dict[str, Laid], name: str) -> None:
    said = list(headings(plans[name].word))
    assert len(said) > 20
    assert all(each.strip() for each in said)
    assert [each for each in said if squeezed(each) not in plans[name].text] == []


@pytest.mark.parametrize("name", PLANS)
def test_every_cell_of_every_table_is_on_a_page(plans: dict[str, Laid], name: str) -> None:
    tables = plans[name].word.tables
    assert len(tables) > 5
    cells = {cell.text for table in tables for row in table.rows for cell in row.cells}
    assert len(cells) > 50
    assert [cell for cell in cells if squeezed(cell) not in plans[name].text] == []


@pytest.mark.parametrize("name", ["small", "large"])
def test_pages_are_counted_and_say_whose_they_are(plans: dict[str, Laid], name: str) -> None:
    pages = plans[name].pages
    whole = len(pages)
    word = {"small": "Página{}de{}", "large": "Page{}of{}"}[name]
    assert whole <= 5 if name == "small" else whole > 40
    for number, page in enumerate(pages, 1):
        assert word.format(number, whole) in page
    client = plans[name].word.core_properties.subject
    assert client
    assert all(page.startswith(squeezed(client)) for page in pages[1:])
    assert squeezed(plans[name].word.core_properties.title) in pages[0]


@pytest.mark.parametrize("name", PLANS)
def test_no_heading_is_left_at_the_end_of_a_page(plans: dict[str, Laid], name: str) -> None:
    said = tuple(squeezed(each) for each in headings(plans[name].word))
    after_contents = plans[name].pages[0 if name == "small" else 2 : -1]
    assert len(after_contents) > 3
    for page in after_contents:
        text = FOOTER.sub("", page)
        assert not text.endswith(said), text[-80:]


def test_the_contents_say_on_which_page_each_section_is(plans: dict[str, Laid]) -> None:
    word, pages = plans["large"]
    lines = [p.text for p in word.paragraphs if p.style and p.style.name == "toc 1"]
    assert len(lines) > 8
    for line in lines:
        heading = squeezed(line)
        told = re.search(rf"{re.escape(heading)}\.{{3,}}(\d+)", "".join(pages[:2]))
        assert told, heading
        assert heading in pages[int(told[1]) - 1]
