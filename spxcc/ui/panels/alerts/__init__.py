"""The alert strip."""
