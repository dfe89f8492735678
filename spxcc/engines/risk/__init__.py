"""The risk card: one word and the rule that decided it, from trades that the trader marked. It advises, and blocks
nothing: no order passes through spxcc.
"""
