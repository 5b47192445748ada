"""Föräldralotsen: a Swedish guide for parents who fear that a child is being sexually exploited."""

__version__ = "0.1.0"
