"""The twelve of SETUPS.md 1."""

from spxcc.engines.setups.catalogue.shipped import CODES, shipped
from spxcc.engines.setups.params import TWELVE


def test_f42_the_twelve_are_all_there_the_four_among_them() -> None:
    assert tuple(one.code for one in shipped()) == CODES
    assert tuple(one.kind for one in shipped()) == TWELVE
    assert [one.kind for one in shipped() if one.visible == "shadow"] == ["pin_drift"]
    assert len({one.version for one in shipped()}) == 12


def test_f43_the_language_says_all_of_each() -> None:
    for one in shipped():
        assert one.levels, one.kind
        assert one.arm, one.kind
        assert one.trigger, one.kind
        assert one.stop is not None, one.kind
        assert one.t1, one.kind


def test_f42_windows_and_limits_are_those_of_the_page() -> None:
    by_code = {one.code: one for one in shipped()}
    assert by_code["S5"].window.before_close_s == 5 * 3600
    assert by_code["S1"].window.before_close_s == 45 * 60
    assert (by_code["S12"].limit.held_s, by_code["S12"].limit.before_close_s) == (None, 600)
    assert [by_code[code].limit.held_s for code in ("S1", "S2", "S3", "S4", "S10")] == [2700, 1800, 3600, 2700, 7200]
    assert [slot for slot, _ in by_code["S9"].levels] == ["PDL", "ONL", "ORL", "PW", "SWING30"]
