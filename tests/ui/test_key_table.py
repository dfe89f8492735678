"""Help, command palette and README show the same rows."""

import os
from pathlib import Path

import pytest

from spxcc.ui.actions import ACTIONS, key_names, keyed, label_of
from spxcc.ui.key_table import BEGIN, BY_PALETTE, END, grouped, help_text, hung, in_document, markdown, rows
from spxcc.ui.screens.commands import ActionCommands, entries
from tests.fakes.screens import UPDATE, running

README = Path(__file__).parents[2] / "README.md"


def test_every_action_once_in_groups() -> None:
    assert sorted(row[0] for row in rows()) == sorted(action.id for action in ACTIONS)
    names = [group for group, _ in grouped()]
    assert len(set(names)) == len(names)


def test_help_and_the_table_of_the_documentation_have_the_same_rows() -> None:
    shown = [line.strip() for line in help_text().splitlines() if line.startswith("  ")][:-1]
    expected: list[str] = []
    for _, keys, label in rows():
        first, *more = hung(label)
        expected += [f"{keys:<12} {first}", *more]
        assert "".join((first, *more)).replace(" ", "") == label.replace(" ", "")
    assert shown == expected
    assert max(map(len, help_text().splitlines())) <= 70
    lines = markdown().splitlines()[3:-1]
    assert [line.rpartition("`")[0].rpartition("`")[2] for line in lines] == [row[0] for row in rows()]
    for line, (_, keys, label) in zip(lines, rows(), strict=True):
        assert label.replace("|", "\\|") in line
        assert all(key in line for key in keys.split())


async def test_the_palette_finds_every_row_of_the_help_and_no_other() -> None:
    async with running((100, 30)) as (app, _, __, ___):
        provider = ActionCommands(app.screen)
        for action in ACTIONS:
            for label, argument in entries(action, "level: go 6905" if action.free else ""):
                hits = [hit async for hit in provider.search(label)]
                assert any(hit.text == label for hit in hits), (label, argument)
    offered = {action.id for action in ACTIONS if list(entries(action, label_of(action).replace("PRICE", "1")))}
    assert offered == {row[0] for row in rows()}


def test_readme_has_the_table_of_this_version() -> None:
    text = README.read_text(encoding="utf-8")
    if os.environ.get(UPDATE):
        README.write_text(in_document(text), encoding="utf-8")
        text = README.read_text(encoding="utf-8")
    assert in_document(text) == text, f"the keys in README are not those of the table: run once with {UPDATE}=1"


def test_a_document_without_markers_is_refused() -> None:
    assert in_document(f"a\n{BEGIN}\nold\n{END}\nb\n") == f"a\n{markdown()}b\n"
    with pytest.raises(ValueError, match="expected"):
        in_document("a")


def test_keys_of_the_user_stand_in_the_help() -> None:
    text = help_text(keyed({"chart.follow": "F"}))
    assert f"  {'F':<12} chart: follow the live edge" in text
    assert all(key_names(action) or BY_PALETTE for action in ACTIONS)
