"""The same input gives the same bytes: in any folder, and with or without the hook, which only speeds up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from generator.collection.arranged import Arranged
from generator.model import Dataset
from generator.site.build import ROOT, build_site
from tests.site.conftest import Made

HOOK = "hooks:\n  - generator/site/hook.py\n"


@pytest.fixture(scope="module")
def few(made: Made) -> Dataset:
    """Leave the many bodies out, to save time."""
    return replace(made.dataset, reports=tuple(r for r in made.dataset.reports if not r.source.startswith("98")))


@pytest.fixture(scope="module")
def with_hook(made: Made, few: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    out = tmp_path_factory.mktemp("with")
    build_site(Arranged(few), reports_dir=made.reports, out=out)
    return _tree(out / "site")


def test_two_runs_give_the_same_bytes_in_any_folder(
    made: Made, few: Dataset, with_hook: Mapping[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "another" / "place"
    build_site(Arranged(few), reports_dir=made.reports, out=out)
    assert _tree(out / "site") == with_hook


def test_site_is_the_same_without_the_hook(
    made: Made, few: Dataset, with_hook: Mapping[str, str], tmp_path: Path
) -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert HOOK in text
    config = tmp_path / "mkdocs.yml"
    config.write_text(text.replace(HOOK, ""), encoding="utf-8")
    (tmp_path / "site_src").symlink_to(ROOT / "site_src")
    build_site(Arranged(few), reports_dir=made.reports, out=tmp_path / "out", config=config)
    assert _tree(tmp_path / "out" / "site") == with_hook


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
