"""Who may connect how often."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.gateway.limits import Admission, Caps, OpeningGate, Ticket, client_address, is_loopback

NO_PROXY = frozenset[str]()


def enter(books: Admission, address: str, user: str | None = None, gone: list[str] | None = None) -> Ticket:
    """A connection of `user`; who is evicted adds its user to `gone`."""
    ticket = Ticket(address, lambda: (gone if gone is not None else []).append(f"{user}@{address}"))
    books.enter(ticket)
    if user is not None:
        books.authenticated(ticket, user)
    return ticket


def test_o10_caps_per_address_and_in_all() -> None:
    books = Admission(Caps(total=4, per_address=3, unauthenticated=2))
    assert books.refusal("a") is None
    enter(books, "a")
    enter(books, "a")
    refusal = books.refusal("a")
    assert refusal is not None
    assert "unauthenticated" in refusal.message
    assert refusal.retry_after_ms > 0
    assert books.refusal("b") is None
    for address in "bc":
        assert books.refusal(address) is None
        enter(books, address, f"user-{address}")
    full = books.refusal("d")
    assert full is not None
    assert "full" in full.message


def test_a_known_user_counts_per_address_only() -> None:
    books = Admission(Caps(per_address=3, unauthenticated=2))
    for user in ("alice", "bob", "carol"):
        assert books.refusal("a") is None
        enter(books, "a", user)
    refusal = books.refusal("a")
    assert refusal is not None
    assert "per address" in refusal.message


def test_the_oldest_connection_of_a_user_goes() -> None:
    books, gone = Admission(Caps(per_user=2)), list[str]()
    tickets = [enter(books, f"a{at}", "alice", gone) for at in range(3)]
    assert gone == ["alice@a0"]
    books.leave(tickets[0])
    enter(books, "a3", "alice", gone)
    assert gone == ["alice@a0", "alice@a1"]
    enter(books, "a4", "bob", gone)
    assert len(gone) == 2


def test_failed_authentications_close_the_door_for_a_while() -> None:
    books = Admission(Caps(auth_failures=3, auth_window=600.0))
    ticket = enter(books, "a")
    for at in range(3):
        assert books.barred("a", float(at)) is None
        books.failed(ticket, float(at))
    assert books.barred("a", 10.0) == 590.0
    assert books.barred("b", 10.0) is None
    assert books.barred("a", 600.1) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["u", "v", None]), st.booleans()), max_size=60))
def test_after_all_have_left_the_books_are_empty(steps: list[tuple[str, str | None, bool]]) -> None:
    books, inside = Admission(Caps(per_user=2)), list[Ticket]()
    for address, user, leaving in steps:
        if leaving and inside:
            books.leave(inside.pop(0))
        elif books.refusal(address) is None:
            inside.append(enter(books, address, user))
    for ticket in inside:
        books.leave(ticket)
        books.leave(ticket)
    assert (len(books), books._addresses, books._strangers, books._users) == (0, {}, {}, {})


def test_o10_handshakes_under_way_are_counted_per_address_and_in_all() -> None:
    gate = OpeningGate[int](Caps(total=4, per_address=3), frozenset({"10.0.0.1"}))
    assert [gate.came(guest, "a", guest) for guest in range(4)] == [True, True, True, False]
    assert gate.came(4, "b", 4.0)
    assert not gate.came(5, "b", 5.0)
    gate.went(1)
    assert gate.came(6, "2001:db8::1", 6.0)
    assert (len(gate), gate.refused) == (4, 2)
    assert [gate.late(at) for at in (-1.0, 0.0, 3.0, 6.0)] == [[], [0], [0, 2], [0, 2, 4, 6]]
    for guest in (0, 2, 4, 6):
        gate.went(guest)
    assert (len(gate), gate._opening, gate._counts) == (0, {}, {})
    assert [gate.came(guest, "10.0.0.1", 7.0) for guest in range(5)] == [True, True, True, True, False]


def test_the_address_that_counts() -> None:
    assert client_address("10.0.0.1", "6.6.6.6", NO_PROXY) == "10.0.0.1"
    proxies = frozenset({"10.0.0.1", "10.0.0.2"})
    assert client_address("10.0.0.1", "6.6.6.6, 7.7.7.7, 10.0.0.2", proxies) == "7.7.7.7"
    assert client_address("10.0.0.1", None, proxies) == "10.0.0.1"
    assert client_address("2001:db8:1:2:3::4", None, NO_PROXY) == "2001:db8:1:2::/64"
    assert client_address("fe80::1%eth0", None, NO_PROXY) == "fe80::/64"
    assert client_address("::ffff:9.9.9.9", None, NO_PROXY) == "9.9.9.9"
    assert client_address("", None, NO_PROXY) == ""


def test_loopback_is_this_machine_alone() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"))
    assert not any(is_loopback(host) for host in ("0.0.0.0", "::", "10.0.0.1", "example.com", ""))
