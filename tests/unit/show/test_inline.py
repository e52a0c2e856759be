"""A picture in terminals that can show one, nothing in others."""

from __future__ import annotations

import base64
import re

import pytest

from generator.show import inline

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.mark.parametrize(
    "environment",
    [{}, {"TERM": "xterm-256color"}, {"TERM": "xterm-kitty", "TMUX": "/run/1"}, {"TERM_PROGRAM": "Apple_Terminal"}],
)
def test_other_terminals_get_nothing(environment: dict[str, str]) -> None:
    assert not inline(PICTURE, environment)


def test_kitty_gets_the_whole_picture_in_chunks() -> None:
    shown = inline(PICTURE, {"TERM": "xterm-kitty"})
    chunks = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", shown)
    assert base64.b64decode("".join(chunk for _, chunk in chunks)) == PICTURE
    assert [keys[-3:] for keys, _ in chunks] == ["m=1"] * (len(chunks) - 1) + ["m=0"]
    assert chunks[0][0].startswith("a=T,f=100,")
    assert max(len(chunk) for _, chunk in chunks) <= 4096


def test_iterm_gets_it_in_one_piece() -> None:
    shown = inline(PICTURE, {"TERM_PROGRAM": "iTerm.app"})
    assert base64.b64decode(shown.rpartition(":")[2].removesuffix("\x07")) == PICTURE


def test_a_huge_picture_stays_a_path() -> None:
    assert not inline(PICTURE * 400, {"TERM": "xterm-kitty"})
