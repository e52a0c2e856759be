"""What a killable process runs: it takes one piece of work after the other from its parent, until there is no more.

Nothing but plain bytes goes back, so that whatever a document makes this process do, the parent executes nothing of it.
"""

from __future__ import annotations

import os
import pickle
import signal
from typing import BinaryIO

from generator.errors import GongkaiError

DONE, REFUSED = b"\x00", b"\x01"
# Bytes that say how many follow.
HEAD = 8


def main() -> None:
    """Answer requests until the parent closes the pipe or is gone."""
    # The parent hears the interrupt too, and decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = _channels()
    while (request := _request(requests)) is not None:
        work, argument = pickle.loads(request)
        try:
            kind, answer = DONE, work(argument)
        except GongkaiError as error:
            kind, answer = REFUSED, str(error).encode()
        answers.write(kind + len(answer).to_bytes(HEAD, "little"))
        answers.write(answer)
        answers.flush()


def _channels() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes, and keep everything else that is printed or read away from them."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _request(requests: BinaryIO) -> bytes | None:
    head = requests.read(HEAD)
    return requests.read(int.from_bytes(head, "little")) if len(head) == HEAD else None
