"""What reports of different bodies mean for each other, from their traits alone: the one step that sees all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.checks.beside import NOTHING, Beside
from generator.checks.copies import copied_tables
from generator.checks.peers import amounts_beside_peers
from generator.checks.traits import Party

__all__ = ["NOTHING", "Beside", "Party", "between"]


def between(parties: Iterable[Party]) -> Mapping[str, Beside]:
    """Return what the others mean for each report, by its id; none for a report that no other concerns.

    The order of ``parties`` does not matter.
    """
    # numpy is loaded only where reports are compared.
    from generator.checks.overlaps import overlaps

    known = sorted((party for party in parties if party.organisation is not None), key=lambda party: party.report_id)
    tables, amounts, texts = copied_tables(known), amounts_beside_peers(known), overlaps(known)
    concerned = sorted({*tables, *amounts, *texts.shared, *texts.everybodys})
    return {
        report_id: Beside(
            tables.get(report_id, ()),
            texts.shared.get(report_id, ()),
            amounts.get(report_id, ()),
            texts.everybodys.get(report_id, b""),
        )
        for report_id in concerned
    }
