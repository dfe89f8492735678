"""Faults that belong to a scenario."""

from collections.abc import Mapping

from spxcc.feeds.simulator.massive.faults import Fault

SCRIPTS: Mapping[str, tuple[Fault, ...]] = {
    "feed-degraded": (
        Fault("freeze", since="11:03:00", until="11:03:30"),
        Fault("missing-greeks", 0.6, since="11:04:00", until="11:06:00"),
        Fault("drop", since="11:06:00", until="11:06:01"),
        Fault("crossed-quotes", 0.1, since="11:08:00", until="11:10:00"),
        Fault("429", 0.7, since="11:12:00", until="11:13:00", value=2.0),
        Fault("out-of-order", 0.2, since="11:14:00", until="11:16:00"),
        Fault("outliers", 0.02, since="11:17:00", until="11:18:00"),
        Fault("500-html", 0.5, since="11:19:00", until="11:20:00"),
        Fault("late-prints", 0.05, since="11:21:00", until="11:31:00"),
        Fault("half-open", since="11:33:00", until="11:33:01"),
        Fault("missing-bars", 0.5, since="11:35:00", until="11:45:00"),
    ),
}


def script_of(scenario: str) -> tuple[Fault, ...]:
    """The faults of a scenario, none for most."""
    return SCRIPTS.get(scenario, ())
