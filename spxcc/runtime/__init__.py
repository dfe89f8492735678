"""The composition root.

Owns: clocks, configuration, logging, the node (feed → state → engines → hub), the command line.
May import: everything; nothing imports it.
Decided: one asyncio loop for server, client and screen; the engines' heavy steps leave it. The node has no clock of its
own: a step happens where the feed put a `Watermark`, so a replay takes the same steps as the run it repeats.
"""
