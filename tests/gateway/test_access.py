"""Who may read what."""

from spxcc.gateway.access import Access, admission
from spxcc.protocol.names import PUBLIC_CHANNELS
from tests.fakes.gateway import ALICE, BOB, Desk, state_channel

PRO = Access({"gex": frozenset({"pro"}), "coach:message": frozenset({"pro", "max"})})


def test_f06_one_rule_by_tier_for_all_nine_channels() -> None:
    desk = Desk()
    desk.hub.declare(state_channel("coach:message"))
    judge = admission(PRO, desk.hub, any_symbol=False)
    for name in ("gex:SPX", "coach:message"):
        assert PRO(ALICE, name)
        assert judge(ALICE, name) is None
        assert not PRO(BOB, name)
        assert judge(BOB, name) == "forbidden_channel"
    for name in PUBLIC_CHANNELS:
        assert Access()(BOB, name)


def test_f07_a_private_channel_is_its_owners_and_a_stranger_learns_nothing() -> None:
    desk = Desk()
    judge = admission(Access(), desk.hub, any_symbol=False)
    desk.hub.subscribe("setups:alice", desk.guest().peer)
    assert judge(ALICE, "setups:alice") is None
    assert judge(ALICE, "positions:alice") is None
    assert judge(BOB, "setups:alice") == judge(BOB, "setups:nobody") == "forbidden_channel"
    assert judge(ALICE, "setups:Alice") == "forbidden_channel"


def test_unknown_is_said_of_public_names_alone() -> None:
    desk = Desk()
    assert admission(Access(), desk.hub, any_symbol=False)(ALICE, "zap:x") == "unknown_channel"
    assert admission(Access(), desk.hub, any_symbol=False)(ALICE, "price:AAPL") == "unknown_channel"
    assert admission(Access(), desk.hub, any_symbol=True)(ALICE, "price:AAPL") is None
    assert admission(Access(), desk.hub, any_symbol=True)(ALICE, "bars:AAPL") == "unknown_channel"
