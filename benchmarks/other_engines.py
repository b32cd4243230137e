"""Other packages that score by criteria, given the same sheets, each by its own idiom.

They are no dependencies: `pip install pymcdm scikit-criteria zen-engine` in an environment beside ours.
Each has a row for every model and a column for every criterion; what a level says for a model is worked
out before the clock runs, so that what is timed is their weighing and no reading. None of them reads
sheets, excludes, gives ranges or chooses a design.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.batch_arrow import DAY, Figure, levels_table, micros
from svcmodel.batch.arrow import arrow_scorer
from svcmodel.batch.sheets import Setup
from svcmodel.scoring.tables import score_table
from svcmodel.scoring.weights import criterion_weights
from svcmodel.sources.catalogue_files import load_catalogue

SHEETS = 200


def matrices() -> np.ndarray[Any, Any]:
    """For each sheet what each criterion says for each model, in points, raised above nothing."""
    scorer = arrow_scorer(Setup(load_catalogue(), today=DAY))
    catalogue = scorer.setup.catalogue
    table = score_table(catalogue, criterion_weights(catalogue))
    batch = levels_table(scorer, SHEETS)
    said = np.zeros((5, len(catalogue.models), len(catalogue.criteria)))
    for row, model in enumerate(catalogue.models):
        for column, criterion in enumerate(catalogue.criteria):
            terms = table.points[model].get(criterion)
            if terms is not None:
                said[:, row, column] = [float(term) for term in terms]
    said = (said - said.min() + 1) / 1e6
    levels = np.array([batch.column(f"{id_}.level").to_numpy() for id_ in catalogue.criteria]).T - 1
    every = np.arange(len(catalogue.criteria))
    return np.array([said[own, :, every].T for own in levels])


def _pymcdm(drawn: Any) -> Callable[[], object]:
    from pymcdm.methods import WSM  # type: ignore[import-not-found,unused-ignore]

    weights = np.full(drawn.shape[2], 1 / drawn.shape[2])
    types = np.ones(drawn.shape[2])
    method = WSM()
    return lambda: [method(matrix, weights, types) for matrix in drawn]


def _criteria(drawn: Any) -> Callable[[], object]:
    import skcriteria  # type: ignore[import-not-found,unused-ignore]
    from skcriteria.agg.simple import (  # type: ignore[import-not-found,unused-ignore]
        WeightedSumModel,
    )

    method, objectives = WeightedSumModel(), [max] * drawn.shape[2]
    return lambda: [method.evaluate(skcriteria.mkdm(matrix, objectives)) for matrix in drawn]


def _zen(drawn: Any) -> Callable[[], object]:
    import zen  # type: ignore[import-not-found,unused-ignore]

    _, models, criteria = drawn.shape
    sums = [" + ".join(f"m[{m}][{c}]" for c in range(criteria)) for m in range(models)]
    node = {
        "id": "sums",
        "type": "expressionNode",
        "name": "sums",
        "content": {
            "expressions": [
                {"id": f"e{m}", "key": f"s{m}", "value": sums[m]} for m in range(models)
            ]
        },
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "content": {"schema": ""}},
        node,
        {"id": "out", "type": "outputNode", "name": "out", "content": {"schema": ""}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "sums"},
        {"id": "2", "type": "edge", "sourceId": "sums", "targetId": "out"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    inputs = [{"m": matrix.tolist()} for matrix in drawn]
    return lambda: [decision.evaluate(each) for each in inputs]


ENGINES = {
    "pymcdm": ("pymcdm", _pymcdm),
    "scikit-criteria": ("skcriteria", _criteria),
    "zen-engine": ("zen", _zen),
}
"""What each is imported as, and how it is asked."""


def other_figures() -> Iterator[Figure | str]:
    """What a sheet costs with each that is installed; of the others, that they are not."""
    drawn = matrices()
    for name, (module, asked) in ENGINES.items():
        if find_spec(module) is None:
            yield f"{name}: not measured, since it is not installed"
            continue
        action = asked(drawn)
        action()
        yield Figure(f"{name}, weighted sums of all models", micros(action, SHEETS))
