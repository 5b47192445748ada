"""The reference that helpline staff keep open: the answers as topics, and the search over everything. Plain data, no web."""
