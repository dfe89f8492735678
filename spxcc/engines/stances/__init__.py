"""What each flow alert says of the setups that are open: it confirms or opposes one, and nothing else.

Owns: `flow:stance`.
May import: market, protocol, the results of flow and setups.
Decided: a stance needs a side by the quote rule and is about one setup by name. An alert of unknown side, or a package
whose legs have none, has no stance; there is no word for the market as a whole.
"""
