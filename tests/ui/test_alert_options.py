"""How far an alert goes."""

import msgspec
import pytest

from spxcc.ui.alert_options import BELL, FLASH, HOOK, TOAST, AlertOptions
from spxcc.ui.format import clock

NOON = 1_790_006_400_000


def at(hours: float) -> int:
    """An instant that many hours after midnight in New York."""
    hour, minute, second = (int(part) for part in clock(NOON).split(":"))
    return NOON + int((hours - hour) * 3_600_000) - minute * 60_000 - second * 1_000


def test_rungs_by_severity() -> None:
    options = AlertOptions()
    assert [options.rung(one) for one in ("info", "setup", "critical")] == [FLASH, BELL, HOOK]
    assert AlertOptions(info=TOAST).rung("info") == TOAST


@pytest.mark.parametrize(
    ("quiet", "hours", "expected"),
    [("17:00-08:00", 18, True), ("17:00-08:00", 7.9, True), ("17:00-08:00", 8, False), ("17:00-08:00", 16.9, False),
     ("12:00-13:00", 12, True), ("12:00-13:00", 13, False), ("", 3, False)],
)  # fmt: skip
def test_quiet_hours_go_over_midnight_and_end_on_the_minute(quiet: str, hours: float, expected: bool) -> None:
    options = AlertOptions(quiet=quiet)
    assert options.is_quiet(at(hours)) is expected
    assert options.allowed("critical", at(hours)) == (TOAST if expected else HOOK)


@pytest.mark.parametrize("values", [{"info": 0}, {"critical": 7}, {"quiet": "25:00-08:00"}, {"bells": True},
                                    {"timeout_s": 0}, {"desktop": "osc8"}])  # fmt: skip
def test_what_makes_no_sense_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(values, AlertOptions)


def test_each_setting_in_words() -> None:
    told = dict(AlertOptions(quiet="17:00-08:00", command=("sh", "-c", "cat"), setup=3).words())
    assert {name.partition(".")[2] for name in told} == set(AlertOptions.__struct_fields__)
    assert told["alerts.setup"] == "as far as a toast"
    assert told["alerts.quiet"] == "17:00-08:00 ET, no sound"
    assert told["alerts.command"] == "sh -c cat"
