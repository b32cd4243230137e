"""How hard a property is tried: a few examples with every change, many when bugs are looked for."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

SEARCHING = os.environ.get("HYPOTHESIS_PROFILE") == "searching"
TIMES = 10
"""How many times as many examples a search tries."""


def tried(examples: int, **more: Any) -> settings:
    """Settings for half of so many examples, but three at least; ten times as many in a search."""
    least = max(3, examples // 2)
    return settings(max_examples=examples * TIMES if SEARCHING else least, **more)
