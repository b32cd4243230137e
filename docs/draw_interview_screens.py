"""Draw the pictures of the interview: what it shows on a terminal of 80 columns and 24 lines, as SVG.

Run from the top folder: python -m docs.draw_interview_screens

The program is driven by keys through a pseudo-terminal. The pictures name no font file and no address,
and are the same each time for the same screens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.draw_terminal import BAR, CELL_HEIGHT, CELL_WIDTH, HEAD, MARGIN, ROOT
from tests.terminal import ENTER, LEAVE, REVIEW, SPACE, WHY, Terminal

COLUMNS, LINES = 80, 24
DAY = "2026-01-15"

Row = list[tuple[str, str]]
"""The pieces of a line, each with its class."""

CLASSES = {"cyan": "cyan", "red": "red", "brightblack": "dim"}
TITLES = {
    "question": "a question of svcmodel interview",
    "review": "the review of svcmodel interview",
}
UNDERLINED = ".underline { text-decoration: underline }\n"


def main() -> None:
    """Write the pictures."""
    for name, rows in screens().items():
        picture_file(name).write_text(picture(name, rows), encoding="utf-8")
        print(f"Drawn: {picture_file(name).relative_to(ROOT)}")


def picture_file(name: str) -> Path:
    """Where a picture stands."""
    return ROOT / "docs" / f"interview_{name}.svg"


def screens() -> Mapping[str, list[Row]]:
    """The screens to draw, as they are seen in a quick interview."""
    with TemporaryDirectory() as folder:
        options = ("ecoproductos.yaml", "--lang", "en", "--in-order", "--date", DAY)
        shown = Terminal("interview", *options, folder=Path(folder), columns=COLUMNS, lines=LINES)
        shown.see("Which company").press(f"EcoProductos{ENTER}").see("0 of 13")
        shown.press(f"1{ENTER}").see("1 of 13")
        shown.press(f"3{SPACE}2{SPACE}1{SPACE}{ENTER}").see("2 of 13").press(f"5{ENTER}")
        shown.see("3 of 13").press(f"3{SPACE}7{SPACE}5{SPACE}{ENTER}").see("4 of 13")
        shown.press(f"650{ENTER}").see("5 of 13").press(f"?{ENTER}").see("6 of 13")
        shown.press(f"3{ENTER}").see("7 of 13").press("4").press(WHY).see("Who knows")
        shown.settle()
        question = list(_rows(shown))
        shown.press(REVIEW).see("See the recommendation").settle()
        review = list(_rows(shown))
        shown.press(LEAVE).ended()
    return {"question": question, "review": review}


def picture(name: str, rows: list[Row]) -> str:
    """A screen as an SVG."""
    width = round(2 * MARGIN + COLUMNS * CELL_WIDTH)
    height = BAR + len(rows) * CELL_HEIGHT + MARGIN
    head = HEAD.format(width=width, height=height, inner_width=width - 1, inner_height=height - 1)
    head = head.replace("svcmodel score in a terminal", TITLES[name])
    head = head.replace("</style>", f"{UNDERLINED}</style>")
    lines = [_line(number, row) for number, row in enumerate(rows) if _text(row)]
    return head + "\n".join(lines) + "\n</svg>\n"


def texts(rows: list[Row]) -> list[str]:
    """The lines that are drawn, without their classes."""
    return [_text(row) for row in rows if _text(row)]


def _text(row: Row) -> str:
    return "".join(piece for piece, _ in row).rstrip()


def _rows(terminal: Terminal) -> Iterator[Row]:
    """Each line of a screen in pieces of one look."""
    for number in range(LINES):
        line = terminal.screen.buffer[number]
        signs = [line[column] for column in range(COLUMNS)]
        looks = groupby(signs, key=_class)
        yield [("".join(sign.data for sign in piece), look) for look, piece in looks]


def _class(sign: object) -> str:
    """How a sign looks, by the classes of the picture."""
    names = [CLASSES.get(str(getattr(sign, "fg", "")), "")]
    names += ["bold" if getattr(sign, "bold", False) and not names[0] else ""]
    names += ["underline" if getattr(sign, "underscore", False) else ""]
    return " ".join(name for name in names if name)


def _line(number: int, row: Row) -> str:
    """One line, held to its width so that columns stand under each other in any font."""
    top = BAR + (number + 1) * CELL_HEIGHT - 5
    plain = _text(row)
    spans, left = [], len(plain)
    for piece, look in row:
        said, left = escape(piece[:left], quote=False), left - len(piece)
        if said:
            spans.append(f'<tspan class="{look}">{said}</tspan>' if look else said)
        if left <= 0:
            break
    length = f"{len(plain) * CELL_WIDTH:.1f}"
    place = f'x="{MARGIN}" y="{top}" textLength="{length}"'
    return f'<text {place} xml:space="preserve">{"".join(spans)}</text>'


if __name__ == "__main__":
    main()
