"""The program as installed: it carries its own data and works from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command without the checkout on the path and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_installed_into_an_empty_environment(root: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "venv", cwd=tmp_path)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", root, cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    answer = json.loads(run(scripts / "gongkai", "extract", root / "data" / "reports", "--out", "out", cwd=elsewhere))
    assert answer == {"reports": 5, "ok": 3, "partial": 2, "failed": 0, "out": "out"}
    assert "label.uncertain" in run(scripts / "gongkai", "check", "--dataset", "out", cwd=elsewhere)
