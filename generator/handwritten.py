"""CSV files that people write by hand: read tolerantly, each complaint with the file's name and the line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.errors import why

Row = dict[str, str]

_MAX_BYTES = 50 * 1024 * 1024


def read_rows(path: Path, columns: Sequence[str], needed: Sequence[str], notes: list[str]) -> Iterator[tuple[int, Row]]:
    """Yield the lines of a file with their numbers, cells stripped; a missing file has none.

    ``columns`` are named in the complaint where one of ``needed`` lacks. What is wrong with the file as a whole,
    or with its CSV, goes to ``notes`` (Chinese).
    """
    reader = csv.DictReader(io.StringIO(_text(path, notes), newline=""), restkey="", restval="", strict=True)
    try:
        printed = reader.fieldnames
    except csv.Error as error:
        notes.append(f"{path.name}：第 1 行：{error}")
        return
    missing = [column for column in needed if column not in printed] if printed else []
    if missing:
        notes.append(f"{path.name}：第 1 行：缺少 {'、'.join(missing)} 一列，表头应为 {','.join(columns)}")
        return
    yield from _rows(reader, path.name, notes)


def _rows(reader: csv.DictReader[str], name: str, notes: list[str]) -> Iterator[tuple[int, Row]]:
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            notes.append(f"{name}：第 {reader.line_num} 行：不是正确的 CSV（{error}），其后各行未读取")
            return
        yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if isinstance(value, str)}


def _text(path: Path, notes: list[str]) -> str:
    if path.is_symlink():
        notes.append(f"{path.name}：符号链接，不跟随，未读取")
    elif path.is_file():
        try:
            if path.stat().st_size <= _MAX_BYTES:
                return path.read_bytes().decode("utf-8-sig")
            notes.append(f"{path.name}：文件过大，未读取")
        except OSError as error:
            notes.append(f"{path.name}：无法打开（{why(error)}）")
        except UnicodeDecodeError:
            notes.append(f"{path.name}：不是 UTF-8 编码，未读取，请另存为 UTF-8")
    return ""
