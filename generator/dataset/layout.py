"""Which files a data set is made of: below a limit every table is one file, above it the large ones are in parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.dataset.schema import BY_NAME, TABLES
from generator.dataset.wide import WIDE
from generator.errors import GongkaiError, UsageError

# Up to so many reports all tables are whole, and the national files are always there.
LIMIT: Final = 2000
DESCRIPTOR: Final = "datapackage.json"
SQLITE: Final = "gongkai.sqlite"
# Many rows a report: in parts by province above the limit.
SPLIT: Final = ("cells", "checks", "narrative", "narrative_facts", "legacy", "metrics")
# Few rows a report: always whole.
ENTIRE: Final = ("reports", "findings")
OF_REPORTS: Final = (*ENTIRE, *SPLIT)
NATIONAL: Final = (*(f"{table.name}.parquet" for table in TABLES), WIDE, SQLITE)

_PART: Final = re.compile(r"(?P<table>[a-z_]+)-(?P<part>\d{2})\.csv")


def part_name(table: str, part: str) -> str:
    """Return the name of a part of a table; the table's whole file for no part."""
    return f"{table}-{part}.csv" if part else f"{table}.csv"


def table_of(name: str) -> str:
    """Return the table whose CSV file, or a part of it, bears this name; nothing for other files.

    >>> table_of("cells-11.csv"), table_of("reports.csv"), table_of("reports-11.csv"), table_of("notes.csv")
    ('cells', 'reports', '', '')
    """
    found = _PART.fullmatch(name)
    if found:
        return found["table"] if found["table"] in SPLIT else ""
    table, dot, suffix = name.rpartition(".")
    return table if dot and suffix == "csv" and table in BY_NAME else ""


def is_ours(name: str) -> bool:
    """Say whether a file of this name is part of a data set, in whatever layout."""
    return name in NATIONAL or bool(table_of(name))


@dataclass(frozen=True, slots=True)
class Tables:
    """Where the CSV files of a data set lie, by table; parts by their names."""

    paths: Mapping[str, tuple[Path, ...]]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Tables:
        """Return the tables among some files."""
        found: dict[str, list[Path]] = {table.name: [] for table in TABLES}
        for path in sorted(paths, key=lambda path: path.name):
            if table := table_of(path.name):
                found[table].append(path)
        return cls({name: tuple(ones) for name, ones in found.items()})

    @classmethod
    def below(cls, folder: Path) -> Tables:
        """Return the tables of the data set in a folder; raises ``UsageError`` where there is none."""
        try:
            tables = cls.of(folder.iterdir())
        except OSError as error:
            raise UsageError(f"“{folder}”中没有数据集（无法打开文件夹）") from error
        for name, paths in tables.paths.items():
            if not paths:
                raise UsageError(f"“{folder}”中没有数据集（缺少 {name}.csv）")
            if len(paths) > 1 and any(path.name == f"{name}.csv" for path in paths):
                raise GongkaiError(f"数据集“{folder}”没有写完：{name} 既是一个文件，又分成几个；请重新生成")
        return tables
