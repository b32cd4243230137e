"""The charts and the trial of weights in a real browser: what moving the sliders shows, and for whom."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.documents

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PROGRAM = [sys.executable, "-m", "svcmodel"]
DIMENSIONS = ("objectives", "customer", "resources", "competitors", "flexibility")
WEIGHTINGS = ((10, 1, 1, 1, 1), (1, 3, 10, 2, 7), (4, 9, 2, 10, 1), (7, 7, 1, 3, 10))
GRAVE = {"serious", "critical"}

BOUND = """\
format: svcmodel/answers/1
subject: Bound </script><script>document.title = "ran"</script>
lang: es
answers:
  obj_cost: 5
  obj_retention: {level: [2, 4]}
  cus_digital: unknown
  cus_human: {level: 5}
  cus_volume: 900
  cus_repetitive: {level: [1, 3]}
  res_crm: {level: 1}
  res_team: {level: 2}
  flx_growth: {level: 5}
  com_diff: 4
weights: {objectives: 2, customer: 1.37}
important: [obj_cost, cus_human]
constraints:
  - {id: board, rule_out: [freemium, hybrid], reason: The board said no.}
"""

SHOWN = """() => Object.fromEntries([...document.querySelectorAll("tbody[data-layer]")].map((body) => [
  body.dataset.layer, [...body.rows].map((row) => [
    row.dataset.model, row.querySelector("data").value, row.querySelector("data").textContent,
    row.classList.contains("chosen")])]))"""
CROWDED = """() => [...document.querySelectorAll("figure.chart svg")].flatMap((svg) => {
  const frame = svg.getBoundingClientRect(), found = [];
  const boxes = [...svg.querySelectorAll("text")].map((e) => [e.textContent, e.getBoundingClientRect()]);
  boxes.forEach(([text, box], n) => {
    if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push(["cut", text]);
    if (box.top < frame.top - 1 || box.bottom > frame.bottom + 1) found.push(["cut", text]);
    for (const [other, next] of boxes.slice(n + 1)) {
      const across = Math.min(box.right, next.right) - Math.max(box.left, next.left);
      const down = Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top);
      if (across > 1 && down > 4) found.push(["meets", text, other]);
    }
  });
  return found;
})"""


LETTERS = """[...document.querySelectorAll(".canvas > svg")].filter((svg) => svg.clientWidth).map((svg) => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const texts = [...svg.querySelectorAll("text")];
  return Math.min(...texts.map((e) => scale * parseFloat(getComputedStyle(e).fontSize)));
})"""
"""How high the smallest letters of each chart are on the screen, in pixels."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("no Chromium here; .ci/run installs it (apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("charts")


@cache
def answers(name: str, folder: Path) -> Path:
    if name != "bound":
        return EXAMPLES / f"{name}.yaml"
    file = folder / "bound.yaml"
    file.write_text(BOUND, encoding="utf-8")
    return file


@cache
def written(name: str, lang: str, folder: Path) -> Path:
    """The plan of a company as the program writes it."""
    file = folder / f"{name}-{lang}.html"
    command = [*PROGRAM, "plan", str(answers(name, folder)), "--lang", lang, "-o", str(file)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return file


def scored(name: str, folder: Path, weights: str) -> dict[str, Any]:
    """What the program says with these weights."""
    file = folder / "weights.yaml"
    file.write_text(weights, encoding="utf-8")
    command = [*PROGRAM, "score", str(answers(name, folder)), "--weights", str(file)]
    done = subprocess.run(
        [*command, "--format", "json"], check=True, capture_output=True, text=True, cwd=ROOT
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def told(result: dict[str, Any], shown: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Of a result what the page shows: the models of each decision in order, points, the choice."""
    ids = {row[0] for rows in shown.values() for row in rows}
    return {
        layer: [
            (model["id"], model["score"], model["id"] == choice["chosen"])
            for model in result["models"]
            if model["layer"] == layer and model["id"] in ids
        ]
        for layer, choice in result["design"]["layers"].items()
    }


def shown_on(page: Page) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = page.evaluate(SHOWN)
    return found


def move(page: Page, weighting: tuple[int, ...]) -> None:
    for dimension, weight in zip(DIMENSIONS, weighting, strict=True):
        page.locator(f"#weight-{dimension}").fill(str(weight))


@pytest.mark.parametrize("name", ["ecoproductos", "retail_bank", "bound"])
def test_sliders_show_what_the_program_scores(browser: Browser, folder: Path, name: str) -> None:
    page = browser.new_page()
    page.goto(written(name, "es", folder).as_uri())
    as_planned = shown_on(page)
    assert len(as_planned) == 6
    seen = []
    for weighting in WEIGHTINGS:
        move(page, weighting)
        shown = shown_on(page)
        result = scored(name, folder, page.locator("#what-if-file").input_value())
        assert {
            layer: [(id_, float(exact), chosen) for id_, exact, _, chosen in rows]
            for layer, rows in shown.items()
        } == told(result, shown)
        for rows in shown.values():
            for _, exact, read, _ in rows:
                assert abs(float(exact) - float(read.replace(",", "."))) <= 0.055
        seen.append(shown)
    assert len({json.dumps(each) for each in [as_planned, *seen]}) == len(seen) + 1
    page.locator("[data-do=reset]").click()
    assert shown_on(page) == as_planned
    page.close()


def test_trial_says_what_changes_and_goes_back(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto(written("retail_bank", "en", folder).as_uri())
    status = page.locator("#what-if [role=status]")
    before = status.inner_text()
    chosen = {layer: next(row for row in rows if row[3]) for layer, rows in shown_on(page).items()}
    for weighting in WEIGHTINGS:
        move(page, weighting)
        after = shown_on(page)
        changed = [
            layer
            for layer, rows in after.items()
            if next(r for r in rows if r[3])[0] != chosen[layer][0]
        ]
        assert ("instead of" in status.inner_text()) == bool(changed)
        assert status.inner_text().count("instead of") == len(changed)
    page.locator("[data-do=reset]").click()
    assert status.inner_text() == before
    page.close()


def test_weights_can_be_copied_as_a_file(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto(written("ecoproductos", "en", folder).as_uri())
    move(page, WEIGHTINGS[0])
    page.locator("#what-if summary").click()
    page.locator("[data-do=copy]").click()
    assert page.locator("#what-if [role=status]").inner_text() == "Copied."
    shown = page.locator("#what-if-file").input_value()
    assert shown.splitlines()[0] == "format: svcmodel/weights/1"
    assert page.evaluate("getSelection().toString()") == shown
    page.close()


def test_weights_that_fit_no_slider_are_said_to_be_near(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto(written("bound", "es", folder).as_uri())
    assert "los más parecidos" in page.locator("#what-if .note").inner_text()
    assert page.title().startswith("Plan de servicio de Bound </script>")
    assert [page.locator(f"#weight-{each}").input_value() for each in DIMENSIONS] == [
        "10",
        "7",
        "5",
        "5",
        "5",
    ]
    page.close()


@pytest.mark.parametrize("name", ["ecoproductos", "retail_bank"])
def test_nothing_is_asked_of_anybody(browser: Browser, folder: Path, name: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    address = written(name, "es", folder).as_uri()
    page.goto(address)
    for weighting in WEIGHTINGS:
        move(page, weighting)
    page.locator("[data-do=reset]").click()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if url != address and not url.startswith("data:")] == []
    assert said == []
    page.close()


def test_only_the_script_of_the_page_runs(browser: Browser, folder: Path) -> None:
    html = written("ecoproductos", "es", folder).read_text(encoding="utf-8")
    slipped_in = folder / "slipped_in.html"
    text = '<script>document.title = "ran";</script><p onclick="0" id="x">x</p></body>'
    slipped_in.write_text(html.replace("</body>", text), encoding="utf-8")
    page = browser.new_page()
    page.goto(slipped_in.as_uri())
    assert page.title() != "ran"
    assert page.locator("#what-if").is_visible()
    changed = folder / "changed.html"
    changed.write_text(html.replace("panel.hidden = false;", "panel.hidden = false ;"), "utf-8")
    page.goto(changed.as_uri())
    assert page.locator("#what-if").is_hidden()
    page.close()


def test_without_scripts_there_is_no_trial(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(written("ecoproductos", "es", folder).as_uri())
    assert page.locator("#what-if").is_hidden()
    assert page.locator("#chart-ranking svg").is_visible()
    context.close()


def test_charts_can_be_read_on_a_telephone(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(written("productivity_startup", "es", folder).as_uri())
    sizes = page.evaluate(LETTERS)
    assert len(sizes) > 5
    assert min(sizes) > 10.5
    first = page.locator(".canvas").first
    first.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(40):  # by the page's own rules no script of ours may wait inside it
        page.wait_for_timeout(50)
        if first.evaluate("each => each.scrollLeft") > 0:
            break
    assert first.evaluate("each => each.scrollLeft") > 0
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    shades = first.evaluate("each => getComputedStyle(each).backgroundAttachment")
    assert shades == "local, local, scroll, scroll"  # shades at the edges say that there is more
    page.emulate_media(media="print")
    assert first.evaluate("each => getComputedStyle(each).backgroundImage") == "none"
    page.close()


@pytest.mark.parametrize(
    ("name", "lang", "width", "scheme"),
    [
        ("ecoproductos", "es", 360, "light"),
        ("ecoproductos", "en", 1280, "dark"),
        ("productivity_startup", "es", 1280, "light"),
        ("productivity_startup", "en", 360, "dark"),
    ],
)
def test_page_is_for_everybody(
    browser: Browser, folder: Path, name: str, lang: str, width: int, scheme: Any
) -> None:
    """No grave fault for whoever cannot see or point; nothing beside the window; no text cut or met."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(written(name, lang, folder).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(CROWDED) == []
    for details in page.locator("details").all():
        details.evaluate("each => { each.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(files("axe_core_python").joinpath("axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    grave = [
        (each["id"], [node["html"][:120] for node in each["nodes"][:3]])
        for each in found["violations"]
        if each["impact"] in GRAVE
    ]
    assert grave == []
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") == (scheme == "light")
    page.close()
