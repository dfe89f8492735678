"""The strip of `spxcc watch`."""
