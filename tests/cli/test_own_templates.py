"""`--template`: a consultant's own templates go before the shipped ones, are linted and kept in bounds."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jinja2 import TemplateError
from pypdf import PdfReader

from svcmodel.cli.own_templates import given_to
from svcmodel.cli.plan_formats import FORMATS
from svcmodel.cli.render_child import Limits, render_apart
from svcmodel.cli.template_names import DOCUMENTS
from svcmodel.errors import InvalidInputError, SvcmodelError
from svcmodel.render.documents import page
from svcmodel.render.words import Words
from svcmodel.sources import template_folder
from svcmodel.sources.template_folder import TemplateFolder, read_template_folder
from svcmodel.sources.template_lints import check_templates
from svcmodel.sources.words_files import load_phrases, load_template
from tests.plans import material
from tests.program import DAY, ECOPRODUCTOS, ROOT, Run, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")


def folder(place: Path, **files: str) -> Path:
    """A folder with files; `__` in a name is a dot, `in_` a folder."""
    for name, text in files.items():
        file = place / name.replace("__", ".").replace("in_", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return place


def plan(place: Path, out: Path, *options: object) -> Run:
    return svcmodel("plan", ECOPRODUCTOS, "--date", DAY, "--template", place, "-o", out, *options)


# what goes before what


ONE_BLOCK = """{% extends "svcmodel/plan.html.j2" %}
{% block header %}
{{ super() }}
<p class="ours">{{ words("own.thanks", name=report.subject) }}</p>
{% endblock %}
"""
OWN_WORDS = 'format: svcmodel/words/1\nthanks: {es: "Gracias, {name}.", en: "Thank you, {name}."}\n'


def test_one_block_is_overridden_and_all_else_stays(tmp_path: Path) -> None:
    own = folder(tmp_path / "t", plan__html__j2=ONE_BLOCK, wordsin_own__yaml=OWN_WORDS)
    out, shipped = tmp_path / "own.html", tmp_path / "shipped.html"
    run = plan(own, out)
    assert (run.code, run.err) == (0, f"Escrito en {out}\n")
    svcmodel("plan", ECOPRODUCTOS, "--date", DAY, "-o", shipped)
    ours = '\n<p class="ours">Gracias, EcoProductos.</p>\n'
    text = out.read_text("utf-8")
    assert text.count(ours) == 1
    assert text.replace(ours, "") == shipped.read_text("utf-8")


def test_own_words_go_before_the_programs(tmp_path: Path) -> None:
    title = (
        'format: svcmodel/words/1\ntitle: {es: "Propuesta: {subject}", en: "Offer: {subject}"}\n'
    )
    own = folder(tmp_path / "t", wordsin_plan__yaml=title)
    run = plan(own, Path("-"), "--lang", "en")
    assert run.out.startswith("# Offer: EcoProductos\n")


def test_score_and_explain_take_own_templates_too(tmp_path: Path) -> None:
    own = folder(
        tmp_path,
        score__md__j2="# {{ report.subject | md }}: {{ report.decisions | length }}\n",
        explain__md__j2="{{ page.title | md }}!\n",
    )
    options = (ECOPRODUCTOS, "--template", own, "--format", "markdown")
    assert svcmodel("score", *options).out == "# EcoProductos: 6\n"
    assert svcmodel("explain", *options).out.endswith("!\n")


@pytest.mark.parametrize("name", ["plan.html.j2", "plan.md.j2"])
def test_a_whole_document_is_overridden_by_its_name(name: str, tmp_path: Path) -> None:
    own = folder(tmp_path / "t")
    own.mkdir()
    (own / name).write_text(load_template(name) or "", encoding="utf-8")
    read = read_template_folder(own)
    made = material("ecoproductos", "es")
    form = FORMATS[f".{name.split('.')[1]}"]
    assert (
        render_apart(partial(form.write_with, made, read), read.place)
        == str(form.write(made)).encode()
    )


def test_every_section_of_the_plan_is_a_block_that_can_be_overridden() -> None:
    html, text = (load_template(f"plan.{kind}.j2") or "" for kind in ("html", "md"))
    in_html, in_text = (set(re.findall(r"{% block (\w+)", each)) for each in (html, text))
    sections = set(re.findall(r'<(?:section|nav)[^>]* id="([\w-]+)"', html))
    assert {name.replace("-", "_") for name in sections} <= in_html
    assert in_text - in_html == {"constraints_and_obligations"}


# what a stranger's template may not do


def apart(text: str, **limits: float) -> bytes:
    """A page whose template is `text`, rendered as a stranger's is."""
    own = TemplateFolder("own", {"plan.html.j2": text.encode()})
    words = Words("en", load_phrases())
    job = partial(page, "plan.html.j2", own, words, report=None)
    return render_apart(job, own.place, Limits(**limits))  # type: ignore[arg-type]


def problem(text: str, **limits: float) -> str:
    with pytest.raises(InvalidInputError) as caught:
        apart(text, **limits)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ ''.__class__.__mro__ }}", "'__class__' of 'str' object is unsafe"),
        ("{{ cycler.__init__.__globals__.os }}", "'__init__' of 'type' object is unsafe"),
        ("{{ words.__call__.__globals__ }}", "'__call__' of 'Words' object is unsafe"),
        ("{{ 'x' | attr('__class__') }}", "'__class__' of 'str' object is unsafe"),
        ("{{ '{0.__class__}'.format(1) }}", "'__class__' of 'int' object is unsafe"),
        ("{{ words.phrases.clear() }}", "'clear' of 'Phrases' object is unsafe"),
        ("{% include '../../../etc/passwd' %}", "../../../etc/passwd"),
        ("{% include '/etc/passwd' %}", "/etc/passwd"),
        ("{% include 'svcmodel/../pyproject.toml' %}", "svcmodel/../pyproject.toml"),
        ("{% include 'plan.html.j2' %}", "maximum recursion depth exceeded"),
        ("{% for a in range(10**9) %}x{% endfor %}", "Range too big"),
    ],
)
def test_the_sandbox_gives_a_template_nothing_but_data(text: str, said: str) -> None:
    own = TemplateFolder("own", {"plan.html.j2": text.encode()})
    with pytest.raises((TemplateError, OverflowError, RecursionError), match=re.escape(said)):
        page("plan.html.j2", own, Words("en", load_phrases()), report=None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n{{ ''.__class__ }}", "own/plan.html.j2:2:1: E337  detail=access to attribute"),
        ("a{% include '/etc/passwd' %}", "own/plan.html.j2:1:1: E455 /etc/passwd"),
        ("{{ 'x' * 10**9 }}", "E336 --template memory=1000 MB, result=50 MB"),
    ],
)
def test_what_fails_apart_is_told_with_its_place(text: str, said: str) -> None:
    assert said in problem(text)


LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{{ x }}{% endfor %}{% endfor %}"


def test_a_loop_without_end_is_stopped_by_the_work_it_does() -> None:
    assert "E335 --template limit=1" in problem(LOOPS.replace("x", "''"), cpu_seconds=1)


def test_a_rendering_is_stopped_by_the_clock() -> None:
    assert "E335" in problem(LOOPS.replace("x", "''"), seconds=0.5)


def test_output_without_end_is_stopped_by_the_memory_it_takes() -> None:
    big = LOOPS.replace("x", "'x' * 100000")
    assert "E336" in problem(big, memory_bytes=200_000_000)


def test_a_result_that_is_too_large_is_not_taken() -> None:
    assert apart("{{ 'x' * 999 }}", result_bytes=999) == b"x" * 999
    assert "E336" in problem("{{ 'x' * 1000 }}", result_bytes=999)


def test_whatever_escapes_the_sandbox_finds_nothing_to_do(tmp_path: Path) -> None:
    """Each of these runs in the process as its own code would."""
    target = tmp_path / "written"
    jobs: tuple[Any, ...] = (
        partial(Path("/etc/passwd").read_bytes),
        partial(target.write_text, "x"),
        partial(subprocess.check_output, ["id"]),
        partial(os.system, "id"),
        partial(socket.create_connection, ("127.0.0.1", 9)),
    )
    for job in jobs:
        with pytest.raises(InvalidInputError) as caught:
            render_apart(job, str)
        assert "E337" in str(caught.value)
    assert not target.exists()


def test_when_a_template_fails_nothing_is_written(tmp_path: Path) -> None:
    own = folder(tmp_path / "t", plan__md__j2="one\n{{ report.core[99].name }}\n")
    out = tmp_path / "plan.md"
    out.write_text("before", "utf-8")
    run = plan(own, out)
    assert run.code == 1
    assert run.last.startswith(f"{own}/plan.md.j2:2:1: E337 the template fails here while it is")
    assert out.read_text("utf-8") == "before"


@pytest.mark.documents
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('#read("/etc/passwd")', "E351"),
        ('#import "@preview/cetz:0.3.0"', "E350"),
        ("#let f(x) = f(x + 1)\n#f(1)", "E351"),
        ("#while true {}", "E351"),
        ("#for a in range(9999) { for b in range(999999) { let c = a * b } }", "E335"),
    ],
)
def test_a_hostile_typst_template_is_refused(text: str, said: str, tmp_path: Path) -> None:
    own = folder(tmp_path / "t", plan__typ=text)
    out = tmp_path / "plan.pdf"
    run = plan(own, out)
    assert run.code == 1
    assert said in run.last
    assert not out.exists()


# the folder


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    own = folder(tmp_path / "t", plan__md__j2="x")
    (own / "secret.md.j2").symlink_to("/etc/passwd")
    run = plan(own, Path("-"))
    assert (run.code, run.out) == (1, "")
    assert f"{own}/secret.md.j2: E338 this leads out of the folder" in run.err


def test_a_link_to_a_folder_outside_is_refused(tmp_path: Path) -> None:
    own = folder(tmp_path / "t", plan__md__j2="x")
    (own / "words").symlink_to("/etc")
    assert "E338" in plan(own, Path("-")).err


def test_a_pipe_is_no_template(tmp_path: Path) -> None:
    own = folder(tmp_path / "t", plan__md__j2="x")
    os.mkfifo(own / "wait.md.j2")
    assert "wait.md.j2: E338" in plan(own, Path("-")).err


def test_too_much_for_a_folder_of_templates_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = folder(tmp_path / "t", plan__md__j2="x" * 100, b__md__j2="x")
    for limit, name in ((1, "MAX_FILES"), (50, "MAX_FILE_BYTES"), (50, "MAX_BYTES")):
        with monkeypatch.context() as patch:
            patch.setattr(template_folder, name, limit)
            with pytest.raises(SvcmodelError) as caught:
                read_template_folder(own)
            assert "E339" in str(caught.value)


@pytest.mark.parametrize(
    ("place", "options", "said"),
    [
        ("missing", (), "E001"),
        ("t/plan.html.j2", (), "E340"),
        ("t", (), 'E340 --template: "'),
        ("t", ("--format", "json"), "E340"),
    ],
)
def test_a_folder_without_a_template_for_it_is_wrong_use(
    place: str, options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    folder(tmp_path / "t", plan__html__j2="x")
    run = plan(tmp_path / place, Path("-"), *options)
    assert (run.code, run.out) == (2, "")
    assert said in run.last


def test_hidden_files_and_what_is_no_template_are_passed_over(tmp_path: Path) -> None:
    own = folder(tmp_path, plan__md__j2="x", __gitin_config__yaml="x", notes__txt="x")
    assert set(read_template_folder(own).files) == {"plan.md.j2"}


# what is said beforehand


LINTED = """{% extends "svcmodel/plan.html.j2" %}
{% set unused = 3 %}
{% block titel %}x{% endblock %}
Outside of all blocks
{% block summary %}
<p class="{{ lang }}">This is an English sentence, {{ report.subjct }}</p>
{% if lang == "es" %}Una frase en español aquí{% endif %}
{{ nope }} {{ words("plan.titl") }}
{{ words("plan.title") }} {{ words("plam." ~ lang) }}
{{ report.subject | safe }} {{ report.subject | uper }} {% if report is oddd %}{% endif %}
{% autoescape false %}{% endautoescape %}
{% include "missing.html.j2" %}
{{ entries(report.constraints) }} {{ figures([]) }} {% for plan in [1] %}{{ plan.z }}{% endfor %}
{% endblock %}
"""


def test_linting_says_what_is_wrong_and_where(tmp_path: Path) -> None:
    bad = 'format: svcmodel/words/1\nintro: {es: "{tasks.__class__}", en: "{tasks:>9999}"}\n'
    own = folder(
        tmp_path,
        plan__html__j2=LINTED,
        plna__md__j2="a\n{% bad %}\n",
        spare__md__j2="x",
        wordsin_plan__yaml=bad,
        wordsin_own__yaml="format: svcmodel/words/1\nhi: {es: Hola}\n",
    )
    run = svcmodel("check", own)
    assert run.code == 1
    found = re.findall(rf"^{re.escape(str(own))}/(\S+): ([EW]\d+)", run.out, re.MULTILINE)
    assert found == [
        ("plan.html.j2:2:8", "W230"),
        ("plan.html.j2:3:10", "E454"),
        ("plan.html.j2:4:1", "W231"),
        ("plan.html.j2:4:1", "W232"),
        ("plan.html.j2:6:23", "W232"),
        ("plan.html.j2:6:62", "E457"),
        ("plan.html.j2:8:4", "E450"),
        ("plan.html.j2:8:22", "E452"),
        ("plan.html.j2:9:11", "E453"),
        ("plan.html.j2:9:37", "E452"),
        ("plan.html.j2:10:21", "E456"),
        ("plan.html.j2:10:49", "E451"),
        ("plan.html.j2:10:73", "E451"),
        ("plan.html.j2:11:4", "E456"),
        ("plan.html.j2:12:13", "E455"),
        ("plna.md.j2:2:1", "E114"),
        ("spare.md.j2:1:1", "W233"),
        ("words/own.yaml:2:5", "E401"),
        ("words/plan.yaml:2:13", "E458"),
        ("words/plan.yaml:2:38", "E458"),
    ]
    assert "did you mean title?" in run.out


def test_a_plan_is_not_begun_with_templates_that_are_wrong(tmp_path: Path) -> None:
    own = folder(tmp_path / "t", plan__html__j2="{{ nope }}\n{{ report.subject | safe }}")
    run = plan(own, tmp_path / "out.html")
    assert run.code == 1
    assert [line.split(" ")[1] for line in run.err.splitlines()] == ["E450", "E456"]
    assert not (tmp_path / "out.html").exists()


def test_check_tries_templates_out_and_says_what_only_filling_shows(tmp_path: Path) -> None:
    own = folder(tmp_path, plan__md__j2="{{ words.lang }}\n{{ report.core[99].name | md }}\n")
    run = svcmodel("check", own)
    assert run.code == 1
    assert run.out.startswith(f"{own}/plan.md.j2:2:1: E337 ")


def test_linting_runs_nothing_of_a_template() -> None:
    own = TemplateFolder("own", {"plan.md.j2": b"{{ 'x' * 10 ** 12 }}{{ 9 ** 9 ** 9 ** 9 }}"})
    assert check_templates(own, given_to(own)) == {"plan.md.j2": ()}


def test_what_takes_for_ever_to_read_is_stopped_too(tmp_path: Path) -> None:
    own = folder(tmp_path / "t", plan__md__j2="{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}")
    assert "E337" in plan(own, tmp_path / "plan.md").last


def test_the_shipped_templates_have_nothing_to_be_told() -> None:
    shipped = read_template_folder(ROOT / "templates")
    found = check_templates(shipped, given_to(shipped))
    assert len(found) > 9
    assert [problem for problems in found.values() for problem in problems] == []


def test_linting_knows_every_name_a_document_is_given() -> None:
    made = material("ecoproductos", "en")
    for name in ("plan.html.j2", "plan.md.j2"):
        known = " ".join(f"{{{{ {each} is defined }}}}" for each in DOCUMENTS[name])
        text = TemplateFolder("own", {name: known.encode()})
        form = FORMATS[f".{name.split('.')[1]}"]
        told = form.write_with(made, text)
        assert str(told).split() == ["True"] * len(DOCUMENTS[name])


# print and Word


def test_print_shows_a_picture_of_the_folder(tmp_path: Path) -> None:
    typ = '#let d = json("document.json")\n#set document(title: d.title)\n#set text(lang: d.lang)\n'
    logo = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'
    own = folder(tmp_path / "t", plan__typ=f'{typ}#image("logo.svg", alt: "Us")', logo__svg=logo)
    out = tmp_path / "plan.pdf"
    run = plan(own, out)
    assert (run.code, run.err) == (0, f"Escrito en {out}\n")
    assert len(PdfReader(out).pages) == 1


@pytest.mark.documents
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 'x' * 10**9 }}", "E336"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "E335"),
        ("{{ title.__class__.__mro__ }}", "unsafe"),
        ("{{ nothing_such }}", "plan.docx: E344"),
    ],
)
def test_a_hostile_word_template_is_refused(text: str, said: str, tmp_path: Path) -> None:
    own = folder(tmp_path / "t")
    own.mkdir()
    document = Document()
    document.add_paragraph(text)
    document.save(str(own / "plan.docx"))
    out = tmp_path / "plan.docx"
    run = plan(own, out)
    assert run.code == 1
    assert said in run.last
    assert not out.exists()
