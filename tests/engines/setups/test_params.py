"""What all setups share enters the version of each."""

import msgspec
import pytest

from spxcc.engines.setups.catalogue import load
from spxcc.engines.setups.params import TWELVE, Common, Rules

VALUES = msgspec.structs.asdict(Common())


@pytest.mark.parametrize("name", sorted(VALUES))
def test_f45_a_common_threshold_is_a_new_version(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load.version_of("mine", {"arm": "close > level"})
    monkeypatch.setattr(load, "Common", lambda: Common(**(VALUES | {name: VALUES[name] + 1})))
    assert load.version_of("mine", {"arm": "close > level"}) != before


def test_there_are_twelve_and_one_set_of_rules() -> None:
    assert len(set(TWELVE)) == 12
    assert Rules() == Rules(Common())
