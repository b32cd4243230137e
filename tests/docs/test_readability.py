"""docs/readability.md shows what the texts are now, and no file is harder to read than it may be."""

from __future__ import annotations

import pytest

from docs import draw_readability
from docs.draw_readability import FLOOR, Row
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.render.readability import ease

ROWS = list(draw_readability.rows())


def test_the_page_is_drawn_from_the_texts_as_they_are() -> None:
    drawn = draw_readability.PAGE.read_text(encoding="utf-8")
    assert drawn.splitlines() == draw_readability.page().splitlines(), "make readme draws it again"


def test_every_kind_of_file_has_a_row() -> None:
    files = [row.file for row in ROWS]
    assert len(files) == len(set(files)) > 90
    for begin in (*draw_readability.FOLDERS, "models_catalog/models", "models_catalog/playbooks"):
        assert any(file.startswith(begin) for file in files), begin


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.file))
def test_no_file_is_harder_to_read_than_the_floor(row: Row, lang: Lang) -> None:
    assert ease(row.counts[lang], lang) >= FLOOR[lang]
