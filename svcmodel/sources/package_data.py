"""Where the data folders are: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from svcmodel.errors import Problem, UnreadableInputError

DataFolder = Literal["models_catalog", "questionnaires", "templates", "examples"]

_CHECKOUT = Path(__file__).resolve().parents[2]


def data_folder(name: DataFolder) -> Traversable:
    """One of the data folders. Raises `UnreadableInputError` when the package came without it."""
    installed = files("svcmodel") / "_data"
    if installed.is_dir():
        return installed / name
    if (_CHECKOUT / "pyproject.toml").is_file():
        return _CHECKOUT / name
    raise UnreadableInputError([Problem("E008", file=name)])
