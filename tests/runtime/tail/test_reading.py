"""A client for commands that only read."""

import pytest

from spxcc.client.store import Store
from spxcc.engines.price.result import price_channel
from spxcc.engines.session.result import STATUS
from spxcc.protocol.client_effects import Deliver, Refused, Synced
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError
from spxcc.runtime.tail.reading import address_of, answered, reading, refusals
from tests.fakes.clock import ManualClock

PRICE = price_channel("SPX")


def test_an_address_is_named_or_found() -> None:
    assert address_of("ws://h/x") == "ws://h/x"
    for wrong, code in (("http://h/x", 2), (None, 3)):
        with pytest.raises(UserError) as caught:
            address_of(wrong)
        assert caught.value.exit_code == code


def test_answered_means_complete_or_refused() -> None:
    store = Store(ManualClock(), (PRICE, STATUS))
    assert not answered(store, (PRICE,))
    store.apply(Refused("price:SPX", "unknown_channel", "no such channel", True))
    assert answered(store, (PRICE,))
    assert refusals(store, (PRICE,)) == ["price:SPX: no such channel"]
    other = Store(ManualClock(), (PRICE, STATUS))
    other.apply(Synced("price:SPX", 0.1))
    assert answered(other, (PRICE,))
    assert refusals(other, (PRICE,)) == []
    assert not answered(other, (STATUS,))
    other.apply(Deliver("status", (), False, "e", None, None, None, False))
    assert answered(other, (STATUS,))


async def test_nobody_there_is_exit_code_three() -> None:
    clock = SystemClock()
    store = Store(clock, (PRICE,))
    with pytest.raises(UserError, match=r"cannot connect to ws://127\.0\.0\.1:9/ws: connection refused") as caught:
        async with reading(store, clock, "ws://127.0.0.1:9/ws?token=hush", "hush", (PRICE,)):
            raise AssertionError
    assert caught.value.exit_code == 3
