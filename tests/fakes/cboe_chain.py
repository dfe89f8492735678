"""A Cboe quote table as an option chain, read apart from the product's own reader."""

import csv
import gzip
from dataclasses import fields
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np

from spxcc.market.snapshot import OptionChain
from spxcc.market.units import UnixNanos
from tests.fakes.real_data import real_data
from tests.fakes.snapshots import at

HEAD = "Expiration Date,Calls"


def real_chain(name: str, day: str, clock: str) -> OptionChain:
    """`chains/<name>.csv.gz` of the real data, quoted at "HH:MM" exchange time of `day`; skips without it."""
    return read_cboe(real_data(f"chains/{name}.csv.gz"), at(clock, day))


@cache
def read_cboe(path: Path, quoted_at: UnixNanos) -> OptionChain:
    """All rows, read once a process into columns that nobody can write to.

    The printed price is the `Last:` of the header. Zero bid, ask, IV mean absent.
    """
    lines = gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace").splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith(HEAD))
    last = float(next(line for line in lines[:head] if "Last:" in line).split("Last:")[1].split(",")[0])
    rows: list[tuple[str, str, str, float, bool, list[float]]] = []
    dates: dict[str, str] = {}
    for cells in csv.reader(lines[head + 1 :]):
        if cells[0] not in dates:
            dates[cells[0]] = datetime.strptime(cells[0][4:], "%b %d %Y").date().isoformat()  # noqa: DTZ007
        expiry = dates[cells[0]]
        for begin, is_call in ((1, True), (12, False)):
            name = cells[begin]
            values = [float(cell) for cell in cells[begin + 1 : begin + 10]]
            rows.append((name, name[: len(name) - 15], expiry, float(cells[11]), is_call, values))
    rows.sort(key=lambda row: (_settles(row[1], row[2]), row[3], not row[4]))
    table = np.array([row[5] for row in rows])
    table[:, [2, 3, 5]] = np.where(table[:, [2, 3, 5]] > 0, table[:, [2, 3, 5]], np.nan)
    chain = OptionChain(
        underlying="SPY" if rows[0][1] == "SPY" else "SPX",
        contracts=tuple(row[0] for row in rows),
        roots=tuple(row[1] for row in rows),
        expiries=tuple(row[2] for row in rows),
        settles_at=np.array([_settles(row[1], row[2]) for row in rows], dtype=np.int64),
        strike=np.array([row[3] for row in rows]),
        is_call=np.array([row[4] for row in rows]),
        bid=table[:, 2],
        ask=table[:, 3],
        last=table[:, 0],
        last_at=np.zeros(len(rows), dtype=np.int64),
        volume=table[:, 4],
        open_interest=table[:, 8],
        quoted_at=np.full(len(rows), quoted_at, dtype=np.int64),
        vendor_iv=table[:, 5],
        vendor_delta=table[:, 6],
        vendor_gamma=table[:, 7],
        open_interest_date=None,
        underlying_price=last,
        ts_event=quoted_at,
        source="cboe",
        complete=True,
    )
    for column in (getattr(chain, field.name) for field in fields(chain)):
        if isinstance(column, np.ndarray):
            column.setflags(write=False)
    return chain


@cache
def _settles(root: str, expiry: str) -> UnixNanos:
    """No half days here: none of the files expires on one that matters."""
    return at("09:30" if root == "SPX" else "16:00", expiry)
