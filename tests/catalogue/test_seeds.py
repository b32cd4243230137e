"""Where each item of the five texts stands: docs/seeds.md names files and ids that exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, takewhile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.sources.strict_yaml import parse_yaml

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "seeds.md"
FROM_THE_TOP = ("questionnaires/", "examples/")
"""Files named from the top folder; any other is named from models_catalog/."""


class Count(NamedTuple):
    """How many items a text has, and how many rows they take with those that name several things."""

    items: int
    rows: int


COUNTS: Mapping[str, Count] = {
    "S000": Count(items=35, rows=39),
    "S001": Count(items=34, rows=44),
    "S002": Count(items=42, rows=60),
    "S003": Count(items=24, rows=39),
    "S004": Count(items=22, rows=36),
}

KINDS = frozenset(
    re.split(
        r";\s+",
        """advice; attitude; audit group; benefit; channel; combination; component; concept; context;
        cost; criterion; definition; element; example; example detail; example result;
        expectation question; level; method; method / channel; metric; model; model / channel;
        moment; note; phase; principle; protocol; related artefact; requirement; risk; sourcing;
        staff; staff / skill; stage; stage / protocol; statistic; step; strategy; tool; trade-off""",
    )
)
MODEL_KINDS = {"model", "model / channel", "strategy", "sourcing"}
"""Items that have a page of their own, which cites the text they come from."""
REASON_WORDS = 8
"""At least, where an item is left out."""

HEADER = ["| no. | item | kind | where | what stands there, or why not |", "|---|---|---|---|---|"]
HEADING = re.compile(r"## (S\d{3}) \S.*")
ROW = re.compile(r"\| (\d\d)([a-z]?) \| ([^|`]+) \| ([^|`]+) \| ([^|]+) \| ([^|]+) \|")
PLACE = re.compile(r"`([a-z_/]+\.yaml)` (`[^`]+`(?:, `[^`]+`)*)")
ID = re.compile(r"`([A-Za-z0-9_.]+|[a-z_]+ [a-z_]+ [a-z_]+)`")
LEFT_OUT = "left out"


class Place(NamedTuple):
    """A file and something in it."""

    file: str
    id: str


class Row(NamedTuple):
    """An item of a text; no places: it is left out."""

    number: int
    letter: str
    item: str
    kind: str
    places: tuple[Place, ...]
    note: str


def places_in(cell: str) -> Iterator[Place]:
    """The places a cell names. Raises `ValueError` unless that is all it holds."""
    for part in cell.split("; "):
        place = PLACE.fullmatch(part)
        if place is None:
            raise ValueError(f"not a place: {part}")
        for quoted in place[2].split(", "):
            named = ID.fullmatch(quoted)
            if named is None:
                raise ValueError(f"not an id: {quoted}")
            yield Place(place[1], named[1])


def row_of(line: str) -> Row:
    """The row a line holds. Raises `ValueError` unless it has each cell, and each as it must be."""
    found = ROW.fullmatch(line)
    if found is None or any(cell != cell.strip() for cell in found.groups()):
        raise ValueError(f"not a row: {line}")
    number, letter, item, kind, where, note = found.groups()
    if kind not in KINDS:
        raise ValueError(f"not a kind: {kind}")
    places = () if where == LEFT_OUT else tuple(places_in(where))
    return Row(int(number), letter, item, kind, places, note)


def tables_of(page: str) -> dict[str, list[Row]]:
    """The rows below each text's heading. Raises `ValueError` for any line that is something else."""
    lines = page.splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith("#") and at > 0]
    tables: dict[str, list[Row]] = {}
    for at in starts:
        heading = HEADING.fullmatch(lines[at])
        body = list(takewhile(lambda line: not line.startswith("#"), lines[at + 1 :]))
        table = [line for line in body if line]
        if heading is None or heading[1] in tables or table[:2] != HEADER:
            raise ValueError(f"not a heading with its table: {lines[at]}")
        tables[heading[1]] = [row_of(line) for line in table[2:]]
    return tables


@cache
def tables() -> Mapping[str, Sequence[Row]]:
    return tables_of(PAGE.read_text(encoding="utf-8"))


def every_row() -> list[tuple[str, Row]]:
    return [(seed, row) for seed, rows in tables().items() for row in rows]


def path_of(file: str) -> Path:
    return ROOT / file if file.startswith(FROM_THE_TOP) else ROOT / "models_catalog" / file


def listed(*keys: str) -> Callable[[Any], dict[str, Any]]:
    """Reads the records of some lists of a file, by id."""
    return lambda data: {each["id"]: each for key in keys for each in data[key]}


def one_with(*keys: str) -> Callable[[Any], dict[str, Any]]:
    """Reads a file that is one record, and the records inside it by its id and theirs."""

    def read(data: Any) -> dict[str, Any]:
        inside = chain.from_iterable(data.get(key, []) for key in keys)
        return {data["id"]: data} | {f"{data['id']}.{each['id']}": each for each in inside}

    return read


def relations(data: Any) -> dict[str, Any]:
    return {f"{r['from']} {r['type']} {r['to']}": r for r in data["relations"]}


RECORDS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "catalogue": listed("dimensions", "layers", "steps"),
    "criteria": listed("criteria"),
    "glossary": listed("terms"),
    "kpis": listed("kpis"),
    "model": one_with(),
    "obligations": listed("obligations"),
    "patterns": listed("patterns", "anti_patterns"),
    "playbook": one_with("tasks", "risks"),
    "protocols": listed("protocols"),
    "provisioning": listed("options"),
    "questionnaire": one_with("sections"),
    "questions": listed("questions"),
    "relations": relations,
    "roles": listed("roles"),
    "sources": listed("sources"),
    "stages": listed("stages"),
    "strategies": listed("strategies"),
    "support_levels": listed("levels"),
}
"""How the records of a file are found by id, by the kind its format names."""


@cache
def records_in(file: str) -> Mapping[str, Any]:
    """What a file holds, by the ids it can be named with; an example goes by its file's name."""
    path = path_of(file)
    data: Any = parse_yaml(path.read_text(encoding="utf-8")).data
    kind = data["format"].split("/")[1]
    return {path.stem: data} if kind == "answers" else RECORDS[kind](data)


def test_the_page_has_a_table_for_each_text_and_each_has_the_rows_it_must_have() -> None:
    found = {
        seed: Count(len({row.number for row in rows}), len(rows)) for seed, rows in tables().items()
    }
    assert found == COUNTS


@pytest.mark.parametrize("seed", COUNTS)
def test_items_are_numbered_without_a_gap_and_lettered_where_they_take_several_rows(
    seed: str,
) -> None:
    letters: dict[int, str] = {}
    for row in tables()[seed]:
        letters[row.number] = letters.get(row.number, "") + (row.letter or "-")
    assert list(letters) == list(range(1, COUNTS[seed].items + 1))
    for number, found in letters.items():
        assert found == "-" or (len(found) > 1 and "abcdefgh".startswith(found)), (seed, number)


def test_every_file_exists() -> None:
    named = {place.file for _, row in every_row() for place in row.places}
    assert len(named) > 60
    assert [file for file in sorted(named) if not path_of(file).is_file()] == []


def test_every_id_exists_in_the_file_beside_it() -> None:
    missing = [
        f"{seed} {row.number:02}{row.letter} {row.item}: {place.file} {place.id}"
        for seed, row in every_row()
        for place in row.places
        if place.id not in records_in(place.file)
    ]
    assert not missing, "\n".join(missing)


def test_no_row_names_a_place_twice() -> None:
    assert [row for _, row in every_row() if len(row.places) != len(set(row.places))] == []


def test_what_is_left_out_has_a_reason() -> None:
    out = [row for _, row in every_row() if not row.places]
    assert out
    assert [row for row in out if len(row.note.split()) < REASON_WORDS] == []


@pytest.mark.parametrize("seed", COUNTS)
def test_each_text_is_cited_by_a_model(seed: str, shipped: Catalogue) -> None:
    assert [model.id for model in shipped.models.values() if seed in model.sources]


def test_a_model_or_strategy_that_a_text_names_cites_it() -> None:
    silent = [
        f"{seed} {row.item}: {row.places[0].id}"
        for seed, row in every_row()
        if row.kind in MODEL_KINDS
        and seed not in records_in(row.places[0].file)[row.places[0].id]["sources"]
    ]
    assert not silent, "\n".join(silent)


SOUND = "| 03a | lealtad | benefit | `kpis/common.yaml` `retention`, `churn` | who stays |"


def test_a_row_is_read_whole() -> None:
    places = (Place("kpis/common.yaml", "retention"), Place("kpis/common.yaml", "churn"))
    assert row_of(SOUND) == Row(3, "a", "lealtad", "benefit", places, "who stays")


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("| 03a |", "| 3a |"),
        ("| 03a |", "| 03ab |"),
        ("| 03a |", "|"),
        ("| lealtad |", "|  |"),
        ("benefit", "blessing"),
        ("`kpis/common.yaml` `retention`, `churn`", "somewhere"),
        ("`kpis/common.yaml` `retention`, `churn`", "left out, perhaps"),
        ("`kpis/common.yaml` ", ""),
        (" `retention`, `churn`", ""),
        ("`churn`", "churn"),
        ("`, `", "`,`"),
        ("`churn`", "`churn`; left out"),
        ("`churn`", "`chu-rn`"),
        ("kpis/common.yaml", "../kpis/common.yaml"),
        ("who stays |", "who stays"),
        ("who stays |", "|"),
        ("who stays |", "who stays | and more |"),
    ],
)
def test_a_malformed_row_is_refused(sound: str, broken: str) -> None:
    assert sound in SOUND
    with pytest.raises(ValueError, match="not a"):
        row_of(SOUND.replace(sound, broken))


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("## S000 A text", "## A text"),
        ("## S000 A text", "### S000 A text"),
        (HEADER[1], "|---|---|"),
        (SOUND, f"{SOUND}\n\nA line between."),
        (SOUND, f"{SOUND}\n\n## S000 Again\n\n{HEADER[0]}\n{HEADER[1]}"),
    ],
)
def test_a_page_with_anything_else_among_its_tables_is_refused(sound: str, broken: str) -> None:
    page = "\n".join(["# Title", "", "Words.", "", "## S000 A text", "", *HEADER, SOUND])
    assert [row.item for row in tables_of(page)["S000"]] == ["lealtad"]
    with pytest.raises(ValueError, match="not a"):
        tables_of(page.replace(sound, broken))
