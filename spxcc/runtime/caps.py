"""How many clients a server takes in, as its settings have it, and the open files that they need."""

from spxcc.gateway.limits import Caps
from spxcc.runtime.config import Settings
from spxcc.runtime.errors import UserError

SPARE = 256
"""Descriptors beside those of the clients."""


def caps_of(settings: Settings) -> Caps:
    """The caps that the gateway keeps. Of one address half may be on their way through the door, ten at least."""
    per_address = settings.max_clients_per_address
    return Caps(
        total=settings.max_clients,
        per_address=per_address,
        unauthenticated=max(Caps().unauthenticated, per_address // 2),
        per_user=settings.max_clients_per_user,
    )


def room_for(clients: int) -> None:
    """Raise the limit of open files of this process and its children. Raises UserError where the system forbids it."""
    # Only systems with such limits have the module.
    import resource

    wanted = clients + SPARE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= wanted:
        return
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise UserError(f"expected room for {wanted:,} open files, found a hard limit of {hard:,}; raise `ulimit -Hn`")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
