"""Trading session: status, next open and close."""
