"""Phone numbers: checked, and given in the form that a telephone rings, by Google's libphonenumber."""

import re
from typing import Optional

import phonenumbers
from phonenumbers import shortnumberinfo

REGION = "SE"
HELPLINE = re.compile(r"116\d{3}")
"""The EU's harmonised helplines, of which the library does not know every one (Commission decision 2007/116/EC)."""


def e164(printed: str) -> Optional[str]:
    """A number in E.164, or None where it is a short number, which has no such form.

    Args:
        printed: the number as its owner prints it.

    Raises:
        ValueError: it is no phone number that can be rung in Sweden; the message, in Swedish, says so.
    """
    try:
        number = phonenumbers.parse(printed, REGION)
    except phonenumbers.NumberParseException:
        raise ValueError(f"{printed!r} är inget telefonnummer") from None
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if shortnumberinfo.is_valid_short_number_for_region(number, REGION) or HELPLINE.fullmatch(str(number.national_number)):
        return None
    raise ValueError(f"{printed!r} är inget svenskt telefonnummer")
