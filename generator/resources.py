"""Where the project's own data files are: in a checkout below ``data/``, in an installation inside the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"

# The same values as the loader in Python, ten times as fast; PyYAML has it wherever libyaml is.
YamlLoader: Final[type[Any]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def data_path(*parts: str) -> Path:
    """Return the path of a file or folder of the project's data, e.g. ``data_path("forms", "2021.yml")``."""
    root = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data"
    return root.joinpath(*parts)


def read_yaml(path: Path) -> Any:
    """Return what a YAML file says: plain values, nothing is executed; raises ``yaml.YAMLError`` for what is none."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=YamlLoader)  # noqa: S506 (a safe loader)
