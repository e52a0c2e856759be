"""Documents and settings that must keep in step with the code."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from generator.checks import RULES
from generator.dataset.dictionary import with_dictionary
from generator.metrics.figures import REPORT_FIGURES

_TOKEN = re.compile(r'"((?:body|year|form|label|value|file|report|requests|review|derived|cell|table)\.[a-z_]+)"')
_NO_RULE = re.compile(r"\.(?:txt|pdf|csv|yml|html|json|md)$")


def tracked(root: Path) -> list[Path]:
    """Return the files under version control; without git there is nothing to ask."""
    done = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True, check=False, text=True)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [root / name for name in done.stdout.split("\0") if name and (root / name).is_file()]


def test_dictionary_is_current(root: Path) -> None:
    text = (root / "data" / "README.md").read_text(encoding="utf-8")
    assert text == with_dictionary(text), "make dictionary"


def test_every_rule_is_explained(root: Path) -> None:
    used = {
        token: path.name
        for path in (root / "generator").rglob("*.py")
        for token in _TOKEN.findall(path.read_text(encoding="utf-8"))
        if not _NO_RULE.search(token)
    }
    # What the prose counts, and what metrics count of a report, is named in the same manner.
    facts = (root / "data" / "lookups" / "facts.yml").read_text(encoding="utf-8")
    known = {*RULES, *REPORT_FIGURES, *re.findall(r"channel: ([a-z_.]+)", facts)}
    assert not {rule: place for rule, place in used.items() if rule not in known}


def test_rules_are_said_in_full() -> None:
    for code, rule in RULES.items():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", code)
        assert rule.title
        assert rule.says.endswith("。")
        assert rule.note.endswith("。")


def test_every_stage_stands_in_the_architecture_page(root: Path) -> None:
    text = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    stages = {path.stem for path in (root / "generator").iterdir() if path.suffix == ".py" or _is_package(path)}
    assert stages - {"__init__"} == set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))


def _is_package(path: Path) -> bool:
    return (path / "__init__.py").is_file()


def test_every_make_target_says_what_it_does(root: Path) -> None:
    text = (root / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony
    described = set(re.findall(r"^([a-z-]+):.*## .", text, re.MULTILINE))
    assert set(phony[1].split()) - {"node"} == described


def test_readme_names_make_targets_that_exist(root: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", "data/README.md", "tests/README.md"):
        text = (root / name).read_text(encoding="utf-8")
        assert set(re.findall(r"`?\bmake ([a-z-]+)`", text)) <= targets, name


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    for path in tracked(root):
        if path.suffix != ".md" or "site_src" in path.parts or "reports" in path.parts:
            continue
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_locks_have_hashes_and_no_address(root: Path) -> None:
    for path in (root / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?:|file:|--index|--find-links|@ ", text), path.name
        for block in re.split(r"\n(?=\S)", text.strip()):
            assert "--hash=sha256:" in block, block
    lock = (root / "site_src" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_actions_are_pinned_and_jobs_have_least_permissions(root: Path) -> None:
    for path in (root / ".github" / "workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        for use in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use), use
        assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    for path in (root / ".github").rglob("*.yml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_nothing_of_one_machine_is_written_down(root: Path) -> None:
    # Spelt in pieces, so that this file does not find itself.
    machine = re.compile("|".join(("/" + "work/", "/" + "root/", "file:" + "///", "/" + "tmp/", "/" + "opt/")))
    for path in tracked(root):
        if path.suffix in {".xz", ".png"} or "reports" in path.parts:
            continue
        found = machine.search(path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{path.relative_to(root)}: {found}"
