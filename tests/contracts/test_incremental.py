"""A build after a change is, byte for byte, what a build from nothing would be, and touches nothing else."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.collection.gather import gathered
from generator.commands import run
from generator.decisions import CORRECTION_COLUMNS
from generator.pipeline import SILENCE
from generator.site.build import ROOT, build_site

SAMPLE = "003_007be9ad47cc36ba.txt"
BODY = "o/410523105-baiying"
OTHER = "o/421222-minzhengju"


class Portal:
    """A folder of reports, a configuration of its own, and builds of it."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.reports = folder / "data" / "reports"
        self.folder = folder
        shutil.copytree(root / "data" / "reports", self.reports)
        shutil.copytree(ROOT / "site_src", folder / "site_src", ignore=shutil.ignore_patterns("node_modules"))
        (folder / "node_modules").symlink_to(ROOT / "site_src" / "node_modules")
        (folder / "generator").symlink_to(ROOT / "generator")
        shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")

    def build(self, name: str = "warm", jobs: int = 1) -> Path:
        out = self.folder / name
        with gathered(self.reports, jobs, SILENCE, cache=out / ".cache") as collection:
            build_site(collection, reports_dir=self.reports, out=out, config=self.folder / "mkdocs.yml", jobs=jobs)
        return out


@pytest.fixture
def portal(tmp_path: Path, root: Path) -> Portal:
    return Portal(tmp_path, root)


def content(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def times(folder: Path) -> Mapping[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


def touched(before: Mapping[str, int], after: Mapping[str, int]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_a_warm_build_is_a_cold_build(portal: Portal) -> None:
    out = portal.build()
    before = times(out / "site")
    portal.build()
    assert times(out / "site") == before

    text = (portal.reports / SAMPLE).read_text(encoding="utf-8")
    (portal.reports / "new.txt").write_text(text.replace("2023", "2022"), encoding="utf-8")
    portal.build()
    new = touched(before, times(out / "site"))
    assert {f"{BODY}/2022/index.html", f"{BODY}/index.html", "d/410523/index.html", "index.html"} <= new
    assert not {name for name in new if name.startswith("o/") and not name.startswith(BODY)}
    assert not {name for name in new if name.startswith("d/") and name[2:4] not in {"41", "in"}}
    assert not {name for name in new if name.startswith("assets/") and not name.endswith(".json")}
    assert "methods/index.html" not in new

    (portal.reports / "new.txt").rename(portal.reports / "renamed.txt")
    (portal.reports / "004_41b620bcb19def59.txt").unlink()
    portal.build()
    assert not (out / "site" / OTHER).exists()
    assert "renamed.txt" in (out / "site" / BODY / "2022" / "index.html").read_text(encoding="utf-8")
    cold = portal.build("cold", jobs=2)
    assert content(out / "site") == content(cold / "site")
    assert content(out / "pages") == content(cold / "pages")


def test_whatever_a_page_is_made_of_makes_it_again(portal: Portal) -> None:
    out = portal.build()
    page = out / "site" / BODY / "2023" / "index.html"
    template = portal.folder / "site_src" / "templates" / "report.html.j2"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("</h1>", "</h1>\n<p>template</p>", 1), encoding="utf-8")
    overrides = portal.folder / "site_src" / "overrides" / "partials" / "copyright.html"
    overrides.write_text("<p>overrides</p>", encoding="utf-8")
    page.write_text("spoilt")
    # It is the data set's own file under another name.
    (out / "site" / "data" / "narrative.csv").write_text("spoilt")
    (out / "pages" / BODY / "index.md").unlink()
    (out / "site" / "left-over.html").touch()
    decisions = portal.reports.parent / "corrections.csv"
    digest = hashlib.sha256((portal.reports / SAMPLE).read_bytes()).hexdigest()
    row = f"410523105-baiying-2023,{digest},requests,received,total,0,7,看过,原文,甲,2026-11-01"
    decisions.write_text(f"{','.join(CORRECTION_COLUMNS)}\n{row}\n", encoding="utf-8")
    portal.build()
    shown = page.read_text(encoding="utf-8")
    assert all(word in shown for word in ("<p>template</p>", "<p>overrides</p>", "由 甲 于 2026-11-01 更正"))
    assert "left-over.html" not in content(out / "site")
    assert content(out / "site") == content(portal.build("cold") / "site")


def test_a_build_that_would_change_nothing_does_nothing(
    portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    def build() -> tuple[str, bool]:
        assert run.build_site(portal.reports, out, 1, strict=False) == 0
        said = capsys.readouterr()
        return said.out, "没有任何变化" in said.err

    first, skipped = build()
    assert not skipped
    before = times(out)
    assert build() == (first, True)
    assert times(out) == before
    (out / "site" / "index.html").write_text("spoilt")
    assert build() == (first, False)
    assert "spoilt" not in (out / "site" / "index.html").read_text(encoding="utf-8")
    (portal.reports.parent / "acknowledged.csv").write_text("x")
    assert build() == (first, False)
