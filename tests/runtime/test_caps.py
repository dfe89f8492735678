"""The caps of a server as its settings have them, and room for so many."""

import resource

import pytest

from spxcc.gateway.limits import Caps
from spxcc.runtime.caps import SPARE, caps_of, room_for
from spxcc.runtime.config import Settings
from spxcc.runtime.errors import UserError
from tests.runtime.runs import plain_config


def test_as_shipped_they_are_those_of_the_gateway() -> None:
    assert caps_of(Settings()) == Caps()


def test_each_has_its_setting_and_a_wide_door_for_many_of_one_address() -> None:
    made = caps_of(Settings(max_clients=5_000, max_clients_per_address=200, max_clients_per_user=9))
    assert (made.total, made.per_address, made.per_user, made.unauthenticated) == (5_000, 200, 9, 100)


@pytest.mark.parametrize("name", ["max_clients", "max_clients_per_address", "max_clients_per_user"])
def test_none_at_all_is_no_cap(name: str) -> None:
    with pytest.raises(UserError, match=f"expected {name} of 1 or more, found 0"):
        plain_config().with_flags(**{name: 0})


def test_room_is_made_or_what_forbids_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1_024, 8_192))
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: made.append(both))
    room_for(100)
    assert made == []
    room_for(5_000)
    assert made == [(5_000 + SPARE, 8_192)]
    with pytest.raises(UserError, match="raise `ulimit -Hn`"):
        room_for(10_000)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1_024, resource.RLIM_INFINITY))
    room_for(10_000)
    assert made[-1] == (10_000 + SPARE, resource.RLIM_INFINITY)
