"""The whole run in memory: for a few documents, and for whoever needs every report at once."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path

from generator.briefs import File
from generator.cache.store import again_without_rotten
from generator.collection.assembly import NO_READINGS, assembled, in_order, organisations_of
from generator.collection.gather import gathered
from generator.collection.words import NO_WORDS, Words, load_words
from generator.model import Dataset, Report
from generator.readings import Reader, Reading
from generator.report import open_report
from generator.workers import Progress


class Silence:
    """Progress that nobody looks at."""

    def note(self, text: str) -> None:
        """Say nothing."""

    def start(self, total: int) -> None:
        """Say nothing."""

    def done(self, source: str) -> None:
        """Say nothing."""


SILENCE = Silence()


@again_without_rotten
def extract(
    reports_dir: Path,
    jobs: int = 1,
    progress: Progress = SILENCE,
    read: Reader = open_report,
    cache: Path | None = None,
    executor: Executor | None = None,
) -> Dataset:
    """Read every document below ``reports_dir``; the data set is the same whoever reads, and however many do.

    ``executor`` reads in place of this machine; ``jobs`` then says how many tasks it works on at a time.
    ``cache`` is a folder for what was read before; it changes nothing but the time it takes.
    Raises ``GongkaiError`` where made documents and others stand in the folder together.
    """
    with gathered(reports_dir, jobs, progress, read, cache, executor) as collection:
        parts = [work.assembled() for work in collection.works(collection.groups)]
        for note in (*collection.notes, *(note for part in parts for note in part.notes)):
            progress.note(note)
        return joined([collection.rest, *(part.dataset for part in parts)])


def joined(parts: list[Dataset]) -> Dataset:
    """Return the parts of a data set as one, in published order."""
    reports = sorted((report for part in parts for report in part.reports), key=lambda one: one.source.encode())
    replies = sorted(
        (reply for part in parts for reply in part.replies), key=lambda one: (one.org_id, one.year, one.number)
    )
    withdrawals = in_order([item for part in parts for item in part.withdrawals])
    return Dataset(tuple(reports), organisations_of(reports), withdrawals, tuple(replies))


def assemble(
    reports: list[Report],
    words: Words = NO_WORDS,
    progress: Progress = SILENCE,
    readings: Mapping[File, Reading] = NO_READINGS,
) -> Dataset:
    """Make a data set of all reports of a run at once: ids, what was withdrawn, checks, decisions, order.

    ``readings`` have the answers of the checks already, for reports that are still as they were read.
    """
    done = assembled(reports, words, readings)
    for note in done.notes:
        progress.note(note)
    return done.dataset


__all__ = ["SILENCE", "Silence", "Words", "assemble", "extract", "joined", "load_words"]
