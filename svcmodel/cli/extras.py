"""Packages that only some commands need, and that come with an extra of ours."""

from __future__ import annotations

from importlib.util import find_spec

from svcmodel.errors import Problem, WrongUseError


def require(packages: tuple[str, ...], extra: str) -> None:
    """Make sure of packages before any work. Raises `WrongUseError` (E320) where some are missing."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        values = {"packages": ", ".join(missing), "extra": extra}
        raise WrongUseError([Problem("E320", values=values)])
