"""The table of actions."""

from spxcc.ui.actions import ACTIONS, bindings, hint_pairs, key_names, keyed, label_of
from spxcc.ui.key_table import help_text


def test_ids_and_keys_are_unique() -> None:
    ids = [action.id for action in ACTIONS]
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)


def test_bindings_and_help_come_from_the_same_table() -> None:
    assert [binding.id for binding in bindings()] == [action.id for action in ACTIONS if action.keys]
    text = help_text()
    run_on = "".join(text.split())
    for action in ACTIONS:
        assert "".join(label_of(action).split()) in run_on
        assert key_names(action) in text


def test_an_argument_is_named_in_the_label_and_nowhere_else() -> None:
    for action in ACTIONS:
        assert ("{}" in action.label) == bool(action.choices or action.free), action.id
        assert not (action.keys and "{}" in action.label), action.id


def test_keys_of_the_user_replace_those_of_the_table_in_hints_too() -> None:
    actions = keyed({"chart.follow": "F,ctrl+f", "panel.gex": "f1"})
    found = {action.id: action for action in actions}
    assert found["chart.follow"].keys == ("F", "ctrl+f")
    assert key_names(found["chart.follow"]) == "F ctrl+f"
    hints = {word: key for key, word in hint_pairs(actions)}
    assert (hints["follow"], hints["panel"]) == ("F", "f1")
    assert [action.id for action in actions] == [action.id for action in ACTIONS]


def test_no_chords_that_multiplexers_own() -> None:
    keys = {key for action in ACTIONS for key in action.keys}
    assert not keys & {f"ctrl+{letter}" for letter in "abhjosw"}


def test_keys_of_the_desk_are_there() -> None:
    keys = {key for action in ACTIONS for key in action.keys}
    wanted = set("123456ztThlHLfcgopejknNxDPSRq") | {
        "plus", "minus", "equals_sign", "question_mark", "colon", "ctrl+p", "ctrl+q", "enter", "escape", "left", "right"
    }  # fmt: skip
    assert wanted <= keys


def test_hints_lead_with_the_most_needed() -> None:
    pairs = hint_pairs()
    assert pairs[0] == ("1-6", "panel")
    assert ("?", "help") in pairs[:4]
