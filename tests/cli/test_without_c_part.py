"""The program where PyYAML came without its C part: it says so and gives the same result."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ECO = ROOT / "examples" / "ecoproductos.yaml"
HIDE_C_PART = "import sys\nsys.modules['yaml._yaml'] = None\n"


def run(*arguments: str, python_path: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": python_path}
    command = [sys.executable, "-m", "svcmodel", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True
    )


def test_without_the_c_part_it_says_so_and_gives_the_same_result(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(HIDE_C_PART, encoding="utf-8")
    arguments = ("--lang", "en", "score", str(ECO), "--format", "json")
    usual, slow = run(*arguments), run(*arguments, python_path=str(tmp_path))
    assert slow.stdout == usual.stdout
    assert "W202" not in usual.stderr
    assert slow.stderr.startswith("W202 the C part of PyYAML is missing")
