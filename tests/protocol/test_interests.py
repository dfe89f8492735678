"""Subscriptions of one connection: limits, repetition, union of symbols and channels."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.protocol.codes import ErrorCode
from spxcc.protocol.interests import MAX_ERRORS, Interests


def anything(_: str) -> ErrorCode | None:
    return None


def test_f09_symbols_and_channels_are_counted_apart() -> None:
    interests = Interests(2, 2)
    asked = interests.add(["A", "B", "C"], ["gex:A", "gex:B", "gex:C"], anything)
    assert asked.symbols == ("A", "B")
    assert asked.channels == ("gex:A", "gex:B")
    assert [(error.entry, error.code) for error in asked.errors] == [("gex:C", "limit_reached"), ("C", "limit_reached")]


def test_f09_asking_again_at_the_limit_is_no_error() -> None:
    interests = Interests(64, 13)
    names = [f"gex:S{at}" for at in range(13)]
    assert interests.add([], names, anything).errors == ()
    again = interests.add([], [*names, *names], anything)
    assert again.errors == ()
    assert list(again.channels) == names


def test_a_symbol_and_its_channel_share_frames_until_both_are_gone() -> None:
    interests = Interests(8, 8)
    asked = interests.add(["spx", "SPX"], ["PRICE:spx"], anything)
    assert asked.names == ("price:SPX",)
    _, freed = interests.remove([], ["price:SPX"])
    assert freed == ()
    gone, freed = interests.remove(["spx", "SPX"], ["price:SPX"])
    assert (gone.symbols, gone.channels, freed) == (("SPX",), (), ("price:SPX",))
    assert interests.remove(["SPX"], [])[1] == ()


def test_refusals_are_told_entry_by_entry() -> None:
    def admit(name: str) -> ErrorCode | None:
        if name == "gex:NO":
            return "forbidden_channel"
        return "unknown_channel" if name == "price:XX" else None

    asked = Interests(8, 8).add(["xx", "gex:SPX", 5], ["gex:no", "  ", None], admit)
    assert [(error.entry, error.code) for error in asked.errors] == [
        ("gex:no", "forbidden_channel"),
        ("  ", "unknown_channel"),
        ("NoneType", "unknown_channel"),
        ("xx", "unknown_symbol"),
        ("gex:SPX", "unknown_symbol"),
        ("int", "unknown_symbol"),
    ]


def test_many_refusals_are_summed_up() -> None:
    asked = Interests(1, 1).add([f"S{at}" for at in range(500)], [], anything)
    assert len(asked.errors) == MAX_ERRORS + 1
    assert "435 more" in asked.errors[-1].message


def test_a_symbol_that_does_not_exist_keeps_its_place_until_it_is_unsubscribed() -> None:
    interests = Interests(1, 1)
    interests.add(["NOPE"], ["price:NOPE"], anything)
    interests.drop_symbol("NOPE")
    assert interests.names == frozenset()
    refused = interests.add(["SPX"], ["price:SPX"], anything).errors
    assert [error.code for error in refused] == ["limit_reached"] * 2
    assert interests.add(["NOPE"], [], anything).symbols == ("NOPE",), "asking again is another look"
    interests.drop_symbol("NOPE")
    assert interests.remove(["NOPE"], ["price:NOPE"])[0].names == ()
    assert interests.add(["SPX"], ["price:SPX"], anything).errors == ()


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["A", "B", "C", "D"]), st.booleans()), max_size=40))
def test_names_are_the_union_whatever_the_order(steps: list[tuple[bool, str, bool]]) -> None:
    interests, symbols, channels = Interests(3, 2), set[str](), set[str]()
    for adding, name, as_symbol in steps:
        held, limit = (symbols, 3) if as_symbol else (channels, 2)
        entry = [name] if as_symbol else [f"price:{name}"]
        arguments = (entry, []) if as_symbol else ([], entry)
        if adding:
            asked = interests.add(*arguments, anything)
            assert bool(asked.errors) == (name not in held and len(held) == limit)
            if not asked.errors:
                held.add(name)
        else:
            interests.remove(*arguments)
            held.discard(name)
        assert interests.names == {f"price:{each}" for each in symbols | channels}
