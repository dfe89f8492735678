"""Conditions of option prints (OPRA ids as Massive numbers them) and how often they occur."""

import numpy as np

from spxcc.market.snapshot import Ints

AUTO, SWEEP, AUCTION, CROSS, FLOOR, COMPLEX = 209, 219, 227, 229, 231, 232
CANCEL = 201
LATE: tuple[int, ...] = (202, 204, 206)
SINGLE: tuple[tuple[int, float], ...] = ((AUTO, 0.785), (AUCTION, 0.10), (228, 0.03), (CROSS, 0.05), (FLOOR, 0.035))
"""Of single-leg prints."""
MULTI: tuple[tuple[int, float], ...] = ((COMPLEX, 0.62), (233, 0.14), (234, 0.06), (235, 0.05), (236, 0.13))
"""Of packages: electronic, auction, cross, floor, against single orders."""
LATE_SHARE = 0.01
CANCEL_SHARE = 0.001
INDEX_VENUE = 302
"""The one venue of SPX and SPXW."""
ETF_VENUES: tuple[int, ...] = (300, 301, 302, 303, 304, 307, 309, 312, 313, 316, 319, 322)


def draw(rng: np.random.Generator, table: tuple[tuple[int, float], ...], count: int) -> Ints:
    """`count` conditions from a table of shares that sum to 1."""
    ids, shares = zip(*table, strict=True)
    return np.asarray(rng.choice(np.array(ids, dtype=np.int64), size=count, p=np.array(shares)))
