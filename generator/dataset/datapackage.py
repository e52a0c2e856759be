"""The descriptor ``datapackage.json``: Data Package v2 with a Table Schema for every table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator import __version__
from generator.dataset.kept import Written
from generator.dataset.layout import table_of
from generator.dataset.schema import TABLES, Column, Table, Words

TITLE = Words("公开：政府信息公开工作年度报告数据集", "Gongkai: annual disclosure reports of Chinese government bodies")
MEANING = Words(
    "由各行政机关发布的政府信息公开工作年度报告逐格整理而成。非政府网站，数字照原文登载；未填不等于 0。",
    "Read cell by cell from the annual disclosure reports that Chinese government bodies publish. Not an official "
    "source. Figures stand as printed; a blank is not a zero.",
)
_MADE = Words("【演示：全部数字均为编造，不是任何机关的真实报告】", "[Demonstration: every figure is made up] ")
LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_SOURCE = Words(
    "各行政机关的政府信息公开工作年度报告，逐份列于 reports 表",
    "Annual disclosure reports of the bodies, listed one by one in table reports",
)
_MEDIA_TYPES = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
}


def descriptor(files: Mapping[str, Written], *, made: bool = False) -> bytes:
    """Return ``datapackage.json`` for the files of a data set by name; ``made``: nothing in it is real.

    A table in parts is one resource whose ``path`` lists them. Every part has the header: so do the programs that know
    such resources expect it, and each part can be read by itself. Bytes and hash of a resource would be those of no
    file there is; ``parts`` gives those of each.
    """
    tables: dict[str, list[str]] = {table.name: [] for table in TABLES}
    for name in sorted(files):
        if table_of(name):
            tables[table_of(name)].append(name)
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "gongkai",
        "version": __version__,
        **_words("title", Words(f"{_MADE.zh}{TITLE.zh}", f"{_MADE.en}{TITLE.en}") if made else TITLE),
        **_words("description", Words(f"{_MADE.zh}{MEANING.zh}", f"{_MADE.en}{MEANING.en}") if made else MEANING),
        **({"made": True} if made else {}),
        "licenses": [LICENSE],
        "sources": [_words("title", _SOURCE)],
        "keywords": ["政府信息公开", "年度报告", "freedom of information", "China"],
        "resources": [_table(table, {name: files[name] for name in tables[table.name]}) for table in TABLES],
        # The same tables in other formats are no further resources: validators would ask them for a schema too.
        "files": [_contents(name, file) for name, file in files.items() if not table_of(name)],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _table(table: Table, files: Mapping[str, Written]) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        **_words("title", table.title),
        **_words("description", table.meaning),
        **_csv(table, files),
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": _schema(table),
    }


def _csv(table: Table, files: Mapping[str, Written]) -> dict[str, Any]:
    whole = files.get(f"{table.name}.csv")
    if whole is not None:
        return _contents(f"{table.name}.csv", whole)
    parts = [{"path": name, "bytes": file.size, "hash": f"sha256:{file.sha256}"} for name, file in files.items()]
    return {"path": list(files), "format": "csv", "mediatype": _MEDIA_TYPES["csv"], "parts": parts}


def _contents(name: str, file: Written) -> dict[str, Any]:
    suffix = name.rpartition(".")[2]
    return {
        "path": name,
        "format": suffix,
        "mediatype": _MEDIA_TYPES[suffix],
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "fieldsMatch": "exact",
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.references)}}
            for key in table.foreign_keys
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        **_words("title", column.title),
        **_words("description", column.meaning),
    }
    if column.unit:
        field |= _words("unit", column.unit)
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.pattern:
        constraints["pattern"] = column.pattern
    return field | ({"constraints": constraints} if constraints else {})


def _words(name: str, words: Words) -> dict[str, str]:
    """Return a text in both languages together, and each for itself."""
    return {name: words.both(), f"{name}_zh": words.zh, f"{name}_en": words.en}
