"""A number is kept once a minute, and told the days after."""

import msgspec

from spxcc.engines.flow.result import FLOW, HISTORY_FACT, FlowHistory, FlowRank, FlowResult, FlowSummary
from spxcc.engines.graph import StepResult
from spxcc.ledger.database import open_database
from spxcc.ledger.minutes import MinuteLedger
from spxcc.market.session import at_exchange
from spxcc.runtime.facts import FactBoard
from spxcc.runtime.minute_desk import PREMIUM, MinuteDesk

DAY, NEXT = "2026-03-24", "2026-03-25"


def step(premium: float) -> StepResult:
    rank = FlowRank(minute="", premium=premium)
    summary = FlowSummary(kind="prints", label="", windows=(), rank=rank)
    return StepResult(results={FLOW.name: FlowResult(new=(), summary=summary)})


def desk_at(ledger: MinuteLedger, board: FactBoard, clock: str, fixed: bool = False) -> MinuteDesk:
    return MinuteDesk(PREMIUM, ledger, board, at_exchange(DAY, clock), fixed)


def test_f35_the_next_session_hears_of_the_first_number_of_every_whole_minute() -> None:
    board, ledger = FactBoard(), MinuteLedger(open_database(None), PREMIUM.name, "live")
    desk = desk_at(ledger, board, "10:00")
    desk.stepped(step(1.0), at_exchange(DAY, "10:04"))
    desk.stepped(StepResult(), at_exchange(DAY, "10:05"))
    desk.stepped(step(2.0), at_exchange(DAY, "10:05"))
    desk.stepped(step(3.0), at_exchange(DAY, "10:05") + 1)
    desk.stepped(step(4.0), at_exchange(DAY, "10:06"))
    desk.stepped(step(5.0), at_exchange(DAY, "17:00"))
    assert board.taken() == {}, "a session is no part of its own history"
    desk_at(ledger, board, "10:07")
    assert board.taken() == {}, "not after a new start either"
    desk.stepped(StepResult(), at_exchange(NEXT, "09:30"))
    told = msgspec.json.decode(board.taken()[HISTORY_FACT], type=FlowHistory)
    assert told.minutes == {"10:05": (2.0,), "10:06": (4.0,)}


def test_a_recording_keeps_and_tells_nothing() -> None:
    board, ledger = FactBoard(), MinuteLedger(open_database(None), PREMIUM.name, "replay")
    ledger.keep("2026-03-20", "10:00", 1.0)
    desk = desk_at(ledger, board, "10:00", fixed=True)
    desk.stepped(step(1.0), at_exchange(DAY, "11:00"))
    assert board.taken() == {}
    assert ledger.before("2027-01-01", 9) == {"10:00": (1.0,)}
