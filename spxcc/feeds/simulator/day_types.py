"""The day types that a trader should tell apart, each a scenario."""

from spxcc.feeds.simulator.scenario import BookShape, Crowd, Phase, Scenario, ScriptedOrder, Truth

FIRST_ORDERS = (
    ScriptedOrder("11:00:01", "sweep", "C", "buy", 5.0),
    ScriptedOrder("11:00:02", "block", "P", "sell", -20.0),
    ScriptedOrder("11:00:04", "package", "C", "buy", 10.0),
)
HALF_DAY_ORDERS = (
    ScriptedOrder("12:17:10", "sweep", "C", "buy", 5.0),
    ScriptedOrder("12:17:12", "block", "P", "sell", -20.0),
    ScriptedOrder("12:17:16", "package", "C", "buy", 10.0),
)
"""Scenarios count 390 minutes: on a half day this is 11:00."""
RANGE, CALM = Phase("09:30", "range", 0.9, 8.0), Phase("12:00", "compression", 0.6, 8.0)


def _walls(call: float, put: float, centre: float, calls: float = 1.0, puts: float = 1.0) -> BookShape:
    """A book with one crowded strike on each side."""
    return BookShape(centre, calls, puts, (Crowd(call, "C", 1.6), Crowd(put, "P", 1.6)))


GAP_AND_GO = Scenario(
    name="gap-and-go",
    title="Gap and go: up at the open, never filled",
    what_to_see=(
        "The index opens 38 points up, holds the gap and climbs; every pull-back stops above the opening "
        "range."
    ),
    previous_close=6022.0,
    path=(
        ("09:30", 6060.0), ("09:45", 6066.0), ("10:10", 6061.5), ("10:55", 6076.0), ("11:20", 6072.0),
        ("12:30", 6083.0), ("14:00", 6081.0), ("15:20", 6093.0), ("16:00", 6096.0),
    ),
    phases=(
        Phase("09:30", "trend", 0.9, 6.0, 0.3), Phase("12:30", "compression", 0.6, 8.0, 0.1),
        Phase("15:00", "trend", 0.9, 0.0, 0.3)),
    book=_walls(6100.0, 6000.0, 6055.0),
    truth=Truth(6100.0, 6000.0, 6061.0, 8.0, 6096.0),
    orders=FIRST_ORDERS,
)  # fmt: skip

GAP_FILL = Scenario(
    name="gap-fill",
    title="Gap fill: up at the open, back to the close of yesterday by noon",
    what_to_see=(
        "The index opens 30 points up, fails at 6075 and fills the gap to 6040 at 11:48, where it stays for "
        "the day."
    ),
    previous_close=6040.0,
    path=(
        ("09:30", 6070.0), ("09:38", 6074.5), ("10:00", 6064.0), ("10:25", 6067.0), ("11:00", 6054.0),
        ("11:48", 6040.0), ("12:30", 6044.0), ("14:00", 6038.5), ("15:30", 6043.0), ("16:00", 6041.5),
    ),
    phases=(Phase("09:30", "trend", 0.9, 6.0, -0.2), Phase("11:48", "range", 0.6, 8.0)),
    book=_walls(6100.0, 6000.0, 6045.0),
    truth=Truth(6100.0, 6000.0, 6052.0, 12.0, 6041.5),
    orders=FIRST_ORDERS,
)  # fmt: skip

V_REVERSAL = Scenario(
    name="v-reversal",
    title="V reversal: a failed breakdown",
    what_to_see=(
        "6000 breaks at 11:25, the low is 5991 at 11:40, and by 12:10 the index is back above; shorts are "
        "trapped."
    ),
    previous_close=6030.0,
    path=(
        ("09:30", 6026.0), ("10:10", 6012.0), ("10:40", 6018.0), ("11:15", 6004.0), ("11:25", 6000.0),
        ("11:40", 5991.0),
        ("12:10", 6004.0), ("13:00", 6017.0), ("14:30", 6025.0), ("16:00", 6034.0),
    ),
    phases=(
        Phase("09:30", "trend", 1.1, 6.0, -0.3), Phase("11:40", "trend", 1.2, 6.0, 0.4),
        Phase("13:00", "range", 0.8, 8.0)),
    book=_walls(6050.0, 6000.0, 6035.0),
    truth=Truth(6050.0, 6000.0, 6045.0, 8.0, 6034.0),
    vix=16.0,
    orders=FIRST_ORDERS,
)  # fmt: skip

VOL_SPIKE = Scenario(
    name="vol-spike",
    title="Volatility spike: two percent down in the afternoon",
    what_to_see="Calm until 13:20, then −2 % in two hours; VIX rises by two points, spreads widen, puts are swept.",
    previous_close=6060.0,
    path=(
        ("09:30", 6058.0), ("11:00", 6064.0), ("12:30", 6055.0), ("13:20", 6050.0), ("13:50", 6012.0),
        ("14:20", 5985.0),
        ("14:40", 5996.0), ("15:20", 5936.0), ("16:00", 5941.0),
    ),
    phases=(Phase("09:30", "range", 0.7, 8.0), Phase("13:20", "break", 2.2, 0.0, -0.6)),
    book=_walls(6100.0, 6000.0, 6055.0),
    truth=Truth(6100.0, 6000.0, 6063.0, 10.0, 5941.0, "13:25"),
    vix=15.0,
    orders=(
        *FIRST_ORDERS,
        ScriptedOrder("13:22:00", "sweep", "P", "buy", -10.0),
        ScriptedOrder("13:30:00", "sweep", "P", "buy", -25.0),
        ScriptedOrder("14:10:00", "block", "P", "buy", -40.0),
    ),
)  # fmt: skip

CPI_SHOCK = Scenario(
    name="cpi-shock",
    title="CPI at 08:30: down a percent before the open",
    what_to_see=(
        "The report of 08:30 opens the index 1 % down; the first half hour is wide, then it finds a range "
        "below."
    ),
    previous_close=6075.0,
    path=(
        ("09:30", 6012.0), ("09:37", 5994.0), ("09:52", 6021.0), ("10:10", 6001.0), ("10:50", 6012.0),
        ("12:00", 6006.0),
        ("14:00", 6016.0), ("15:10", 6003.0), ("16:00", 6010.0),
    ),
    phases=(
        Phase("09:30", "break", 1.8, 0.0, -0.4), Phase("10:10", "range", 1.0, 8.0),
        Phase("12:00", "compression", 0.7, 8.0)),
    book=_walls(6050.0, 6000.0, 6040.0),
    truth=Truth(6050.0, 6000.0, 6055.0, 10.0, 6010.0),
    vix=18.5,
    orders=FIRST_ORDERS,
)  # fmt: skip

FOMC_WHIPSAW = Scenario(
    name="fomc-whipsaw",
    title="FOMC at 14:00: up, down, and up again",
    what_to_see="Nothing until 14:00; then +30, −55 and +40 points within the hour. The first move is not the move.",
    previous_close=6048.0,
    path=(
        ("09:30", 6049.0), ("11:00", 6052.0), ("12:30", 6047.5), ("13:59", 6050.0), ("14:02", 6066.0),
        ("14:08", 6080.0),
        ("14:31", 6026.0), ("14:50", 6048.0), ("15:10", 6066.0), ("16:00", 6071.0),
    ),
    phases=(
        Phase("09:30", "compression", 0.45, 8.0), Phase("13:59", "break", 2.4, 0.0),
        Phase("15:10", "trend", 1.3, 0.0, 0.3)),
    book=_walls(6100.0, 6000.0, 6050.0),
    truth=Truth(6100.0, 6000.0, 6055.0, 12.0, 6071.0),
    vix=16.5,
    orders=(
        *FIRST_ORDERS,
        ScriptedOrder("14:00:03", "sweep", "C", "buy", 10.0),
        ScriptedOrder("14:12:00", "sweep", "P", "buy", -10.0),
    ),
)  # fmt: skip

WALL_BREAK = Scenario(
    name="wall-break",
    title="Wall break: the put wall gives way and hedging runs after it",
    what_to_see=(
        "6000 is the put wall and holds twice; at 12:40 it breaks and the fall feeds itself to 5952 by "
        "14:10."
    ),
    previous_close=6034.0,
    path=(
        ("09:30", 6030.0), ("10:20", 6003.0), ("10:50", 6015.0), ("11:30", 6002.0), ("12:10", 6010.0),
        ("12:40", 5999.0),
        ("13:00", 5983.0), ("13:20", 5988.0), ("14:10", 5952.0), ("15:00", 5966.0), ("16:00", 5958.0),
    ),
    phases=(
        Phase("09:30", "range", 1.0, 8.0, -0.1), Phase("12:40", "break", 1.7, 0.0, -0.5),
        Phase("14:10", "range", 1.1, 8.0)),
    book=_walls(6050.0, 6000.0, 6040.0, puts=1.2),
    truth=Truth(6050.0, 6000.0, 6066.0, 10.0, 5958.0),
    vix=16.0,
    orders=(
        *FIRST_ORDERS,
        ScriptedOrder("12:41:00", "sweep", "P", "buy", -5.0),
        ScriptedOrder("12:44:00", "sweep", "P", "buy", -10.0),
        ScriptedOrder("13:01:00", "sweep", "P", "buy", -15.0),
    ),
)  # fmt: skip

LUNCH_CHOP = Scenario(
    name="lunch-chop",
    title="Lunch chop: eight points from 11 to 15 h",
    what_to_see=(
        "After a plain morning every break of the eight-point range fails; the right number of trades is "
        "none."
    ),
    previous_close=6046.0,
    path=(
        ("09:30", 6048.0), ("10:00", 6059.0), ("10:45", 6052.0), ("11:20", 6056.0), ("11:50", 6049.5),
        ("12:25", 6055.5),
        ("13:05", 6049.0), ("13:40", 6055.0), ("14:20", 6050.0), ("15:00", 6053.0), ("16:00", 6055.0),
    ),
    phases=(Phase("09:30", "range", 0.8, 8.0), Phase("11:00", "compression", 0.4, 5.0)),
    book=_walls(6100.0, 6000.0, 6040.0, calls=1.2),
    truth=Truth(6100.0, 6000.0, 6036.0, 8.0, 6055.0),
    vix=13.0,
    orders=FIRST_ORDERS,
)  # fmt: skip

LATE_SQUEEZE = Scenario(
    name="late-squeeze",
    title="15:30 squeeze: a quiet day that ends 25 points higher",
    what_to_see="A narrow day under 6060 until 15:30; then calls are swept and the close is the high.",
    previous_close=6049.0,
    path=(
        ("09:30", 6050.0), ("10:30", 6057.5), ("11:30", 6051.0), ("13:00", 6056.0), ("14:30", 6052.5),
        ("15:28", 6057.0),
        ("15:34", 6063.0), ("15:45", 6072.0), ("15:52", 6070.0), ("16:00", 6082.0),
    ),
    phases=(Phase("09:30", "compression", 0.5, 8.0), Phase("15:28", "trend", 1.6, 0.0, 0.6)),
    book=_walls(6100.0, 6000.0, 6045.0),
    truth=Truth(6100.0, 6000.0, 6052.0, 10.0, 6082.0),
    orders=(
        *FIRST_ORDERS,
        ScriptedOrder("15:30:02", "sweep", "C", "buy", 5.0),
        ScriptedOrder("15:33:00", "sweep", "C", "buy", 10.0),
    ),
)  # fmt: skip

HALF_DAY = Scenario(
    name="half-day",
    title="Half day: the session after Thanksgiving, closing at 13:00",
    what_to_see=(
        "All clocks end at 13:00: expected move, decay and the last half hour. Volume is thin, the drift is up."
    ),
    previous_close=6050.0,
    path=(("09:30", 6052.0), ("10:30", 6058.0), ("12:00", 6055.0), ("14:00", 6062.0), ("16:00", 6065.0)),
    phases=(Phase("09:30", "compression", 0.55, 8.0, 0.1),),
    book=_walls(6100.0, 6000.0, 6040.0, calls=1.2),
    truth=Truth(6100.0, 6000.0, 6036.0, 8.0, 6065.0),
    vix=12.8,
    orders=HALF_DAY_ORDERS,
    date="2026-11-27",
)

THIRD_FRIDAY = Scenario(
    name="third-friday",
    title="Third Friday: the expiry of the month, pinned to a big strike",
    what_to_see=(
        "6050 carries the month's interest and holds the index within nine points of it all day; the close "
        "is 6051."
    ),
    previous_close=6046.0,
    path=(
        ("09:30", 6044.0), ("10:00", 6056.0), ("10:50", 6047.0), ("12:00", 6055.0), ("13:30", 6047.5),
        ("15:00", 6052.5),
        ("16:00", 6051.0),
    ),
    phases=(Phase("09:30", "range", 0.8, 6.0), Phase("13:00", "compression", 0.45, 5.0)),
    book=BookShape(6030.0, 1.4, 1.0, (Crowd(6050.0, "C", 3.2), Crowd(6050.0, "P", 1.6), Crowd(6000.0, "P", 1.0))),
    truth=Truth(6050.0, 6000.0, 5991.0, 10.0, 6051.0),
    vix=14.0,
    orders=FIRST_ORDERS,
    date="2026-03-20",
)  # fmt: skip

HALT = Scenario(
    name="halt",
    title="Halt: seven percent down, a quarter of an hour of nothing",
    what_to_see=(
        "A level 1 circuit breaker at 11:20: the index stands at 5626, nothing prints until 11:35. Values are "
        "halted, "
        "not stale. Afterwards it trades, wide and fast."
    ),
    previous_close=6050.0,
    path=(
        ("09:30", 5985.0), ("10:15", 5900.0), ("10:50", 5810.0), ("11:05", 5760.0), ("11:20", 5626.0),
        ("11:35", 5626.0),
        ("11:50", 5598.0), ("12:30", 5672.0), ("14:00", 5640.0), ("16:00", 5700.0),
    ),
    phases=(
        Phase("09:30", "break", 2.5, 0.0, -0.6), Phase("11:20", "compression", 0.0),
        Phase("11:35", "break", 3.0, 0.0, -0.2),
        Phase("12:30", "range", 2.0, 10.0),
    ),
    book=BookShape(5990.0, crowds=(Crowd(6050.0, "C", 3.0), Crowd(5700.0, "P", 2.0))),
    truth=Truth(6050.0, 5700.0, 5998.0, 10.0, 5700.0),
    vix=26.0,
    orders=FIRST_ORDERS,
    halts=(("11:20", "11:35"),),
)  # fmt: skip

FEED_DEGRADED = Scenario(
    name="feed-degraded",
    title="Degraded feed: a plain market seen through a bad line",
    what_to_see=(
        "The market is a quiet range. Through `spxcc sim --massive` the line is not: silence at 11:03, a drop at "
        "11:06, "
        "crossed quotes, missing greeks, 429s. Every degradation is to be seen at once and gone soon after."
    ),
    previous_close=6048.0,
    path=(
        ("09:30", 6047.0), ("10:30", 6056.0), ("11:30", 6045.0), ("12:30", 6054.0), ("14:00", 6046.0),
        ("16:00", 6052.0),
    ),
    phases=(RANGE, CALM),
    book=_walls(6100.0, 6000.0, 6045.0),
    truth=Truth(6100.0, 6000.0, 6051.0, 8.0, 6052.0),
    orders=FIRST_ORDERS,
)  # fmt: skip

DAY_TYPES: tuple[Scenario, ...] = (
    GAP_AND_GO, GAP_FILL, V_REVERSAL, VOL_SPIKE, CPI_SHOCK, FOMC_WHIPSAW, WALL_BREAK, LUNCH_CHOP, LATE_SQUEEZE,
        HALF_DAY,
    THIRD_FRIDAY, HALT, FEED_DEGRADED,
)  # fmt: skip
