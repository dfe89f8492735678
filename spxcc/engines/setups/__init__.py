"""Twelve setups as a persistent state machine with deterministic ids.

Owns: the catalogue and the language it is written in, the lifecycle and its log, the resolution of what was filled, the
shadows of what was blocked, the funnel, the dry run.
May import: market, quant, protocol, results of gex, levels, regime, flow, agenda and score.
Decided: all is decided on closed one-minute bars and acted on at the open of the next, so a tick between them changes
nothing but a fill or a deadline. A condition without its input does not hold. Arming latches: an armed setup ends by
its trigger, its falsifier, its time, or a minute that could not be judged, never by going back. Invalidation belongs to
the time before the fill; after it the stop is the falsifier (SETUPS.md 2). Targets nearer than 0.8 of the risk are
refused for every kind, and stops nearer than twice the slip. Deadlines count in the time that the feed has told: a
delayed feed has the same day, later. A halt is no gap of the feed: what is open then is decided by the reopening, so it
cannot drop out of the outcomes. A quiet time and a wide quote on the contract that would be taken are gates; without a
calendar or a contract there is none. What a gate holds back goes on as a shadow that nobody is shown and that ends in
the log. Bad wicks are cut before anything looks at a bar. The columns of the session are made anew at each closed
minute and read at their end: the same code plays whole days, so both must agree.
"""
