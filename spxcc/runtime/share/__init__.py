"""Share packs: made of a recorded session, looked at without its data.

Owns: sampling a run at the end of each minute, making packs, the backend that shows one.
May import: everything.
Decided: a pack is made by playing the recorded session through the engines again, so it is the same whoever makes it.
Where it is shown no engine runs: the values go to the same hub and server as those of a market, and the screen cannot
tell. What only the market's data could answer (`why` down to contracts) says so.
"""
