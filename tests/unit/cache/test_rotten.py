"""Bits that flip on the disk, inside files that SQLite finds sound: what they spoil is made again, nothing else is."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from generator.cache.store import RottenError, again_without_rotten, open_store
from generator.collection.products import open_products
from generator.model import Report
from generator.pipeline import SILENCE, extract
from generator.sources import find_sources
from generator.workers import FEW, STORES, open_readings, read_all
from tests.builders import report_of

VALUES: Mapping[str, bytes] = {
    f"{number:04}": bytes([number % 256]) * 40 + f"{number:04}".encode() * 9 for number in range(900)
}


def flip(path: Path, piece: bytes) -> None:
    """Flip one bit in the middle of what stands in a file once, and have SQLite say that it is sound."""
    content = bytearray(path.read_bytes())
    assert content.count(piece) == 1
    content[content.find(piece) + len(piece) // 2] ^= 4
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)


def values_in(path: Path, query: str = "SELECT value FROM kept ORDER BY key") -> list[bytes]:
    with closing(sqlite3.connect(path)) as database:
        return [value for (value,) in database.execute(query)]


@pytest.mark.parametrize("some", [3, 900])
def test_what_is_rotten_is_not_found_and_kept_again(tmp_path: Path, some: int) -> None:
    path = tmp_path / "kept.sqlite"
    with open_store(path) as store:
        store.keep(VALUES)
    flip(path, VALUES["0001"])
    wanted = list(VALUES)[:some]
    with open_store(path) as store:
        assert dict(store.found(wanted)) == {key: VALUES[key] for key in wanted if key != "0001"}
        store.keep({"0001": b"again"})
        assert dict(store.found(["0001"])) == {"0001": b"again"}
        store.drop_others(wanted)
        assert store.keys() == frozenset(wanted)


def test_another_key_is_not_the_value_s(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    with open_store(path) as store:
        store.keep(VALUES)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DELETE FROM kept WHERE key = '0002'")
        database.execute("UPDATE kept SET key = '0002' WHERE key = '0001'")
    with open_store(path) as store:
        assert dict(store.found(["0001", "0002"])) == {}
        store.drop_rotten()
        assert store.keys() == VALUES.keys() - {"0001", "0002"}


def test_a_file_that_breaks_while_it_is_open_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    with open_store(path) as store:
        store.keep(VALUES)

    @again_without_rotten
    def run() -> int:
        with open_store(path) as store:
            if path.stat().st_size > 20_000:
                path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 60_000)
            return len(dict(store.found(list(VALUES))))

    assert run() == 0
    with open_store(path) as store:
        assert store.keys() == frozenset()


def test_a_rotten_product_has_its_group_made_again(tmp_path: Path) -> None:
    path = tmp_path / "products.sqlite"
    made = {
        name: {"slim": f"slim {name} ".encode() * 30, "cells": f"cells {name} ".encode() * 40}
        for name in ("110101", "110102", "110105")
    }
    with open_products(path) as products:
        products.keep((name, f"key {name}", values) for name, values in made.items())
    flip(path, made["110102"]["cells"])
    flip(path, made["110105"]["slim"])
    with open_products(path) as products:
        assert dict(products.of("cells", ["110101"])) == {"110101": made["110101"]["cells"]}
        with pytest.raises(RottenError):
            list(products.of("cells", ["110101", "110102"]))
        # Whatever else was rotten is found at the same time.
        assert products.keys() == {"110101": "key 110101"}
        assert dict(products.all_of("slim")) == {"110101": made["110101"]["slim"]}


def test_a_product_that_is_not_there_any_more_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "products.sqlite"
    with open_products(path) as products:
        products.keep((name, "key", {"slim": b"1"}) for name in ("110101", "110102"))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE products SET name = '110199' WHERE name = '110102'")
    with open_products(path) as products:
        with pytest.raises(RottenError):
            list(products.all_of("slim"))
        assert products.keys() == {"110101": "key"}


def read_made(content: bytes, source: str, source_url: str) -> Report:
    return report_of(source=source, source_url=source_url, year=2000 + int(content))


@pytest.mark.parametrize("name", STORES[:2])
def test_only_what_is_rotten_is_read_again(tmp_path: Path, name: str) -> None:
    reports, cache = tmp_path / "reports", tmp_path / "cache"
    reports.mkdir()
    for number in range(FEW // 2):
        (reports / f"{number:03}.txt").write_text(str(number))
    seen: list[str] = []

    def read(content: bytes, source: str, source_url: str) -> Report:
        seen.append(source)
        return read_made(content, source, source_url)

    cold = extract(reports, 1, read=read, cache=cache)
    assert len(seen) == FEW // 2
    seen.clear()
    for value in values_in(cache / name)[2:4]:
        flip(cache / name, value)
    assert extract(reports, 1, read=read, cache=cache) == cold
    assert len(seen) == 2
    assert extract(reports, 1, read=read, cache=cache) == cold
    assert len(seen) == 2
    # Whoever holds the file open meanwhile is told, and gets nothing wrong.
    with open_readings(cache) as kept:
        documents = list(read_all(find_sources(reports).sources, 1, SILENCE, kept, read))
        (cache / STORES[0]).write_bytes((cache / STORES[0]).read_bytes()[:4096] + b"\xff" * 60_000)
        with pytest.raises(RottenError):
            kept.packed([document.key for document in documents])
    assert extract(reports, 1, read=read, cache=cache) == cold


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Return the bytes of a file as a bad disk has them: bits flipped, a page empty or its head wrong, the end gone."""
    changed = bytearray(content)
    page = chance.randrange(len(changed) // 4096) * 4096
    harm = chance.randrange(4)
    if harm == 0:
        for _ in range(chance.choice((1, 20))):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    elif harm == 1:
        changed[page : page + 4096] = bytes(4096)
    elif harm == 2:
        for _ in range(4):
            changed[page + chance.randrange(16)] = chance.randrange(256)
    else:
        del changed[chance.randrange(len(changed)) :]
    return bytes(changed)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_a_disk_does_nothing_wrong_comes_out_and_it_heals(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    made = {
        f"{110000 + number}": {kind: chance.randbytes(chance.choice((50, 3000, 9000))) for kind in ("slim", "cells")}
        for number in range(40)
    }
    kept = {name: values["cells"] for name, values in made.items()}

    @again_without_rotten
    def run() -> None:
        with open_store(tmp_path / "kept.sqlite") as store, open_products(tmp_path / "products.sqlite") as products:
            there = store.keys()
            found = {key: value for key, value in store.found(list(kept)) if key in there}
            assert found.items() <= kept.items()
            store.keep({key: kept[key] for key in kept.keys() - found.keys()})
            store.drop_others(kept)
            known = products.keys()
            products.keep_only(made)
            products.keep((name, "key", values) for name, values in made.items() if known.get(name) != "key")
            assert list(products.all_of("slim")) == [(name, values["slim"]) for name, values in made.items()]
            assert dict(products.of("cells", list(made))) == kept

    run()
    for name in ("kept.sqlite", "products.sqlite"):
        (tmp_path / name).write_bytes(spoilt((tmp_path / name).read_bytes(), chance))
    run()
    run()
