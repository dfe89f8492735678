"""Independent clients against the gateway."""
