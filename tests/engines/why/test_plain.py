"""What can be said of any value."""

import pytest

from spxcc.engines.engine import NoSuchNumber
from spxcc.engines.gex.result import gex_channel
from spxcc.engines.levels.result import LEVELS_UPDATE
from spxcc.engines.price.result import price_channel
from spxcc.engines.setups.result import SETUPS_UPDATE
from spxcc.engines.why.plain import Told, explain_value, impairment
from spxcc.engines.why.result import EPOCH_MS, Fact
from tests.fakes import desk_data
from tests.fakes.desk_data import NOW

NOW_MS = NOW // 1_000_000
PRICE = Told(price_channel("SPX"), desk_data.price(), NOW_MS)
LEVELS = Told(LEVELS_UPDATE, desk_data.levels(), NOW_MS)
GEX = Told(gex_channel("SPX"), desk_data.gex(), NOW_MS)


def test_a_scalar_with_the_scalars_beside_it() -> None:
    found = explain_value(PRICE, "price")
    assert (found.value, found.channel, found.as_of, found.reason) == (desk_data.LAST, "price:SPX", NOW_MS, None)
    assert found.grade.letter == "A"
    assert Fact("source", "sim") in found.facts
    assert Fact("ts_event", float(NOW_MS), EPOCH_MS) in found.facts
    assert "price" not in {fact.name for fact in found.facts}
    assert (found.contributions, found.total) == ((), None)


def test_an_item_is_found_by_its_id_and_is_as_old_as_it_says() -> None:
    found = explain_value(LEVELS, "L-call_wall.price")
    assert found.value == 6905.0
    assert found.as_of == NOW_MS
    assert Fact("source", "chain") in found.facts


def test_names_of_code_and_wire_indices_and_keys() -> None:
    assert explain_value(GEX, "netGex").value == explain_value(GEX, "net_gex").value
    assert explain_value(GEX, "by_strike.0.strike").value == 6700.0
    assert explain_value(GEX, "scopes.0dte.net").value == desk_data.gex().scopes["0dte"].net
    assert explain_value(GEX, "quality.source").value == "sim"


def test_what_is_absent_has_a_reason() -> None:
    refused = Told(gex_channel("SPX"), desk_data.gex(reason="no chain"), NOW_MS)
    found = explain_value(refused, "net_gex")
    assert (found.value, found.reason) == (None, "no chain")
    untold = explain_value(Told(SETUPS_UPDATE, [desk_data.setup()], NOW_MS), "s1.probability")
    assert (untold.value, untold.reason) == (None, "not in this value")


def test_stale_is_told() -> None:
    found = explain_value(Told(price_channel("SPX"), desk_data.price(), NOW_MS, stale=True), "price")
    assert found.warnings == ("the value is stale: its input has stopped",)
    failed = Told(price_channel("SPX"), desk_data.price(), NOW_MS, stale=True, reason="made to fail")
    assert explain_value(failed, "price").warnings == ("the value is stale: made to fail",)


def test_an_impairment_says_its_reason_and_a_fresh_value_nothing() -> None:
    assert impairment(False, None) == ()
    assert impairment(True, None) == ("the value is stale: its input has stopped",)
    assert impairment(True, "why") == ("the value is stale: why",)
    assert impairment(False, "why") == ("the newest value is missing: why",)


@pytest.mark.parametrize("name", ["__class__", "__doc__", "__hash__", "__struct_fields__"])
@pytest.mark.parametrize("head", ["", "coverage.", "band.", "scopes.all.", "by_expiry.0.", "quality."])
def test_only_fields_are_names(head: str, name: str) -> None:
    with pytest.raises(NoSuchNumber, match="no '__"):
        explain_value(GEX, f"{head}{name}")


@pytest.mark.parametrize(
    ("told", "path", "words"),
    [
        (PRICE, "nope", "there is symbol"),
        (PRICE, "", "no single number"),
        (GEX, "scopes", "there is all"),
        (GEX, "scopes.never", "there is all"),
        (GEX, "flips.7", "there is"),
        (LEVELS, "L-nope.price", "there is L-call_wall"),
        (Told(LEVELS_UPDATE, [], NOW_MS), "x", "it is empty"),
        (PRICE, "price.deeper", "it is empty"),
    ],
)
def test_what_is_not_there_is_named_with_what_there_is(told: Told, path: str, words: str) -> None:
    with pytest.raises(NoSuchNumber, match=words):
        explain_value(told, path)


def test_long_input_is_not_echoed() -> None:
    with pytest.raises(NoSuchNumber) as error:
        explain_value(PRICE, "x" * 150)
    assert "x" * 65 not in str(error.value)
