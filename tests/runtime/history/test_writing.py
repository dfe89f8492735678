"""The same rows in every format."""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from spxcc.runtime.errors import UserError
from spxcc.runtime.history.tables import rows
from spxcc.runtime.history.writing import write_csv, write_json, write_parquet
from tests.runtime.history.test_tables import CHANNELS, PACK


def test_the_same_rows_in_every_format(tmp_path: Path) -> None:
    lines, table = io.StringIO(), io.StringIO()
    assert write_json(rows(PACK, CHANNELS), lines) == write_csv(rows(PACK, CHANNELS), table) == 5
    assert write_parquet(rows(PACK, CHANNELS), tmp_path / "x.parquet") == 5
    objects = [json.loads(line) for line in lines.getvalue().splitlines()]
    texts = list(csv.DictReader(io.StringIO(table.getvalue())))
    frame = pd.read_parquet(tmp_path / "x.parquet")
    for name in ("channel", "time", "change"):
        assert [row[name] for row in objects] == [row[name] for row in texts] == list(frame[name])
    assert list(frame["id"].dropna()) == ["m", "e"]
    with pytest.raises(UserError, match="name a writable place"):
        write_parquet(rows(PACK, CHANNELS), tmp_path / "none" / "x.parquet")
