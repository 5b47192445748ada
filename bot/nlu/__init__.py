"""Rasa graph components of our own: one module each, registered by their path in config.yml."""
