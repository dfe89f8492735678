"""Counts of what got how far."""

from spxcc.engines.setups.trial.funnel import Funnel
from spxcc.engines.setups.trial.play import Attempt


def test_stages_gates_and_shadows_are_counted() -> None:
    funnel = Funnel("k")
    funnel.add([
        Attempt("k", 1, 0, "L", 0, 1.0, 3, 4, 5, 9, "target", None, 1.0),
        Attempt("k", 1, 0, "L", 1, 1.0, 12),
        Attempt("k", 1, 0, "L", 2, 1.0, 20, 21, ended=22, outcome="no_fill"),
        Attempt("k", 1, 0, "L", 3, 1.0, 30, 31, 32, 40, "stop", None, -1.0, "cool-down"),
        Attempt("k", 1, 0, "L", 4, 1.0, 30, 31, 32, 40, "target", None, 1.0, "time"),
    ])  # fmt: skip
    assert funnel.counts == {"armed": 3, "triggered": 2, "filled": 1, "target": 1, "no_fill": 1}
    assert (funnel.blocked, funnel.shadow_won, funnel.shadow_lost) == ({"cool-down": 1, "time": 1}, 1, 1)
    assert funnel.as_object()["sessions"] == 1
