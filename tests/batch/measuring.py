"""Commands that tell how much memory they have used, however long they take."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.program import ENVIRONMENT, Run

MEASURED = """
import resource, sys
from svcmodel.__main__ import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measured(*arguments: object) -> Run:
    """A command that prints at its end how much memory it has used."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **ENVIRONMENT},
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def memory(run: Run) -> int:
    return int(run.out.splitlines()[-1])
