"""The event calendar from two files."""

from pathlib import Path

import pytest

from spxcc.runtime.events import load_events, merged, parse


def test_the_shipped_file_is_right_and_holds_what_is_certain() -> None:
    rules = {rule.id: rule for rule in load_events(None).rules}
    assert {"fomc", "fomc_presser", "cpi", "nfp", "pce", "opex", "witching", "vix_expiry"} == set(rules)
    fomc = rules["fomc"]
    assert (fomc.time, fomc.before, fomc.after) == ("14:00", 15, 45)
    assert len(fomc.dates) == 16
    assert rules["fomc_presser"].dates == fomc.dates
    assert rules["nfp"].usual


def test_the_users_file_adds_wins_and_removes(tmp_path: Path) -> None:
    file = tmp_path / "events.toml"
    file.write_text(
        '[[event]]\nid = "cpi"\nafter = 60\ndates = [2026-03-11]\n'
        '[[event]]\nid = "mine"\nname = "Auction"\ntime = "13:00"\ndates = ["2026-03-12"]\n'
        '[[event]]\nid = "opex"\noff = true\n'
    )
    book = load_events(file)
    rules = {rule.id: rule for rule in book.rules}
    assert book.problems == ()
    assert (rules["cpi"].name, rules["cpi"].time, rules["cpi"].dates) == ("CPI", "08:30", ("2026-03-11",))
    assert rules["mine"].name == "Auction"
    assert rules["opex"].off


def test_a_file_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert load_events(tmp_path / "events.toml") == load_events(None)


def test_a_file_that_is_no_toml_is_one_sentence_with_its_line_and_the_shipped_one_stands(tmp_path: Path) -> None:
    file = tmp_path / "events.toml"
    file.write_text('[[event]]\nid = "x"\nname = "y\n')
    book = load_events(file)
    assert book.rules == load_events(None).rules
    assert len(book.problems) == 1
    assert "line 3" in book.problems[0]
    file.write_bytes(b"\xff\xfe")
    assert "could not be read" in load_events(file).problems[0]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('id = "x"\ntme = "13:00"', "tme"),
        ('id = "x"\ntime = "1 pm"', "13:00|14:30"),
        ('id = "x"\ndates = ["2026-13-40"]', "2026-13-40|month|date"),
        ('id = "x"\nbefore = -5', "minutes"),
        ('id = " "', "id such as"),
        ('name = "x"', "id"),
        ('id = "x"\nrepeat = "sometimes"', "sometimes|repeat"),
        ('id = "x"\ndates = "2026-03-24"', "dates|array"),
    ],
)
def test_each_mistake_is_a_sentence_with_the_line_of_its_event_and_the_others_stay(lines: str, words: str) -> None:
    rules, problems = parse(f'[[event]]\nid = "good"\ntime = "10:00"\n\n[[event]]\n{lines}\n', "events.toml")
    assert [rule.id for rule in rules] == ["good"]
    assert len(problems) == 1
    assert problems[0].startswith("events.toml line 5: ")
    assert any(word in problems[0] for word in words.split("|")), problems[0]


def test_other_tables_are_told_and_event_may_be_one_table() -> None:
    rules, problems = parse('[event]\nid = "x"\n[alarm]\nid = "y"\n', "events.toml")
    assert [rule.id for rule in rules] == ["x"]
    assert "alarm" in problems[0]
    assert merged(rules, rules) == rules
