"""Words of the coach."""

from spxcc.engines.coach.result import COACH_MESSAGE
from spxcc.ui.panels.coach.view_model import QUIET, build, pending_alerts
from tests.fakes.desk_data import coach_message, empty_desk, full_desk
from tests.fakes.screens import empty_frame, make_frame


def test_newest_first_with_counts() -> None:
    view = build(make_frame())
    assert [row.kind for row in view.rows] == ["ALERT", "SETUP", "GUIDE"]
    assert view.counts == (1, 1, 1)
    assert view.rows[0].time == "14:31:52"
    assert view.rows[0].falsifier == "falsified by a 1m close above 6,892"


def test_acknowledged_and_expired_alerts_do_not_wait() -> None:
    assert [one.id for one in pending_alerts(make_frame())] == ["m3"]
    assert pending_alerts(make_frame(seen=frozenset({"m3"}))) == ()
    store, clock = full_desk()
    clock.advance(601)
    frame = make_frame((store, clock))
    assert pending_alerts(frame) == ()
    assert all(row.over for row in build(frame).rows)


def test_an_alert_that_waits_stands_above_what_is_newer() -> None:
    store, clock = full_desk()
    store.put_events(COACH_MESSAGE, [coach_message("m4", "guidance", 5)])
    assert [row.id for row in build(make_frame((store, clock))).rows] == ["m3", "m4", "m2", "m1"]
    seen = frozenset({"m3"})
    assert [row.id for row in build(make_frame((store, clock), seen=seen)).rows] == ["m4", "m3", "m2", "m1"]
    limited = build(make_frame((store, clock)), 2)
    assert ([row.id for row in limited.rows], limited.counts) == (["m3", "m4"], (1, 1, 2))


def test_reasons() -> None:
    assert build(empty_frame()).reason == "waiting for the first value of coach:message"
    store, clock = empty_desk()
    store.put_events(COACH_MESSAGE, [])
    assert build(make_frame((store, clock))).reason == "nothing to say yet: it speaks when something changes"
    store.put_events(COACH_MESSAGE, [coach_message("a")])
    assert build(make_frame((store, clock))).reason is None


def test_a_quiet_coach_says_its_alerts_only_and_counts_all() -> None:
    view = build(make_frame(coach="quiet"))
    assert [row.kind for row in view.rows] == ["ALERT"]
    assert view.counts == (1, 1, 1)
    store, clock = empty_desk()
    assert build(make_frame((store, clock), coach="quiet")).reason != QUIET
    store.put_events(COACH_MESSAGE, [coach_message("m1", "guidance", 5)])
    assert build(make_frame((store, clock), coach="quiet")).reason == QUIET
