"""The first page says what an owner must not find only on the fortieth."""

from __future__ import annotations

import pytest

from tests.plans import material


@pytest.mark.parametrize(
    ("example", "short"), [("clinic_chain", True), ("ecoproductos", False), ("retail_bank", False)]
)
def test_too_few_people_to_serve_are_said_on_the_first_page(example: str, short: bool) -> None:
    made = material(example, "en")
    lines = [line for block in made.steps.summary for line in block.lines]
    said = [line for line in lines if line.startswith("To serve customers: the work takes")]
    staffing = made.plan.staffing
    assert bool(said) is (staffing is not None and staffing.enough == "short") is short


@pytest.mark.parametrize(("example", "told"), [("toy_shop", True), ("retail_bank", False)])
def test_what_begins_after_the_deadline_is_said_on_the_first_page(example: str, told: bool) -> None:
    made = material(example, "en")
    lines = [line for block in made.steps.summary for line in block.lines]
    assert any("will not have begun by your deadline" in line for line in lines) is told
