"""The scenarios that are shipped."""

from spxcc.feeds.simulator.day_types import DAY_TYPES, FIRST_ORDERS
from spxcc.feeds.simulator.scenario import BookShape, Crowd, Phase, Scenario, ScriptedOrder, Truth

DEFAULT = "flip-loss"

FLIP_LOSS = Scenario(
    name="flip-loss",
    title="Flip loss: a morning under the call wall, an afternoon below the flip",
    what_to_see=(
        "6100 is the call wall and turns the index back at 10:26, 10:52, 11:00 and 11:40; gamma is positive above the "
        "flip near 6074 and damps. At 13:22 the index falls through the flip, the range widens, and put sweeps follow."
    ),
    previous_close=6071.4,
    path=(
        ("09:30", 6080.0),
        ("09:50", 6091.0),
        ("10:12", 6085.0),
        ("10:26", 6099.6),
        ("10:33", 6094.0),
        ("10:45", 6093.0),
        ("10:52", 6099.7),
        ("10:56:30", 6097.2),
        ("10:59:20", 6098.9),
        ("11:00:40", 6099.8),
        ("11:04", 6096.4),
        ("11:20", 6092.5),
        ("11:40", 6099.6),
        ("12:00", 6091.0),
        ("12:40", 6088.0),
        ("13:05", 6081.5),
        ("13:19", 6079.0),
        ("13:24", 6070.0),
        ("13:45", 6058.0),
        ("14:08", 6068.5),
        ("14:40", 6047.0),
        ("15:10", 6055.0),
        ("15:40", 6036.0),
        ("16:00", 6041.0),
    ),
    phases=(
        Phase("09:30", "range", 0.95, 8.0),
        Phase("12:00", "compression", 0.7, 8.0),
        Phase("13:05", "break", 1.3, 0.0, -0.5),
        Phase("13:45", "trend", 1.6, 0.0, -0.3),
    ),
    book=BookShape(
        centre=6077.0,
        crowds=(Crowd(6100.0, "C", 1.4), Crowd(6100.0, "P", 0.4), Crowd(6050.0, "P", 1.5), Crowd(6050.0, "C", 0.6)),
    ),
    truth=Truth(call_wall=6100.0, put_wall=6050.0, flip=6074.0, flip_tolerance=7.0, close=6041.0, crossed_at="13:22"),
    cap=6100.0,
    orders=(
        *FIRST_ORDERS,
        ScriptedOrder("13:22:05", "sweep", "P", "buy", -5.0),
        ScriptedOrder("13:22:06", "sweep", "P", "buy", -10.0),
        ScriptedOrder("13:22:08", "sweep", "P", "buy", -15.0),
        ScriptedOrder("13:24:00", "sweep", "P", "buy", -10.0),
        ScriptedOrder("13:31:10", "block", "P", "buy", -25.0),
    ),
)

PIN = Scenario(
    name="pin",
    title="Pin: positive gamma and a close at the big strike",
    what_to_see=(
        "6050 holds the largest gamma of the day and gamma is positive on both sides of it; moves away from it turn, "
        "grow shorter in the afternoon, and the close lies within two points of the strike."
    ),
    previous_close=6044.2,
    path=(
        ("09:30", 6040.0),
        ("10:05", 6055.5),
        ("10:35", 6041.0),
        ("10:57", 6045.5),
        ("11:01", 6047.6),
        ("11:25", 6057.0),
        ("12:10", 6044.5),
        ("13:00", 6055.0),
        ("13:50", 6046.0),
        ("14:30", 6053.0),
        ("15:00", 6048.0),
        ("15:30", 6051.2),
        ("15:50", 6049.4),
        ("16:00", 6050.3),
    ),
    phases=(
        Phase("09:30", "range", 0.85, 8.0),
        Phase("13:00", "compression", 0.6, 6.0),
        Phase("15:00", "compression", 0.35, 4.0),
    ),
    book=BookShape(
        centre=6030.0,
        calls=1.4,
        crowds=(Crowd(6050.0, "C", 2.6), Crowd(6050.0, "P", 1.4), Crowd(6000.0, "P", 0.7)),
    ),
    truth=Truth(call_wall=6050.0, put_wall=6000.0, flip=5995.0, flip_tolerance=10.0, close=6050.3),
    vix=13.6,
    orders=FIRST_ORDERS,
)

TREND = Scenario(
    name="trend",
    title="Trend: one way from the open, against negative gamma",
    what_to_see=(
        "The index opens far below the flip and climbs all day; every pull-back ends above the one before, gamma is "
        "negative until the flip near 6071 is reached after 15:00. A jump at 10:05 is news, not a bad tick."
    ),
    previous_close=5985.3,
    path=(
        ("09:30", 5993.0),
        ("09:52", 6001.0),
        ("10:05", 5999.0),
        ("10:05:03", 6007.0),
        ("10:25", 6012.0),
        ("10:33", 6009.0),
        ("10:55", 6025.5),
        ("10:59:50", 6019.0),
        ("11:03", 6022.5),
        ("11:25", 6034.0),
        ("11:35", 6030.0),
        ("12:30", 6041.0),
        ("13:20", 6046.0),
        ("13:35", 6042.0),
        ("14:30", 6060.0),
        ("14:45", 6055.0),
        ("15:30", 6074.0),
        ("16:00", 6079.0),
    ),
    phases=(
        Phase("09:30", "trend", 0.8, 6.0, 0.3),
        Phase("11:35", "trend", 0.7, 8.0, 0.2),
        Phase("15:00", "trend", 0.9, 0.0, 0.4),
    ),
    book=BookShape(centre=6050.0, puts=1.15, crowds=(Crowd(6100.0, "C", 1.5), Crowd(6000.0, "P", 1.3))),
    truth=Truth(call_wall=6100.0, put_wall=6000.0, flip=6071.0, flip_tolerance=8.0, close=6079.0, crossed_at="15:15"),
    vix=16.5,
    orders=FIRST_ORDERS,
)

SCENARIOS: tuple[Scenario, ...] = (FLIP_LOSS, PIN, TREND, *DAY_TYPES)


def scenario_named(name: str) -> Scenario:
    """The scenario of that name. Raises ValueError that lists the known names."""
    for scenario in SCENARIOS:
        if scenario.name == name:
            return scenario
    known = ", ".join(scenario.name for scenario in SCENARIOS)
    raise ValueError(f"expected a scenario of {known}, found {name[:32]!r}; choose one with --scenario")
