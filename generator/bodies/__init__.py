"""Whose report a document is: division names, bodies, years and dates."""
