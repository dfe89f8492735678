"""Dealer gamma exposure from a chain: net, walls, flip, by strike, by expiry, sign band."""
