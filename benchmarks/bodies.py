"""How long it takes to know whose report a document is: loading once, then each document.

``python -m benchmarks.bodies`` prints processor time: the machine's other work does not count. Loading is measured in
new processes, since it happens once in each; documents are the samples and drawn ones.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from generator import prose
from generator.bodies import choose, dates, evidence, names
from generator.bodies.identify import identify
from generator.documents.text import read
from generator.model import Document, Section
from generator.text import flat
from tests.spec.bodies import draw_all
from tests.unit.paper import document

_SAMPLES = Path(__file__).resolve().parent.parent / "data" / "reports"
_LOAD = """
import time
from generator.bodies import gazetteer, identify, lexicon, names, places, registry
start = time.process_time()
gazetteer.load_gazetteer()
lexicon.load_lexicon()
registry.load_registry()
names.chains("镜泊镇")
list(places.traces("电话：0712-4323456", []))
print(time.process_time() - start)
"""

Parted = tuple[Document, dict[Section, str], str]


def main() -> None:
    """Print the seconds of loading, and the milliseconds a document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="repetitions; medians are printed")
    options = parser.parse_args()
    print(f"loading: {loading(options.rounds):.2f} s")
    samples = [(path.name, read(path.read_bytes())) for path in sorted(_SAMPLES.glob("*.txt"))]
    drawn = [(item.source, document(item.text)) for item in draw_all(seed=1)]
    for what, documents in (("samples", samples), ("drawn", drawn)):
        parted = [(found, dict(prose.split(found)), source) for source, found in documents]
        times = [statistics.median(_time(item) for _ in range(options.rounds)) for item in parted]
        print(
            f"{what}: {len(times)} documents, median {1000 * statistics.median(times):.2f} ms, "
            f"mean {1000 * statistics.mean(times):.2f} ms, longest {1000 * max(times):.2f} ms"
        )


def loading(rounds: int) -> float:
    """Return the processor seconds that a new process needs to load everything known of divisions and bodies."""
    return statistics.median(
        float(subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True).stdout)
        for _ in range(rounds)
    )


def _time(item: Parted) -> float:
    found, narrative, source = item
    # What was made plain for the same document before would make it look quicker than a new one.
    for known in (flat, names.plain, names.rows, dates.arabic, choose.said, evidence.without_others):
        known.cache_clear()
    start = time.process_time()
    identify(found, narrative, source)
    return time.process_time() - start


if __name__ == "__main__":
    main()
