"""The workbook in LibreOffice: it opens, prints, and computes every formula to what we wrote there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from svcmodel.cli.plan_formats import FORMATS
from svcmodel.domain.records import Lang
from svcmodel.render.words import Words
from svcmodel.sources.words_files import load_phrases
from tests.plans import material
from tests.workbooks import open_workbook

pytestmark = pytest.mark.documents

PATIENCE = 180
COMPANIES: dict[str, Lang] = {"ecoproductos": "es", "retail_bank": "en"}
ALWAYS_COMPUTE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbooks of two companies, and a profile of LibreOffice of its own."""
    folder = tmp_path_factory.mktemp("workbooks")
    for company, lang in COMPANIES.items():
        data = FORMATS[".xlsx"].write(material(company, lang))
        assert isinstance(data, bytes)
        (folder / f"{company}.xlsx").write_bytes(data)
    profile = folder / "profile" / "user" / "registrymodifications.xcu"
    profile.parent.mkdir(parents=True)
    profile.write_text(ALWAYS_COMPUTE, encoding="utf-8")
    return folder


def convert(folder: Path, kind: str) -> Path:
    """What LibreOffice makes of every workbook, in one call."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed; .ci/run installs it"
    out = folder / kind
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(file) for file in sorted(folder.glob("*.xlsx"))]
    done = subprocess.run(
        [office, profile, "--headless", "--convert-to", kind, "--outdir", str(out), *files],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert "rror" not in done.stderr
    assert len(list(out.iterdir())) == len(COMPANIES)
    return out


def test_it_prints_whole_tables_on_pages_as_wide_as_they_are(written: Path) -> None:
    for file in sorted(convert(written, "pdf").iterdir()):
        pages = pypdf.PdfReader(file).pages
        text = " ".join(page.extract_text() for page in pages)
        plan = material(file.stem, COMPANIES[file.stem]).plan
        assert len(plan.tasks) / 25 < len(pages) < 20 + len(plan.tasks) / 5
        assert "###" not in text, "a column too narrow for its figures"
        assert "Err:" not in text
        assert "#NAME" not in text


def test_every_formula_comes_to_what_was_written(written: Path) -> None:
    for file in sorted(convert(written, "xlsx").iterdir()):
        lang = COMPANIES[file.stem]
        ours = (written / file.name).read_bytes()
        said, formulas = open_workbook(ours), open_workbook(ours, formulas=True)
        computed = open_workbook(file.read_bytes())
        compared = 0
        for page, place, formula in formula_cells(formulas):
            if "TODAY" in formula:
                continue
            now, then = computed[page][place].value, said[page][place].value
            assert (now or "") == (then or ""), f"{page}!{place} {formula} ({lang})"
            compared += 1
        assert compared > 150


def formula_cells(book: Any) -> Iterator[tuple[str, str, str]]:
    """The sheet, the place and the text of every formula."""
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield page.title, cell.coordinate, str(cell.value)


def test_what_a_person_types_is_computed_on(written: Path) -> None:
    folder = written / "typed"
    folder.mkdir()
    (folder / "profile").symlink_to(written / "profile")
    for company, lang in COMPANIES.items():
        said = Words(lang, load_phrases())
        book = open_workbook((written / f"{company}.xlsx").read_bytes(), formulas=True)
        tasks = book[said("sheets.name.tasks")]
        tasks["M4"], tasks["F4"] = said("sheets.state.done"), datetime(2026, 3, 31)  # noqa: DTZ001
        measures = book[said("sheets.name.kpis")]
        measures["I4"], measures["J4"] = 10, 90
        measures["I5"] = 1
        book.save(folder / f"{company}.xlsx")
    for file in sorted(convert(folder, "xlsx").iterdir()):
        said, book = Words(COMPANIES[file.stem], load_phrases()), open_workbook(file.read_bytes())
        chart = book[said("sheets.name.gantt")]
        assert chart["G4"].value == said("sheets.state.done")
        assert chart["E4"].value == datetime(2026, 3, 31)  # noqa: DTZ001
        summary = book[said("sheets.name.summary")]
        counts = {row[0].value: row[1].value for row in summary.iter_rows(min_row=10)}
        assert counts[said("sheets.progress.done")] == 1
        assert 0 < counts[said("sheets.progress.share")] < 1
        results = [book[said("sheets.name.kpis")][place].value for place in ("L4", "L5", "L6")]
        assert results == [said(f"sheets.result.{id_}") for id_ in ("good", "bad", "none")]
