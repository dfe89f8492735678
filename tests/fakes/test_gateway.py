"""The doubles of a gateway's ends."""

import pytest

from spxcc.gateway.frame import text_frame
from spxcc.gateway.interfaces import AuthError
from tests.fakes.clock import ManualClock
from tests.fakes.gateway import ALICE, Desk, FakeAuth, FakePipe, unframe


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_unframe_inverts_framing(size: int) -> None:
    assert unframe(text_frame(b"x" * size)) == b"x" * size


def test_unframe_refuses_what_is_not_one_whole_frame() -> None:
    for wire in (b"\x82\x01x", b"\x81\x02x", b"\x81\x01xx"):
        with pytest.raises(AssertionError):
            unframe(wire)


def test_a_pipe_can_lag_by_itself() -> None:
    pipe = FakePipe(lag_after=2)
    lagged: list[bool] = []
    for _ in range(2):
        pipe.write(text_frame(b"{}"))
        lagged.append(pipe.lagging)
    assert lagged == [False, True]
    assert pipe.take() == [{}, {}]


async def test_the_authenticator_knows_its_table() -> None:
    auth = FakeAuth(ManualClock(), {"T": ALICE})
    assert await auth.verify("T") == ALICE
    with pytest.raises(AuthError):
        await auth.verify("U")


def test_a_guest_is_greeted() -> None:
    assert [frame["type"] for frame in Desk().guest().pipe.take()] == ["hello"]
    assert Desk().guest(None).pipe.take() == []
