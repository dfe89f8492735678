"""What works, what is degraded and why: engines and feeds."""
