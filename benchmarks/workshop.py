"""Made reports of so many bodies, what is built of them, and what happens to them while we measure."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.cost import Cost, gongkai
from generator.documents.encoding import decode
from generator.workers import STORES

YEARS = 3
_MADE, _STATE, _COLD = "made", "state", "cold.json"


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder for one size: reports (text, three years a body, no oddities), what was read of them, what was built.

    ``state`` says by which program: what another one read or built is not used.
    """

    folder: Path
    bodies: int
    jobs: int
    state: str = ""

    @property
    def reports(self) -> Path:
        """The reports a build reads."""
        return self.folder / "data" / "reports"

    @property
    def cache(self) -> Path:
        """What was read is kept here."""
        return self.folder / "cache"

    @property
    def out(self) -> Path:
        """Where the site is built."""
        return self.folder / "out"

    @property
    def documents(self) -> int:
        """How many reports are made."""
        return self.bodies * YEARS

    def make(self) -> None:
        """Make the reports, if they are not there yet; remove what another program made of them."""
        if not (self.folder / _MADE).is_file():
            shutil.rmtree(self.folder, ignore_errors=True)
            options = ["--bodies", self.bodies, "--years", YEARS, "--formats", "text", "--oddities", 0]
            gongkai("demo", *options, "--out", self.reports)
            (self.folder / _MADE).touch()
        state = self.folder / _STATE
        if not state.is_file() or state.read_text(encoding="utf-8") != self.state:
            self.forget()
            state.write_text(self.state, encoding="utf-8")

    def read(self) -> Cost:
        """Read all reports from nothing into a data set, and keep what was read."""
        self.make()
        self.forget()
        return self.extract()

    def extract(self) -> Cost:
        """Make the data set."""
        return gongkai(
            "extract", self.reports, "--out", self.folder / "dataset", "--cache", self.cache, "--jobs", self.jobs
        )

    def build(self) -> Cost:
        """Build the site from what is there."""
        return gongkai(
            "build", "--reports", self.reports, "--out", self.out, "--cache", self.cache, "--jobs", self.jobs
        )

    def build_cold(self) -> Cost:
        """Build the site from kept readings alone."""
        self.need_readings()
        self.forget_site()
        cost = self.build()
        (self.folder / _COLD).write_text(json.dumps(asdict(cost)), encoding="utf-8")
        return cost

    def cold(self) -> Cost:
        """Return what the site took from kept readings alone; it is as it was built then."""
        self.make()
        kept = self.folder / _COLD
        if self.more.exists() or not kept.is_file():
            return self.build_cold()
        return Cost(**json.loads(kept.read_text(encoding="utf-8")))

    def need_readings(self) -> None:
        """Read all reports if that was not done yet."""
        self.make()
        if not any(self.cache.glob("*")):
            self.read()

    def need_site(self) -> None:
        """Build the site if that was not done yet."""
        self.make()
        if not (self.out / "site" / "index.html").is_file():
            self.build()

    def forget(self) -> None:
        """Remove all that was read and built, and the report that was added."""
        for folder in (self.cache, self.folder / "dataset"):
            shutil.rmtree(folder, ignore_errors=True)
        self.forget_site()

    def forget_dataset(self) -> None:
        """Remove the data set and all that was made for it; keep what was read."""
        shutil.rmtree(self.folder / "dataset", ignore_errors=True)
        for path in self.cache.iterdir():
            if path.name not in STORES:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def forget_site(self) -> None:
        """Remove what was built, keep what was read."""
        shutil.rmtree(self.out, ignore_errors=True)
        for path in (self.more, self.folder / _COLD):
            path.unlink(missing_ok=True)

    @property
    def more(self) -> Path:
        """The report that comes later."""
        return self.reports / "more.txt"

    def add_report(self) -> None:
        """Add a report of one body, on the year before its oldest."""
        first = min(path for path in self.reports.rglob("*.txt") if path != self.more)
        text = decode(first.read_bytes())
        years = sorted(map(int, re.findall(r"20[12]\d", text)))
        self.more.write_text(re.sub(r"20[12]\d", str(years[0] - YEARS), text), encoding="utf-8")

    def pages(self) -> int:
        """Return how many pages went through MkDocs."""
        return sum(1 for _ in (self.out / "docs").rglob("*.md"))


def times(folder: Path) -> Mapping[str, int]:
    """Return when each file below a folder was last written, by its path."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            found[path.relative_to(folder).as_posix()] = path.stat().st_mtime_ns
    return found


def touched(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """Return the files that were written, new or removed in between."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
