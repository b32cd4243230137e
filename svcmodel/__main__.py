"""The entry point. `--version` is answered before anything heavy is imported."""

from __future__ import annotations

import gc
import sys

CONTAINERS_MADE = 100_000
"""How many are made before Python looks for garbage: a run keeps what it reads, and looking through it
every 700 costs a tenth of the run."""


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from svcmodel import __version__

        print(f"svcmodel {__version__}")
        return
    gc.set_threshold(CONTAINERS_MADE)
    from svcmodel.cli.app import app

    app()


if __name__ == "__main__":
    main()
