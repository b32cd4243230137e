"""A page of HTML read back as blocks: everything that is read, once, in its order."""

from __future__ import annotations

from typing import Any

import pytest

from svcmodel.render.blocks import (
    Cell,
    Definitions,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Quotation,
    Run,
    Table,
    plain,
)
from svcmodel.render.html_blocks import read_blocks


def blocks_of(main: str) -> tuple[Any, ...]:
    return read_blocks(f"<main>{main}</main>").blocks


def line(text: str) -> tuple[Run, ...]:
    return (Run(text),) if text else ()


def words(text: str) -> Paragraph:
    return Paragraph(line(text))


def test_title_date_and_language_stand_apart_from_the_blocks() -> None:
    made = read_blocks(
        '<!DOCTYPE html><html lang="es"><head><title>Otro</title><style>p {}</style></head><body>'
        '<header><h1>Plan de <b>Acme</b></h1><p class="dated"><time>a 1 de mayo</time></p></header>'
        "<main><p>Texto</p></main></body></html>"
    )
    assert (made.lang, made.title, made.subtitle) == ("es", "Plan de Acme", "A 1 de mayo")
    assert made.blocks == (words("Texto"),)


def test_a_page_without_a_header_has_the_title_of_its_head() -> None:
    assert read_blocks("<title>Only this</title><p>Text").title == "Only this"


def test_runs_keep_their_shape_and_lose_the_blanks_of_the_source() -> None:
    (made,) = blocks_of(
        '<p class="facts">\n One <b>two</b>\n<i>three</i>, <a href="#there">four</a> '
        '<a href="javascript:x()">five</a><br>\n six\xa0seven <code>8</code>\n</p>'
    )
    assert made == Paragraph(
        (
            Run("One "),
            Run("two ", strong=True),
            Run("three", emphasis=True),
            Run(", "),
            Run("four", href="#there"),
            Run(" five\nsix\xa0seven "),
            Run("8", style="code"),
        ),
        "facts",
    )


def test_a_heading_has_the_name_of_the_section_it_begins() -> None:
    made = blocks_of(
        '<section id="plan"><h2 id="h-plan">Plan</h2><section id="step-1"><h3 id="h-1">One</h3>'
        '</section></section><h2 id="own">Own</h2><section id="no-heading"><p>Text</p></section>'
    )
    assert made == (
        Heading(2, "plan", line("Plan")),
        Heading(3, "step-1", line("One")),
        Heading(2, "own", line("Own")),
        words("Text"),
    )


def test_lists_hold_blocks_and_items_name_their_heading() -> None:
    (made,) = blocks_of(
        '<ol class="tasks"><li id="task-1"><h4>One</h4><p>How</p><ul><li>a<li>b</ul></li><li></li></ol>'
    )
    inner = Listing(((words("a"),), (words("b"),)))
    first = (Heading(4, "task-1", line("One")), words("How"), inner)
    assert made == Listing((first,), ordered=True, style="tasks")


def test_definitions_keep_their_names_and_begin_with_a_capital_as_on_the_page() -> None:
    (made,) = blocks_of(
        '<dl class="entries"><div id="entry-a"><dt>A</dt><dd>by law</dd><dd class="remark">soon</dd>'
        "</div><dt>B</dt><dd><p>one</p><p>two</p></dd></dl>"
    )
    assert made == Definitions(
        (
            (line("A"), (words("By law"), Paragraph(line("Soon"), "remark"))),
            (line("B"), (words("One"), words("Two"))),
        ),
        "entries",
        ("entry-a", ""),
    )


def test_tables_have_heads_numbers_and_wide_cells() -> None:
    (made,) = blocks_of(
        '<table id="t" class="stacked"><caption>About</caption><thead><tr><th>Name</th>'
        '<th class="figure">Days</th></tr></thead><tbody><tr><th>x</th><td class="figure">3</td></tr>'
        '<tr><td></td><td>y</td></tr></tbody><tfoot><tr><th colspan="2">Total</th></tr></tfoot></table>'
    )
    assert made == Table(
        "t",
        line("About"),
        (Cell((words("Name"),), heading=True), Cell((words("Days"),), heading=True, number=True)),
        (
            (Cell((words("x"),), heading=True), Cell((words("3"),), number=True)),
            (Cell(()), Cell((words("Y"),))),
            (Cell((words("Total"),), heading=True, span=2),),
        ),
        "stacked",
    )


def test_a_caption_that_only_repeats_the_heading_is_left_out() -> None:
    (made,) = blocks_of('<table><caption class="hidden">X</caption><tr><td>1</td></tr></table>')
    assert made.caption == ()


def test_somebodys_words_keep_what_they_were_asked() -> None:
    (made,) = blocks_of(
        "<figure><figcaption>Today</figcaption><blockquote><p>One</p><p>Two</p></blockquote></figure>"
    )
    assert made == Quotation(line("Today"), (line("One"), line("Two")))


def test_a_drawing_stands_as_written_with_its_words_and_its_numbers_after_it() -> None:
    drawn = (
        '<svg role="img" viewBox="0 0 9 9"><title>Bars</title><desc>A 3, B 4.</desc>'
        '<linearGradient id="g"/><text>A &amp; B</text></svg>'
    )
    made = blocks_of(
        f'<figure class="chart" id="c"><figcaption>Bars</figcaption>{drawn}'
        "<details><summary data-only='screen'>Numbers</summary><table><tr><td>3</td></tr></table>"
        "</details></figure>"
    )
    svg = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    assert made[0] == Figure("c", line("Bars"), "Bars A 3, B 4.", svg)
    assert [type(block) for block in made] == [Figure, Table]


@pytest.mark.parametrize(
    "left_out",
    [
        "<nav><p>Gone</p></nav>",
        "<script>Gone</script>",
        "<style>Gone</style>",
        "<template><p>Gone</p></template>",
        '<a class="skip" href="#x">Gone</a>',
        '<p data-only="screen">Gone</p>',
        '<p><span data-only="screen">Gone</span></p>',
        '<svg aria-hidden="true"><text>Gone</text></svg>',
        "<!-- Gone -->",
        "<h2> </h2><p></p><ul></ul><dl></dl>",
    ],
)
def test_what_only_serves_on_a_screen_is_left_out(left_out: str) -> None:
    assert blocks_of(f"<p>Before</p>{left_out}<p>After</p>") == (words("Before"), words("After"))


def test_loose_text_becomes_paragraphs() -> None:
    assert blocks_of("One <b>two</b><div>three<p>four</p>five</div>") == (
        Paragraph((Run("One "), Run("two", strong=True))),
        words("three"),
        words("four"),
        words("five"),
    )


def test_tags_left_open_and_closed_twice_lose_nothing() -> None:
    made = blocks_of("<p>one<p>two</b></div><table><tr><td>a<td>b<tr><td>c</table><p>end")
    assert [plain(block.line) for block in made if isinstance(block, Paragraph)] == [
        "one",
        "two",
        "end",
    ]
    (table,) = (block for block in made if isinstance(block, Table))
    assert [[cell.blocks for cell in row] for row in table.rows] == [
        [(words("A"),), (words("B"),)],
        [(words("C"),)],
    ]


def test_markup_in_a_text_stays_text() -> None:
    (made,) = blocks_of("<p>&lt;script&gt;{{ 7*7 }} &amp;amp;</p>")
    assert plain(made.line) == "<script>{{ 7*7 }} &amp;"
