"""Draw the README's picture: the start of what the program really prints, as an SVG.

Run from the top folder: python -m docs.draw_terminal

The program runs in a pseudo-terminal, so that it prints its colours. The picture names no font file
and no address, and is the same each time for the same output.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from rich.ansi import AnsiDecoder
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "terminal.svg"

ARGUMENTS = ("score", "examples/ecoproductos.yaml", "--lang", "en")
COLUMNS = 100
LINES = 40
"""How much is drawn at most; the picture ends at the last whole sentence before that."""

CELL_WIDTH, CELL_HEIGHT, MARGIN = 8.4, 19, 20
BAR = 34
"""Pixels: one character of 14-pixel monospace text, its line, the edge and the bar above."""

COLOURS = {1: "red", 2: "green", 6: "cyan"}
"""What the program uses of the eight colours of a terminal."""

HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>svcmodel score in a terminal</title>
<style>
text {{ font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  fill: #d6dbe1; white-space: pre }}
.bold {{ font-weight: bold; fill: #ffffff }}
.dim {{ fill: #99a3ad }}
.red {{ fill: #ff8f87 }}
.green {{ fill: #7fd08a }}
.cyan {{ fill: #56c8d8 }}
</style>
<rect x="0.5" y="0.5" width="{inner_width}" height="{inner_height}" rx="8" fill="#14181d" stroke="#4b535c"/>
<path d="M20 18h.01M38 18h.01M56 18h.01" stroke="#4b535c" stroke-width="10" stroke-linecap="round"/>
"""


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(shown(captured())), encoding="utf-8")
    print(f"Drawn: {PICTURE.relative_to(ROOT)}")


def captured() -> str:
    """What the program prints on a terminal, colours included."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "svcmodel", *ARGUMENTS]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=follower
    ) as program:
        os.close(follower)
        printed = b"".join(_chunks(leader))
    os.close(leader)
    if program.returncode:
        raise SystemExit(f"svcmodel ended with {program.returncode}")
    return printed.decode().replace("\r\n", "\n")


def shown(printed: str) -> list[Text]:
    """The command and the lines of the output that are drawn."""
    lines = list(AnsiDecoder().decode(printed))
    last = max(n for n, line in enumerate(lines[:LINES]) if line.plain.rstrip().endswith("."))
    command = Text.assemble(("$ ", "dim"), (f"svcmodel {' '.join(ARGUMENTS)}", "bold"))
    return [command, Text(), *lines[: last + 1], Text("  …", style="dim")]


def picture(lines: Sequence[Text]) -> str:
    """The lines as an SVG."""
    width = round(2 * MARGIN + COLUMNS * CELL_WIDTH)
    height = BAR + len(lines) * CELL_HEIGHT + MARGIN
    head = HEAD.format(width=width, height=height, inner_width=width - 1, inner_height=height - 1)
    rows = (_row(number, line) for number, line in enumerate(lines) if line.plain.strip())
    return head + "\n".join(rows) + "\n</svg>\n"


def _chunks(leader: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:  # Linux says that the other end is closed in this way
            return
        if not chunk:
            return
        yield chunk


def _row(number: int, line: Text) -> str:
    """One line, held to its width so that columns stand under each other in any font."""
    line.rstrip()
    top = BAR + (number + 1) * CELL_HEIGHT - 5
    spans = "".join(_span(text, style) for text, style in _runs(line))
    length = f"{len(line.plain) * CELL_WIDTH:.1f}"
    return f'<text x="{MARGIN}" y="{top}" textLength="{length}" xml:space="preserve">{spans}</text>'


def _runs(line: Text) -> Iterator[tuple[str, Style]]:
    console = Console(color_system="standard", width=COLUMNS + 1)
    for segment in line.render(console):
        yield segment.text, segment.style or Style()


def _span(text: str, style: Style) -> str:
    number = style.color.number if style.color is not None else None
    names = [name for name, on in (("bold", style.bold), ("dim", style.dim)) if on]
    names += [COLOURS[number]] if number in COLOURS else []
    said = escape(text, quote=False)
    return f'<tspan class="{" ".join(names)}">{said}</tspan>' if names else said


if __name__ == "__main__":
    main()
