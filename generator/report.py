"""One document in, one report out: reader, identity, tables and prose put together."""

from __future__ import annotations

from generator.model import Report


def read_report(content: bytes, source: str, source_url: str = "") -> Report:
    """Read one document; a document that cannot be read gives a report with status ``failed`` and the reason.

    ``source`` is the path below the reports folder with ``/``. Checks, ``primary`` and what needs
    several reports are added later, by the pipeline.
    """
    raise NotImplementedError
