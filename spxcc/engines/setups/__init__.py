"""Four setups as a persistent state machine with deterministic ids."""
