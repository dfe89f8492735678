"""The coach over steps."""

from dataclasses import replace

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.agenda.result import AGENDA_KEY, Agenda, Event
from spxcc.engines.coach.compute import ENGINE, CoachMemory, compute
from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.result import CoachMessage, CoachResult
from spxcc.engines.engine import Upstream
from spxcc.market.units import to_millis
from tests.engines.coach.desks import NOW, Scene, gex, play, regime, setup, step
from tests.fakes.snapshots import at, make_session, make_snapshot


def test_f48_a_fresh_run_begins_with_a_brief() -> None:
    messages, result = play(Scene(mode="sim"), Scene(mode="sim").at("10:31"))
    assert [message.type for message in messages] == ["guidance"]
    assert messages[0].content.startswith("[sim] Session brief 10:30: SPX 6,000.0")
    assert messages[0].ts == to_millis(NOW)
    assert messages[0].expires == to_millis(NOW) + 1_800_000
    assert {cite.channel for cite in messages[0].cites} >= {"price:SPX", "gex:SPX", "regime:update", "status"}
    assert (result.said, result.dropped, result.withheld, result.reason) == (1, 0, 0, None)


def test_before_a_price_it_says_what_it_waits_for() -> None:
    messages, result = play(Scene(price=None, gex=None))
    assert (messages, result.reason) == ([], "nothing to cite yet: no fresh SPX price")
    messages, result = play(Scene(price_age_ms=91_000))
    assert (messages, result.reason) == ([], "nothing to cite yet: no fresh SPX price")
    messages, _ = play(Scene(price=None, gex=None), Scene().at("10:31"))
    assert len(messages) == 1


def test_a_quoted_reason_that_may_not_be_said_shortens_the_brief() -> None:
    messages, _ = play(Scene(gex=gex(reason="dealers unknown")))
    assert messages[0].content == "Session brief 10:30: SPX 6,000.0 (+10.0 on the day); close in 330 min (16:00)."


DAY = (
    Scene(),
    Scene(price=6049.6).at("10:40"),
    Scene(setups=(setup(state="ready"),)).at("10:55"),
    Scene(setups=(setup(state="triggered"),)).at("10:58"),
    Scene(setups=(setup(state="resolved", reason="T1 6,038.0 reached"),)).at("11:20"),
    Scene(price=5947.0).at("12:00"),
    Scene(regime=regime("trending", 0.82)).at("12:30"),
    Scene(gex=gex(quotes_at=to_millis(at("12:30")))).at("12:35", gex=gex(quotes_at=to_millis(at("12:30")))),
    Scene().at("12:40"),
    Scene().at("15:00"),
)


def test_f48_a_day() -> None:
    messages, result = play(*DAY)
    assert [(message.type, message.priority, message.content.split(":")[0][:32]) for message in messages] == [
        ("guidance", "low", "Session brief 10"),
        ("alert", "medium", "6,050 call wall (9 % of gross ga"),
        ("setup", "medium", "Fade at wall short at CW 6,050 r"),
        ("setup", "high", "Fade at wall short at CW 6,050 t"),
        ("setup", "low", "Fade at wall short at CW 6,050 r"),
        ("alert", "high", "SPX 5,947.0 is now below zero ga"),
        ("alert", "high", "SPX 6,000.0 is now above zero ga"),
        ("guidance", "low", "Regime now trending, before rang"),
        ("guidance", "low", "SPX has been 82 % of the session"),
        ("alert", "high", "GEX inputs 5 min old (limit 15 s"),
        ("guidance", "low", "GEX inputs are fresh"),
        ("guidance", "low", "Regime now ranging, before trend"),
        ("guidance", "low", "Close in 60 min, at 16"),
    ]
    assert len({message.id for message in messages}) == len(messages)
    assert (result.said, result.dropped, result.withheld) == (len(messages), 0, 0)
    assert messages[3].setup_id == "s1"


def test_f48_every_message_of_a_day_passes_the_linter() -> None:
    messages, _ = play(*DAY)
    for message in messages:
        assert lint(message.content, message.cites, lambda channel: 90_000, falsifier=message.falsifier) == ()
        assert message.expires >= message.ts


def test_f48_a_message_on_stale_inputs_is_dropped_and_counted() -> None:
    touched = Scene(price=6049.6, price_age_ms=95_000).at("10:40")
    messages, result = play(Scene(), touched)
    assert [message.type for message in messages] == ["guidance"]
    assert (result.dropped, result.said) == (1, 1)


def test_f48_the_budget_withholds_and_counts() -> None:
    scenes = [Scene()]
    for number in range(8):
        clock = at("10:40") + number * 12 * 60_000_000_000
        done = tuple(setup(f"s{each}") for each in range(number + 1))
        quotes = gex(quotes_at=to_millis(clock))
        scenes.append(replace(Scene(setups=done, gex=quotes), as_of=clock))
    messages, result = play(*scenes)
    assert sum(message.type == "setup" for message in messages) == 6
    assert result.withheld == 2


def test_f48_outside_regular_hours_only_gamma_inputs_are_news() -> None:
    late = Scene().at("15:59")
    after = Scene(price=6049.6, regime=regime("trending", 1.1)).at("16:05", setups=(setup(),))
    messages, _ = play(late, after, replace(after, gex=None))
    assert [message.content.split(":")[0] for message in messages] == ["Session brief 15", "GEX gives no result"]


def test_f48_the_close_makes_no_old_chain_fresh() -> None:
    old = gex(quotes_at=to_millis(at("09:00")))
    messages, _ = play(Scene(gex=old).at("15:59", gex=old), Scene(gex=old).at("16:01", gex=old))
    assert len(messages) == 1
    assert "GEX inputs 7 h old (limit 15 s)" in messages[0].content


def test_f15_ids_are_the_same_in_every_run_and_never_repeat() -> None:
    one, _ = play(*DAY)
    two, _ = play(*DAY)
    assert [message.id for message in one] == [message.id for message in two]
    again, _ = play(Scene(), Scene(price=6049.6).at("10:40"), Scene().at("11:00"), Scene(price=6049.6).at("11:10"))
    assert len({message.id for message in again}) == 3


def test_a_new_session_is_briefed_anew() -> None:
    _, memory = step(Scene(), CoachMemory())
    result, memory = step(Scene().at("10:31"), msgspec.structs.replace(memory, session="2026-01-13"))
    assert len(result.new) == 1
    assert memory.session == "2026-01-14"


def test_memory_and_result_survive_a_checkpoint() -> None:
    memory = CoachMemory()
    for scene in DAY[:6]:
        result, memory = step(scene, memory)
        assert msgspec.json.decode(msgspec.json.encode(result), type=CoachResult) == result
        assert msgspec.json.decode(msgspec.json.encode(memory), type=CoachMemory) == memory


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.floats(5900, 6100), st.floats(5900, 6100), st.floats(0, 1), st.integers(0, 200_000), st.booleans()
        ),
        max_size=12,
    )
)
def test_f48_whatever_happens_each_message_is_cited_and_unique(
    drawn: list[tuple[float, float, float, int, bool]],
) -> None:
    scenes = []
    for number, (price, flip, share, age_ms, there) in enumerate(drawn):
        now = NOW + number * 420_000_000_000
        result = gex(flip_point=round(flip, 2), quotes_at=to_millis(now) - age_ms)
        scenes.append(
            replace(Scene(regime=regime(used=round(share, 3))), as_of=now, price=price, gex=result if there else None)
        )
    messages, result_ = play(Scene(), *scenes)
    assert len({message.id for message in messages}) == len(messages) == result_.said
    for message in messages:
        assert lint(message.content, message.cites, lambda channel: 90_000, falsifier=message.falsifier) == ()
    alerts = [message for message in messages if message.priority != "low" and "GEX" not in message.content]
    assert len(alerts) <= 6 + sum("Net GEX" in message.content for message in messages)


def test_it_speaks_on_its_channel() -> None:
    _, result = play(Scene())
    assert [item.channel.name for item in ENGINE.publish(result)] == ["coach:message", "coach:record"]


def test_f48_during_a_blackout_nothing_but_the_blackout_is_said() -> None:
    now = to_millis(at("10:40"))
    event = Event(
        id="cpi", name="CPI", at=now, importance="high", quiet_from=now - 600_000, quiet_until=now + 1_200_000
    )
    quiet = Agenda(next=None, minutes=None, today=(event,), blackout=event)
    messages, memory = list[CoachMessage](), CoachMemory()
    for scene, agenda in (
        (Scene(), None),
        (Scene(price=6049.6).at("10:40"), quiet),
        (Scene(setups=(setup(state="triggered"),)).at("10:50"), quiet),
        (Scene(setups=(setup(state="resolved", reason="T1"),)).at("11:05"), None),
    ):
        snapshot = make_snapshot(scene.as_of, session=make_session(scene.as_of), mode="live")
        results = scene.results if agenda is None else {**scene.results, AGENDA_KEY.name: agenda}
        result, memory = compute(snapshot, Upstream(results), memory)
        messages += result.new
    assert [message.content[:40] for message in messages[1:2]] == ["Blackout around CPI at 10:40: quiet unti"]
    assert [message.ts for message in messages if at("10:35") < message.ts * 1_000_000 < at("11:00")] == [now]
    assert result.withheld >= 2
