"""Files of minute bars of driftless days."""

from functools import cache
from pathlib import Path

import numpy as np

from spxcc.market.session import hours, next_session
from spxcc.market.units import NANOS_PER_MINUTE, to_millis

FIRST = "2024-06-24"
HALF = "2024-07-03"
"""A half day, the eighth session of the files."""


@cache
def text_of(days: int, seed: int = 7, scale: float = 1.0) -> str:
    """CSV of `days` sessions of SPY, from `FIRST` on."""
    chance = np.random.Generator(np.random.PCG64(seed))
    lines, price, date = ["timestamp,open,high,low,close,volume"], 540.0 * scale, FIRST
    for _ in range(days):
        session = hours(date)
        assert session is not None
        for start in range(session.open_at, session.close_at, NANOS_PER_MINUTE):
            inner = price + np.cumsum(chance.normal(0, 0.11 * scale, 4))
            row = [price, max(price, inner.max()), min(price, inner.min()), inner[-1]]
            price = round(float(inner[-1]), 2)
            words = ",".join(f"{value:.2f}" for value in [*row[:3], price])
            lines.append(f"{np.datetime64(to_millis(start), 'ms')}Z,{words},{int(chance.integers(50, 200))}")
        date = next_session(date)
    return "\n".join(lines) + "\n"


def file_of(folder: Path, days: int = 10, seed: int = 7, name: str = "spy_1min.csv") -> Path:
    """The file in a folder."""
    path = folder / name
    path.write_text(text_of(days, seed), encoding="utf-8")
    return path
