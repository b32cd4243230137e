"""Rows scored together, by columns, are written byte for byte as those scored one by one."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any

import pytest

from svcmodel.batch.coding import MOST_CODES, UNUSUAL
from svcmodel.batch.columnar_scorer import ColumnScorer
from svcmodel.batch.outcomes import Done
from svcmodel.batch.pieces import Stretch
from svcmodel.batch.sheets import Setup, SheetScorer
from svcmodel.batch.table_blocks import _is_plainly_quoted
from svcmodel.batch.worker import Order, Worker
from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.questions import Questionnaire
from tests.batch.companies import answers_in, cell, companies

ROWS = 40
ONE_BY_ONE = 10**9
HOSTILE = ("=1+1", 'say "yes", twice', "two\\nlines", "  ", "ñandú €", "\\u0007", 'end"')
"""What people may call themselves, as JSON has it."""


def done(setup: Setup, format_: str, stretch: Stretch, columns_from: int) -> Done:
    order = Order(setup, "", format_, "text", "en", "1", columns_from=columns_from)
    worker = Worker(order)
    worker.done(replace(stretch, data=b"\n".join(stretch.data.splitlines()[:3]) + b"\n"))
    return worker.done(stretch)


@pytest.fixture(scope="module")
def made(shipped: Catalogue, full: Questionnaire) -> list[dict[str, Any]]:
    return list(islice(companies(full.bank, shipped.criteria, 0.4, Random(9)), ROWS))


@pytest.fixture(scope="module")
def lines(made: list[dict[str, Any]]) -> Stretch:
    texts = [json.dumps(sheet) for sheet in made]
    for number, name in enumerate(HOSTILE):
        texts[number] = texts[number].replace(made[number]["subject"], name.replace('"', '\\"'))
    texts[10] = texts[10][:-4]
    texts[11] = texts[11].replace('"answers"', '"constraints": [], "answers"')
    texts[12] = texts[12].replace('"answers"', '"weights": {"customer": 2}, "answers"')
    texts[13] = "[1, 2]"
    texts[14] = '{"subject": "a", "subject": "b"}'
    texts[15] = texts[15].replace('"answers": {', '"answers": {"cus_volume": 3, "no_such": 1, ')
    return Stretch("in.jsonl", "lines", 1, "\n".join(texts).encode() + b"\n")


@pytest.fixture(scope="module")
def table(made: list[dict[str, Any]]) -> Stretch:
    rows = [{"subject": sheet["subject"], **answers_in(sheet)} for sheet in made]
    for number, name in enumerate(HOSTILE):
        rows[number]["subject"] = name.replace("\\n", " ").replace("\\u0007", "").replace('"', "")
    names = list(dict.fromkeys(name for row in rows for name in row))
    rows[20][names[-1]] = "nonsense"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [names, *([cell(row.get(name)) for name in names] for row in rows)]
    )
    head, _, rest = text.getvalue().partition("\n")
    return Stretch("in.csv", "csv", 2, rest.encode(), head.encode() + b"\n")


@pytest.mark.parametrize(
    ("rows", "plain"),
    [
        (b'a,"b, c",d\n"e",f,g\n', True),
        (b'"a","b"\n', True),
        (b'a,"say ""yes""",b\n', False),
        (b'a,b"c,d\ne,f"g,h\n', False),
        (b'a,"b\nc",d\n', False),
        (b'a,"b"c,d\n', False),
        (b'a,"b\n', False),
        (b'"",a\n', True),
    ],
)
def test_only_cells_quoted_plainly_are_read_by_columns(rows: bytes, plain: bool) -> None:
    assert _is_plainly_quoted(rows) is plain


@pytest.mark.parametrize(
    ("kind", "format_"),
    [("lines", "csv"), ("lines", "parquet"), ("table", "jsonl"), ("table", "xlsx")],
)
def test_they_are_the_same_bytes(
    setup: Setup, kind: str, format_: str, request: pytest.FixtureRequest
) -> None:
    stretch: Stretch = request.getfixturevalue(kind)
    together, alone = (done(setup, format_, stretch, n) for n in (0, ONE_BY_ONE))
    assert kind == "lines" or _is_plainly_quoted(stretch.data)
    assert together == alone
    assert together.scored > 0
    assert together.failed > 0


def test_small_inputs_are_spared_the_tables(setup: Setup, lines: Stretch) -> None:
    worker = Worker(Order(setup, "", "csv", "text", "en", "1", columns_from=ROWS + 1))
    firsts = [worker.done(lines) for _ in range(3)]
    assert worker._together is not None
    assert firsts[0] == firsts[1] == firsts[2]


def test_own_words_without_number_stay_in_columns(setup: Setup) -> None:
    scorer = ColumnScorer(setup, SheetScorer(setup))
    coder = scorer.coder("service_name")
    codes = {coder.answer(f"our service {number}") for number in range(MOST_CODES + 10)}
    assert len(codes) == 1
    assert codes != {UNUSUAL}


@pytest.mark.parametrize("columns_from", [0, ONE_BY_ONE])
def test_odd_things_beside_the_answers_are_problems_of_their_sheet(
    columns_from: int, setup: Setup
) -> None:
    odd: tuple[dict[str, Any], ...] = (
        {"date": ""},
        {"date": 3},
        {"questionnaire": ["full"]},
        {"lang": {}},
        {"subject": [1]},
    )
    sheet = {"format": "svcmodel/answers/1", "subject": "A", "answers": {"res_crm": 3}}
    texts = [json.dumps({**sheet, **each}).encode() for each in ({}, *odd, {})]
    stretch = Stretch("in.jsonl", "lines", 1, b"\n".join(texts) + b"\n")
    found = done(setup, "jsonl", stretch, columns_from)
    assert (found.scored, found.failed) == (2, len(odd))
    said = found.problems.decode()
    assert [f"in.jsonl:{line}:" in said for line in range(1, 8)] == [False, *[True] * 5, False]
