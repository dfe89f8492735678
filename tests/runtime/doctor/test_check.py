"""Checks and the report of them."""

from spxcc.runtime.doctor.check import GROUPS, Check, Report, fail, in_order, ok, skip, warn

GOOD, LESS = ok("url.dns", "x"), warn("url.tcp", "x", "y", "z")
BAD, LEFT = fail("token.form", "x", "y", "z"), skip("local.port", "x")


def test_f62_the_exit_code_says_what_failed() -> None:
    assert Report((GOOD, LESS, LEFT)).exit_code == 0
    assert Report((GOOD, BAD)).exit_code == 1
    assert Report((GOOD,), reached=True).exit_code == 0
    assert Report((GOOD, BAD), reached=False).exit_code == 3


def test_checks_stand_in_the_order_of_the_groups() -> None:
    assert [check.group for check in in_order([LEFT, GOOD, LESS, BAD])] == ["token", "url", "url", "local"]
    assert list(GROUPS) == ["token", "url", "upstream", "clock", "terminal", "local"]


def test_the_object_has_every_field() -> None:
    told = Report((BAD,)).described("1.0")
    assert (told["ok"], told["spxcc"], told["counts"]["fail"]) == (False, "1.0", 1)
    assert told["checks"] == [
        {"group": "token", "id": "token.form", "state": "fail", "found": "x", "expected": "y", "remedy": "z"}
    ]
    assert Check("a.b", "ok", "x").remedy == ""
