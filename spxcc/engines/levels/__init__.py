"""Price levels of every family, with stable ids."""
