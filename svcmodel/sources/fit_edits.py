"""A fit written into the files of its catalogue, with every other character left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.fitting import Fit
from svcmodel.sources.edit_yaml import Path, edit_yaml
from svcmodel.sources.text_files import read_text

HEAD = "catalogue.yaml"
Edit = tuple[Path, Any]


def fit_edits(catalogue: Catalogue, fit: Fit, folder: Traversable) -> Iterator[tuple[str, str]]:
    """The files that change, by their path in the catalogue's folder, with their new text.

    `fitted:` beside each effect in its model's file, and the thresholds in `catalogue.yaml`.
    Raises `UnreadableInputError`, or the errors of `edit_yaml`.
    """
    for model in fit.strengths:
        effects = catalogue.models[model].effects
        edits: list[Edit] = [
            (("effects", id_, "fitted"), strength)
            for id_, strength in fit.strengths[model].items()
            if effects[id_].fitted != strength
        ]
        yield from _edited(folder, f"models/{model}.yaml", edits)
    thresholds: list[Edit] = [
        (("layers", number, "threshold"), _whole(fit.thresholds[layer.id]))
        for number, layer in enumerate(catalogue.head.layers)
        if fit.thresholds.get(layer.id, layer.threshold) != layer.threshold
    ]
    yield from _edited(folder, HEAD, thresholds)


def _edited(folder: Traversable, path: str, edits: list[Edit]) -> Iterator[tuple[str, str]]:
    if edits:
        text = read_text(folder / path)
        for at, value in edits:
            text = edit_yaml(text, at, value)
        yield path, text


def _whole(number: float) -> int | float:
    """A number without a decimal where it needs none."""
    return int(number) if number == int(number) else number
