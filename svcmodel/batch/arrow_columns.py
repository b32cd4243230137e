"""From an Arrow batch to coded columns: a row a sheet, columns named as in any table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from svcmodel.batch.coding import SILENT, UNUSUAL, Coder, Codes
from svcmodel.batch.quick_answers import UnusualError, plain_text
from svcmodel.batch.table_heads import Column, Head
from svcmodel.domain.questions import FreeText, Number, Percentage, Question
from svcmodel.domain.records import LANGUAGES
from svcmodel.scoring.levels import GRADE_ORDER
from svcmodel.sources.answer_files import ANSWERS

Flags = NDArray[np.bool_]
BETWEEN = ";"
"""What stands between the words of a list when they are one text; no id holds it."""
WIDEST = 64
"""Whole numbers from the least to the greatest of a column, up to which a table of them is made."""


def cell_of(column: Column, value: Any) -> Any:
    """What a cell of an Arrow column says: a text as in any table, a whole figure as a whole number."""
    if isinstance(value, str):
        return column.read(value) if value else None
    if isinstance(value, float):
        return None if value != value else int(value) if value.is_integer() else value
    return value


def answer_codes(
    column: Column, data: Any, coder: Coder, bank: Mapping[str, Question], *, level: bool
) -> Codes:
    """The codes of a column of values, or of levels."""
    code = coder.level if level else coder.value
    question = bank.get(coder.id)
    kind = data.type
    if pa.types.is_null(kind):
        return np.full(len(data), SILENT, np.int32)
    if not level and isinstance(question, FreeText):
        return _of_texts(data, code)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        figures = not level and isinstance(question, Number | Percentage)
        return _of_numbers(data, column, code, coder if figures else None)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _of_lists(data, code)
    return _of_few(data, lambda value: code(cell_of(column, value)))


def _of_few(data: Any, code: Callable[[Any], int]) -> Codes:
    """The codes of a column in which few different things stand."""
    encoded = data if pa.types.is_dictionary(data.type) else pc.dictionary_encode(data)
    codes = np.array(
        [code(value) for value in encoded.dictionary.to_pylist()] or [SILENT], np.int32
    )
    at = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return np.where(at < 0, SILENT, codes[at])


def _of_lists(data: Any, code: Callable[[Any], int]) -> Codes:
    """The codes of a column of lists of words, few of which are different."""
    if not pa.types.is_string(data.type.value_type):
        return np.array([code(value) for value in data.to_pylist()], np.int32)
    joined = pc.binary_join(data, BETWEEN)
    codes = _of_few(joined, lambda text: code(text.split(BETWEEN) if text else []))
    ends = pc.count_substring(joined, BETWEEN).fill_null(-2).to_numpy(zero_copy_only=False)
    sizes = pc.list_value_length(data).fill_null(-1).to_numpy(zero_copy_only=False)
    whole = (ends + 1 == sizes) | (sizes == 0) | (sizes == 1) & (ends == 0)
    return np.where(sizes < 0, SILENT, np.where(whole, codes, UNUSUAL)).astype(np.int32)


def _of_texts(data: Any, code: Callable[[Any], int]) -> Codes:
    """The codes of a column of free text, of which nothing counts but whether it is plain."""
    states = {"unknown": SILENT, "not_applicable": code("not_applicable")}
    plain = code("text")
    found = [
        SILENT if value is None else states.get(value, plain if _is_plain(value) else UNUSUAL)
        for value in data.to_pylist()
    ]
    return np.array(found, np.int32)


def _of_numbers(
    data: Any, column: Column, code: Callable[[Any], int], figures: Coder | None
) -> Codes:
    valid = data.is_valid().to_numpy(zero_copy_only=False) if data.null_count else None
    values = (data.fill_null(0) if data.null_count else data).to_numpy(zero_copy_only=False)
    if values.dtype.kind == "f":
        valid = ~np.isnan(values) if valid is None else valid & ~np.isnan(values)
        values = np.where(valid, values, 0)
    if figures is not None:
        codes = figures.figures(values)
    elif _is_narrow(values):
        codes = _of_narrow(values.astype(np.int64), code)
    else:
        return _of_few(data, lambda value: code(cell_of(column, value)))
    return codes if valid is None else np.where(valid, codes, SILENT)


def _is_narrow(values: NDArray[Any]) -> bool:
    """Whether a column holds whole numbers not far from each other."""
    if not len(values) or values.max() - values.min() > WIDEST:
        return False
    return values.dtype.kind != "f" or bool(np.all(values == np.floor(values)))


def _of_narrow(values: NDArray[np.int64], code: Callable[[Any], int]) -> Codes:
    """The codes of whole numbers, through a table from the least to the greatest."""
    low, high = int(values.min()), int(values.max())
    table = np.array([code(number) for number in range(low, high + 1)], np.int32)
    return np.take(table, values - low)


def said(data: Any) -> NDArray[np.bool_]:
    """The rows in which a column says something: an empty text says nothing."""
    there: NDArray[np.bool_] = data.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_string(data.type) or pa.types.is_large_string(data.type):
        there = there & pc.not_equal(data, "").fill_null(False).to_numpy(zero_copy_only=False)
    return there


def unusual_envelope(head: Head, batch: Any, names: frozenset[str]) -> Flags:
    """The rows of which something beside the answers needs the careful reader.

    `names`: the questionnaires there are.
    """
    found = np.zeros(len(batch), np.bool_)
    for column in head.columns:
        data, part = batch.column(column.name), column.path[-1]
        if column.path[0] in ("weights", "important"):
            found |= said(data)
        elif column.path == ("subject",):
            found |= ~_plain_texts(data)
        elif column.path == ("questionnaire_version",) or part in ("note", "source", "by"):
            found |= said(data) & ~_plain_texts(data)
        elif part in ALLOWED or column.path == ("questionnaire",):
            found |= _not_among(data, names if part == "questionnaire" else ALLOWED[part])
    return found


def _not_among(data: Any, allowed: frozenset[Any]) -> Flags:
    found: Flags = _of_few(data, lambda value: int(value not in allowed)) > 0
    return found


ALLOWED: Mapping[str, frozenset[Any]] = {
    "format": frozenset((ANSWERS, "", None)),
    "lang": frozenset((*LANGUAGES, "", None)),
    "grade": frozenset((*GRADE_ORDER, "", None)),
}
"""What may stand in the columns that hold one of a few words."""


def _plain_texts(data: Any) -> Flags:
    """The rows that hold a text that says something and no sign to be looked at twice."""
    if not (pa.types.is_string(data.type) or pa.types.is_large_string(data.type)):
        return np.array([_is_plain(value) for value in data.to_pylist()], np.bool_)
    printable = pc.utf8_is_printable(data).fill_null(False).to_numpy(zero_copy_only=False)
    said = pc.not_equal(pc.utf8_trim_whitespace(data), "").fill_null(False)
    found: Flags = printable & said.to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(~found):
        found[row] = _is_plain(data[int(row)].as_py())
    return found


def _is_plain(value: Any) -> bool:
    try:
        plain_text(value)
    except UnusualError:
        return False
    return True
