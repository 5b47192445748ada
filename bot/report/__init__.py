"""How well messages are understood, measured and written down: `make report`."""
