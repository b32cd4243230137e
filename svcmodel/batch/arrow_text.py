"""Results as text, by columns: the same bytes as `row_text.py` writes row by row."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from svcmodel.batch.columns import Kind, Layout
from svcmodel.batch.row_text import HUNDREDTH, POINTS, csv_cell
from svcmodel.domain.assessment import MICRO

_POINTS = pa.array(POINTS)


def csv_bytes(batch: Any, layout: Layout) -> bytes:
    """The rows of a batch as comma-separated text."""
    texts = [CSV[k](batch.column(n)).fill_null("") for n, k in enumerate(layout.kinds)]
    between = [pa.scalar("")] + [pa.scalar(",")] * (len(texts) - 1)
    return _joined([*chain.from_iterable(zip(between, texts, strict=True)), pa.scalar("\n")])


def json_bytes(batch: Any, layout: Layout) -> bytes:
    """The rows of a batch as JSON, one object a line."""
    parts: list[Any] = []
    for number, (name, kind) in enumerate(zip(layout.names, layout.kinds, strict=True)):
        parts.append(pa.scalar(("{" if number == 0 else ", ") + f"{json.dumps(name)}: "))
        parts.append(JSON[kind](batch.column(number)).fill_null("null"))
    return _joined([*parts, pa.scalar("}\n")])


def _joined(parts: list[Any]) -> bytes:
    """All rows one after another, each from its parts."""
    rows = pc.binary_join_element_wise(*parts, "")
    if not len(rows):
        return b""
    _, offsets, data = rows.buffers()
    ends = memoryview(offsets).cast("i")
    return bytes(memoryview(data)[ends[rows.offset] : ends[rows.offset + len(rows)]])


def _points(data: Any) -> Any:
    """Points with two decimals; scores and ranges lie within 0 and 100."""
    return _POINTS.take(pc.divide(pc.add(data, HUNDREDTH // 2), HUNDREDTH))


def _shares(data: Any) -> Any:
    encoded = data.dictionary_encode()
    texts = [repr(share / MICRO) for share in encoded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(encoded.indices)


def _counts(data: Any) -> Any:
    return data.cast(pa.string())


def _each(written: Callable[[str], str]) -> Callable[[Any], Any]:
    """Writes what people wrote, one after another."""
    return lambda data: pa.array([written(value) for value in data.to_pylist()], pa.string())


def _in_quotes(data: Any) -> Any:
    return pc.binary_join_element_wise(pa.scalar('"'), data, pa.scalar('"'), "")


def _list(data: Any) -> Any:
    whole = pc.binary_join(data, '", "')
    listed = pc.binary_join_element_wise(pa.scalar('["'), whole, pa.scalar('"]'), "")
    return pc.if_else(pc.equal(pc.list_value_length(data), 0), "[]", listed)


CSV: Mapping[Kind, Callable[[Any], Any]] = {
    "text": _each(csv_cell),
    "id": lambda data: data,
    "ids": lambda data: pc.binary_join(data, " "),
    "points": _points,
    "count": _counts,
    "share": _shares,
}
JSON: Mapping[Kind, Callable[[Any], Any]] = {
    "text": _each(lambda value: json.dumps(value, ensure_ascii=False)),
    "id": _in_quotes,
    "ids": _list,
    "points": _points,
    "count": _counts,
    "share": _shares,
}
"""How columns of each kind are written. Kinds of columns that are never scored by columns are absent."""
