"""The recipes of docs/scale.md run on the engines they are written for, where those are installed."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import dataset, parquet

from svcmodel.batch import score_batch
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from tests.batch.companies import answers_in, cell, companies
from tests.program import DAY, ROOT

pytestmark = pytest.mark.soak

ROWS = 400
FILES = 4


@pytest.fixture
def inputs(tmp_path: Path, shipped: Catalogue, full: Questionnaire) -> Path:
    """A folder of Parquet files, some of whose rows are wrong."""
    chance = random.Random(11)
    made = list(islice(companies(full.bank, shipped.criteria, 0.4, chance), ROWS))
    rows = [{"subject": s["subject"], "date": DAY, **answers_in(s)} for s in made]
    names = list(dict.fromkeys(name for row in rows for name in row))
    rows[7][names[5]] = "nonsense"
    (tmp_path / "sheets").mkdir()
    size = ROWS // FILES
    for number in range(FILES):
        own = rows[number * size : (number + 1) * size]
        table = pa.table({name: [cell(row.get(name)) for row in own] for name in names})
        parquet.write_table(table, tmp_path / "sheets" / f"{number}.parquet")
    return tmp_path


def by_subject(table: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return sorted(rows, key=lambda row: str(row["subject"]))


def expected(folder: Path) -> list[dict[str, Any]]:
    [batch] = dataset.dataset(folder / "sheets").to_table().combine_chunks().to_batches()
    found = by_subject(pa.Table.from_batches([score_batch(batch)]))
    assert sum(row["core"] is None for row in found) > 0
    return found


def recipe(engine: str) -> str:
    """The code of a recipe as it stands in the page."""
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    blocks: Iterator[str] = (part.partition("```")[0] for part in text.split("```python\n")[1:])
    [found] = [
        block for block in blocks if f"import {engine}" in block or f"from {engine}" in block
    ]
    return found


@pytest.mark.filterwarnings("ignore")  # theirs, about themselves
@pytest.mark.parametrize("engine", ["pyspark", "ray"])
def test_a_recipe_gives_what_one_process_gives(
    engine: str, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_spec(engine) is None:
        pytest.skip(f"{engine} is not installed; it is no dependency of ours")
    monkeypatch.chdir(inputs)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    exec(compile(recipe(engine), f"recipe of {engine}", "exec"), {"__name__": "recipe"})  # noqa: S102 - our own page
    assert by_subject(dataset.dataset(inputs / "advice").to_table()) == expected(inputs)
