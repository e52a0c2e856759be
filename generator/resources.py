"""Where the project's own data files are: in a checkout below ``data/``, in an installation inside the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"


def data_path(*parts: str) -> Path:
    """Return the path of a file or folder of the project's data, e.g. ``data_path("forms", "2021.yml")``."""
    root = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data"
    return root.joinpath(*parts)
