"""Files damaged at random, many of them: each is refused with a message or read, never a crash."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.program import EXAMPLES, ROOT, svcmodel

pytestmark = pytest.mark.soak

ROUNDS = 1_000
PIECES = (b"\0", b"\xff", b": ", b"- ", b"&a ", b"*a", b"!!x ", b"{", b"[", b"]", b'"', b"\t", b"#")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few pieces cut out, doubled, moved or put in."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.randint(0, 40))
        piece = chance.choice([b"", data[start:end] * 2, chance.choice(PIECES)])
        data = data[:start] + piece + data[end:]
    return data


def damaged_files(sources: list[Path], seed: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        source = chance.choice(sources)
        yield source.name, damaged(source.read_bytes(), chance)


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_answer_file_is_refused_or_scored(tmp_path: Path, seed: int) -> None:
    for name, data in damaged_files(list(EXAMPLES), seed):
        file = tmp_path / name
        file.write_bytes(data)
        run = svcmodel("score", file, "--format", "json")
        assert run.code in (0, 1, 2), data
        assert "Traceback" not in run.err, data
        assert (run.out == "") == (run.code != 0), data


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_catalogue_file_is_told_with_its_place(tmp_path: Path, seed: int) -> None:
    sources = sorted((ROOT / "models_catalog").rglob("*.yaml"))
    for name, data in damaged_files(sources, seed):
        file = tmp_path / name
        file.write_bytes(data)
        run = svcmodel("check", file)
        assert run.code in (0, 1, 2), data
        assert "Traceback" not in run.out + run.err, data
        assert (run.out == "") == (run.code == 0), data
