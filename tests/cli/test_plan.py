"""`svcmodel plan` as Markdown: six steps, nothing empty, one language, written whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from svcmodel.domain.catalogue import Catalogue
from svcmodel.domain.records import LANGUAGES, Lang
from svcmodel.domain.shelf import PlaybookShelf
from svcmodel.render.words import Words
from svcmodel.sources.catalogue_files import load_sources
from svcmodel.sources.knowledge_files import load_cases
from svcmodel.sources.strict_yaml import parse_yaml
from svcmodel.sources.words_files import load_phrases
from tests.languages import foreign_in
from tests.program import ECOPRODUCTOS, EMPTY, EXAMPLES, in_shell, svcmodel

pytestmark = pytest.mark.usefixtures("read_once")

EVERY_PLAN = pytest.mark.parametrize(
    ("file", "lang"),
    [pytest.param(f, lang, id=f"{f.stem}-{lang}") for f in EXAMPLES for lang in LANGUAGES],
)
ALL_KEPT = (
    EMPTY
    + "constraints:\n"
    + "".join(
        f"- {{id: k{n}, keep: {model}, reason: so it is}}\n"
        for n, model in enumerate(
            (
                "one_off_sale",
                "in_house",
                "reactive",
                "traditional",
                "stage_specific",
                "single_channel",
            )
        )
    )
)
SECTIONS = {
    "small": ("sheet.schedule", "sheet.kpis", "sheet.risks", "heading.unknown", "heading.method"),
    "large": (
        "sheet.schedule",
        "sheet.raci",
        "sheet.kpis",
        "sheet.risks",
        "sheet.budget",
        "heading.roles",
        "sheet.routing",
        "sheet.levels",
        "sheet.training",
        "sheet.protocols",
        "sheet.monitoring",
        "heading.why_not",
        "heading.unknown",
        "heading.method",
    ),
}
LINK = re.compile(r"https?://\S+")


@cache
def shipped_plan(file: Path, lang: Lang) -> str:
    return plan_of(file, "--lang", lang)


def plan_of(file: object, *arguments: object, stdin: str = "") -> str:
    run = svcmodel("plan", file, *arguments, stdin=stdin)
    assert (run.code, run.err) == (0, "")
    return run.out


def sections(markdown: str) -> Iterator[tuple[int, str, str]]:
    """Level, heading and body of every section."""
    parts = re.split(r"^(#+) (.*)$", markdown, flags=re.MULTILINE)[1:]
    for signs, heading, body in zip(*[iter(parts)] * 3, strict=True):
        yield len(signs), heading, body.strip()


def headings(markdown: str) -> list[str]:
    return [heading for _, heading, _ in sections(markdown)]


def empty_sections(markdown: str) -> list[str]:
    """Headings followed by nothing of their own and by no deeper heading."""
    found = list(sections(markdown))
    deeper = [level for level, _, _ in found[1:]] + [0]
    return [
        heading
        for (level, heading, body), following in zip(found, deeper, strict=True)
        if not body and following <= level
    ]


def own_words(file: Path) -> list[str]:
    """What the company says of itself, which a plan quotes as it stands."""
    return [parse_yaml(file.read_text("utf-8")).data["answers"]["service_today"]]


def size_of(file: Path) -> str:
    headcount = parse_yaml(file.read_text("utf-8")).data["answers"]["headcount"]
    people = headcount["value"] if isinstance(headcount, dict) else headcount
    return "small" if people < 10 else "large"


def plain(heading: str) -> str:
    return heading.replace("\\", "")


@EVERY_PLAN
def test_plan_has_its_six_steps_in_order_and_no_empty_section(
    file: Path, lang: Lang, shipped: Catalogue
) -> None:
    markdown, words = shipped_plan(file, lang), Words(lang, load_phrases())
    found = [plain(heading) for heading in headings(markdown)]
    steps = [
        f"{words('plan.step', number=number)}. {step.name.to(lang)}"
        for number, step in enumerate(shipped.head.steps, start=1)
    ]
    assert [heading for heading in found if heading in steps] == steps
    named = [words(f"plan.{section}") for section in SECTIONS[size_of(file)]]
    assert [heading for heading in found if heading in named] == named
    assert empty_sections(markdown) == []


TITLES = sorted(
    (f"{s.cite}. {s.title}{f', {s.outlet}' if s.outlet else ''}" for s in load_sources().values()),
    key=len,
    reverse=True,
)


@EVERY_PLAN
def test_plan_is_in_one_language(
    file: Path, lang: Lang, shipped: Catalogue, shelf: PlaybookShelf
) -> None:
    written = shipped_plan(file, lang)
    for said in own_words(file):
        assert said in written
        written = written.replace(said, "")
    for case in load_cases().values():
        written = written.replace(case.organisation, "")
    for title in TITLES:  # in the language of its text, whoever cites it
        written = written.replace(title, "")
    assert foreign_in(LINK.sub("", written), lang, [shipped, shelf]) == []


@EVERY_PLAN
def test_every_step_has_numbered_tasks_with_owner_effort_and_result(file: Path, lang: Lang) -> None:
    words = Words(lang, load_phrases())
    steps = [
        (heading, body)
        for _, heading, body in sections(shipped_plan(file, lang))
        if heading.startswith(words("plan.step", number="").strip())
    ]
    for number, (_, body) in enumerate(steps, start=1):
        tasks = re.findall(r"^\*\*(\d+\.\d+) \S.*\*\*$", body, flags=re.MULTILINE)
        assert tasks == [f"{number}.{place}" for place in range(1, len(tasks) + 1)]
        assert len(tasks) > 0
        for label in ("role", "output", "asked_by"):
            lines = [x for x in body.splitlines() if x.startswith(f"- {words(f'plan.{label}')}: ")]
            assert len(lines) == len(tasks)


@EVERY_PLAN
def test_a_task_waits_only_for_tasks_before_it(file: Path, lang: Lang) -> None:
    after = Words(lang, load_phrases())("plan.after")
    number = (0, 0)
    for line in shipped_plan(file, lang).splitlines():
        if title := re.match(r"\*\*(\d+)\.(\d+) ", line):
            number = (int(title[1]), int(title[2]))
        if waits := re.search(rf" · {after}: (.+)$", line):
            named = [tuple(map(int, each.split("."))) for each in waits[1].split(", ")]
            assert all(each < number for each in named)


@EVERY_PLAN
def test_tables_have_whole_rows(file: Path, lang: Lang) -> None:
    rows: list[str] = []
    for line in [*shipped_plan(file, lang).splitlines(), ""]:
        if line.startswith("|"):
            rows.append(line)
        elif rows:
            counts = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
            assert len(counts) == 1
            assert len(rows) > 2
            rows = []


@pytest.mark.parametrize("text", [EMPTY, ALL_KEPT], ids=["empty", "all_kept"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_of_little_has_no_empty_section_either(text: str, lang: Lang) -> None:
    markdown = plan_of("-", "--lang", lang, stdin=text)
    assert empty_sections(markdown) == []
    assert len([level for level, _, _ in sections(markdown) if level == 3]) >= 12


def test_set_and_date_and_weights_count(tmp_path: Path) -> None:
    weights = tmp_path / "weights.yaml"
    lines = "format: svcmodel/weights/1\nweights: {resources: 3}\n"
    weights.write_text(lines, encoding="utf-8")
    usual = plan_of(ECOPRODUCTOS)
    for arguments in (
        ["--set", "cus_volume=90000"],
        ["--date", "2027-01-15"],
        ["--weights", weights],
    ):
        assert plan_of(ECOPRODUCTOS, *arguments) != usual


def test_plan_starts_with_a_title_of_the_subject() -> None:
    hostile = "format: svcmodel/answers/1\nsubject: '# <b>A</b> | [x](http://x) `c`'\n"
    title = plan_of("-", stdin=hostile).splitlines()[0]
    assert not re.search(r"(?<!\\)[<>|\[\]`]", title)
    assert plain(title).endswith("# <b>A</b> | [x](http://x) `c`")


CHARTER = """\
charter_special: 'We mend it | the <b>same</b> day'
charter_complaints: 'Never say "no" & hang up'
audit_answer_time: next_day
charter_ethics: unknown
audit_lost: They found it cheaper
organisation: public_body
"""


def test_a_plan_quotes_what_the_company_said_where_it_matters() -> None:
    answers = "".join(f"  {line}\n" for line in CHARTER.splitlines())
    markdown = svcmodel("plan", "-", stdin=f"{EMPTY}answers:\n{answers}").out
    first_page = markdown.split("\n## ")[1]
    assert plain(first_page).startswith("In your words\n\n**What makes us special**")
    assert "> “We mend it \\| the \\<b\\>same\\</b\\> day”" in first_page
    said = re.findall(r"^- You said \((.*?)\): (.*)$", markdown, flags=re.MULTILINE)
    assert said == [
        ("Real wait for the first answer", "“Until the next day”"),
        ("Complaints and disagreements", '“Never say "no" & hang up”'),
    ]


def test_a_plan_in_html_escapes_what_the_company_said(tmp_path: Path) -> None:
    answers = "".join(f"  {line}\n" for line in CHARTER.splitlines())
    file = tmp_path / "plan.html"
    run = svcmodel("plan", "-", "-o", file, stdin=f"{EMPTY}answers:\n{answers}")
    assert run.code == 0
    html = file.read_text("utf-8")
    assert "<blockquote>We mend it | the &lt;b&gt;same&lt;/b&gt; day</blockquote>" in html
    assert "“Never say &#34;no&#34; &amp; hang up”" in html
    assert "They found it cheaper" not in html


def test_a_plan_of_a_company_that_said_nothing_quotes_nothing() -> None:
    markdown = plan_of("-", "--lang", "en", stdin=EMPTY)
    assert "In your words" not in markdown
    assert "You said" not in markdown


# the file


@pytest.mark.parametrize("output", ["plan.odt", "plan", "plan.md.zip", "folder/plan.txt"])
def test_an_unknown_ending_is_refused_before_anything_is_read(tmp_path: Path, output: str) -> None:
    run = svcmodel("plan", "no_such_file.yaml", "-o", tmp_path / output)
    assert (run.code, run.out) == (2, "")
    assert "E304" in run.last
    assert ".html, .md" in run.last
    assert list(tmp_path.iterdir()) == []


def test_file_holds_what_stdout_would(tmp_path: Path) -> None:
    for name in ("plan.md", "PLAN.MD"):
        run = svcmodel("plan", ECOPRODUCTOS, "-o", tmp_path / name)
        assert (run.code, run.out) == (0, "")
        assert name in run.err
        assert (tmp_path / name).read_text("utf-8") == plan_of(ECOPRODUCTOS)
    assert svcmodel("plan", ECOPRODUCTOS, "-o", tmp_path / "plan.md", "-q").err == ""


def test_file_is_readable_as_new_files_are_and_keeps_its_mode(tmp_path: Path) -> None:
    usual, kept = tmp_path / "plan.md", tmp_path / "kept.md"
    svcmodel("plan", ECOPRODUCTOS, "-o", usual)
    other = tmp_path / "other"
    other.touch()
    assert usual.stat().st_mode == other.stat().st_mode
    kept.touch(mode=0o640)
    kept.chmod(0o640)
    svcmodel("plan", ECOPRODUCTOS, "-o", kept)
    assert kept.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_cannot_be_written_is_told_and_left_alone(tmp_path: Path) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder.md"
    file.touch()
    folder.mkdir()
    for output in (tmp_path / "missing" / "plan.md", file / "plan.md", folder):
        run = svcmodel("plan", ECOPRODUCTOS, "-o", output)
        assert (run.code, run.out) == (2, "")
        assert run.err.splitlines() == [run.last]
        assert f"{output}: E007" in run.last
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_forbidden_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        run = svcmodel("plan", ECOPRODUCTOS, "-o", tmp_path / "plan.md")
    finally:
        tmp_path.chmod(0o700)
    assert run.code == 2
    assert "E007" in run.last
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: Any) -> None:
        raise OSError(28, "No space left on device")

    output = tmp_path / "plan.md"
    output.write_text("the old plan", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    run = svcmodel("plan", ECOPRODUCTOS, "-o", output)
    assert run.code == 2
    assert "E007" in run.last
    assert output.read_text("utf-8") == "the old plan"
    assert list(tmp_path.iterdir()) == [output]


def test_a_mistake_in_the_answers_writes_nothing(tmp_path: Path) -> None:
    text = EMPTY + "answers: {cus_volume: -1}\n"
    run = svcmodel("plan", "-", "-o", tmp_path / "plan.md", stdin=text)
    assert (run.code, run.out) == (1, "")
    assert "E204" in run.last
    assert list(tmp_path.iterdir()) == []


def test_the_program_writes_a_plan_from_the_shell(tmp_path: Path) -> None:
    run = in_shell("plan", ECOPRODUCTOS, "-o", "plan.md", folder=tmp_path)
    assert (run.code, run.out) == (0, "")
    again = in_shell("plan", ECOPRODUCTOS, environment={"PYTHONHASHSEED": "7"}, folder=tmp_path)
    assert (tmp_path / "plan.md").read_text("utf-8") == again.out
