"""Settings that change at once."""

import pytest

from spxcc.ui.actions import ACTIONS
from spxcc.ui.choices import ACTIONS_OF, CHOICES, MEANINGS, changed, following, shown, stored
from spxcc.ui.options import UiOptions


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_each_value_can_be_set_and_is_shown(name: str) -> None:
    for text in CHOICES[name]:
        assert shown(changed(UiOptions(), name, text), name) == text
    assert changed(UiOptions(), name, "nonsense") == UiOptions()
    assert name in MEANINGS


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_the_cycle_closes_both_ways(name: str) -> None:
    options = UiOptions()
    for _ in CHOICES[name]:
        options = changed(options, name, following(options, name))
    assert options == UiOptions()
    forth = changed(options, name, following(options, name))
    assert changed(forth, name, following(forth, name, -1)) == options


def test_a_value_outside_the_cycle_goes_to_its_first() -> None:
    assert following(UiOptions(fps=17), "fps") == "5"


def test_values_as_the_file_has_them() -> None:
    assert stored("reduced_motion", "on") is True
    assert stored("mute", "off") is False
    assert stored("fps", "10") == 10
    assert stored("palette", "cb") == "cb"


def test_the_palette_offers_values_that_exist() -> None:
    for action in ACTIONS:
        if action.id in ACTIONS_OF:
            for text in action.choices:
                options = changed(UiOptions(palette="ansi", fps=60, dense=True), ACTIONS_OF[action.id], text)
                assert shown(options, ACTIONS_OF[action.id]) in (text, "on", "off")
