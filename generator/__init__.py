"""Gongkai: annual disclosure reports of Chinese government bodies, read, checked and published."""

__version__ = "0.1.0"
