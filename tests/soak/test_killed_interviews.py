"""An interview killed a hundred times at random moments: nothing is lost but the answer in hand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.interviews import interviews, kill_at_random

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_it_loses_only_the_answer_in_hand(tmp_path: Path, seed: int) -> None:
    with interviews(tmp_path) as begin:
        kill_at_random(begin, tmp_path, 25, random.Random(seed))
