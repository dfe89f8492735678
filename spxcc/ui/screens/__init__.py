"""Screens: the desk with its layout, and help."""
