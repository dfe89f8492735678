"""What parts of a chain are not there."""

from spxcc.market.snapshot import OptionChain


def missing_of(chain: OptionChain) -> tuple[str, ...]:
    """Named parts that are absent or cut short, as sentences; none of a chain that came as one."""
    found = [
        f"the {scope.name or 'whole'} chain is partial: {scope.rows:,} rows of it came"
        for scope in chain.scopes
        if not scope.complete
    ]
    if chain.scopes and all(scope.name for scope in chain.scopes):
        names = ", ".join(scope.name for scope in chain.scopes)
        found.append(f"of the chain only its {names} part is there: {sum(one.rows for one in chain.scopes):,} rows")
    return tuple(found)
