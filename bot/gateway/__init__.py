"""The gateway: the only part that the world sees."""
