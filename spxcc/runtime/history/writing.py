"""Rows as JSON lines, CSV or Parquet."""

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TextIO

import msgspec

from spxcc.runtime.errors import UserError
from spxcc.runtime.history.tables import HEAD, Row, flat


def write_json(rows: Iterable[Row], out: TextIO) -> int:
    """One object a line, nested as on the wire; how many."""
    count = 0
    for row in rows:
        out.write(msgspec.json.encode(row).decode() + "\n")
        count += 1
    return count


def write_csv(rows: Iterable[Row], out: TextIO) -> int:
    """A header with every field that a row has, nested ones as `a.b`, then the rows; how many."""
    table = [flat(row) for row in rows]
    columns = dict.fromkeys([*HEAD, *(name for row in table for name in row)])
    writer = csv.DictWriter(out, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return len(table)


def write_parquet(rows: Iterable[Row], path: Path) -> int:
    """The same table as a Parquet file; how many rows. Raises UserError where it cannot be written."""
    # A table that people keep.
    import pandas as pd

    table = pd.DataFrame([flat(row) for row in rows])
    try:
        table.to_parquet(path, index=False)
    except OSError as error:
        raise UserError(f"expected to write {path}, found: {error.strerror or error}; name a writable place") from None
    return len(table)


TEXTS: Mapping[str, Callable[[Iterable[Row], TextIO], int]] = {"json": write_json, "csv": write_csv}
