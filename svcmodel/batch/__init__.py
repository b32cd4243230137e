"""Many sheets: files and rows in, one row each out, on one machine or on a cluster."""

from __future__ import annotations

from typing import Any


def score_batch(batch: Any, scorer: Any = None) -> Any:
    """The advice for every row of a `pyarrow.RecordBatch`; see `svcmodel.batch.arrow.score_batch`.

    Needs the extra `columnar`. Raises `WrongUseError` (E320) without it.
    """
    from svcmodel.batch.formats import need

    need("columnar")
    from svcmodel.batch import arrow

    return arrow.score_batch(batch, scorer)


def result_schema(scorer: Any = None) -> Any:
    """The `pyarrow.Schema` of what `score_batch` gives. Raises `WrongUseError` (E320)."""
    from svcmodel.batch.formats import need

    need("columnar")
    from svcmodel.batch import arrow

    return arrow.result_schema(scorer)
