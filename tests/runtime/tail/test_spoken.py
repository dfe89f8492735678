"""Sentences for ears: plain words, and nothing that a reader cannot say."""

import re
from dataclasses import dataclass
from typing import Any, cast

import pytest
from msgspec import structs

from spxcc.client.store import Store
from spxcc.engines.alerts.result import AlertEvent, Fired
from spxcc.engines.basis.result import BASIS
from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.engines.flow.result import FLOW_ALERT
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.regime.result import REGIME
from spxcc.engines.session.result import STATUS
from spxcc.engines.setups.result import SETUPS_UPDATE, Check
from spxcc.runtime.tail.rows import Change, Row
from spxcc.runtime.tail.spoken import age, dollars, moved, sentence, signed, subject
from tests.fakes.desk_data import empty_desk, full_desk, setup

SPEAKABLE = re.compile(r"[\w\s.,;:%()\[\]+/'\"&=*#×σγ!?–-]*")
DESK = full_desk()[0]
STORE = cast(Store, DESK)


def row(channel: str, data: Any, change: Change = "state", snapshot: bool = False) -> Row:
    return Row(channel=channel, change=change, as_of=0, data=data, snapshot=snapshot)


def test_the_price_tells_what_stands_around_it() -> None:
    text = sentence(row("price:SPX", DESK.get(price_channel("SPX"))), STORE)
    assert text.startswith("price 6,885.86 up 12.41; gamma negative; nearest level above ")
    assert re.search(r"above [\w +.-]+ [\d,.]+, \d+\.\d away; below [\w +.-]+ [\d,.]+, \d+\.\d away$", text)
    spy = sentence(row("price:SPY", DESK.get(price_channel("SPY"))), STORE)
    assert spy.startswith("SPY price")
    assert ";" not in spy
    alone = sentence(row("price:SPX", DESK.get(price_channel("SPX"))), cast(Store, empty_desk()[0]))
    assert alone == "price 6,885.86 up 12.41"


def test_a_setup_tells_what_it_needs_without_the_language_of_rules() -> None:
    rule = Check(name="hold", ok=False, value="does not hold", need="close > level and close[1] <= level[1]")
    lacking = structs.replace(setup(), checks=(rule,), needs=f"{rule.name} {rule.need} ({rule.value})")
    assert sentence(row("setups:update", lacking, "modified"), STORE).endswith("conditions, needs hold")


def test_every_channel_has_a_sentence_without_glyphs() -> None:
    rows = [row(one.name, DESK.get(one)) for one in (price_channel("SPX"), gex_channel("SPX"), REGIME, BASIS, STATUS)]
    rows += [row("setups:update", one, "modified") for one in DESK.items(SETUPS_UPDATE).values()]
    rows += [row("flow:alert", one, "event") for one in DESK.events(FLOW_ALERT)]
    rows += [row("coach:message", one, "event") for one in DESK.events(COACH_MESSAGE)]
    for one in rows:
        text = sentence(one, STORE)
        assert text, one.channel
        assert SPEAKABLE.fullmatch(text), text
        assert "\n" not in text


def test_signs_are_words() -> None:
    gex = DESK.get(gex_channel("SPX"))
    assert gex is not None
    text = sentence(row("gex:SPX", gex), STORE)
    assert text.startswith("SPX gamma negative, minus 688 million dollars a percent; flip 6,890")
    unknown = structs.replace(gex, net_gex=None, reason="no chain")
    assert sentence(row("gex:SPX", unknown), STORE) == "SPX gamma unknown, no chain"
    assert (signed(-0.6), signed(1.2)) == ("minus 0.60", "plus 1.20")
    assert (moved(-3.2), moved(0.001), moved(None)) == (" down 3.20", " unchanged", "")


def test_what_is_over_or_was_before_is_no_news() -> None:
    message = DESK.events(COACH_MESSAGE)[0]
    assert sentence(row("coach:message", message, "event", snapshot=True), STORE) == ""
    setup = next(iter(DESK.items(SETUPS_UPDATE).values()))
    assert sentence(row("setups:update", setup, "removed"), STORE) == ""
    closed = structs.replace(setup, state="expired")
    assert sentence(row("setups:update", closed, "added", snapshot=True), STORE) == ""
    assert "expired" in sentence(row("setups:update", closed, "modified"), STORE)
    level = next(iter(DESK.items(LEVELS_UPDATE).values()))
    assert sentence(row("levels:update", level, "modified"), STORE) == ""


def test_events_are_each_told_and_setups_each_have_their_own_subject() -> None:
    assert subject(row("coach:message", DESK.events(COACH_MESSAGE)[0], "event")) == ""
    assert subject(row("price:SPX", DESK.get(price_channel("SPX")))) == "price:SPX"
    assert len({subject(row("setups:update", one)) for one in DESK.items(SETUPS_UPDATE).values()}) > 1


def test_channels_without_words_of_their_own() -> None:
    @dataclass
    class Told:
        text: str = "a ↑ b"

    assert sentence(row("alerts:update", Told(), "event"), STORE) == "alerts: a up b"
    assert sentence(row("some:thing", object(), "event"), STORE) == "some thing changed"
    assert sentence(row("some:thing", object()), STORE) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(172_400, "172 thousand dollars"), (-0.6e9, "minus 600 million dollars"), (1.25e9, "1.25 billion dollars"),
     (999, "999 dollars"), (1_500, "1.50 thousand dollars")],
)  # fmt: skip
def test_dollars(value: float, text: str) -> None:
    assert dollars(value) == text


def test_ages() -> None:
    assert [age(value) for value in (1, 59, 60, 3_599, 7_200)] == [
        "1 second", "59 seconds", "1 minute", "59 minutes", "2 hours",
    ]  # fmt: skip


def test_an_alert_that_fired_is_told_and_other_news_of_alerts_are_not() -> None:
    fired = Fired(
        id="1", alert=1, kind="touch", severity="info", words="touch 6,905 ↑", at=0, price=6904.8, age_ms=10, subject=""
    )
    event = AlertEvent(id="e", event="fired", at=0, realm="sim", alert=1, fired=fired)
    assert sentence(row("alerts:local", event, "event"), STORE) == "alert touch 6,905 up, price 6,904.80"
    assert sentence(row("alerts:local", structs.replace(event, fired=None), "event"), STORE) == ""
