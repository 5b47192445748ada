"""Errors as a parent or a caller reads them: a code, and a sentence in Swedish."""

from functools import lru_cache
from typing import Any, Mapping, Optional

from starlette.responses import JSONResponse

from bot.contacts import source
from bot.contacts.hours import ALWAYS

MESSAGES = {
    "not_found": (404, "Sidan finns inte."),
    "method_not_allowed": (405, "Det går inte att göra så här på den här adressen."),
    "bad_request": (400, "Anropet gick inte att läsa."),
    "bad_json": (400, "Meddelandet gick inte att läsa. Det ska vara JSON i UTF-8."),
    "too_large": (413, "Meddelandet är för stort. Skriv det viktigaste med några meningar."),
    "not_json": (415, "Skicka meddelandet som application/json."),
    "not_form": (415, "Det gick inte att läsa det som skickades. Gå tillbaka och skicka igen."),
    "bad_fields": (422, "Fälten stämmer inte: message ska vara text, conversation text eller null, kommun en kommunkod med fyra siffror."),
    "bad_feedback": (422, "Fälten stämmer inte: topic ska vara ett ämne och helped true eller false, och inget mer."),
    "no_query": (422, "Skriv vad du söker, i parametern q."),
    "bad_format": (422, "Filen finns som csv eller json: format=csv eller format=json."),
    "empty": (422, "Skriv några ord om vad du undrar, så hjälper jag dig vidare."),
    "too_long": (422, "Meddelandet är för långt. Korta ned det till {limit} tecken och skicka igen."),
    "unknown_kommun": (422, "Kommunkoden finns inte. Den ska ha fyra siffror, till exempel 0180."),
    "too_many": (429, "Det kommer många meddelanden på en gång. Vänta en minut och skicka igen."),
    "internal": (500, "Något gick fel hos oss. Försök igen om en stund. Är ett barn i fara, ring {sos}."),
    "unavailable_urgent": (
        503,
        "Ring {sos} nu om någon är i fara. Säg var du är och vad som har hänt. Stanna hos barnet om du kan. Chatten svarar inte just nu. "
        "Polisen när det inte är akut: {police}. Barn och unga kan ringa {bris}. Det du skrev har inte sparats.",
    ),
    "unavailable": (
        503,
        "Chatten svarar inte just nu. Är ett barn i fara, ring {sos}. Polisen når du på {police}. Barn och unga kan ringa {bris}. "
        "Råd om vård får du på {care}. Det du skrev har inte sparats.",
    ),
}
EMERGENCY = {"sos": "sos_112", "police": "polisen_11414", "bris": "bris_barn", "care": "varden_1177"}


@lru_cache(maxsize=1)
def emergency_numbers() -> Mapping[str, Mapping[str, Any]]:
    """The contacts that are given when nothing else works, read from their file since the database may be what fails."""
    entries = {entry["id"]: entry for entry in source.entries()}
    return {key: entries[name] for key, name in EMERGENCY.items()}


def emergency_contacts() -> list[dict[str, Any]]:
    """The same as contacts in the API's shape."""
    return [
        {
            **{"name": entry["name"], "phone": entry["phone"], "hours": entry.get("hours"), "url": entry.get("url"), "note": entry["purpose"]},
            "open_now": True if entry.get("opening") == ALWAYS else None,
        }
        for entry in emergency_numbers().values()
    ]


class Refused(Exception):
    """The request cannot be answered.

    Args:
        code: says why; a key of `MESSAGES`.
        headers: of the response.
        values: what the message's places are filled with.
    """

    def __init__(self, code: str, headers: Optional[Mapping[str, str]] = None, **values: Any) -> None:
        super().__init__(code)
        self.code, self.headers, self.values = code, headers, values

    @property
    def response(self) -> JSONResponse:
        """What is sent to a caller that speaks JSON."""
        return error(self.code, self.headers, **self.values)


def problem(code: str, **values: Any) -> tuple[int, dict[str, Any]]:
    """An error as data.

    Args:
        code: a key of MESSAGES.
        values: what the message's places are filled with, beside the emergency numbers.

    Returns:
        The HTTP status, and {"code", "message"} with {"contacts"} where the service itself is down.
    """
    status, message = MESSAGES[code]
    numbers = {key: entry["phone"] for key, entry in emergency_numbers().items()}
    body: dict[str, Any] = {"code": code, "message": message.format(**numbers, **values)}
    if status == 503:
        body["contacts"] = emergency_contacts()
    return status, body


def error(code: str, headers: Optional[Mapping[str, str]] = None, **values: Any) -> JSONResponse:
    """An error response.

    Args:
        code: a key of MESSAGES.
        headers: more headers.
        values: as `problem` takes them.
    """
    status, body = problem(code, **values)
    return JSONResponse({"error": body}, status, headers=dict(headers or {}))
