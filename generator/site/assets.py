"""Front-end bundles: taken from ``node_modules`` into the staged site, never kept in git."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from generator.errors import ConfigurationError

_PLOTLY: Final = "plotly.js-basic-dist-min/plotly-basic.min.js"
_LOCALE: Final = "plotly.js-locales/zh-cn.js"
_LICENCES: Final = {"plotly.js-basic-dist-min/LICENSE": "plotly-LICENSE.txt"}


def bundles(roots: tuple[Path, ...]) -> dict[str, bytes]:
    """Return Plotly's basic bundle and its Chinese locale; ``roots`` are the places that may hold ``node_modules``."""
    modules = _node_modules(roots)
    locale = (modules / _LOCALE).read_text(encoding="utf-8")
    return {
        "plotly-basic.min.js": (modules / _PLOTLY).read_bytes(),
        "plotly-locale-zh-cn.js": as_browser_script(locale).encode("utf-8"),
        **{name: (modules / source).read_bytes() for source, name in _LICENCES.items()},
    }


def as_browser_script(commonjs: str) -> str:
    """Wrap a CommonJS locale, which a browser cannot load as it is, so that it registers itself."""
    return f"(function () {{\nvar module = {{}};\n{commonjs}\nPlotly.register(module.exports);\n}})();\n"


def _node_modules(roots: tuple[Path, ...]) -> Path:
    for root in roots:
        modules = root / "node_modules"
        if all((modules / file).is_file() for file in (_PLOTLY, _LOCALE, *_LICENCES)):
            return modules
    raise ConfigurationError(
        "没有找到图表程序 Plotly（node_modules）：请先运行 make setup 安装前端依赖，再重新生成站点。"
    )
