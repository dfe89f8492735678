"""How the recording of this run goes."""
