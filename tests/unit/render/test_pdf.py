"""A document as PDF: the same bytes, tagged, and whatever a client types comes out as text."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest

from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.errors import InvalidInputError
from svcmodel.render.blocks import (
    Cell,
    Definitions,
    Document,
    Figure,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quotation,
    Run,
    Table,
)
from svcmodel.render.pdf import pdf_bytes
from svcmodel.render.pdf_data import document_data
from svcmodel.render.words import Words
from svcmodel.sources.words_files import load_phrases, load_template

DAY = "2026-01-15"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40" width="90" height="40">'
    '<rect width="60" height="9"/><text x="3" y="30" font-family="Arial">drawn</text></svg>'
)
HOSTILE = [
    "#set page(fill: red)",
    '#import "@preview/x:1.0.0" #eval("1+1") #sys.inputs',
    "$x^2$ *bold* _slanted_ `code` [content] <label> @reference \\ \\u{41}",
    "= Heading - item + item / term: meaning // comment /* comment */",
    "{{7*7}} {% include 'x' %} {page} {pages}",
    "<script>alert(1)</script> &lt;",
    '"quoted" \\"escaped\\" \'single\' -- --- ...',
]


def line(text: str) -> Line:
    return (Run(text),)


def text_cell(text: str, **more: Any) -> Cell:
    return Cell((Paragraph(line(text)),), **more)


def document(*blocks: Any, lang: str = "en", title: str = "Plan of Acme") -> Document:
    return Document(lang, title, "As of 15 January 2026", blocks)


def template() -> str:
    text = load_template("plan.typ")
    assert text
    return text


def made(document: Document, lang: Lang = "en", day: str = DAY) -> bytes:
    return pdf_bytes(document, template(), Words(lang, load_phrases()), date=day)


def read(data: bytes) -> Any:
    """The file as pypdf reads it; its objects have no types."""
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(data).pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


EVERYTHING = document(
    Quotation(line("Today"), (line("By phone"), line("By email"))),
    Heading(2, "first", line("First part")),
    Paragraph((Run("Bold", strong=True), Run(" and "), Run("slanted\nbroken", emphasis=True))),
    Paragraph(line("A label"), "label"),
    Listing(((Paragraph(line("Point one")),), (Paragraph(line("Point two")),)), style="points"),
    Listing(((Paragraph(line("Counted")),),), ordered=True),
    Heading(3, "", line("Below")),
    Listing(
        (
            (
                Heading(4, "task-1", (Run("1.1", style="number"), Run(" Task"))),
                Paragraph(line("How")),
            ),
        ),
        ordered=True,
        style="tasks",
    ),
    Listing(
        ((Paragraph((Run("+1.5 ", strong=True, style="weight"), Run("Because"))),),),
        style="reasons",
    ),
    Definitions(((line("Who pays?"), (Paragraph(line("The customer")),)),), "answers"),
    Definitions(((line("Role"), (Paragraph(line("Leads")),)),), "entries pairs", ("role",)),
    Definitions(((line("Law"), (Paragraph(line("Says so"), "remark"),)),), "entries", ("law",)),
    Figure("drawing", line("A drawing"), "A bar of 60.", SVG),
    Table("", (), (), ((text_cell("60", number=True),),), "stacked numbers"),
    Heading(2, "second", line("Second part")),
    Table(
        "days",
        line("Caption"),
        (text_cell("Name", heading=True), text_cell("Days", heading=True, number=True)),
        (
            (text_cell("Ana", heading=True), text_cell("3", number=True)),
            (text_cell("Both", span=2),),
        ),
    ),
    Paragraph(
        (
            Run("See "),
            Run("the law", href="#law"),
            Run(", nobody", href="#gone"),
            Run("."),
            Run("out", href="https://example.org/"),
        )
    ),
)
READ = """First part|Bold and slanted|broken|A label|Point one|Point two|Counted|Below|1.1 Task|How|+1.5|
Because|Who pays?|The customer|Role|Leads|Law|Says so|A drawing|Second part|Caption|Name|Days|Ana|3|Both|
See the law, nobody.out|The numbers behind the charts|A drawing|60"""


def test_everything_is_read_in_its_order() -> None:
    told = squeezed(text_of(made(EVERYTHING)))
    place = told.index("Byemail")
    for words in READ.split("|"):
        place = told.find(squeezed(words), place)
        assert place >= 0, words
        place += len(squeezed(words))


def test_the_same_document_gives_the_same_bytes_and_another_day_others() -> None:
    assert made(EVERYTHING) == made(EVERYTHING)
    assert read(made(EVERYTHING, day="2027-02-03")).metadata["/CreationDate"] == "D:20270203000000Z"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_says_what_it_is(lang: Lang) -> None:
    words = Words(lang, load_phrases())
    file = read(made(document(Paragraph(line("x")), lang=lang, title="Acme"), lang))
    told = file.metadata
    assert (told.title, told.author, told.subject) == ("Acme", "svcmodel", "As of 15 January 2026")
    assert told["/Keywords"] == words("document.keywords")
    assert file.root_object["/Lang"].split("-")[0] == lang
    assert words("document.page", page=1, pages=1) in file.pages[0].extract_text()


def test_it_is_tagged_and_claims_the_standard_for_access() -> None:
    file = read(made(EVERYTHING))
    assert file.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in file.root_object
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file.root_object["/Metadata"].get_data()


def test_headings_are_the_bookmarks() -> None:
    def titles(entries: Any) -> list[Any]:
        return [titles(e) if isinstance(e, list) else e.title for e in entries]

    assert titles(read(made(EVERYTHING)).outline) == [
        "First part",
        ["Below", ["1.1 Task"]],
        "Second part",
        "The numbers behind the charts",
    ]


def test_what_holds_nothing_takes_no_harm() -> None:
    empty = document(
        Paragraph(()),
        Listing(((), (Paragraph(()),))),
        Table("", (), (), ()),
        Table("", (), (), ((Cell(()), text_cell("x")), (Cell(()),))),
        Definitions(((line("y"), ()),)),
        Quotation((), (line("z"),)),
    )
    assert squeezed(text_of(made(empty))).endswith("xyzPage1of1")


def test_a_heading_never_skips_a_level() -> None:
    deep = document(
        Heading(5, "", line("Deep")), Heading(2, "", line("Top")), Heading(4, "", line("X"))
    )
    assert "Deep" in text_of(made(deep))


def test_links_lead_within_the_document_and_to_addresses() -> None:
    links = [
        annotation.get_object()
        for page in read(made(EVERYTHING)).pages
        for annotation in page.get("/Annots", [])
    ]
    outward = [link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})]
    assert outward == ["https://example.org/"]
    assert len(links) - len(outward) == 2  # the law, and the numbers of the drawing


def test_a_target_that_stands_twice_is_no_target() -> None:
    twice = [Heading(2, "same", line(name)) for name in ("One", "Two")]
    assert "see" in text_of(made(document(*twice, Paragraph((Run("see", href="#same"),)))))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_markup_comes_out_as_text(text: str) -> None:
    everywhere = document(
        Heading(2, "h", line(text)),
        Paragraph(line(text)),
        Table("", (), (text_cell(text, heading=True),), ((text_cell(text),),)),
        Definitions(((line(text), (Paragraph(line(text)),)),), "entries"),
        Quotation(line(text), (line(text),)),
        title=text,
    )
    told = made(everywhere)
    assert squeezed(text_of(told)).count(squeezed(text)) == 9
    assert read(told).metadata.title == text


def test_an_endless_word_loses_nothing() -> None:
    assert text_of(made(document(Paragraph(line("W" * 10_000))))).count("W") == 10_000


def test_signs_that_mean_nothing_in_print_are_left_out() -> None:
    told = text_of(made(document(Paragraph(line("a\x00b\x07c\x85d \u200fe\u200e f\ud800g")))))
    assert "abcd e f" in told.replace("\u200f", "").replace("\u200e", "")


def test_signs_for_which_there_is_no_font_are_replaced_and_the_rest_is_read() -> None:
    unassigned = "\u0378"
    told = text_of(made(document(Paragraph(line(f"before {unassigned} after")))))
    assert "before \ufffd after" in told


def test_a_long_document_has_a_table_of_contents_before_its_third_part() -> None:
    parts = [
        block
        for n in range(1, 6)
        for block in (
            Heading(2, f"part-{n}", line(f"Part {n}")),
            Paragraph(line("Some words. " * 600)),
        )
    ]
    told = text_of(made(document(*parts)))
    contents = told.index("Contents")
    assert told.index("Part 2") < contents < told.index("Part 3")
    assert "Contents" not in text_of(made(document(*parts[:4])))


@pytest.mark.parametrize(
    "reach",
    [
        '#import "@preview/cetz:0.3.1"',
        '#include "x.typ"',
        '#eval("1")',
        '#dictionary(std).at("ev")',
    ],
)
def test_a_template_brings_in_nothing(reach: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        pdf_bytes(document(), f"#let x = 1\n{reach}", Words("en", load_phrases()), date=DAY)
    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.line) == ("E350", "plan.typ", 2)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ("#title()\n#nothing", (2, 2)),
        ('#title()\n\n#read("/etc/passwd")', (3, 7)),
        ('#image("x.png")', (1, 8)),
        (
            '#set document(title: "x")\n#image(bytes(json("document.json").blocks.first().svg))',
            (2, 2),
        ),
    ],
)
def test_a_template_that_cannot_be_set_is_told_with_its_place(
    wrong: str, place: tuple[int, int]
) -> None:
    drawn = document(Figure("", (), "", SVG))
    with pytest.raises(InvalidInputError) as caught:
        pdf_bytes(drawn, wrong, Words("en", load_phrases()), date=DAY)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("E351", *place)


def test_what_stands_before_a_line_of_facts_is_not_left_behind() -> None:
    facts = Paragraph(line("Tasks: 3"), "facts")
    tasks = Listing(((Paragraph(line("One")),),), style="tasks")
    blocks = (Heading(3, "", line("Step")), Paragraph(line("What for")), facts, tasks)
    told = document_data(document(*blocks, Paragraph(line("On"))))["blocks"]
    assert [block["leads"] for block in told] == [False, True, True, False, False]


@pytest.mark.parametrize("count", range(44, 56, 2))
def test_no_row_of_a_table_stands_alone_on_its_last_page(count: int) -> None:
    rows = tuple((text_cell(f"row {number}."), text_cell("said")) for number in range(count))
    table = Table("t", (), (text_cell("Name"), text_cell("Text")), rows)
    pages = [page.extract_text() for page in read(made(document(table))).pages]
    assert sum("row " in page for page in pages) == len(pages)
    assert pages[-1].count("row ") > 1


def test_a_tall_drawing_stands_between_what_comes_before_and_after_it() -> None:
    tall = SVG.replace("0 0 90 40", "0 0 400 900").replace('"90"', '"400"').replace('"40"', '"900"')
    before = [Paragraph(line("Before it. " * 40)) for _ in range(7)]
    after = [Paragraph(line("After it. " * 40)) for _ in range(3)]
    figure = Figure("tall", line("A tall drawing"), "Said.", tall)
    next_ = Heading(2, "next", line("The next section"))
    file = read(made(document(*before, figure, next_, *after)))
    pages = [page.extract_text() for page in file.pages]
    assert "A tall drawing" in pages[1]
    text = "".join(pages)
    assert text.index("A tall drawing") < text.index("The next section") < text.index("After it")


def rows_of(count: int, id_: str = "t") -> Table:
    rows = tuple((text_cell(f"row {number}."), text_cell("said")) for number in range(count))
    return Table(id_, (), (text_cell("Name"), text_cell("Text")), rows)


def test_a_drawing_stands_before_a_short_table_and_after_a_long_one() -> None:
    figure = Figure("f", line("A drawing"), "Said.", SVG)

    def kinds(*blocks: Table | Figure) -> list[str]:
        return [block["kind"] for block in document_data(document(*blocks))["blocks"]]

    assert kinds(rows_of(3), figure) == kinds(figure, rows_of(3)) == ["figure", "table"]
    assert kinds(rows_of(30), figure) == kinds(figure, rows_of(30)) == ["table", "figure"]
    other = Figure("g", line("Its second half"), "Said.", SVG)
    assert kinds(rows_of(3), figure, other) == ["table", "figure", "figure"]
    assert kinds(figure, other, rows_of(30)) == ["figure", "figure", "table"]


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("lines", range(4, 8))
def test_no_drawing_comes_between_the_rows_of_a_table(lines: int, count: int) -> None:
    tall = SVG.replace("0 0 90 40", "0 0 400 500").replace('"90"', '"400"').replace('"40"', '"500"')
    before = [Paragraph(line("Before it. " * 40)) for _ in range(lines)]
    figure = Figure("tall", line("A tall drawing"), "Said.", tall)
    heading = Heading(2, "next", line("Next"))
    pages = [
        page.extract_text()
        for page in read(made(document(*before, figure, heading, rows_of(count)))).pages
    ]
    parted = [n for n, page in enumerate(pages) if "row " in page]
    drawn_on = next(n for n, page in enumerate(pages) if "A tall drawing" in page)
    assert drawn_on <= parted[0]
    assert len(pages) <= 3


def test_a_long_list_does_not_go_on_around_a_drawing() -> None:
    tall = SVG.replace("0 0 90 40", "0 0 400 500").replace('"90"', '"400"').replace('"40"', '"500"')
    before = [Paragraph(line("Before it. " * 40)) for _ in range(5)]
    items = Listing(tuple((Paragraph(line("An item. " * 12)),) for _ in range(30)))
    file = made(document(*before, Figure("tall", line("Tall"), "Said.", tall), items))
    text = "".join(page.extract_text() for page in read(file).pages)
    assert text.index("Tall") < text.index("An item")


@pytest.mark.parametrize("count", range(44, 60, 3))
def test_a_drawing_after_a_long_table_stands_below_its_last_row(count: int) -> None:
    tall = SVG.replace("0 0 90 40", "0 0 400 500").replace('"90"', '"400"').replace('"40"', '"500"')
    figure = Figure("tall", line("A tall drawing"), "Said.", tall)
    file = read(made(document(Heading(2, "h", line("Here")), figure, rows_of(count))))
    pages = [page.extract_text() for page in file.pages]
    drawn_on = next(n for n, page in enumerate(pages) if "A tall drawing" in page)
    last = next(n for n, page in enumerate(pages) if f"row {count - 1}." in page)
    assert last <= drawn_on
    tops = {
        said: y
        for said, y in placed(file.pages[drawn_on])
        if "A tall" in said or said.startswith("row ")
    }
    assert min(tops.values()) == next(y for said, y in tops.items() if "A tall" in said)


def placed(page: Any) -> list[tuple[str, float]]:
    """The pieces of text of a page with how high they stand."""
    found: list[tuple[str, float]] = []
    page.extract_text(visitor_text=lambda said, _, at, *__: found.append((said.strip(), at[5])))
    return found
