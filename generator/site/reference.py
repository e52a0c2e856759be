"""The reference pages made from the forms and the data set itself, so that prose and data cannot drift."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.dataset.wide import WIDE
from generator.errors import ConfigurationError
from generator.forms import Form, load_forms
from generator.resources import read_yaml
from generator.site.catalogue import Catalogue
from generator.site.reasons import Law, law
from generator.site.words import CORRECTED, DERIVED, FORMS, RULES, STATES, TABLE_NAMES, VERDICTS, State


@dataclass(frozen=True, slots=True)
class Term:
    """A row or column of the forms, in both languages, in plain words, with what it rests on."""

    anchor: str
    code: str
    label: str
    english: str
    plain: str
    basis: str
    steps: tuple[str, ...]
    route: str
    forms: str


@dataclass(frozen=True, slots=True)
class TermTable:
    """The terms of one statutory table."""

    title: str
    rows: tuple[Term, ...]
    columns: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class GlossaryView:
    """The glossary."""

    tables: tuple[TermTable, ...]
    states: tuple[State, ...]
    words: tuple[Mapping[str, str], ...]
    forms: tuple[Form, ...]
    law: Law


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of the open data, or a table that is several: then ``parts`` are the files, and it has no hash."""

    name: str
    size: str
    sha256: str
    says: str
    parts: tuple[DataFile, ...] = ()


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of the open data, from the data package's own description."""

    name: str
    type: str
    title: str
    says: str
    unit: str


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of the open data with its columns."""

    name: str
    title: str
    columns: tuple[DataColumn, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """The download page."""

    edition: str
    files: tuple[DataFile, ...]
    tables: tuple[DataTable, ...]


@dataclass(frozen=True, slots=True)
class MethodsTables:
    """The tables of the methods page: states, rules, verdicts and the forms' own identities."""

    states: tuple[State, ...]
    rules: tuple[tuple[str, str], ...]
    verdicts: tuple[tuple[str, str], ...]
    identities: tuple[str, ...]


@functools.cache
def load_terms(path: Path) -> Mapping[str, Any]:
    """Return ``site_src/terms.yml``; raises ``ConfigurationError`` where a row or column of a form has no term."""
    terms = read_yaml(path)
    missing = [code for code in sorted(_form_codes()) if code not in terms["rows"] and code not in terms["columns"]]
    if missing:
        raise ConfigurationError(f"{path.name} has no words for {', '.join(missing)}")
    return dict(terms)


def glossary_view(terms: Mapping[str, Any]) -> GlossaryView:
    """Return the glossary: every row and column label of both forms."""
    forms = tuple(load_forms().values())
    codes = list(dict.fromkeys(table.code for form in forms for table in form.tables))
    return GlossaryView(
        tables=tuple(_term_table(code, forms, terms) for code in codes),
        states=all_states(),
        words=tuple(terms["words"]),
        forms=forms,
        law=law(),
    )


def methods_tables() -> MethodsTables:
    """Return the generated parts of the methods page."""
    says = dict.fromkeys(
        identity.says for form in load_forms().values() for table in form.tables for identity in table.identities
    )
    return MethodsTables(
        states=all_states(),
        rules=tuple(RULES.items()),
        verdicts=tuple((verdict.value, words) for verdict, words in VERDICTS.items()),
        identities=tuple(says),
    )


def all_states() -> tuple[State, ...]:
    """Return every state a printed value can have, in the order of the legend."""
    return (*STATES.values(), DERIVED, CORRECTED)


def data_view(shelf: Catalogue, dataset_dir: Path, language: str = "zh") -> DataView:
    """Return what can be downloaded, with checksums, and what the columns mean in ``language`` (``zh`` or ``en``)."""
    package = _package(dataset_dir / "datapackage.json")
    resources = sorted(package.get("resources", ()), key=lambda item: str(item.get("name", "")))
    return DataView(
        shelf.edition,
        tuple(sorted(_files(package, dataset_dir), key=lambda file: file.name)),
        tuple(_data_table(item, language) for item in resources),
    )


def _files(package: Mapping[str, Any], folder: Path) -> Iterator[DataFile]:
    """Yield every file of a folder; the parts of a table together. Those the package lists are not read again."""
    resources: list[Mapping[str, Any]] = list(package.get("resources", ()))
    listed = {str(one.get("path", "")): one for item in resources for one in item.get("parts", (item,))}
    listed |= {str(item.get("path", "")): item for item in package.get("files", ())}
    paths = {path.name: path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")}
    for item in resources:
        if parts := [paths.pop(str(one["path"])) for one in item.get("parts", ()) if one["path"] in paths]:
            files = tuple(_data_file(path, listed, item) for path in parts)
            size = _size(sum(path.stat().st_size for path in parts))
            yield DataFile(f"{item['name']}-*.csv", size, "", _said(item, "title", "zh"), files)
    for path in paths.values():
        yield _data_file(path, listed, listed.get(path.name))


def _data_file(path: Path, listed: Mapping[str, Mapping[str, Any]], described: Mapping[str, Any] | None) -> DataFile:
    size, known = path.stat().st_size, listed.get(path.name, {})
    said = str(known.get("hash", "")).removeprefix("sha256:")
    digest = said if said and known.get("bytes") == size else _sha256(path)
    return DataFile(path.name, _size(size), digest, _says(described, path))


def _term_table(code: str, forms: tuple[Form, ...], terms: Mapping[str, Any]) -> TermTable:
    rows: dict[str, tuple[str, list[str]]] = {}
    columns: dict[str, tuple[str, list[str]]] = {}
    section = ""
    for form in forms:
        table = form.table(code)
        section = table.section
        for block, row in table.printed_rows():
            _note(rows, row.code, "".join([*row.under[-1:], row.label]), form.code)
            for column in block.columns:
                _note(columns, column.code, column.label, form.code)
    return TermTable(
        f"{TABLE_NAMES[code]}（{section}）",
        tuple(_term(f"{code}.{key}", key, rows[key], terms["rows"][key], forms) for key in rows),
        tuple(_term(f"{code}-column.{key}", key, columns[key], _column(terms, code, key), forms) for key in columns),
    )


def _column(terms: Mapping[str, Any], table: str, code: str) -> Mapping[str, str]:
    return dict(terms["columns"].get(f"{table}.{code}") or terms["columns"][code])


def _note(found: dict[str, tuple[str, list[str]]], code: str, label: str, form: str) -> None:
    seen = found.setdefault(code, (label, []))[1]
    if form not in seen:
        seen.append(form)


def _term(
    anchor: str, code: str, found: tuple[str, list[str]], words: Mapping[str, str], forms: tuple[Form, ...]
) -> Term:
    label, used = found
    reason = law().reasons.get(code) if anchor.startswith("requests.") else None
    return Term(
        anchor=anchor,
        code=code,
        label=label,
        english=words["en"],
        plain=reason.says if reason else words.get("zh", ""),
        basis=reason.basis if reason else words.get("basis", ""),
        steps=reason.steps if reason else (),
        route=reason.route if reason else "",
        forms="" if len(used) == len(forms) else "仅 " + "、".join(FORMS[form] for form in used),
    )


def _form_codes() -> set[str]:
    codes = set()
    for form in load_forms().values():
        for table in form.tables:
            for block, row in table.printed_rows():
                codes.add(row.code)
                codes.update(column.code for column in block.columns)
    return codes


def _package(path: Path) -> Mapping[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _data_table(item: Mapping[str, Any], language: str) -> DataTable:
    fields = item.get("schema", {}).get("fields", ())
    return DataTable(
        name=f"{item.get('name', '')}.csv",
        title=_said(item, "title", language),
        columns=tuple(
            DataColumn(
                name=str(one.get("name", "")),
                type=str(one.get("type", "")),
                title=_said(one, "title", language),
                says=_said(one, "description", language),
                unit=_said(one, "unit", language),
            )
            for one in fields
        ),
    )


def _said(described: Mapping[str, Any], what: str, language: str) -> str:
    """Return one language of a description that may stand in both."""
    return str(described.get(f"{what}_{language}") or described.get(what) or "")


def _says(resource: Mapping[str, Any] | None, path: Path) -> str:
    if resource and resource.get("title"):
        return _said(resource, "title", "zh")
    if path.name == WIDE:
        return "汇总用：一行一份报告、一格一列"
    kinds = {".parquet": "同名 CSV 的 Parquet 格式", ".sqlite": "全部表的 SQLite 数据库", ".json": "数据包说明"}
    return kinds.get(path.suffix, "")


def _size(count: int) -> str:
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.1f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
