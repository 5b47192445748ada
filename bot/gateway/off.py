"""What the chat says while it is switched off (LOTSEN_OFF): a notice, and whom to ring. Needs no bot, no model and no database."""

import secrets
from typing import Any

from bot.gateway.errors import emergency_contacts, emergency_numbers
from bot.safety.patterns import by_pattern

NOTICE = (
    "Föräldralotsen är stängd just nu och svarar inte på frågor. Är ett barn i fara, ring {sos}. Polisen når du på {police}, dygnet runt. "
    "Barn och unga kan ringa {bris}. Råd om vård får du på {care}. Inget av det du skriver sparas."
)
URGENT_NOTICE = (
    "**Ring {sos} nu om någon är i fara.** Säg var du är och vad som har hänt. Stanna hos barnet om du kan.\n\n"
    "Föräldralotsen är stängd just nu. Polisen när det inte är akut: {police}. Barn och unga kan ringa {bris}. Det du skrev har inte sparats."
)


def notice(message: str) -> dict[str, Any]:
    """The answer to any message, in the shape of every other. The patterns of danger are looked for all the same.

    Args:
        message: what the parent wrote.
    """
    urgent = by_pattern(message) is not None
    reply = {
        **{"topic": None, "urgent": urgent, "buttons": [], "sources": [], "reviewed": None},
        "text": words(urgent),
        "contacts": emergency_contacts(),
    }
    return {"conversation": secrets.token_urlsafe(24), "replies": [reply], "kommun": None}


def words(urgent: bool = False) -> str:
    """The notice, with its numbers put in."""
    numbers = {key: entry["phone"] for key, entry in emergency_numbers().items()}
    return (URGENT_NOTICE if urgent else NOTICE).format(**numbers)
