"""What stands at a place, from a document's bytes, whatever its format."""

from __future__ import annotations

from generator.documents.sniff import sniff
from generator.report import read_document
from generator.show.locators import PagePlace
from generator.show.pages import words_near
from generator.show.passages import Excerpt, passages
from generator.show.place import Place

# Formats whose pages have words of their own; other pages are pictures.
_WITH_WORDS = "pdf"


def excerpts_of(content: bytes, place: Place) -> tuple[Excerpt, ...]:
    """Return the lines and rows round a place with the place marked; nothing where it is in a picture.

    Raises ``ReportError`` where the document cannot be read.
    """
    boxes = [mark for mark, _ in place.marks if isinstance(mark, PagePlace)]
    if boxes:
        return words_near(content, boxes) if place.report.format == _WITH_WORDS else ()
    if not place.marks:
        return ()
    return passages(read_document(content, sniff(content)), place.marks)
