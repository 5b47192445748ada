"""Rasa's custom actions. Thin: they read the tracker, ask `bot.contacts` or the answers, and dispatch."""

from actions.dialogue import *  # noqa: F403  rasa_sdk finds the actions by importing this package
from actions.forms import *  # noqa: F403
from actions.local_contacts import *  # noqa: F403
