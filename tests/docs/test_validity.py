"""The pages on how right the advice is show the figures as they are, and keep what was written by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import draw_validity
from svcmodel.domain.catalogue import Catalogue

ROOT = Path(__file__).resolve().parents[2]


def written() -> str:
    return draw_validity.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", draw_validity.PAGES, ids=lambda page: page.name)
def test_the_figures_are_those_of_the_catalogue_as_it_is(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.splitlines() == draw_validity.page(text).splitlines(), (
        "make readme draws them again"
    )


def test_every_block_is_drawn_once() -> None:
    texts = "\n".join(page.read_text(encoding="utf-8") for page in draw_validity.PAGES)
    found = [block[1] for block in draw_validity.BLOCK.findall(texts)]
    assert sorted(found) == sorted(draw_validity.BLOCKS)


def test_a_reason_written_by_hand_is_kept() -> None:
    page = written()
    row = next(line for line in page.splitlines() if line.startswith("| `case_"))
    reasoned = page.replace(row, row[: row.rindex(" | ")] + " | because it rained |")
    again = draw_validity.page(reasoned)
    assert again == reasoned
    assert "because it rained" in again


def test_every_case_that_stays_wrong_has_its_reason() -> None:
    rows = [line for line in written().splitlines() if line.startswith("| `case_")]
    assert len(rows) > 10
    assert [row for row in rows if row.endswith("|  |")] == []


def test_the_figures_on_cases_held_out_are_those_of_the_strengths_that_ship(
    shipped: Catalogue,
) -> None:
    told = draw_validity.fit()
    assert (told["parts"], told["seeds"]) == (5, 10)
    shown = {
        (model, id_): effect["fitted"]
        for model, effects in told["effects"].items()
        for id_, effect in effects.items()
    }
    assert shown == {
        (model.id, id_): effect.fitted
        for model in shipped.models.values()
        for id_, effect in model.effects.items()
    }, "svcmodel catalogue fit --format json --date 2026-01-15 > docs/held_out.json"
    assert told["zeroed"] == sum(not fitted for fitted in shown.values())


@pytest.mark.parametrize("page", ["README.md", "docs/LEEME.md", "docs/method.md"])
def test_the_pages_that_quote_the_figures_quote_those_held_out(page: str) -> None:
    text = " ".join((ROOT / page).read_text(encoding="utf-8").replace(",", ".").split())
    for figure in ("first", "acceptable", "three", "design"):
        shown = draw_validity.overall("random", "fitted", figure)
        ends = draw_validity.interval_of(shown)
        assert re.search(rf"{shown['mean']} %.{{0,40}}{ends}", text), figure
        assert str(draw_validity.overall("similar", "fitted", figure)["mean"]) in text, figure
