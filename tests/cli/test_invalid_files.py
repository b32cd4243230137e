"""Broken files: what is said of each, where, in which stream, and how the program ends.

A case is two files in `tests/example_files/invalid/`: NAME.yaml and NAME.expected, which holds the
lines of `svcmodel --lang en check NAME.yaml` run in that folder; NAME.expected.es holds the Spanish
ones where they are held too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from svcmodel.sources.strict_yaml import HAS_C_PARSER
from tests.program import DEADLINE, ECOPRODUCTOS, EMPTY, ENVIRONMENT, ROOT, Run, in_shell, svcmodel

FOLDER = ROOT / "tests" / "example_files" / "invalid"
CASES = sorted(file.stem for file in FOLDER.glob("*.yaml"))
IN_SPANISH = sorted(file.name.split(".")[0] for file in FOLDER.glob("*.expected.es"))
LINE = re.compile(r"[\w-]+\.yaml:[1-9]\d*:[1-9]\d*: [EW]\d{3} .*\S \(.*\S\)")
CODE = re.compile(r": ([EW]\d{3}) ")
NO_TRACE = "Traceback"

needs_c_parser = pytest.mark.skipif(
    not HAS_C_PARSER,
    reason="without PyYAML's C part some places differ by one, and a warning says so",
)


def expected(name: str, ending: str = "expected") -> str:
    return (FOLDER / f"{name}.{ending}").read_text(encoding="utf-8")


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def is_of_other_format(name: str) -> bool:
    return re.search(r"^format: svcmodel/(?!answers/)\w+/1$", text_of(name), re.M) is not None


ANSWER_FILES = [name for name in CASES if not is_of_other_format(name)]
WEIGHT_FILES = [name for name in CASES if "format: svcmodel/weights/1" in text_of(name)]


@pytest.fixture
def in_folder(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("read_once")
    monkeypatch.chdir(FOLDER)


def test_every_file_has_its_expected_lines_and_every_line_its_file() -> None:
    assert len(CASES) >= 50
    assert len(IN_SPANISH) >= 10
    assert sorted(file.stem for file in FOLDER.glob("*.expected")) == CASES
    assert set(IN_SPANISH) <= set(CASES)
    assert len(list(FOLDER.iterdir())) == 2 * len(CASES) + len(IN_SPANISH)


@pytest.mark.parametrize("name", CASES)
def test_expected_lines_name_place_code_and_what_to_do_in_reading_order(name: str) -> None:
    lines = expected(name).splitlines()
    assert lines
    assert all(LINE.fullmatch(line) and line.startswith(f"{name}.yaml:") for line in lines)
    places = [tuple(map(int, line.split(":")[1:3])) for line in lines]
    assert places == sorted(places)
    text = text_of(name).splitlines() or [""]
    for line, column in places:
        assert line <= len(text) + 1
        assert line > len(text) or column <= len(text[line - 1]) + 1


@needs_c_parser
@pytest.mark.usefixtures("in_folder")
@pytest.mark.parametrize("name", CASES)
def test_check_says_exactly_what_is_expected(name: str) -> None:
    run = svcmodel("--lang", "en", "--quiet", "check", f"{name}.yaml")
    assert run == Run(1, expected(name), "")


@needs_c_parser
@pytest.mark.usefixtures("in_folder")
@pytest.mark.parametrize("name", IN_SPANISH)
def test_check_says_it_in_spanish(name: str) -> None:
    run = svcmodel("--lang", "es", "--quiet", "check", f"{name}.yaml")
    assert run == Run(1, expected(name, "expected.es"), "")


@needs_c_parser
@pytest.mark.usefixtures("in_folder", "read_once")
@pytest.mark.parametrize("name", ANSWER_FILES)
def test_score_says_the_same_on_standard_error_and_nothing_else(name: str) -> None:
    run = svcmodel("--lang", "en", "score", f"{name}.yaml")
    assert (run.code, run.out) == (1, "")
    if "E113" in expected(name):  # check knows no such format; score says which one it needs
        assert re.findall(CODE, run.err) == ["E112"]
    else:
        assert run.err == expected(name)


@pytest.mark.usefixtures("in_folder", "read_once")
@pytest.mark.parametrize("name", [name for name in CASES if is_of_other_format(name)])
def test_score_refuses_a_file_of_another_format(name: str) -> None:
    run = svcmodel("--lang", "en", "score", f"{name}.yaml")
    assert (run.code, run.out) == (1, "")
    assert re.findall(CODE, run.err) == ["E112"]


@needs_c_parser
@pytest.mark.usefixtures("in_folder")
@pytest.mark.parametrize("name", WEIGHT_FILES)
def test_score_says_the_same_of_a_file_of_weights(name: str) -> None:
    run = svcmodel("--lang", "en", "score", ECOPRODUCTOS, "--weights", f"{name}.yaml")
    assert run == Run(1, "", expected(name))


@needs_c_parser
@pytest.mark.parametrize("name", ["several_problems", "syntax_tab_indentation", "file_empty"])
def test_the_program_itself_keeps_the_streams_apart(name: str) -> None:
    checked = in_shell("--lang", "en", "check", f"{name}.yaml", folder=FOLDER)
    assert (checked.code, checked.out) == (1, expected(name))
    assert [NO_TRACE in checked.err, len(checked.err.splitlines())] == [False, 1]
    scored = in_shell("--lang", "en", "score", f"{name}.yaml", folder=FOLDER)
    assert scored == Run(1, "", expected(name))
    planned = in_shell("--lang", "en", "plan", f"{name}.yaml", folder=FOLDER)
    assert planned == Run(1, "", expected(name))


# --- files that cannot be read


UNREADABLE = {
    "binary": (b"format: svcmodel/answers/1\nsubject: a\0b\n", "E004"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "E004"),
    "utf_16_le": (b"\xff\xfe" + EMPTY.encode("utf-16-le"), "E005"),
    "utf_16_be": (b"\xfe\xff" + EMPTY.encode("utf-16-be"), "E005"),
    "latin_1": (EMPTY.replace("Nobody", "Año").encode("latin-1"), "E005"),
    "too_large": (EMPTY.encode() + b"#" * 5_000_000, "E003"),
}


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("command", ["check", "score", "plan"])
@pytest.mark.parametrize("kind", [*UNREADABLE, "folder", "missing", "long_name"])
def test_a_file_that_cannot_be_read_ends_with_2(kind: str, command: str, tmp_path: Path) -> None:
    file = tmp_path / ("a" * 5000 if kind == "long_name" else "answers.yaml")
    code = {"folder": "E002", "missing": "E001", "long_name": "E006"}.get(kind, "")
    if kind in UNREADABLE:
        content, code = UNREADABLE[kind]
        file.write_bytes(content)
    elif kind == "folder":
        (file / "empty").mkdir(parents=True)
    run = svcmodel("--lang", "en", "--quiet", command, file)
    said = run.out if command == "check" else run.err
    if (kind, command) == ("folder", "check"):
        assert (run.code, re.findall(CODE, said)) == (1, ["E307"])
        return
    assert (run.code, re.findall(CODE, said)) == (2, [code])
    assert said.startswith(f"{file}:")
    assert (run.err if command == "check" else run.out) == ""


def test_bytes_of_another_encoding_are_placed(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_bytes("format: svcmodel/answers/1\nsubject: Niño y Año\n".encode("latin-1"))
    assert svcmodel("-q", "check", file).out.startswith(f"{file}:2:12: E005 ")


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + EMPTY.replace("\n", "\r\n").encode() + b"colour: red\r\n")
    run = svcmodel("-q", "check", file)
    assert (run.code, run.out[: len(f"{file}:3:1: E402")]) == (1, f"{file}:3:1: E402")


def test_closed_standard_input_is_a_file_that_cannot_be_read() -> None:
    command = 'exec "$0" -m svcmodel score - <&-'
    run = in_shell(sys.executable, start=("sh", "-c", command))
    assert (run.code, run.out) == (2, "")
    assert re.findall(CODE, run.err) == ["E006"]


# --- files made to exhaust


NESTED = "format: svcmodel/answers/1\nsubject: Toy shop\nanswers:\n  countries: "


def _bomb(levels: int = 12, each: int = 10) -> str:
    lines = (f"a{n}: &a{n} [{f'*a{n - 1}, ' * each}]" for n in range(1, levels))
    return "\n".join([EMPTY + "a0: &a0 [x, x]", *lines, ""])


HOSTILE = {
    "lists_20000_deep": (NESTED + "[" * 20_000 + "]" * 20_000 + "\n", {"E106"}),
    "lists_20000_deep_and_open": (NESTED + "[" * 20_000, {"E106"}),
    "mappings_20000_deep": (NESTED + "{a: " * 20_000 + "}" * 20_000 + "\n", {"E106"}),
    "keys_1500_deep": (EMPTY + "".join(f"{'  ' * n}a:\n" for n in range(1500)), {"E106"}),
    "dashes_5000_deep": (EMPTY + "x: \n" + "- " * 5000 + "x\n", {"E106"}),
    "aliases_of_aliases": (_bomb(), {"E104", "E402"}),
    "many_aliases": (EMPTY + "x: &x [y]\ny: [" + "*x, " * 20_000 + "]\n", {"E104", "E402"}),
    "list_of_200000": (NESTED + "[" + "ES, " * 200_000 + "]\n", {"E210"}),
    "one_mark_many_times": (EMPTY + f"important: [{'cus_human, ' * 50_000}]\n", {"E407", "E421"}),
    "text_of_4_megabytes": (EMPTY + f"date: {'9' * 4_000_000}\n", {"E218"}),
    "number_of_4_megabytes": (EMPTY + f"weights: {{customer: {'9' * 4_000_000}}}\n", {"E403"}),
    "key_of_many_letters": (EMPTY + f"{'k' * 900}: 1\n", {"E402"}),
    "thousands_without_end": (NESTED + "x\n  turnover: 1" + ".000" * 500_000 + "\n", {"E222"}),
}


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("command", ["check", "score"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_exhaust_is_refused_soon(name: str, command: str, tmp_path: Path) -> None:
    text, codes = HOSTILE[name]
    file = tmp_path / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    before = time.monotonic()
    run = svcmodel("--lang", "en", "--quiet", command, file)
    assert time.monotonic() - before < DEADLINE
    said = run.out if command == "check" else run.err
    assert run.code == 1
    assert codes <= set(re.findall(CODE, said)) <= codes | {"E208"}
    assert max(map(len, said.splitlines())) < 500 + len(str(file))


# --- odd values that are well-formed: refused or scored, but never a crash


ODD = [
    *("''", "~", "0", "-0.0", "1e308", "1e-320", "9" * 400, "9" * 400 + ".5", "0x" + "f" * 390),
    *("[]", "{}", "[[]]", "[{}]", "{a: b}", "{1: 2}", "{true: [1]}", "{.nan: 2}", "{value: }"),
    *("{value: {}}", "{value: [1]}", "{value: unknown, level: 2}", "{level: {}}", "{level: [x]}"),
    *("{level: 99999999999999999999999}", "{level: [1, 99999999999999999999999]}", "{<<: 3}"),
    *('"\\uD800"', '"\\0"', '"\\x1b"', "x" * 5000, "0.500", "٣", "１２", "%", "1:30", "012", "1."),
]
ASKED = ["cus_volume", "service_headcount", "cus_onsite", "cus_digital", "countries"]
ASKED += ["channels_by_use", "basic_service", "organisation", "service_name", "cus_geo"]


def _refused_or_scored(text: str, folder: Path) -> None:
    """An answer file is refused with a code, or it is sound and can be scored in every form."""
    file = folder / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    checked = svcmodel("--lang", "en", "-q", "check", file)
    assert checked.code in (0, 1), (text, checked)
    if checked.code == 1:
        assert CODE.search(checked.out), (text, checked)
        return
    for form in ("json", "table"):
        scored = svcmodel("--lang", "en", "score", file, "--format", form)
        assert scored.code == 0, (text, scored)


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_an_odd_value_is_refused_or_scored_but_never_a_crash(value: str, tmp_path: Path) -> None:
    for question in ASKED:
        _refused_or_scored(EMPTY + f"answers:\n  {question}: {value}\n", tmp_path)


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize(
    "line",
    [
        *("weights: {objectives: %s}", "important: [%s]", "date: %s", "subject: %s", "lang: %s"),
        *("constraints: [{id: a, keep: %s, reason: x}]", "constraints: [%s]", "answers: %s"),
        *("constraints: [{id: a, rule_out: [%s], reason: x}]", "questionnaire: %s", "format: %s"),
        *("segments: %s", "5: %s", "true: %s", '"": %s', "weights: {1: %s}", "answers: {5: %s}"),
        *("constraints: [{id: %s, keep: proactive, reason: x}]", "weights: %s", "constraints: %s"),
    ],
)
def test_an_odd_line_is_refused_or_scored_but_never_a_crash(line: str, tmp_path: Path) -> None:
    key = line.split(":")[0]
    kept = [other for other in EMPTY.splitlines() if not other.startswith(f"{key}:")]
    for value in ODD:
        _refused_or_scored("\n".join([*kept, line % value, ""]), tmp_path)


# --- answers given on the command line


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize(
    ("setting", "code", "said"),
    [
        ("nonsense", 2, "E305 --set: "),
        ("", 2, "E305 --set: "),
        ("=5", 2, "E305 --set: "),
        ("cus_volum=5", 1, "--set: E201 cus_volum: "),
        ("cus_volume=", 1, "--set: E215 cus_volume: "),
        ("cus_volume=2.000", 1, "--set: E203 cus_volume: "),
        ("cus_volume=*a", 1, "--set: E202 cus_volume: "),
        ("countries=[ES, XX]", 1, "--set: E206 countries: "),
        ("countries=[ES,]", 1, "--set: E206 countries: "),
        ("countries=[[", 1, "--set: E208 countries: "),
        ("cus_geo=5", 1, "--set: E216 cus_geo: "),
        ("a=b=c", 1, "--set: E201 a: "),
        ("5=5", 1, "--set: E201 5: "),
        ("cus_volume=3", 0, "--set: W201 cus_volume: "),
    ],
)
def test_an_answer_on_the_command_line_is_named_by_its_option(
    setting: str, code: int, said: str
) -> None:
    run = svcmodel("--lang", "en", "score", ECOPRODUCTOS, "--set", setting)
    assert run.code == code
    assert (run.out != "") == (code == 0)
    assert run.err.startswith(said)
    assert len(run.err.splitlines()) == 1 or not HAS_C_PARSER


@pytest.mark.parametrize("setting", ["countries=[]", "countries=[ES]", "service_name=[x"])
def test_a_list_on_the_command_line_is_read(setting: str) -> None:
    assert svcmodel("score", ECOPRODUCTOS, "--set", setting).code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([b"score", b"{file}", b"--set", b"service_name=\xff\xfe"], 0),
        ([b"plan", b"{file}", b"--set", b"service_name=\xff\xfe"], 0),
        ([b"score", b"{file}", b"--set", b"\xff=3"], 1),
        ([b"score", b"no\x1b[31m\xff.yaml"], 2),
        ([b"check", b"no\x1b[31m\xff.yaml"], 2),
    ],
)
def test_bytes_that_are_no_text_on_the_command_line(arguments: list[bytes], code: int) -> None:
    file = str(ECOPRODUCTOS).encode()
    command = [sys.executable.encode(), b"-m", b"svcmodel", *arguments]
    run = subprocess.run(
        [file if part == b"{file}" else part for part in command],
        capture_output=True,
        env={**os.environ, **ENVIRONMENT},
        timeout=DEADLINE,
        check=False,
    )
    assert run.returncode == code
    assert NO_TRACE.encode() not in run.stderr
    assert b"\x1b" not in run.stdout + run.stderr


# --- folders


def test_check_goes_on_after_bad_files_and_names_each(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("level_6", "file_empty", "format_unknown"):
        shutil.copy(FOLDER / f"{name}.yaml", tmp_path / "inner")
    (tmp_path / "binary.yaml").write_bytes(b"\0")
    (tmp_path / "folder.yml").mkdir()
    shutil.copy(ECOPRODUCTOS, tmp_path / "sound.yaml")
    run = svcmodel("--lang", "en", "check", tmp_path)
    assert run.code == 1
    assert re.findall(CODE, run.out) == ["E004", "E002", "E102", "E113", "E219"]
    assert "sound" not in run.out
    assert len(run.err.splitlines()) == 1


def test_check_ends_with_2_where_files_only_cannot_be_read(tmp_path: Path) -> None:
    missing, file = tmp_path / "missing.yaml", tmp_path / "binary.yaml"
    file.write_bytes(b"\0")
    run = svcmodel("-q", "check", missing, file, ECOPRODUCTOS)
    assert (run.code, re.findall(CODE, run.out)) == (2, ["E001", "E004"])


def _catalogue(folder: Path) -> Path:
    return shutil.copytree(ROOT / "models_catalog", folder / "catalogue")


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _break_catalogue(folder: Path) -> None:
    (folder / "models" / "hybrid.yaml").write_bytes(b"\0")
    (folder / "criteria" / "customer.yaml").write_text("")
    _replace(folder / "models" / "forum.yaml", "layer:", "layr:")
    _replace(folder / "playbooks" / "ivr.yaml", "effort_days: [", "effort_days: [x, ")


def test_check_of_a_catalogue_goes_on_after_bad_files(tmp_path: Path) -> None:
    folder = _catalogue(tmp_path)
    _break_catalogue(folder)
    run = svcmodel("-q", "check", folder)
    assert run.code == 1
    named = {line.removeprefix(f"{folder}/").split(":")[0] for line in run.out.splitlines()}
    assert named == {
        "criteria/customer.yaml",
        "models/forum.yaml",
        "models/hybrid.yaml",
        "playbooks/ivr.yaml",
    }
    assert set(re.findall(CODE, run.out)) == {"E004", "E102", "E401", "E402", "E403"}
    assert svcmodel("score", ECOPRODUCTOS, "--catalogue", folder).code == 1


def _change(file: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: _replace(folder / file, old, new)


CUSTOMER = "criteria/customer.yaml"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_change(CUSTOMER, "bands: cus_volume", "bands: organisation"), "E429"),
        (_change(CUSTOMER, "{value: cus_human}", "{value: service_name}"), "E429"),
        (_change("models/hybrid.yaml", "layer: ", "layer: no"), "E420"),
        (_change("models/hybrid.yaml", "id: hybrid", "id: hybridd"), "E424"),
        (_change("playbooks/hybrid.yaml", "role: ", "role: no"), "E420"),
        (_change("catalogue.yaml", "id: objectives", "id: goals"), "E420"),
    ],
)
def test_a_catalogue_that_does_not_fit_together_is_refused(
    change: Callable[[Path], None], code: str, tmp_path: Path
) -> None:
    folder = _catalogue(tmp_path)
    change(folder)
    run = svcmodel("-q", "check", folder)
    assert run.code == 1
    assert code in re.findall(CODE, run.out)
    planned = svcmodel("plan", ECOPRODUCTOS, "--catalogue", folder)
    assert (planned.code, planned.out) == (1, "")
    assert f"{code} " in planned.err


def test_a_law_checked_long_ago_is_a_warning(tmp_path: Path) -> None:
    folder = _catalogue(tmp_path)
    _replace(folder / "obligations" / "spain.yaml", 'checked_on: "20', 'checked_on: "19')
    run = svcmodel("-q", "check", folder)
    assert run.code == 0
    assert re.findall(CODE, run.out) == ["W204"]


def test_a_condition_that_depends_on_itself_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "questionnaires", tmp_path / "questionnaires")
    old = "ask_when: {not: {answer: organisation, in: [public_body, internal_unit]}}"
    new = "ask_when: {answer: com_diff, at_least: 2}"
    _replace(folder / "bank" / "competitors.yaml", old, new)
    run = svcmodel("-q", "check", folder)
    assert (run.code, re.findall(CODE, run.out)) == (1, ["E427"])
    assert "com_diff -> com_diff" in run.out


def test_an_answer_that_does_not_apply_is_a_warning() -> None:
    text = EMPTY + "answers:\n  organisation: public_body\n  cus_b2b: 40\n"
    run = svcmodel("--lang", "en", "score", "-", stdin=text)
    assert run.code == 0
    assert run.err.startswith("-:5:3: W203 cus_b2b: ")


@pytest.mark.parametrize("folder", ["", "nothing"])
def test_a_folder_without_files_of_ours(folder: str, tmp_path: Path) -> None:
    run = svcmodel("-q", "check", tmp_path / folder)
    assert (run.code, run.out.count("\n")) == ((1, 1) if folder == "" else (2, 1))
