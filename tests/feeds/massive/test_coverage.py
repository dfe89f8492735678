"""A scope in words."""

from collections import Counter
from dataclasses import replace
from typing import Any

from spxcc.feeds.massive.chain_rows import ReadChain, Underlying
from spxcc.feeds.massive.client import Collected
from spxcc.feeds.massive.coverage import coverage
from spxcc.feeds.massive.params import ChainRules
from spxcc.feeds.massive.rows import OptionRow
from spxcc.feeds.massive.scope import near_scope
from spxcc.feeds.massive.trouble import Trouble
from spxcc.market.events import ChainRow
from tests.fakes.snapshots import at
from tests.feeds.massive.vendor import NOW

SCOPE = near_scope("SPX", 6000.0, NOW, ChainRules())
ROWS = {
    "A": ChainRow(contract="A", bid=1.0, ask=1.1, gamma=0.1, open_interest=5, quoted_at=at("10:59:58")),
    "B": ChainRow(contract="B", bid=1.0, ask=1.1, open_interest=5, quoted_at=at("10:59:50")),
}


PLAIN: Collected[OptionRow] = Collected((), {}, 3, False, True)


def collected(**changes: Any) -> Collected[OptionRow]:
    return replace(PLAIN, **changes)


def test_the_scope_says_how_much_how_old_and_how_whole() -> None:
    shown = coverage(SCOPE, ReadChain(ROWS, Counter(), None, False), collected(), NOW, NOW)
    assert shown.text == (
        "SPX near chain (2026-01-14 to 2026-01-16, strikes 5,700–6,300): 2 contracts on 3 pages at 11:00:00 ET, "
        "100 % quoted 2–10 s before, half of them within 6 s, 50 % with the vendor's greeks, 100 % with open interest."
    )
    assert (shown.level, shown.remarks) == ("info", ())


def test_what_is_missing_is_said() -> None:
    trouble = Trouble("transient", "HTTP status 500")
    bad = {"Expected `float`, got `null`": 2, "not asked for": 3}
    shown = coverage(
        SCOPE,
        ReadChain(ROWS, Counter({"a bid above the ask": 4}), None, False),
        collected(pages=2, whole=False, trouble=trouble, bad=bad),
        NOW,
        NOW,
    )
    assert shown.level == "warning"
    assert shown.remarks == (
        "the near chain is partial: after 1 page HTTP status 500",
        "2 rows could not be read (such as: Expected `float`, got `null`)",
        "3 rows were not asked for, left out",
        "4 times a bid above the ask",
    )
    assert shown.text.endswith("4 times a bid above the ask.")


def test_too_many_pages_and_nothing_at_all() -> None:
    capped = coverage(SCOPE, ReadChain(ROWS, Counter(), None, False), collected(pages=10, whole=False), NOW, NOW)
    assert capped.remarks == ("the near chain is partial: 10 pages were the most to ask for",)
    empty = coverage(SCOPE, ReadChain({}, Counter(), None, False), collected(), NOW, NOW)
    assert (empty.level, "0 % quoted" in empty.text) == ("warning", True)


def test_greeks_are_asked_of_what_is_near_the_money_and_not_of_what_the_vendor_never_gives_them() -> None:
    near, far = "SPXW260114C06010000", "SPXW260114C06300000"

    def level(*known: str) -> str:
        gammas = {name: 0.1 if name in known else None for name in (near, far)}
        rows = {
            name: ChainRow(contract=name, bid=1.0, ask=1.1, gamma=gamma, open_interest=5)
            for name, gamma in gammas.items()
        }
        read = ReadChain(rows, Counter(), Underlying(6_000.0, NOW), False)
        return coverage(SCOPE, read, collected(), NOW, NOW).level

    assert (level(near, far), level(near), level(far), level()) == ("info", "info", "warning", "warning")
