"""Readers: one module a format, each offering ``read(content) -> Document``."""
