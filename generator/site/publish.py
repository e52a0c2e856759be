"""MkDocs run as a program of its own on the staged docs, with nothing in its output that depends on the clock."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ConfigurationError
from generator.made import SENTENCE

# MkDocs stamps the sitemap's archive with the build date; a fixed one keeps two builds byte-identical.
_FIXED_DATE = "315532800"
# The name is printed on every page and in every title.
_MADE_NAME = "公开年报（演示，数字均为编造）"


@dataclass(frozen=True, slots=True)
class Run:
    """What MkDocs needs to know about one build."""

    config: Path
    docs: Path
    site: Path
    made: bool = False


def run_mkdocs(run: Run) -> None:
    """Build the site; raises ``ConfigurationError`` with MkDocs' own words if it fails."""
    environment = {
        **os.environ,
        "GONGKAI_DOCS": str(run.docs.resolve()),
        "GONGKAI_SITE": str(run.site.resolve()),
        **(
            {"GONGKAI_MADE": SENTENCE.replace("本文件", "本站所载"), "GONGKAI_SITE_NAME": _MADE_NAME}
            if run.made
            else {}
        ),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONWARNINGS": "ignore",
        "SOURCE_DATE_EPOCH": _FIXED_DATE,
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--clean", "-f", str(run.config)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ConfigurationError(f"MkDocs could not build the site:\n{done.stdout}{done.stderr}")
    _drop_empty_sitemap(run.site)


def _drop_empty_sitemap(site: Path) -> None:
    """Remove the sitemap where no public address is configured: it would list nothing."""
    sitemap = site / "sitemap.xml"
    if sitemap.is_file() and "<loc>" not in sitemap.read_text(encoding="utf-8"):
        sitemap.unlink()
        (site / "sitemap.xml.gz").unlink(missing_ok=True)
