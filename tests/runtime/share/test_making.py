"""A pack that fits."""

from pathlib import Path
from random import Random

import msgspec
import pytest

from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.reader import read_pack
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.runtime.share import making
from tests.ledger.packs.test_reader import HEADER


def test_a_long_day_is_thinned_until_it_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, out = Random(7), tmp_path / "day.spxpack"
    wide = [msgspec.Raw(b'"' + rng.randbytes(10_000).hex().encode() + b'"') for _ in range(40)]
    day = [Minute(at * NANOS_PER_MINUTE, {"gex:SPX": value}) for at, value in enumerate(wide, 1)]
    monkeypatch.setattr(making, "MOST_BYTES", 120_000)
    size, header = making._fitted(out, HEADER, day, True)
    assert (size < 120_000, header.wide_every) == (True, 5)
    assert read_pack(out).header.wide_every == 5
    assert len(read_pack(out).minutes) == 40
    assert making._fitted(out, HEADER, day, False)[1].wide_every == 1
