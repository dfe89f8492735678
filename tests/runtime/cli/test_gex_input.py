"""A chain file as a market: times, the printed price, scopes."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from spxcc.engines.gex.market_view import view_market
from spxcc.engines.gex.params import DEFAULTS
from spxcc.runtime.cli.gex_input import ChainInput, in_scope, read_chain
from spxcc.runtime.errors import UserError
from tests.engines.gex.books import index_chain
from tests.engines.gex.methods.test_convention import quoted_chain
from tests.fakes.chain_file import write_chain
from tests.fakes.snapshots import at, make_chain


def test_by_default_the_time_is_that_of_the_quotes(tmp_path: Path) -> None:
    made = quoted_chain()
    given = read_chain(write_chain(tmp_path, made), None)
    assert given.snapshot.as_of == given.quoted_at == made.ts_event
    assert given.chain.contracts == made.contracts
    assert given.chain.bid.tolist() == pytest.approx(made.bid.tolist(), nan_ok=True)
    assert given.chain.vendor_iv.tolist() == pytest.approx(made.vendor_iv.tolist())
    assert given.snapshot.prices["SPX"].price == 6000.0
    assert given.notes == ()


def test_f33_quotes_keep_their_time_when_they_are_valued_later(tmp_path: Path) -> None:
    later = at("12:30")
    given = read_chain(write_chain(tmp_path, quoted_chain()), later)
    assert (given.snapshot.as_of, given.quoted_at) == (later, at("10:30"))
    assert set(given.chain.quoted_at[given.chain.bid > 0].tolist()) == {at("10:30")}


def test_an_earlier_time_corrects_that_of_the_file_and_is_told(tmp_path: Path) -> None:
    given = read_chain(write_chain(tmp_path, quoted_chain()), at("10:00"))
    assert (given.snapshot.as_of, given.quoted_at) == (at("10:00"), at("10:00"))
    assert "before the time of the file (2026-01-14 10:30 ET)" in given.notes[0]


def test_a_file_without_a_time_takes_the_one_given(tmp_path: Path) -> None:
    path = write_chain(tmp_path, quoted_chain(), date_line="4 June 4")
    with pytest.raises(UserError, match="give the time with --as-of"):
        read_chain(path, None)
    given = read_chain(path, at("11:00"))
    assert given.quoted_at == at("11:00")
    assert "does not say its time" in given.notes[0]


def test_the_price_printed_after_the_close_is_not_the_index(tmp_path: Path) -> None:
    expiries = ("2026-01-15", "2026-01-16")
    evening = make_chain(6000.0, as_of=at("16:15"), expiries=expiries)
    given = read_chain(write_chain(tmp_path, evening), None)
    assert given.quoted_at == at("16:15")
    assert given.snapshot.prices == {}
    assert given.chain.underlying_price == 6000.0


def test_spy_is_told_as_what_it_is(tmp_path: Path) -> None:
    chain = make_chain(600.0, underlying="SPY", root="SPY", strikes=range(580, 621), expiries=("2026-01-15",))
    given = read_chain(write_chain(tmp_path, chain), None)
    assert given.snapshot.prices["SPY"].price == 600.0
    assert given.chain.underlying == "SPY"


def test_duplicates_of_the_file_are_told(tmp_path: Path) -> None:
    path = write_chain(tmp_path, quoted_chain())
    path.write_text(path.read_text() + path.read_text().splitlines()[-1] + "\n")
    assert any("come again word for word" in remark for remark in read_chain(path, None).chain.remarks)


def test_a_scope_keeps_quotes_and_takes_the_interest_of_the_others(tmp_path: Path) -> None:
    chain = dataclasses.replace(index_chain(), volume=np.full(len(index_chain()), 7.0))
    given: ChainInput = read_chain(write_chain(tmp_path, chain), None)
    view = view_market(given.snapshot, given.chain, None, DEFAULTS)
    assert in_scope(given, view, "all") == (given.chain, None)
    part, expiries = in_scope(given, view, "week")
    assert expiries == frozenset({"2026-01-14", "2026-01-15", "2026-01-16"})
    inside = np.isin(np.array(part.expiries), sorted(expiries))
    assert part.open_interest.tolist() == np.where(inside, given.chain.open_interest, 0.0).tolist()
    assert part.volume.tolist() == np.where(inside, 7.0, 0.0).tolist()
    assert part.bid is given.chain.bid


def test_an_empty_scope_names_the_others(tmp_path: Path) -> None:
    given = read_chain(write_chain(tmp_path, make_chain(6000.0, expiries=("2026-02-20",))), None)
    view = view_market(given.snapshot, given.chain, None, DEFAULTS)
    with pytest.raises(UserError, match="is in the scope 0dte: choose one of all, next, monthly, ex-0dte") as error:
        in_scope(given, view, "0dte")
    assert error.value.exit_code == 1
