"""docs/templates.md shows a folder of templates, and that folder works as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from svcmodel.sources.words_files import load_template
from tests.program import DAY, ECOPRODUCTOS, ROOT, svcmodel

PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
FILE = re.compile(
    r"^```\w+\n((?:\{# |# |// )our_templates/(\S+).*?)^```$", re.MULTILINE | re.DOTALL
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the page."""
    place = tmp_path_factory.mktemp("docs") / "our_templates"
    for text, name in FILE.findall(PAGE):
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return place


def test_the_folder_of_the_page_is_sound(own: Path) -> None:
    run = svcmodel("check", own)
    assert run.out == ""
    assert f"{run.err.strip()}\n" in PAGE


def test_the_folder_of_the_page_does_what_the_page_says(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.html"
    run = svcmodel("plan", ECOPRODUCTOS, "--template", own, "--date", DAY, "-o", out)
    assert run.code == 0
    page = out.read_text("utf-8")
    for said in ("Gracias a EcoProductos por", ">Quiénes somos</h2>", "4px solid #7a2e1d"):
        assert said in page


def test_the_page_names_every_block() -> None:
    blocks = re.findall(r"{% block (\w+)", load_template("plan.html.j2") or "")
    paragraph = PAGE[PAGE.index("The blocks of `plan.html.j2`") :].split("\n\n")[0]
    assert set(blocks) <= set(re.findall(r"`(\w+)`", paragraph))
