"""The entry point. `--version` is answered before anything heavy is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from svcmodel import __version__

        print(f"svcmodel {__version__}")
        return
    from svcmodel.cli.app import app

    app()


if __name__ == "__main__":
    main()
