"""What is expected of the invented companies: read from a catalogue's folder, with their answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.expectations import AnsweredCompany, ExpectationsFile
from svcmodel.domain.questions import Questionnaire
from svcmodel.sources.answer_files import load_answers
from svcmodel.sources.catalogue_checks import Named, known
from svcmodel.sources.folders import Folder
from svcmodel.sources.package_data import data_folder

EXPECTATIONS = "expectations.yaml"
EXPECTATIONS_FORMAT = "svcmodel/expectations/1"


def load_expectations(
    catalogue: Catalogue, questionnaire: Questionnaire, folder: Path | None = None
) -> tuple[AnsweredCompany, ...]:
    """The invented companies of a catalogue's folder with their answers; none where it has no file.

    Their answers are the examples that come with svcmodel. Raises `InvalidInputError` with all
    problems of the file, or of an example.
    """
    reader = Folder(folder or data_folder("models_catalog"))
    file = read_expectations(reader, catalogue)
    reader.raise_if_wrong()
    return tuple(
        AnsweredCompany(
            company.example,
            load_answers(_example(company.example), catalogue, questionnaire),
            company.expected,
        )
        for company in (file.companies if file else ())
    )


def read_expectations(reader: Folder, catalogue: Catalogue) -> ExpectationsFile | None:
    """The file, if there is one; notes E420 for a layer, model or example that does not exist."""
    file = reader.read_if_there(ExpectationsFile, EXPECTATIONS, EXPECTATIONS_FORMAT)
    if file is not None:
        examples = [name.removesuffix(".yaml") for name in _names()]
        named = [(("companies", n, "example"), c.example) for n, c in enumerate(file.companies)]
        known(reader, EXPECTATIONS, named, examples)
        known(reader, EXPECTATIONS, _layers(file), catalogue.layers)
        known(reader, EXPECTATIONS, _models(file), catalogue.models)
    return file


def _example(name: str) -> str:
    return str(data_folder("examples") / f"{name}.yaml")


def _names() -> list[str]:
    return [entry.name for entry in data_folder("examples").iterdir()]


def _layers(file: ExpectationsFile) -> Iterator[Named]:
    for number, company in enumerate(file.companies):
        for n, each in enumerate(company.expected):
            yield ("companies", number, "expected", n, "layer"), each.layer


def _models(file: ExpectationsFile) -> Iterator[Named]:
    for number, company in enumerate(file.companies):
        for n, each in enumerate(company.expected):
            for part in ("chosen", "not_chosen", "channels"):
                ids = enumerate(getattr(each, part))
                yield from ((("companies", number, "expected", n, part, i), id_) for i, id_ in ids)
