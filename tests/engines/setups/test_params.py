"""The version of a kind's rules moves with every threshold that enters it, and with nothing else."""

import msgspec
import pytest

from spxcc.engines.setups.params import KINDS, RULES, Rules, versions

OWN = {
    "breakout_vacuum": "breakout",
}


def changed(rules: Rules, part: str, name: str) -> Rules:
    """One threshold of one part moved."""
    own = getattr(rules, part)
    value = getattr(own, name)
    new = (*value, "other") if isinstance(value, tuple) else value + 1
    return msgspec.structs.replace(rules, **{part: msgspec.structs.replace(own, **{name: new})})


@pytest.mark.parametrize("kind", KINDS)
def test_f45_a_changed_threshold_is_a_new_version_of_its_kind_alone(kind: str) -> None:
    before = versions(RULES)
    for name in getattr(RULES, OWN[kind]).__struct_fields__:
        after = versions(changed(RULES, OWN[kind], name))
        assert {each for each in KINDS if after[each] != before[each]} == {kind}, name


def test_a_common_threshold_is_a_new_version_of_all() -> None:
    for name in RULES.common.__struct_fields__:
        after = versions(changed(RULES, "common", name))
        assert not set(after.values()) & set(versions(RULES).values()), name


def test_versions_depend_on_values_only() -> None:
    assert versions(Rules()) == versions(RULES)
    assert set(versions(RULES)) == {"breakout_vacuum"}
    assert all(len(version) == 10 for version in versions(RULES).values())
