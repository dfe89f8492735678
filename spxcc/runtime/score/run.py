"""All days of a file into the ledger, one after another; a run that was stopped goes on where it was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from spxcc import __version__
from spxcc.engines.outcomes.control import DRAWS
from spxcc.engines.outcomes.params import terms_version
from spxcc.engines.outcomes.stack import stack_of
from spxcc.engines.score.params import SEED
from spxcc.engines.setups.catalogue.definition import Definition
from spxcc.ledger.outcomes import OutcomeLedger
from spxcc.runtime.score.days import Days
from spxcc.runtime.score.decide import decidable, decide, terms_of


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. skipped: days that the ledger had already; refused: kinds that such days cannot decide."""

    book: str
    title: str
    days: int
    skipped: int
    outcomes: int
    first: str
    last: str
    remarks: dict[str, str]
    refused: dict[str, str]


def book_of(days: Days, definitions: Sequence[Definition], draws: int = DRAWS) -> str:
    """Digest of the bars, of all rules, of the random entries and of the program: anything else is another book."""
    said = (
        [(day.date, day.digest, day.sigma) for day in days.days],
        sorted((one.kind, one.version) for one in definitions),
        terms_version(terms_of()), draws, SEED, __version__,
    )  # fmt: skip
    return sha256(msgspec.json.encode(said)).hexdigest()[:16]


def score_days(
    days: Days, definitions: Sequence[Definition], ledger: OutcomeLedger, told: Callable[[int, int, str], None],
    draws: int = DRAWS,
) -> Summary:  # fmt: skip
    """Decide, resolve and keep every day that the book has not. told: (done, all, date) before each day."""
    made, refused = decidable(definitions)
    book = book_of(days, made, draws)
    ledger.open_book(book, days.title)
    have, stack = ledger.days(book), stack_of([day.recorded for day in days.days])
    count = skipped = 0
    for done, day in enumerate(days.days):
        told(done, len(days.days), day.date)
        if day.date in have:
            skipped += 1
            continue
        decided = decide(day, made, stack, draws)
        ledger.add_day(book, day.date, decided.found, "; ".join(day.remarks))
        count += len(decided.found)
    told(len(days.days), len(days.days), "")
    remarks = {date: note for date, note in ledger.days(book).items() if note}
    return Summary(
        book, days.title, len(days.days), skipped, count, days.days[0].date, days.days[-1].date, remarks, refused
    )  # fmt: skip
