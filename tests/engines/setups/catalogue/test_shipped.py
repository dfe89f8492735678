"""The twelve of SETUPS.md 1."""

from spxcc.engines.setups.catalogue.shipped import CODES, shipped
from spxcc.engines.setups.params import KINDS, RULES, versions


def test_f42_the_twelve_are_all_there_the_four_among_them() -> None:
    assert tuple(one.code for one in shipped()) == CODES
    assert set(KINDS) <= {one.kind for one in shipped()}
    assert [one.kind for one in shipped() if one.visible == "shadow"] == ["pin_drift"]
    assert len({one.version for one in shipped()}) == 12


def test_f45_what_code_finds_has_the_version_of_its_thresholds_and_no_second_rule() -> None:
    of_code = [one for one in shipped() if one.geometry is not None]
    assert {one.kind: one.version for one in of_code} == versions(RULES)
    assert all(not one.meanings for one in of_code)
    assert all(one.spoken for one in shipped() if one.geometry is None)


def test_f42_windows_and_limits_are_those_of_the_page() -> None:
    by_code = {one.code: one for one in shipped()}
    assert by_code["S5"].window.before_close_s == 5 * 3600
    assert by_code["S1"].window.before_close_s == 45 * 60
    assert (by_code["S12"].limit.held_s, by_code["S12"].limit.before_close_s) == (None, 600)
    assert [by_code[code].limit.held_s for code in ("S1", "S3", "S4", "S10")] == [2700, 3600, 2700, 7200]
    assert RULES.of("breakout_vacuum").time_stop_min == 30
    assert [slot for slot, _ in by_code["S9"].levels] == ["PDL", "ONL", "ORL", "PW", "SWING30"]
