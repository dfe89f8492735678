"""The card: its digest, what may stand on it, planned against done."""

import hashlib
import json

import msgspec
import pytest

from spxcc.engines.plan.card import check, differences, digest_of, span_of, window_at
from spxcc.engines.plan.result import PlanCard, Trade
from spxcc.market.session import at_exchange
from spxcc.market.units import to_millis

DAY = "2026-03-24"
CARD = PlanCard(
    bias="long", line=6880, levels=(6905, 6880.5), setups=("fade",), max_loss_usd=500, max_trades=2,
    windows=("12:00-13:30",), not_today="chase",
)  # fmt: skip


def at(clock: str) -> int:
    return to_millis(at_exchange(DAY, clock))


def test_the_digest_is_that_of_its_canonical_json() -> None:
    text = json.dumps(json.loads(msgspec.json.encode(CARD)), sort_keys=True, separators=(",", ":"))
    assert digest_of(CARD) == hashlib.sha256(text.encode()).hexdigest()
    assert digest_of(CARD) != digest_of(msgspec.structs.replace(CARD, max_trades=3))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"levels": (1.0, 2.0, 3.0)}, "two levels"),
        ({"line": -5.0}, "price"),
        ({"max_loss_usd": -1.0}, "above 0"),
        ({"max_loss_usd": float("nan")}, "above 0"),
        ({"max_trades": -1}, "number of trades"),
        ({"windows": ("noon",)}, "window such as"),
        ({"windows": ("14:00-13:00",)}, "ends after"),
        ({"not_today": "x" * 121}, "characters"),
        ({"setups": ("x" * 121,)}, "characters"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check(msgspec.structs.replace(CARD, **change))
    assert check(CARD) is CARD


def test_windows_are_exchange_time_and_open_at_their_end() -> None:
    assert span_of("12:00-13:30", DAY) == (at("12:00"), at("13:30"))
    assert window_at(CARD, DAY, at("12:00")) == ("12:00-13:30", at("13:30"))
    assert window_at(CARD, DAY, at("13:30")) is None


def test_planned_against_done_line_by_line() -> None:
    trades = (
        Trade(
            id=1, label="FADE ↓ CALL WALL 6,905", opened=at("10:00"), side="short", closed=at("10:30"), r=-1, usd=-450
        ),
        Trade(id=2, label="own trade", opened=at("12:30"), side="long", closed=at("12:40"), r=-0.5, usd=-100),
        Trade(id=3, label="FADE ↑", opened=at("14:00"), side="long"),
    )
    told = {line.what: (line.done, line.kept) for line in differences(CARD, trades, DAY)}
    assert told == {
        "trades": ("3", False),
        "loss $": ("-550", False),
        "bias": ("1 against it", False),
        "setups": ("1 others: own trade", False),
        "no-trade windows": ("1 inside", False),
        "today I will not": ("yours to judge", None),
    }
    kept = {line.what: line.kept for line in differences(CARD, (), DAY)}
    assert [name for name, good in kept.items() if good is False] == []
    unknown = differences(CARD, (Trade(id=1, label="fade", opened=1, closed=2, r=-1),), DAY)
    assert next(line.kept for line in unknown if line.what == "loss $") is None
    assert differences(PlanCard(), trades, DAY) == ()
