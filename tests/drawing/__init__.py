"""Draw a statutory form into any text layout, together with what a careful human could read from it.

The truth here comes from the published rules alone (data/README.md: states, "which column", numbers), never
from the extractor's code, so that both can be wrong independently of each other.
"""

from generator.demo.truth import Expected
from tests.drawing.draw import LAYOUTS, Drawing, draw, draw_random
from tests.drawing.values import fill

__all__ = ["LAYOUTS", "Drawing", "Expected", "draw", "draw_random", "fill"]
