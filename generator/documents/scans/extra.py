"""The packages of the extra ``ocr``: whether they are there, and how to get them."""

from __future__ import annotations

import importlib.util

from generator.errors import ReportError

_NEEDED = ("cv2", "numpy", "onnxruntime", "rapidocr")
HOW = (
    '这是扫描件或图片，识别文字需要另装识别组件（在项目文件夹中运行 make ocr，或 pip install "gongkai[ocr]"），'
    "也可换成同一报告的文字版"
)


def installed() -> bool:
    """Say whether the packages that recognise text are there."""
    return all(importlib.util.find_spec(name) for name in _NEEDED)


def require() -> None:
    """Raise ``ReportError`` with the way to get the packages where they are absent."""
    if not installed():
        raise ReportError(HOW)
