"""OPRA condition ids."""

from spxcc.engines.flow.conditions import CANCELS, COMPRESSION, LATE, MULTI_LEG, NAMES, SWEEPS, has, words


def test_kinds_do_not_overlap_and_all_have_a_name() -> None:
    kinds = (CANCELS, LATE, COMPRESSION, MULTI_LEG, SWEEPS)
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))
    assert frozenset().union(*kinds) <= NAMES.keys()


def test_the_multi_leg_ids() -> None:
    assert {*range(232, 240), *range(240, 247)} == MULTI_LEG


def test_has_and_words() -> None:
    assert has((209, 236), MULTI_LEG)
    assert not has((), MULTI_LEG)
    assert words((219, 209, 219)) == "AUTO+ISOI"
    assert words((999,)) == "999"
    assert words(()) == ""
