"""The query that lists what was recorded."""

import asyncio
from pathlib import Path

import pytest

from spxcc.gateway.interfaces import RequestError
from spxcc.ledger.recording.layout import Progress
from spxcc.ledger.recording.library import Listed
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.runtime.session_list import SessionList, row_of
from tests.fakes.gateway import ALICE


def test_f55_a_row_is_what_is_known_of_the_file() -> None:
    progress = Progress(events=7, steps=2, first_step=NANOS_PER_MINUTE, last_step=3 * NANOS_PER_MINUTE, closed=True)
    row = row_of(Listed(Path("day.spxcc"), 99, progress=progress, prices=(1.0, 2.0), low=1.0, high=2.0, gaps=2))
    assert (row.name, row.start, row.end, row.events, row.size_bytes) == ("day", 60_000, 180_000, 7, 99)
    assert (row.prices, row.low, row.high, row.state, row.problem) == ((1.0, 2.0), 1.0, 2.0, "2 gaps", "")


def test_a_file_that_is_none_is_a_row_with_its_problem(tmp_path: Path) -> None:
    (tmp_path / "torn.spxcc").write_bytes(b"no session")
    (row,) = asyncio.run(SessionList(tmp_path, lambda: True)(ALICE, {}))
    assert row.name == "torn"
    assert "expected" in row.problem


def test_strangers_and_servers_without_a_folder() -> None:
    with pytest.raises(RequestError, match="owner"):
        asyncio.run(SessionList(Path("a"), lambda: False)(ALICE, {}))
    assert asyncio.run(SessionList(None, lambda: True)(ALICE, {})) == []
