"""Published methods of other tools, made anew from their description, and the way from each of them to ours.

Owns: `gflows`, `perfiliev`, the conventions they share, and the walk that changes one convention at a time.
May import: the rooms of the gex engine, market, quant; nothing of the tools themselves.
Decided: a method is shown as published, with what we hold to be wrong about it, so that its numbers are theirs; only
contracts past their settlement instant are left out, because a chain does not hold them.
"""
