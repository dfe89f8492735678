"""Wide values of a long day."""

import msgspec

from spxcc.ledger.packs.layout import Minute
from spxcc.ledger.packs.thinning import WIDE, thinned
from spxcc.market.units import NANOS_PER_MINUTE

WIDE_VALUE = msgspec.Raw(b'"' + b"x" * WIDE + b'"')
SMALL = msgspec.Raw(b"1")


def test_only_wide_values_are_left_out_and_never_the_first_or_the_last() -> None:
    day = [Minute(at * NANOS_PER_MINUTE, {"gex:SPX": WIDE_VALUE, "price:SPX": SMALL}) for at in range(11, 24)]
    kept = list(thinned(day, 5))
    assert [one.at // NANOS_PER_MINUTE for one in kept if "gex:SPX" in one.state] == [11, 15, 20, 23]
    assert all("price:SPX" in one.state for one in kept)
    assert list(thinned(day, 1)) == day
