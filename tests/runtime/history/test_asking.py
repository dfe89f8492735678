"""Questions about an instant that is over: what they say of one that is no number stands in the slow tests beside."""

import pytest

from spxcc.runtime.errors import UserError
from spxcc.runtime.history.asking import explained, not_fired, snapped
from spxcc.runtime.tail.channels import channel_named
from tests.fakes.recordings import short_session

AT = "2026-03-24T10:15:30-04:00"


async def test_what_stood_in_the_morning() -> None:
    sources = (str(short_session(2)),)
    found = await snapped((channel_named("price"), channel_named("score")), AT, sources)
    assert found["price:SPX"]["data"]["price"] > 6_000
    assert found["price:SPX"]["as_of"] == 1_774_361_700_000
    with pytest.raises(UserError, match="no such") as wrong:
        await explained("nope:x.y", AT, sources)
    assert wrong.value.exit_code == 2
    with pytest.raises(UserError, match="no such setup"):
        await not_fired("nope", AT, sources)
