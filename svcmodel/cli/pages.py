"""Showing a page on standard output: as wide as the terminal, in colour where there is one."""

from __future__ import annotations

import json
import shutil
import sys
from enum import StrEnum
from typing import Any

from svcmodel.cli.console import uses_colour
from svcmodel.render.pages import Page, plain_page


class PageFormat(StrEnum):
    """How a page is written: for people, or for programs."""

    table = "table"
    json = "json"


def page_text(page: Page) -> str:
    """The page as it is read."""
    width = shutil.get_terminal_size((110, 24)).columns
    return plain_page(page, width, colour=uses_colour(sys.stdout))


def json_text(data: dict[str, Any]) -> str:
    """The data of a page as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
