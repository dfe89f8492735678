"""Option prints classified: side, size class, package; and minute volume where there are no prints."""
