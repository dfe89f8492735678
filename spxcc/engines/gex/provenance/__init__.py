"""Down to the contracts: for each kind of number of a gex result its formula, its grade and what adds up to it.

Owns: the tables of paths, the columns per contract, the grades of the trust ledger, the reasons of exclusions.
May import: the rooms of the gex engine, `why.result`, market, quant.
Decided: nothing is computed from the market again: view, positions, signs and curves are those that the run left. The
greeks are taken per contract from `quant.bsm`, apart from the sums that were published, so that the two check each
other.
"""
