"""A pack stands at its place when it is whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.reader import read_pack
from spxcc.ledger.packs.writer import write_pack
from tests.ledger.packs.test_reader import HEADER, MINUTES


def test_a_run_that_breaks_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "day.spxpack"
    write_pack(path, HEADER, MINUTES)

    def broken() -> Iterator[Minute]:
        yield MINUTES[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_pack(path, HEADER, broken())
    assert len(read_pack(path).minutes) == len(MINUTES)
    assert list(tmp_path.iterdir()) == [path]
