"""Three lines of truth for small screens, and the smallest screen of all."""
