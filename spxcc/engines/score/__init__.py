"""What is known of each setup, how well, and against what.

Owns: statistics of outcomes in cells that never mix sources, rules or fineness of data; the facts of the edge strip.
May import: market, quant, protocol, results of outcomes and setups.
Decided: a share is pulled to its null by a prior worth twenty outcomes, and told beside its own interval, its sample,
its days and its null, or not at all. The facts are those of the ledger as of the start of the run, so a replay that is
handed the same facts says the same. Random entries are drawn where the outcome is made, and kept with it.
"""
