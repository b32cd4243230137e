"""Answer sheets as Arrow tables, written down by other code than reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pyarrow as pa

Sheet = Mapping[str, Any]


def columns_of(sheet: Sheet) -> dict[str, Any]:
    """The cells of a sheet by the names of their columns."""
    cells = {key: sheet[key] for key in ("subject", "date", "important") if key in sheet}
    cells |= {f"weights.{id_}": weight for id_, weight in sheet.get("weights", {}).items()}
    for id_, said in sheet["answers"].items():
        if isinstance(said, dict):
            cells |= {id_ if part == "value" else f"{id_}.{part}": v for part, v in said.items()}
        else:
            cells[id_] = said
    return cells


def table_of(sheets: Sequence[Sheet], chance: Random) -> Any:
    """The sheets as a batch: typed where a column allows it, else as the texts of a table."""
    rows = [columns_of(sheet) for sheet in sheets]
    names = sorted({name for row in rows for name in row}, key=lambda _name: chance.random())
    arrays = [_array([row.get(name) for row in rows], chance) for name in names]
    return pa.RecordBatch.from_arrays(arrays, names)


def _array(values: Sequence[Any], chance: Random) -> Any:
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) > 1 or chance.random() < 0.2:
        values = [None if value is None else _text(value) for value in values]
        kinds = {str}
    if kinds == {list}:
        inside = {type(item) for value in values if value for item in value}
        return pa.array(values, pa.list_(pa.int64() if inside == {int} else pa.string()))
    array = pa.array(values)
    return array.dictionary_encode() if kinds == {str} and chance.random() < 0.5 else array


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
