"""The whole of a made corpus: bodies, years, figures, files in each format, and the truth beside them.

One body after the other is made, written and forgotten, so that memory does not grow with the number of them.
"""

from __future__ import annotations

import importlib
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.demo.bodies import Body, choose_bodies
from generator.demo.compose import MadeReport, Printed, compose
from generator.demo.figures import figures
from generator.demo.habits import choose_habits
from generator.demo.truths import read_truths, write_head, write_one, write_tail
from generator.errors import UsageError
from generator.forms import Form, form_due, load_forms
from generator.made import MARKER, SENTENCE, TRUTH
from generator.resources import data_path

FIRST_YEAR = 2019
# A share as modest as the one met in real reports.
USUAL_ODDITIES = 0.15

_PRINTERS: Mapping[str, tuple[str, str, str]] = {
    "text": ("plain", "print_plain", "txt"),
    "html": ("page", "print_page", "html"),
    "docx": ("word", "print_word", "docx"),
    "pdf": ("paper", "print_paper", "pdf"),
}
FORMATS = tuple(_PRINTERS)
_Printer = Callable[[MadeReport, random.Random], Printed]
# A folder of so many files is still handy.
_FOLDER = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make: so many bodies, each with a report on so many years up to ``last_year``."""

    bodies: int
    years: int
    seed: int
    formats: tuple[str, ...]
    oddities: float = USUAL_ODDITIES
    last_year: int = 2025

    def forms(self) -> list[tuple[int, Form]]:
        """Return the years with the form due in each; raises ``UsageError`` before there were forms."""
        first = self.last_year - self.years + 1
        if first < FIRST_YEAR:
            raise UsageError(f"统一格式自 {FIRST_YEAR} 年起，从 {self.last_year} 年往前不能有 {self.years} 年")
        due = [(year, form_due(year)) for year in range(first, self.last_year + 1)]
        return [(year, form) for year, form in due if form is not None]


def write_corpus(plan: Plan, out: Path, done: Callable[[int], None]) -> int:
    """Write the made documents and their truth into ``out``; return how many. ``done`` hears of each body.

    Raises ``UsageError`` where ``out`` lies among real reports or holds anything that was not made before.
    """
    plan.forms()
    _printers(plan.formats)
    _clear(out)
    out.mkdir(parents=True, exist_ok=True)
    about = {"made": SENTENCE, "by": "gongkai demo", **asdict(plan)}
    (out / MARKER).write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    count = 0
    with (out / TRUTH).open("w", encoding="utf-8", newline="\n") as truth:
        write_head(truth)
        for number, body in enumerate(choose_bodies(plan.bodies, plan.seed)):
            for report, printed, suffix in make_body(plan, number, body):
                name = f"{count // _FOLDER:03}/{count:06}.{suffix}"
                path = out / name
                if count % _FOLDER == 0:
                    path.parent.mkdir(exist_ok=True)
                path.write_bytes(printed.content)
                write_one(truth, name, report, printed, first=count == 0)
                count += 1
            done(number + 1)
        write_tail(truth)
    return count


def make_body(plan: Plan, number: int, body: Body) -> Iterator[tuple[MadeReport, Printed, str]]:
    """Yield a body's reports, year after year, each with its file and the file's ending."""
    rng = random.Random(f"figures {plan.seed} {body.organisation.org_id}")
    printers = _printers(plan.formats)
    choices = []
    for year, form in plan.forms():
        own = random.Random(f"report {plan.seed} {body.organisation.org_id} {year}")
        habits = choose_habits(own, plan.oddities)
        choices.append((year, _other(form) if habits.other_form else form, habits, own))
    forms = [form for _, form, _, _ in choices]
    for (year, form, habits, own), values in zip(choices, figures(body.organisation.kind, forms, rng), strict=True):
        report = compose(body, year, form, values, habits, own)
        printer, suffix = printers[(number + year) % len(printers)]
        yield report, printer(report, own), suffix


def _other(form: Form) -> Form:
    return next(other for code, other in load_forms().items() if code != form.code)


def _printers(formats: Sequence[str]) -> list[tuple[_Printer, str]]:
    found = []
    for name in formats:
        module, function, suffix = _PRINTERS[name]
        found.append((getattr(importlib.import_module(f"generator.demo.{module}"), function), suffix))
    return found


def _clear(out: Path) -> None:
    """Remove what an earlier run wrote; refuse a folder that holds anything else."""
    place = out.resolve()
    for reports in (Path("data/reports").resolve(), data_path("reports").resolve()):
        if place.is_relative_to(reports):
            raise UsageError("编造的文件不能写进 data/reports：那里只放真实的报告")
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageError(f"“{out}”不是文件夹")
    ours = _earlier(out)
    found = [path for path in sorted(out.rglob("*")) if path.is_symlink() or not path.is_dir()]
    foreign = next((path for path in found if path.relative_to(out).as_posix() not in ours), None)
    if foreign is not None:
        raise UsageError(f"“{out}”中有不是演示命令所写的文件（{foreign.relative_to(out)}），请另选一个空文件夹")
    for path in found:
        path.unlink()


def _earlier(out: Path) -> frozenset[str]:
    """Return the files that an earlier run wrote, as far as its list of truths goes."""
    if not (out / MARKER).is_file():
        return frozenset()
    listed = {MARKER, TRUTH}
    if (out / TRUTH).is_file():
        listed |= {truth["file"] for truth in read_truths(out / TRUTH)}
    return frozenset(listed)
