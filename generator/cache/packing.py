"""The nouns of ``model`` as bytes and back, exactly: what was read once need not be read again.

Plain JSON, compressed: nothing that is stored is ever executed. How a value is written follows from the declared type
of its field, so that a new field is never forgotten. Cells and the answers of checks repeat a lot, within a report and
between reports (a zero in row 14 of table 2): equal ones become one object, which saves most of the time and memory.
"""

from __future__ import annotations

import base64
import datetime
import functools
import json
import types
import typing
import zlib
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Any, TypeVar

from generator.model import Cell, CellKey, CheckResult, Organisation

_LEVEL = 1
_PLAIN = (str, int, bool)
# These are many and often equal.
_SHARED = (Cell, CheckResult, Organisation)
# So many of a kind are kept at most: what is no longer equal to anything would only fill memory.
_MOST_SHARED = 50_000
# A cell's own key is written flat: lists are no keys of a dictionary.
_FLAT = {CellKey}

_T = TypeVar("_T")
_Code = Callable[[Any], Any]


def pack(value: object) -> bytes:
    """Return a noun as bytes; equal ones give the same bytes."""
    return zlib.compress(loose(value), _LEVEL)


def loose(value: object) -> bytes:
    """Return a noun as ``pack`` does, but not compressed: where nothing is kept of it but a fingerprint."""
    text = json.dumps(_writer(_declared(value))(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def unpack(kind: type[_T], packed: bytes) -> _T:
    """Return what ``pack`` was given; raises ``ValueError`` or ``zlib.error`` for bytes that it did not make."""
    read: _Code = _reader(kind)  # type: ignore[arg-type]
    made: _T = read(json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))
    return made


def forget() -> None:
    """Let go of the objects shared so far, where no more of the kind will come."""
    for shared in _shared.values():
        shared.clear()


_shared: dict[type, dict[Any, Any]] = {kind: {} for kind in _SHARED}


def _declared(value: object) -> Any:
    return type(value)


@functools.cache
def _writer(kind: Any) -> _Code:
    """Return the function that makes JSON of a value of a declared type."""
    if isinstance(kind, type):
        return _writer_of_class(kind)
    outer, inner = typing.get_origin(kind), typing.get_args(kind)
    if outer is types.UnionType and inner[1:] == (types.NoneType,):
        write = _writer(inner[0])
        return lambda value: None if value is None else write(value)
    if outer is tuple and inner[1:] == (...,):
        write = _writer(inner[0])
        return list if write is _same else lambda values: [write(value) for value in values]
    if outer is frozenset:
        write = _writer(inner[0])
        return lambda values: sorted((write(value) for value in values), key=json.dumps)
    if outer is Mapping:
        name, value = map(_writer, inner)
        return lambda mapping: [[name(key), value(mapping[key])] for key in mapping]
    raise TypeError(f"no way to store a {kind}")


def _writer_of_class(kind: type) -> _Code:
    if is_dataclass(kind) or kind in _FLAT:
        return _writer_of_fields(kind)
    if issubclass(kind, Enum):
        return attrgetter("value")
    written: dict[type, _Code] = {Decimal: str, datetime.date: datetime.date.isoformat, bytes: _text_of_bytes}
    return written.get(kind) or _plain(kind)


@functools.cache
def _reader(kind: Any) -> _Code:
    """Return the function that makes a value of a declared type of JSON."""
    if isinstance(kind, type):
        return _reader_of_class(kind)
    outer, inner = typing.get_origin(kind), typing.get_args(kind)
    if outer is types.UnionType:
        read = _reader(inner[0])
        return lambda value: None if value is None else read(value)
    if outer in (tuple, frozenset):
        read = _reader(inner[0])
        return outer if read is _same else lambda values: outer(map(read, values))
    name, value = map(_reader, inner)
    return lambda pairs: {name(key): value(one) for key, one in pairs}


def _reader_of_class(kind: type) -> _Code:
    if is_dataclass(kind) or kind in _FLAT:
        return _reader_of_fields(kind)
    if issubclass(kind, Enum):
        return functools.cache(kind)
    read: dict[type, _Code] = {
        Decimal: Decimal,
        datetime.date: datetime.date.fromisoformat,
        bytes: functools.partial(base64.b64decode, validate=True),
    }
    return read.get(kind) or _plain(kind)


def _plain(kind: type) -> _Code:
    if kind not in _PLAIN:
        raise TypeError(f"no way to store a {kind}")
    return _same


def _text_of_bytes(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _same(value: Any) -> Any:
    return value


@functools.cache
def _members(kind: type) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a noun with their declared types, a flat one's own fields in its place."""
    found: list[tuple[str, Any]] = []
    for name, hint in typing.get_type_hints(kind).items():
        if hint in _FLAT:
            found += [(f"{name}.{inner}", declared) for inner, declared in _members(hint)]
        else:
            found.append((name, hint))
    return tuple(found)


def _writer_of_fields(kind: type) -> _Code:
    names = [name for name, _ in _members(kind)]
    taken = attrgetter(*names)
    # Of one name alone it gives no tuple.
    take: Callable[[Any], tuple[Any, ...]] = taken if len(names) > 1 else lambda value: (taken(value),)
    changed = [
        (place, change) for place, (_, hint) in enumerate(_members(kind)) if (change := _writer(hint)) is not _same
    ]

    def write(value: Any) -> list[Any]:
        row = list(take(value))
        for place, change in changed:
            row[place] = change(row[place])
        return row

    return write


def _reader_of_fields(kind: type) -> _Code:
    changed = [
        (place, change) for place, (_, hint) in enumerate(_members(kind)) if (change := _reader(hint)) is not _same
    ]
    flat = [(place, hint) for place, hint in enumerate(typing.get_type_hints(kind).values()) if hint in _FLAT]

    def read(row: list[Any]) -> Any:
        for place, change in changed:
            row[place] = change(row[place])
        for place, inner in flat:
            size = len(_members(inner))
            row[place : place + size] = [inner(*row[place : place + size])]
        return kind(*row)

    if kind not in _SHARED:
        return read
    known = _shared[kind]
    lists = [place for place, (_, hint) in enumerate(_members(kind)) if typing.get_origin(hint) is tuple]

    def read_shared(row: list[Any]) -> Any:
        for place in lists:
            row[place] = tuple(row[place])
        key = tuple(row)
        found = known.get(key)
        if found is None:
            if len(known) >= _MOST_SHARED:
                known.clear()
            found = known[key] = read(row)
        return found

    return read_shared
