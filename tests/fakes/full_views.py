"""The afternoon of `desk_data` with all that only the full views show, without randomness."""

from typing import Literal

import msgspec

from spxcc.engines.coach.result import COACH_MESSAGE, COACH_RECORD, Cite, Claim, CoachMessage, CoachRecord, Grade
from spxcc.engines.flow.result import FLOW_ALERT, FLOW_SUMMARY, FlowAlert, FlowSummary, FlowWindow, LargePrint
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.score.result import SCORE_STATE
from spxcc.engines.setups.result import SETUPS_UPDATE, ContractIdea, Setup, Transition
from spxcc.market.units import to_millis
from tests.fakes.desk_data import NOW, coach_message, flow_alert, full_desk, levels, setup
from tests.fakes.scores import score_result
from tests.fakes.store import FakeController, FakeStore

NOW_MS = to_millis(NOW)
MINUTE_MS = 60_000


def rich_desk() -> tuple[FakeStore, FakeController]:
    """A store in which every full view has all of its parts."""
    store, clock = full_desk()
    store.put_items(
        LEVELS_UPDATE,
        [
            msgspec.structs.replace(
                one, resolved=3 * at, held=2 * at, touches=3 * at, previous=one.price - 5.0 * (at % 3)
            )
            for at, one in enumerate(levels())
        ],
    )
    store.put_items(SETUPS_UPDATE, [rich_setup(), setup("s2", "forming", "long"), setup("s3", "invalidated")])
    store.put_events(FLOW_ALERT, [package(), middle()])
    store.put(FLOW_SUMMARY, flow_summary())
    store.put_events(COACH_MESSAGE, messages())
    store.put(COACH_RECORD, record())
    store.put(SCORE_STATE, score_result())
    return store, clock


def rich_setup() -> Setup:
    """A setup with everything that its card may say."""
    return msgspec.structs.replace(
        setup(),
        invalid=("2 closes beyond 6,905.00", "P⁺ < 0.50"),
        idea=ContractIdea(
            contract="SPXW261119P06895000", expiry="2026-11-19", strike=6895.0, right="P", bid=5.3, ask=5.4,
            delta=-0.45, spread_share=0.0187, spread_ok=True, quoted_at=NOW_MS - 12_000,
        ),
        history=(
            Transition(at=NOW_MS - 600_000, state="forming", price=6901.5, reason="price 0.30 E15 from the call wall"),
            Transition(at=NOW_MS - 240_000, state="ready", price=6904.2, reason="all 3 conditions hold"),
        ),
    )  # fmt: skip


def package() -> FlowAlert:
    """An order of two legs, netted."""
    return msgspec.structs.replace(
        flow_alert(0, "pkg"), type="block", side="unknown", direction="unknown", side_confidence=0.0, package="pkg",
        condition="vertical, 2 legs, net premium at least", premium=320_000.0,
    )  # fmt: skip


def middle() -> FlowAlert:
    """A print at the middle of its quote."""
    return msgspec.structs.replace(
        flow_alert(0, "mid"), type="print", side="unknown", direction="unknown", side_confidence=0.0,
        condition="side unknown: at the middle of the quote", premium=190_000.0,
    )  # fmt: skip


def flow_summary() -> FlowSummary:
    """Three windows and what was left out."""
    windows = tuple(
        FlowWindow(
            minutes=minutes, call_bought=at * 1.4e6, call_sold=at * 0.9e6, put_bought=at * 0.4e6, put_sold=at * 0.3e6,
            unknown=at * 0.25e6, prints=20 * at,
        )
        for at, minutes in enumerate((5, 15, 30), start=1)
    )  # fmt: skip
    return FlowSummary(
        kind="prints", label="≥ $150K", windows=windows, cancelled=2, late=1, duplicates=3, packages=14,
        unpaired_legs=5, financing=4, largest=(large("p1", "sell", None), large("p2", "unknown", "k1")),
    )  # fmt: skip


def large(key: str, side: Literal["buy", "sell", "unknown"], package: str | None) -> LargePrint:
    """One of the largest prints of the day."""
    return LargePrint(
        key=key, contract="SPXW251119C06900000", strike=6_900.0, expiry="2025-11-19", right="C", price=4.1, size=4_200,
        premium=1_722_000.0, tag="single print, tag unknown", package=package, side=side, stamp="14:31:52.000000001",
    )  # fmt: skip


def messages() -> list[CoachMessage]:
    """Four claims with their cites, one of each outcome."""
    cites = (
        Cite(channel="gex:SPX", id="flipPoint", value=6890.0, age_ms=4_200),
        Cite(channel="price:SPX", id="price", value=6885.9, age_ms=40),
    )
    claim = Claim(price=6892.0, above=True, on="close")
    return [
        msgspec.structs.replace(coach_message(name, "guidance", 60 * ago), cites=cites, claim=claim)
        for name, ago in (("void", 40), ("stood", 20), ("false", 12), ("open", 1))
    ]


def record() -> CoachRecord:
    """What became of them."""
    outcomes = (
        Grade(id="void", ts=NOW_MS - 40 * MINUTE_MS, outcome="void", at=NOW_MS - 35 * MINUTE_MS),
        Grade(id="stood", ts=NOW_MS - 20 * MINUTE_MS, outcome="stood", at=NOW_MS - 10 * MINUTE_MS),
        Grade(id="false", ts=NOW_MS - 12 * MINUTE_MS, outcome="false", at=NOW_MS - 9 * MINUTE_MS, price=6893.1),
        Grade(id="open", ts=NOW_MS - MINUTE_MS, outcome="open", at=NOW_MS + 10 * MINUTE_MS),
    )
    return CoachRecord(claims=4, open=1, false=1, stood=1, void=1, grades=outcomes)
