"""Sentences rendered from cited facts."""
