"""Sources of events.

Owns: the simulator, the readers of real files and their replay, Cboe's delayed quotes, and the catalogue that builds a
feed by name.
May import: market, quant.
Decided: parsing is pure and typed; what cannot be parsed is counted and reported, never defaulted. A feed paces itself
by the clock it is given and marks each step of the engines with a `Watermark`.
"""
