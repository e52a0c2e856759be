"""The recognition models, which come inside the package ``rapidocr`` and run on the processor, offline.

Only its two model files are used, through onnxruntime: the network code around them is never loaded. Every result
is a pure function of the pixels: the number of threads is fixed, and no result depends on what else is read with it.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from generator.documents.scans.extra import HOW
from generator.errors import ReportError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

# Two threads are what a small machine has; another number may round differently.
_THREADS = 2
# The recogniser reads strips of this height (pixels); one step of its answer is eight of them wide.
HEIGHT = 48
_STEP = 8
_WIDEST = 3200
# Strips are filled up to a multiple of this width, so that those of like width can be read together.
_BUCKET = 32
_BATCH = 1600
_FIGURES = "0123456789.,+-—/%"
# Text where the detector is surer than _SEEN; regions on the whole less sure than _SURE are none.
_SEEN = 0.3
_SURE = 0.5
_GROWN = 1.6
_DETECTED_SIDE, _LONGEST = 32, 1760


@dataclass(frozen=True, slots=True)
class Recognised:
    """What one strip says, how sure the model is of its least sure character, and on the whole (0 to 1).

    ``figure`` and ``figure_sure`` are the same where only figures and their signs are allowed.
    """

    text: str
    sure: float
    mean: float
    figure: str
    figure_sure: float


NOTHING = Recognised("", 0.0, 0.0, "", 0.0)


def recognise(strips: Sequence[Picture]) -> list[Recognised]:
    """Return what each strip (grey, dark on light, one line of text) says."""
    prepared = {index: _prepared(strip) for index, strip in enumerate(strips) if min(strip.shape) > 1}
    widths: dict[int, list[int]] = {}
    for index, strip in prepared.items():
        widths.setdefault(strip.shape[2], []).append(index)
    found = [NOTHING] * len(strips)
    for width, indices in widths.items():
        # The answer to a wide strip is large: a step of it weighs every character there is.
        size = max(1, _BATCH // width)
        for first in range(0, len(indices), size):
            some = indices[first : first + size]
            answers = _run("rec", np.stack([prepared[index] for index in some]))
            for index, answer in zip(some, answers, strict=True):
                found[index] = _decoded(answer)
    return found


def find_text(page: Picture) -> list[tuple[int, int, int, int]]:
    """Return boxes (x0, y0, x1, y1, pixels) around the lines of text on an upright grey page."""
    import cv2

    height, width = page.shape
    smaller = min(1.0, _LONGEST / max(height, width))
    shape = tuple(max(1, round(side * smaller / _DETECTED_SIDE)) * _DETECTED_SIDE for side in (width, height))
    seen = _run("det", _normal(cv2.resize(page, shape, interpolation=cv2.INTER_AREA))[np.newaxis])[0, 0]
    mask = cv2.dilate((seen > _SEEN).astype(np.uint8), np.ones((2, 2), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    across, down = width / shape[0], height / shape[1]
    boxes = []
    for label in range(1, count):
        x, y, wide, high, _ = (int(number) for number in stats[label])
        region = (slice(y, y + high), slice(x, x + wide))
        if min(wide, high) < 3 or float(seen[region][labels[region] == label].mean()) < _SURE:
            continue
        more = wide * high * _GROWN / (2 * (wide + high))
        box = (x - more) * across, (y - more) * down, (x + wide + more) * across, (y + high + more) * down
        boxes.append(
            (max(0, round(box[0])), max(0, round(box[1])), min(width, round(box[2])), min(height, round(box[3])))
        )
    return boxes


def _prepared(strip: Picture) -> NDArray[np.float32]:
    import cv2

    width = max(1, min(_WIDEST, round(strip.shape[1] * HEIGHT / strip.shape[0])))
    smaller = strip.shape[0] > HEIGHT
    resized = cv2.resize(strip, (width, HEIGHT), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    filled = max(2 * _BUCKET, -(-width // _BUCKET) * _BUCKET)
    prepared = np.zeros((3, HEIGHT, filled), np.float32)
    prepared[:, :, :width] = _normal(resized)
    return prepared


def _normal(grey: Picture) -> NDArray[np.float32]:
    """Return a grey picture as the models want it: three like channels from -1 to 1."""
    scaled = grey.astype(np.float32) / np.float32(127.5) - np.float32(1)
    return np.repeat(scaled[np.newaxis], 3, axis=0)


def _decoded(answer: NDArray[np.float32]) -> Recognised:
    characters, figures = _characters()
    text, sure, mean = _spelt(answer, list(range(answer.shape[1])), characters)
    allowed = answer[:, figures]
    # How sure, among figures, of this one: what the model gives to other characters is left out of the reckoning.
    share = allowed / np.maximum(allowed.sum(axis=1, keepdims=True), 1e-9)
    figure, figure_sure, _ = _spelt(share, figures, characters)
    return Recognised(text, sure, mean, figure, figure_sure)


def _spelt(answer: NDArray[np.float32], codes: Sequence[int], characters: Sequence[str]) -> tuple[str, float, float]:
    """Spell the likeliest character of each step, repeated ones once, the empty one not at all."""
    best = answer.argmax(axis=1)
    text: list[str] = []
    sure: list[float] = []
    before = -1
    for step, choice in enumerate(best):
        code = codes[int(choice)]
        if code == 0:
            before = 0
            continue
        share = float(answer[step, choice])
        if code == before:
            sure[-1] = max(sure[-1], share)
        else:
            text.append(characters[code])
            sure.append(share)
        before = code
    return "".join(text), min(sure, default=0.0), sum(sure) / max(len(sure), 1)


@functools.cache
def _characters() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the characters by code, and the codes of nothing, figures and their signs."""
    listed = _session("rec").get_modelmeta().custom_metadata_map["character"].rstrip("\n").split("\n")
    characters = ("", *listed, " ")
    return characters, (0, *(code for code, character in enumerate(characters) if character in set(_FIGURES)))


def _run(which: str, batch: NDArray[np.float32]) -> NDArray[np.float32]:
    session = _session(which)
    answer: NDArray[np.float32] = session.run(None, {session.get_inputs()[0].name: batch})[0]
    return answer


@functools.cache
def _session(which: str) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    # Strips come in many widths; memory kept for each would add up.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    # Waiting threads sleep: other documents are read beside this one.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(_model(which)), options, providers=["CPUExecutionProvider"])


def _model(which: str) -> Path:
    spec = importlib.util.find_spec("rapidocr")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    models = sorted(path for folder in folders for path in (Path(folder) / "models").glob(f"*_{which}_*.onnx"))
    if not models:
        raise ReportError(HOW)
    return models[0]
