"""Made documents say so themselves and are never mixed with others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.dataset import write_dataset
from generator.errors import GongkaiError
from generator.made import MARKER, RULE, SENTENCE, TRUTH
from generator.pipeline import extract
from generator.report import read_report
from generator.sources import find_sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sample() -> str:
    return next((ROOT / "data" / "reports").glob("003*.txt")).read_text(encoding="utf-8")


def put(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("form", ["{made}\n{text}", "{text}\n{made}\n", "<html><body><p>{broken}</p><pre>{text}</pre>"])
def test_a_document_that_calls_itself_made(form: str, sample: str) -> None:
    broken = SENTENCE.replace("演示", "演</span><span> 示")
    report = read_report(form.format(made=SENTENCE, text=sample, broken=broken).encode(), "a")
    assert [finding.rule for finding in report.findings if finding.rule == RULE] == [RULE]
    assert SENTENCE in next(finding.message for finding in report.findings if finding.rule == RULE)


def test_a_real_report_is_not_called_made(sample: str) -> None:
    assert RULE not in {finding.rule for finding in read_report(sample.encode(), "a").findings}


def test_made_and_other_documents_together_are_refused(tmp_path: Path, sample: str) -> None:
    put(tmp_path, "made.txt", f"{SENTENCE}\n{sample}")
    assert len(extract(tmp_path).reports) == 1
    put(tmp_path, "real.txt", sample)
    with pytest.raises(GongkaiError, match=r"编造.*made\.txt.*real\.txt"):
        extract(tmp_path)


def test_a_report_in_a_marked_folder_is_refused(tmp_path: Path, sample: str) -> None:
    put(tmp_path, MARKER, "{}")
    put(tmp_path, "real.txt", sample)
    with pytest.raises(GongkaiError, match=r"编造.*real\.txt"):
        extract(tmp_path)


def test_what_cannot_be_read_in_a_marked_folder_is_made_too(tmp_path: Path, sample: str) -> None:
    put(tmp_path, MARKER, "{}")
    put(tmp_path, "made.txt", f"{SENTENCE}\n{sample}")
    put(tmp_path, "empty.txt", "")
    assert len(extract(tmp_path).reports) == 2


def test_the_truth_is_no_report_where_the_folder_is_marked(tmp_path: Path) -> None:
    put(tmp_path, TRUTH, "{}")
    assert [source.source for source in find_sources(tmp_path).sources] == [TRUTH]
    put(tmp_path, MARKER, "{}")
    assert find_sources(tmp_path).sources == ()


def test_the_data_set_says_that_it_is_made(tmp_path: Path, sample: str) -> None:
    for name, text in (("made", f"{SENTENCE}\n{sample}"), ("real", sample)):
        put(tmp_path / name, "a.txt", text)
        write_dataset(extract(tmp_path / name), tmp_path / f"{name}-data")
        package = json.loads((tmp_path / f"{name}-data" / "datapackage.json").read_text(encoding="utf-8"))
        assert package.get("made", False) is (name == "made")
        assert ("编造" in package["title"] and "made up" in package["description"]) is (name == "made")
