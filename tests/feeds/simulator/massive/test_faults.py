"""Faults are drawn by seed, limited, timed and counted."""

import pytest

from spxcc.feeds.simulator.massive.faults import KINDS, Fault, FaultBox, faults_from


def test_the_same_seed_strikes_the_same_chances() -> None:
    def struck(seed: int) -> list[int]:
        box = FaultBox(seed, [Fault("drop", 0.3)])
        return [chance for chance in range(1_000) if box.hit("drop", 0, chance)]

    assert struck(7) == struck(7) != struck(8)
    assert 230 < len(struck(7)) < 370


def test_a_fault_has_a_window_and_a_limit() -> None:
    box = FaultBox(7, [Fault("drop", since="10:00", until="10:01", times=2)])
    at = 30 * 60_000
    assert box.strike("drop", at - 1) is None
    assert box.strike("drop", at + 60_000) is None
    assert [box.strike("drop", at + one) is not None for one in range(4)] == [True, True, False, False]
    assert box.counts["drop"] == 2
    box.switch(())
    assert box.strike("drop", at) is None
    assert box.counts["drop"] == 2


def test_files_are_toml_or_json_and_checked() -> None:
    expected = (Fault("429", 0.5, "11:00", "11:05", value=2.0),)
    text = b'[[faults]]\nname = "429"\nrate = 0.5\nfrom = "11:00"\nto = "11:05"\nvalue = 2.0\n'
    assert faults_from(text, toml=True) == expected
    assert faults_from(b'[{"name":"429","rate":0.5,"from":"11:00","to":"11:05","value":2.0}]', toml=False) == expected
    for bad in (b"[", b'[{"name":"nope"}]', b'[{"name":"drop","rate":2}]', b'[{"name":"drop","from":"soon"}]'):
        with pytest.raises(ValueError, match="expected"):
            faults_from(bad, toml=False)


def test_a_halt_shows_its_beginning() -> None:
    box = FaultBox(7, [Fault("halt", since="10:00", until="10:15")])
    begin = 30 * 60_000
    assert [box.standstill(at) for at in (begin - 1, begin, begin + 5, begin + 900_000)] == [
        begin - 1, begin, begin, begin + 900_000
    ]  # fmt: skip


def test_every_kind_says_what_it_does() -> None:
    assert all(
        what.split(": ")[0] in ("stream", "stream and server time", "both", "REST", "chain") for what in KINDS.values()
    )
