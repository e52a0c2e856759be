"""The original beside a report's tables: its rows as text, or its pages as pictures with every figure's box.

Pure functions from a report and its file's bytes, so that whoever builds may keep what they give by the file's
SHA-256 and run them in parallel.
"""

from generator.site.beside.pictures import Picture, pictures_of
from generator.site.beside.read import beside
from generator.site.beside.view import Original, nothing, old_anchor, original_of

__all__ = ["Original", "Picture", "beside", "nothing", "old_anchor", "original_of", "pictures_of"]
