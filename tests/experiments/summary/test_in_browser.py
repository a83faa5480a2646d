"""The HTML page as a browser lays it out: on a phone, on paper, and with the fonts it really has."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from experiments.summary.html import render
from tests.experiments.summary import samples

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=4000",
]

MEASURE = """
<script>
const measured = {};
addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, seen = [], wide = [];
    for (const svg of page.querySelectorAll("figure svg")) {
      const boxes = [...svg.querySelectorAll("text")].map(t => [t.textContent, t.getBoundingClientRect()]);
      for (const [i, [one, a]] of boxes.entries()) for (const [other, b] of boxes.slice(i + 1))
        if (a.width && a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
          seen.push([one, other]);
    }
    for (const element of page.querySelectorAll("main *"))
      if (element.getBoundingClientRect().right > frame.clientWidth + 1 && !element.closest("thead, svg"))
        wide.push(element.tagName + " " + element.textContent.slice(0, 40));
    const broken = [];
    for (const cell of page.querySelectorAll(".numbers td:not(:nth-child(2))")) {
      const texts = page.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
        const range = page.createRange();
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map(one => one.top)).size > 1) broken.push(word[0]);
      }
    }
    measured[frame.id] = {overlaps: seen, wide, broken, scroll: page.documentElement.scrollWidth};
  }
  document.body.dataset.measured = JSON.stringify(measured);
});
</script>
"""


def layout(chromium: str, folder: Path, width: int, pages: dict[str, str]) -> dict[str, dict[str, list[str] | int]]:
    frames = "".join(
        f'<iframe id="{name}" style="width:{width}px;height:900px;border:0" srcdoc="{html.escape(source)}"></iframe>'
        for name, source in pages.items()
    )
    outer = folder / "outer.html"
    outer.write_text(f"<!doctype html><meta charset=utf-8>{MEASURE}<body>{frames}</body>")
    command = [chromium, *QUIET, f"--user-data-dir={folder / 'profile'}", "--dump-dom", outer.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r'data-measured="([^"]*)"', done.stdout)
    assert found, done.stderr[-2000:]
    measured: dict[str, dict[str, list[str] | int]] = json.loads(html.unescape(found[1]))
    return measured


def every_page() -> dict[str, str]:
    pages = {name: render(make()) for name, make in samples.DECISIONS.items()}
    pages["portfolio"] = render(samples.portfolio())
    return pages | {f"hostile{place}": render(samples.hostile(text)) for place, text in enumerate(samples.HOSTILE)}


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_sticks_out_and_no_label_lies_on_another(chromium: str, tmp_path: Path, width: int) -> None:
    measured = layout(chromium, tmp_path, width, every_page())
    for name, found in measured.items():
        assert found["overlaps"] == [], name
        assert found["wide"] == [], name
        assert int(str(found["scroll"])) <= width, name


def test_on_paper_a_table_of_numbers_breaks_no_word(chromium: str, tmp_path: Path) -> None:
    looked = samples.retention(e_bar=69.9, bar=0.0, target=0.08, lower=0.013, upper=0.171, ci95=(0.0305, 0.144))
    pages = {"looked": render(samples.summary(verdict=samples.gate_verdict(metrics=(looked,)))), **every_page()}
    on_paper = {name: source.replace("@media print", "@media all") for name, source in pages.items()}
    for name, found in layout(chromium, tmp_path, 695, on_paper).items():  # what A4 leaves between its margins
        assert (found["broken"], found["wide"]) == ([], []), name


@pytest.mark.parametrize("paper", ["Letter", pytest.param("A4", marks=pytest.mark.slow)])  # Letter is the shorter one
@pytest.mark.parametrize("name", ["invest", "early", "against_and_amended", "interviews"])
def test_a_decision_prints_on_two_pages_at_most(chromium: str, tmp_path: Path, name: str, paper: str) -> None:
    source = tmp_path / "page.html"
    source.write_text(render(samples.DECISIONS[name]()).replace("@page {", f"@page {{ size: {paper};"))
    target = tmp_path / "page.pdf"
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [chromium, *QUIET, profile, "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", target.read_bytes())) <= 2
