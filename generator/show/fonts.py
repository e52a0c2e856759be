"""A font of this machine that has Chinese characters; none comes with the program."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import ImageFont

# In order of preference; the parts of file names in lower case.
_KNOWN = (
    "notosanscjksc", "notosanscjk-regular", "sourcehansanssc-regular", "sourcehansanscn-regular", "sourcehansans",
    "msyh.", "pingfang", "hiragino sans gb", "stheiti", "wqy-microhei", "wqy-zenhei", "droidsansfallback", "simhei",
    "simsun", "notoserifcjk-regular", "notoserifcjksc", "arial unicode", "unifont",
)  # fmt: skip
_SUFFIXES = {".ttf", ".ttc", ".otf", ".otc"}
# Fonts of several languages in one file: so many are looked through for the one with simplified forms.
_MOST_FACES = 12
_PATIENCE = 10


def font_folders() -> tuple[Path, ...]:
    """Return the folders in which this system keeps fonts."""
    home = Path.home()
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return windows / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts"
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"


def chinese_font(folders: Sequence[Path]) -> Path | None:
    """Return the best known font with Chinese characters in the folders; ``None`` where there is none."""
    files = sorted(path for folder in folders for path in _fonts(folder))
    for known in _KNOWN:
        for path in files:
            if known in path.name.lower():
                return path
    chinese = _said_by_fontconfig()
    return next((path for path in files if path in chinese), None)


def face(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """Return the font at ``size`` pixels, of several faces in a file the one with simplified characters."""
    return ImageFont.truetype(str(path), size, index=_simplified(path))


@functools.cache
def _simplified(path: Path) -> int:
    for index in range(_MOST_FACES if path.suffix.lower() in {".ttc", ".otc"} else 0):
        try:
            family = ImageFont.truetype(str(path), 10, index=index).getname()[0] or ""
        except OSError:
            break
        if family.endswith((" SC", " CN", " GB")):
            return index
    return 0


def _fonts(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names if Path(name).suffix.lower() in _SUFFIXES)


def _said_by_fontconfig() -> frozenset[Path]:
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        said = subprocess.run(
            [program, ":lang=zh", "file"], capture_output=True, check=False, timeout=_PATIENCE, encoding="utf-8"
        ).stdout
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return frozenset()
    return frozenset(Path(line.strip().rstrip(":")) for line in said.splitlines() if line.strip())
