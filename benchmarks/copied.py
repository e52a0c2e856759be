"""The floor of writing a data set: read every CSV file of a folder and write its rows again.

``python -m benchmarks.copied FROM TO`` is run as a process of its own.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path


def main() -> None:
    """Copy the tables."""
    source, target = map(Path, sys.argv[1:])
    csv.field_size_limit(sys.maxsize)
    for path in sorted(source.rglob("*.csv")):
        to = target / path.relative_to(source)
        to.parent.mkdir(parents=True, exist_ok=True)
        with path.open(encoding="utf-8", newline="") as rows, to.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(csv.reader(rows))


if __name__ == "__main__":
    main()
