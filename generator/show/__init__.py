"""The place a figure came from: where it is (``locate``), what stands there (``excerpts_of``), a picture (``crop``).

A picture in the terminal itself, where that can be (``inline``); why the report was given to its body
(``grounds_of``). Pure functions from a report and its document's bytes; nothing is printed or written.
"""

from generator.show.excerpts import excerpts_of
from generator.show.grounds import grounds_of
from generator.show.inline import inline
from generator.show.picture import NoFontError, crop
from generator.show.place import Place, cell_code, feeding, form_of, locate

__all__ = [
    "NoFontError",
    "Place",
    "cell_code",
    "crop",
    "excerpts_of",
    "feeding",
    "form_of",
    "grounds_of",
    "inline",
    "locate",
]
