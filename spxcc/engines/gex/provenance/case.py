"""One question about one run, and how its answer is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spxcc.engines.engine import NoSuchNumber
from spxcc.engines.gex.change import Sample
from spxcc.engines.gex.combined import Parts
from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.params import GexSettings
from spxcc.engines.gex.provenance.contracts import Contracts, contracts_of
from spxcc.engines.gex.provenance.kinds import Kind
from spxcc.engines.gex.result import ExpiryGex, GexResult
from spxcc.engines.why.result import Contribution, Excluded, Explanation, Fact, Grade, Input, Row, summed
from spxcc.market.session import previous_session
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import to_millis

LOWER = {"A": "B", "A−": "B", "B": "C", "C": "D", "D": "D"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Contracts and what they add up to, or an expression over inputs and rows; all as in the explanation."""

    contributions: tuple[Contribution, ...] = ()
    unit: str = ""
    what: str = ""
    target: float | None = None
    rounding: float = 0.0
    factor: float | None = None
    facts: tuple[Fact, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    expression: str = ""
    inputs: tuple[Input, ...] = ()
    rows: tuple[Row, ...] = ()
    rows_are: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What a run saw, said and remembered of one symbol. views, parts: of all symbols, for the combined numbers."""

    snapshot: MarketSnapshot
    result: GexResult
    views: Mapping[str, MarketView]
    parts: Mapping[str, Parts]
    channel: str
    path: str
    settings: GexSettings
    ratio: float | None = None
    samples: tuple[Sample, ...] = ()

    @property
    def view(self) -> MarketView | None:
        return self.views.get(self.result.symbol)

    def contracts(self, symbol: str | None = None) -> Contracts:
        """Of this symbol, or of another one of the board."""
        name = self.result.symbol if symbol is None else symbol
        return contracts_of(self.views[name], self.parts[name].positions)

    def expiry(self, root: str, date: str) -> ExpiryGex:
        """The row of an expiry. Raises NoSuchNumber."""
        for row in self.result.by_expiry:
            if (row.root, row.expiry) == (root, date):
                return row
        raise self.unknown(f"expiry {root}.{date}", [f"{row.root}.{row.expiry}" for row in self.result.by_expiry])

    def group(self, root: str, date: str) -> int:
        """Of the book, for an expiry of the result."""
        book = self.views[self.result.symbol].book
        return list(zip(book.roots, book.expiries, strict=True)).index((root, date))

    def unknown(self, what: str, known: Sequence[str]) -> NoSuchNumber:
        """The error that names what there is."""
        shown = f"{', '.join(known[:8])}{' …' if len(known) > 8 else ''}"
        return NoSuchNumber(f"no {what[:64]} in this result; there is {shown or self.result.reason or 'none'}")

    @property
    def own(self) -> Parts:
        return self.parts[self.result.symbol]

    @property
    def measured(self) -> bool:
        """Whether there are exposures."""
        return self.result.symbol in self.parts and self.result.symbol in self.views

    def answer(
        self, kind: Kind, value: float | str | None, evidence: Evidence | None, reason: str | None = None
    ) -> Explanation:
        """The explanation; without a value `reason`, or the result's own, says why."""
        found = Evidence() if evidence is None or value is None else evidence
        rows, quality, coverage = found.contributions, self.result.quality, self.result.coverage
        lacking = (reason or self.result.reason or "not in this result") if value is None else None
        return Explanation(
            channel=self.channel,
            path=self.path,
            value=value,
            unit=kind.unit,
            formula=kind.formula,
            as_of=to_millis(self.snapshot.as_of),
            grade=self.grade(kind),
            reason=lacking,
            definition=self.result.definition,
            sign_model=None if quality is None else quality.sign_model,
            ages={} if quality is None else {"spot": quality.spot_age_s, "quotes": quality.quotes_age_s},
            coverage=None if coverage is None else coverage.oi_valid_share,
            facts=(*self._facts(), *found.facts),
            greek=kind.greek if rows else "",
            factor=found.factor,
            contracts=len(rows),
            total=summed(rows) if rows or found.target is not None else None,
            total_unit=found.unit,
            total_is=found.what,
            target=found.target,
            rounding=found.rounding,
            warnings=self.result.warnings,
            contributions=rows,
            excluded=found.excluded,
            expression=found.expression,
            inputs=found.inputs,
            rows=found.rows,
            rows_are=found.rows_are,
        )

    def grade(self, kind: Kind) -> Grade:
        """That of the kind, one lower unless the open interest is known to be that of the previous session."""
        known, expected = self.result.open_interest_date, previous_session(self.snapshot.session.date)
        if known is not None and known >= expected:
            return kind.grade
        unknown = "the date of the open interest is unknown"
        lacking = unknown if known is None else f"open interest is of {known}, not of {expected}"
        return Grade(LOWER[kind.grade.letter], f"{kind.grade.why}; lowered: {lacking}")

    def _facts(self) -> tuple[Fact, ...]:
        result = self.result
        facts = (Fact("spot", result.spot, f"by {result.spot_source}"), Fact("rate", self.settings.rate, "per year"))
        return (*facts, Fact("open interest of", result.open_interest_date))
