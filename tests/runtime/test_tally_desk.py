"""What an engine counted is kept, and told the next day."""

import msgspec
from msgspec.structs import replace

from spxcc.engines.coach.result import CLAIMS_FACT, COACH, ClaimTallies, ClaimTally, CoachResult
from spxcc.engines.graph import StepResult
from spxcc.engines.prediction.result import CONES_FACT, PREDICTION_KEY, ConeCount, ConeCounts, Prediction
from spxcc.engines.regime.result import REGIME_KEY, WORDS_FACT, WordCount, WordCounts
from spxcc.ledger.database import open_database
from spxcc.ledger.tallies import TallyLedger
from spxcc.market.session import at_exchange
from spxcc.runtime.facts import FactBoard
from spxcc.runtime.node import Listener
from spxcc.runtime.tally_desk import CLAIMS, CONES, WORDS, TallyDesk
from tests.fakes.desk_data import regime

DAY, NEXT = "2026-03-24", "2026-03-25"


def step(session: str, n: int) -> StepResult:
    today = ConeCounts(session=session, sessions=1, counts={"5m": ConeCount(label="5m", n=n, inside=n)})
    cones = Prediction(spot=None, sigma=None, horizons=(), next_up=None, next_down=None, today=today)
    kinds = {"wall": ClaimTally(n=n, stood=1, null_sum=0.5)}
    coach = CoachResult(new=(), said=0, dropped=0, tallies=ClaimTallies(session=session, kinds=kinds))
    words = WordCounts(session=session, sessions=1, counts={"ranging": WordCount(word="ranging", n=n, beyond=1)})
    return StepResult(
        results={PREDICTION_KEY.name: cones, COACH.name: coach, REGIME_KEY.name: replace(regime(), today=words)}
    )


def test_f41_f46_f48_the_next_session_begins_with_what_was_counted() -> None:
    board, database = FactBoard(), open_database(None)
    desks: list[Listener] = [
        TallyDesk(CONES, TallyLedger(database, CONES.name, "live"), board, at_exchange(DAY, "09:30"), fixed=False),
        TallyDesk(WORDS, TallyLedger(database, WORDS.name, "live"), board, at_exchange(DAY, "09:30"), fixed=False),
        TallyDesk(CLAIMS, TallyLedger(database, CLAIMS.name, "live"), board, at_exchange(DAY, "09:30"), fixed=False),
    ]
    assert board.taken() == {}
    for clock, n in (("10:00", 3), ("10:01", 4)):
        for desk in desks:
            desk.stepped(step(DAY, n), at_exchange(DAY, clock))
    for desk in desks:
        desk.stepped(StepResult(), at_exchange(NEXT, "09:30"))
    facts = board.taken()
    cones = msgspec.json.decode(facts[CONES_FACT], type=ConeCounts)
    assert (cones.sessions, cones.counts["5m"].n) == (1, 4)
    words = msgspec.json.decode(facts[WORDS_FACT], type=WordCounts)
    assert (words.sessions, words.counts["ranging"]) == (1, WordCount(word="ranging", n=4, beyond=1))
    claims = msgspec.json.decode(facts[CLAIMS_FACT], type=ClaimTallies)
    assert claims.kinds["wall"] == ClaimTally(n=4, stood=1, null_sum=0.5)


def test_a_recording_keeps_and_tells_nothing() -> None:
    board, ledger = FactBoard(), TallyLedger(open_database(None), CONES.name, "replay")
    desk = TallyDesk(CONES, ledger, board, at_exchange(DAY, "09:30"), fixed=True)
    desk.stepped(step(DAY, 3), at_exchange(DAY, "10:00"))
    assert tuple(ledger.before("2027-01-01", ConeCounts)) == ()
    assert board.taken() == {}
