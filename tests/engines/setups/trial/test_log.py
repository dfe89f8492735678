"""Lines of the log: ids that do not depend on prices, steps in order, shadows marked."""

from spxcc.engines.setups.catalogue.shipped import shipped
from spxcc.engines.setups.geometry import Plan
from spxcc.engines.setups.trial.log import events_of
from spxcc.engines.setups.trial.play import Attempt

MADE = next(one for one in shipped() if one.code == "S9")
PLAN = Plan(entry=10.0, stop=8.0, t1=12.0, t2=None, r1=1.0, r2=None, null=0.5)
ENDS, CLOSES = [60_000 * at for at in range(1, 11)], [float(at) for at in range(10)]


def test_f43_steps_have_one_id_and_their_times() -> None:
    attempt = Attempt(MADE.kind, -1, 0, "PDL", 0, 9.0, 1, 2, 3, 5, "target", PLAN, 1.0)
    events = events_of([attempt], MADE, "2025-01-07", ENDS, CLOSES)
    assert [(one.phase, one.t_event) for one in events] == [
        ("armed", 120_000), ("triggered", 180_000), ("filled", 240_000), ("t1_hit", 360_000)
    ]  # fmt: skip
    assert len({one.id for one in events}) == 1
    assert (events[0].side, events[0].rules_version, events[0].stop, events[2].stop) == (
        "short",
        MADE.version,
        None,
        8.0,
    )


def test_f43_a_shadow_has_its_own_id_and_names_its_gate() -> None:
    shadow = Attempt(MADE.kind, -1, 0, "PDL", 0, 9.0, 1, 2, 3, 5, "stop", PLAN, -1.0, "cool-down")
    [first, *_, last] = events_of([shadow], MADE, "2025-01-07", ENDS, CLOSES)
    assert (first.phase, first.gates, first.shadow, last.phase) == ("blocked", ("cool-down",), True, "stopped")
    assert first.id.endswith("~")
