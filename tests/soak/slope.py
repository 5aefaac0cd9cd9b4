"""The slope of a noisy line: Theil and Sen, which a few wild samples do not bend."""

import statistics
from collections.abc import Sequence
from itertools import combinations


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The median slope between any two points (x, y); 0 where there are not two.

    >>> slope([(0, 1), (1, 3), (2, 5), (3, 99)])
    2.0
    """
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2) if x2 > x1]
    return statistics.median(slopes) if slopes else 0.0
