"""What a query of the full text costs its reader, in a real browser, and whether it says what a search by hand says.

Each query runs in a page of its own state, from the files of the index on this machine, as they are (no compression).
Counted are all bytes of the index and of texts until the first list of hits stands there, and the time until the first
hit does; a tenth of the queries is asked for all hits, and a hundred once more as over a mobile network (9 Mbit/s,
170 ms there and back).
"""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from generator.site.search.folding import fold

_SCRIPT = Path(__file__).resolve().parent.parent / "site_src" / "assets" / "js" / "search.js"
_MOBILE = {"offline": False, "latency": 170, "downloadThroughput": 9e6 / 8, "uploadThroughput": 9e6 / 8}
_SLOW, _FEW_HITS, _EVERY = 100, 40, 10

# What the script finds on its page; names are the finder's.
_PAGE = """<!doctype html><meta charset="utf-8">
<script id="__config" type="application/json">{"base":"../.."}</script><main></main>"""
_FRAME = """<form id="gk-ask"><input name="q"><select name="province"><option value=""></select><select name="year">
<option value=""></select><button></button></form><div id="gk-search-names"></div><p class="gk-search-names-says"></p>
<h2 id="text"></h2><p class="gk-search-text-says"></p><ol id="gk-hits"></ol><button id="gk-more"></button>"""
_ASK = """async ([script, frame, word, all]) => {
  document.querySelector("main").innerHTML = frame;
  window.gkFinder = { names: () => new Promise(() => {}) };
  history.replaceState(null, "", "?q=" + encodeURIComponent(word));
  const real = window.genuine || (window.genuine = window.fetch);
  let bytes = 0, files = 0, first = 0;
  window.fetch = (...what) => real(...what, { cache: "no-store" }).then(async (got) => {
    const content = await got.clone().arrayBuffer();
    bytes += content.byteLength; files += 1;
    return got;
  });
  const hits = document.getElementById("gk-hits"), more = document.getElementById("gk-more");
  const says = document.querySelector(".gk-search-text-says");
  const begin = performance.now();
  const seen = () => { if (!first && hits.children.length) first = performance.now() - begin; };
  new MutationObserver(seen).observe(hits, { childList: true });
  script = (0, eval)("(" + script + ")");
  script();
  const settled = async () => {
    const busy = () => !says.textContent || says.textContent.startsWith("正在查找");
    while (busy()) await new Promise((done) => setTimeout(done, 5));
  };
  await settled();
  const answer = { bytes, files, first: first || performance.now() - begin, says: says.textContent };
  for (let turn = 0; all && !more.hidden && turn < 50; turn++) { more.click(); await settled(); }
  answer.last = says.textContent;
  answer.hits = Array.from(hits.querySelectorAll("h3 a"), (link) => link.href);
  return answer;
}"""


def measure_queries(site: Path, texts: Mapping[tuple[str, int], str], words: Sequence[str]) -> None:
    """Ask the index below ``site`` for all words; ``texts`` are those of the reports by body and year."""
    folded = {key: "\n".join(map(fold, text.split("\n"))) for key, text in texts.items()}
    (site / "search" / "ask").mkdir(parents=True, exist_ok=True)
    (site / "search" / "ask" / "index.html").write_text(_PAGE, encoding="utf-8")
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/search/ask/")
        answers, wrong = [], []
        for number, word in enumerate(words):
            parts = [fold(part) for part in word.split()]
            truth = {key for key, text in folded.items() if all(part in text for part in parts)}
            answer = _asked(page, word, all_of_them=number % _EVERY == 0 and len(truth) <= _FEW_HITS)
            answers.append(answer)
            if not _is_right(answer, truth, word):
                wrong.append(f"{word}: {len(truth)} in truth, {answer['last']}")
        _print("as it is", answers)
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", _MOBILE)
        _print("mobile", [_asked(page, word) for word in words[:: max(1, len(words) // _SLOW)]])
        browser.close()
        server.shutdown()
    most = sorted(zip((answer["bytes"] for answer in answers), words, strict=True))[-3:]
    print(f"     dearest: {', '.join(f'{word} {size / 1000:.0f} kB' for size, word in reversed(most))}")
    print(f"     {len(words)} words, wrong answers: {len(wrong)}")
    for line in wrong[:20]:
        print(f"       {line}")


def _asked(page: Page, word: str, *, all_of_them: bool = False) -> dict[str, Any]:
    source = _SCRIPT.read_text(encoding="utf-8").strip()
    script = source[source.index("(function () {") + 1 : source.rindex(")();")]
    answer: dict[str, Any] = page.evaluate(_ASK, [script, _FRAME, word, all_of_them])
    return answer


def _is_right(answer: Mapping[str, Any], truth: set[tuple[str, int]], word: str) -> bool:
    found = [re.search(r"/o/([^/]+)/(\d+)/", link) for link in answer["hits"]]
    shown = {(match[1], int(match[2])) for match in found if match}
    said = answer["last"]
    if len(word) < 2:
        return "两个相连的字" in said
    if "已全部列出" in said or "没有一份" in said:
        return shown == truth
    if "还没有找到" in said:
        return not shown
    told = re.search(r"(\d+) 份报告的叙述里有", said)
    most = int(told[1]) if told else -1
    return shown <= truth and (len(truth) <= most if "至多" in said else len(truth) == most)


def _print(what: str, answers: Sequence[Mapping[str, Any]]) -> None:
    for name, unit, values in (
        ("bytes", "kB", sorted(answer["bytes"] / 1000 for answer in answers)),
        ("first hit", "ms", sorted(answer["first"] for answer in answers)),
        ("files", "", sorted(answer["files"] for answer in answers)),
    ):
        print(
            f"     {what}, {len(answers)} queries, {name}: median {values[len(values) // 2]:.0f} {unit}, 95 of 100 "
            f"{values[len(values) * 95 // 100]:.0f}, most {values[-1]:.0f}"
        )


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name it has above)
        pass
