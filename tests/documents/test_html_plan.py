"""The plan page in a real browser: what it fetches, how wide it is, what its print holds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.html_page import Element, parse_page

pytestmark = pytest.mark.documents

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DECORATION = str.maketrans("", "", "·-")
PATIENCE = 120
"""Seconds for one run of the browser."""

ALMOST_EMPTY = "format: svcmodel/answers/1\nsubject: {subject}\nanswers: {{cus_volume: 1200}}\n"
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 8
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
PAGE_NUMBER = re.compile(r"\d+/\d+$")
FIRST_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)

MEASURE = """<!DOCTYPE html><meta charset="utf-8"><body><iframe></iframe><script>
const page = PAGE, widths = WIDTHS, frame = document.querySelector("iframe"), found = {};
frame.style.cssText = "border:0;height:900px";
frame.onload = () => {
  const inside = frame.contentDocument;
  for (const width of widths) {
    frame.style.width = width + "px";
    const wide = [...inside.querySelectorAll("body *")].filter(
      (e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".hidden, thead, .canvas > svg"));
    found[width] = {
      scroll: inside.documentElement.scrollWidth,
      wide: wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 120)),
    };
  }
  document.body.innerHTML = "";
  document.body.textContent = "MEASURED" + JSON.stringify(found) + "END";
};
frame.srcdoc = page;
</script>"""


class Written(NamedTuple):
    """A plan as the program wrote it."""

    file: Path
    html: str
    page: Element

    @property
    def steps(self) -> list[str]:
        headings = [section.one("h3") for section in self.page.all("section", of="step")]
        return [heading.text.split(" : ", 1)[1] for heading in headings]


class Asked(NamedTuple):
    """A server on this machine and the paths asked of it."""

    address: str
    paths: list[str]


@pytest.fixture(scope="session")
def browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("no Chromium here; .ci/run installs it (apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    """The plans of three examples and of two almost empty files, one with a very long word."""
    folder = tmp_path_factory.mktemp("plans")
    for name, subject in (("empty", "Nearly empty"), ("long", LONG_WORD)):
        (folder / f"{name}.yaml").write_text(ALMOST_EMPTY.format(subject=subject), encoding="utf-8")
    examples = ROOT / "examples"
    return {
        "es": written(examples / "ecoproductos.yaml", "es", folder / "es.html"),
        "en": written(examples / "compressor_maker.yaml", "en", folder / "en.html"),
        "bank": written(examples / "retail_bank.yaml", "en", folder / "bank.html"),
        "empty": written(folder / "empty.yaml", "en", folder / "empty.html"),
        "long": written(folder / "long.yaml", "es", folder / "long.html"),
    }


def written(answers: Path, lang: str, file: Path) -> Written:
    """The plan of an answer file, written by the program itself."""
    command = [sys.executable, "-m", "svcmodel", "plan", str(answers), "--lang", lang]
    subprocess.run([*command, "-o", str(file)], check=True, capture_output=True, cwd=ROOT)
    html = file.read_text(encoding="utf-8")
    return Written(file, html, parse_page(html))


def run_browser(browser: str, profile: Path, *options: str) -> str:
    """What the browser prints, run once with a profile of its own."""
    command = [browser, *QUIET, f"--user-data-dir={profile}", *options]
    return subprocess.run(
        command,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE,
        env={**os.environ, "HOME": str(profile)},
    ).stdout


def pdf_text(browser: str, file: Path, folder: Path) -> list[str]:
    """The text of each page of a file as it prints, squeezed, without the page numbers."""
    pdf = folder / "plan.pdf"
    options = ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", file.as_uri()]
    run_browser(browser, folder / "profile", *options)
    if shutil.which("pdftotext") is None:
        pytest.fail("no pdftotext here; .ci/run installs it (apt-get install poppler-utils)")
    done = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True)
    pages = done.stdout.split("\f")[:-1]
    return [PAGE_NUMBER.sub("", squeezed(page)) for page in pages]


def squeezed(text: str) -> str:
    """A text without spaces, hyphens, and the capitals and dots that only the style gives it."""
    return "".join(text.split()).casefold().translate(DECORATION)


@pytest.fixture
def server() -> Iterator[Asked]:
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield Asked(f"http://127.0.0.1:{listening.server_port}", paths)
        listening.shutdown()


@pytest.mark.parametrize("name", ["es", "en", "bank", "empty", "long"])
def test_page_is_never_wider_than_its_window(
    browser: str, plans: dict[str, Written], tmp_path: Path, name: str
) -> None:
    page = json.dumps(plans[name].html).replace("</", "<\\/")
    widths = [320, 390, 768, 1366]
    harness = tmp_path / "measure.html"
    filled = MEASURE.replace("WIDTHS", str(widths)).replace("PAGE", page)
    harness.write_text(filled, encoding="utf-8")
    options = ["--virtual-time-budget=20000", "--dump-dom", harness.as_uri()]
    dom = run_browser(browser, tmp_path / "profile", *options)
    measured = re.search(r"MEASURED(.*)END", dom, re.DOTALL)
    assert measured is not None, dom[-500:]
    found = json.loads(parse_page(measured[1]).text)
    assert {width: found[str(width)] for width in widths} == {
        width: {"scroll": width, "wide": []} for width in widths
    }


def test_page_can_fetch_nothing(
    browser: str, plans: dict[str, Written], tmp_path: Path, server: Asked
) -> None:
    """Even with a stylesheet, an image, a font, a frame and a script slipped in, nothing is asked."""
    slipped_in = f"""
        <link rel="stylesheet" href="{server.address}/style"><img src="{server.address}/image">
        <style>@font-face {{ font-family: f; src: url({server.address}/font); }}
        h1 {{ font-family: f; background: url({server.address}/background); }}</style>
        <iframe src="{server.address}/frame"></iframe>
        <script>fetch("{server.address}/fetch"); document.title = "ran";</script></body>"""
    html = plans["en"].html
    assert POLICY.search(html)
    guarded = tmp_path / "guarded.html"
    guarded.write_text(html.replace("</body>", slipped_in), encoding="utf-8")
    unguarded = tmp_path / "unguarded.html"
    unguarded.write_text(POLICY.sub("", guarded.read_text(encoding="utf-8")), encoding="utf-8")

    dom = run_browser(browser, tmp_path / "a", "--dump-dom", guarded.as_uri())
    assert server.paths == []
    assert "<title>ran" not in dom

    dom = run_browser(browser, tmp_path / "b", "--dump-dom", unguarded.as_uri())
    assert {"/style", "/image", "/frame", "/fetch"} <= set(server.paths)
    assert "<title>ran" in dom


@pytest.mark.parametrize("width", [390, 1366])
def test_page_looks_the_same_without_its_policy(
    browser: str, plans: dict[str, Written], tmp_path: Path, width: int
) -> None:
    free = tmp_path / "free.html"
    free.write_text(POLICY.sub("", plans["es"].html), encoding="utf-8")
    bare = tmp_path / "bare.html"
    bare.write_text(FIRST_STYLE.sub("", plans["es"].html), encoding="utf-8")
    files = {"own": plans["es"].file, "free": free, "bare": bare}
    pictures = {}
    for name, file in files.items():
        picture = tmp_path / f"{name}.png"
        options = [f"--window-size={width},3000", f"--screenshot={picture}", file.as_uri()]
        run_browser(browser, tmp_path / f"profile-{name}", *options)
        pictures[name] = picture.read_bytes()
    assert pictures["own"] == pictures["free"]
    assert pictures["own"] != pictures["bare"]


@pytest.mark.parametrize("name", ["es", "en", "empty"])
def test_browser_reads_what_was_written(
    browser: str, plans: dict[str, Written], tmp_path: Path, name: str
) -> None:
    plan = plans[name]
    dom = run_browser(browser, tmp_path / "profile", "--dump-dom", plan.file.as_uri())
    seen = parse_page(dom)
    assert seen.one("html").attributes["lang"] == plan.page.one("html").attributes["lang"]
    assert seen.one("main").text == plan.page.one("main").text
    assert [e.tag for e in seen.one("body").walk()] == [e.tag for e in plan.page.one("body").walk()]


@pytest.mark.parametrize("paper", ["A4", "letter"])
@pytest.mark.parametrize("name", ["es", "en", "empty"])
def test_print_holds_everything(
    browser: str, plans: dict[str, Written], tmp_path: Path, name: str, paper: str
) -> None:
    plan = plans[name]
    sized = tmp_path / "sized.html"
    size = f"@page {{ size: {paper}; }}</style>"
    sized.write_text(plan.html.replace("</style>", size, 1), encoding="utf-8")
    pages = pdf_text(browser, sized, tmp_path)
    whole = "".join(pages)

    brief = "brief" in plan.page.one("html").classes
    assert 3 <= len(pages) <= 5 if brief else len(pages) > 5
    assert squeezed(plan.page.one("h1").text) in pages[0]
    for told in plan.page.by_id("decisions").all("dt", "b"):
        assert squeezed(told.text) in pages[0]
    assert len(plan.steps) == 6
    left_out = plan.page.one("nav").all("h2") if brief else []
    for heading in plan.page.all("h1", "h2", "h3", "h4"):
        if heading in left_out:
            continue
        words = [text for text in heading.texts() if text.strip()]
        assert [text for text in words if squeezed(text) not in whole] == []
    said = [e.text for e in plan.page.one("main").all("p", "dt")]
    broken = [text for text in said if squeezed(text) not in whole]
    assert len(broken) <= 3 if brief else broken == []  # it has columns, and text may run over
    assert [word for text in broken for word in text.split() if squeezed(word) not in whole] == []


@pytest.mark.parametrize("name", ["en", "empty"])
def test_print_splits_no_task_and_leaves_no_heading_behind(
    browser: str, plans: dict[str, Written], tmp_path: Path, name: str
) -> None:
    """Of a plan in full; one of few pages may break a task to stay short."""
    plan = plans[name]
    pages = pdf_text(browser, plan.file, tmp_path)
    for task in plan.page.all("li", of="task"):
        title = squeezed(task.one("h4").text.split(" ", 1)[1])
        ends = [squeezed(each.text) for each in task.all("p", of="output")]
        assert ends
        assert any(all(text in page for text in (title, *ends)) for page in pages), title
    for step, section in zip(plan.steps, plan.page.all("section", of="step"), strict=True):
        first = squeezed(section.all("p", of="output")[0].text)
        assert any(squeezed(step) in page and first in page for page in pages), step
