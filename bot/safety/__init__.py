"""Safety without models: what must work when everything else is down."""
