"""Everything made of digits: personal identity numbers, phone numbers, cards, bank accounts, number plates.

Every pattern is bounded and begins at the edge of a word, so that its time grows with the text's length and no faster.
Check digits are python-stdnum's, phone numbers phonenumbers', Google's own rules.
"""

import re
from datetime import date
from typing import Iterator, Optional

import phonenumbers
from phonenumbers import PhoneNumberType
from stdnum import iban, luhn

from bot.privacy import lists
from bot.privacy.findings import Finding

SPACE = "[ \u00a0]"
DASH = "[-–—−‐]"

# ---------------------------------------------------------------- personal identity numbers

PERSONAL = re.compile(
    rf"(?<![\w+])(?:(?P<century>18|19|20){SPACE}?)?(?P<year>\d\d)[ ./-]?(?P<month>\d\d)[ ./-]?(?P<day>\d\d)"
    rf"(?P<sign>{SPACE}?(?:{DASH}|\+){SPACE}?|{SPACE}?)(?P<last>\d\d[ ]?\d\d)(?!\w)"
)
PERSONAL_WORD = re.compile(
    r"(?i)(person|samordnings|födelse|fodelse|id-?)(nummer|nr|numret)|\bpers?\.?nr|\bp\.?nr\b|\bp-?nummer|\bsista fyra|"
    r"\bf[öo]dd\w{0,2} (?:är )?$"
)
OTHER_NUMBER_WORD = re.compile(
    r"(?i)(ärende|arende|diarie|order|faktura|boknings?|bokning|kvitto|referens|ocr|kund|serie|org\w*|dossi\w*)(nummer|numret|nr|"
    r"en)?\W{0,3}$|\b(dnr|imei)\W{0,3}$"
)
MOBILE = re.compile(rf"07[02369](?!\d{{3}}{DASH})")
COORDINATION = 60
"""Added to the day in a samordningsnummer (Skatteverket)."""


def personal_numbers(text: str) -> Iterator[Finding]:
    """Personnummer and samordningsnummer, with ten or twelve digits, in every spelling.

    A right check digit decides. With a wrong one (a slip of the pen) it is one all the same where the text says so, or where it is
    written out in full, 20080512-1234; not where the text says that it is a number of something else.

    Sources:
        Skatteverket, https://www.skatteverket.se (personnummer, samordningsnummer; 121212-1212 is their sample).
    """
    for match in PERSONAL.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        digits = "".join(filter(str.isdigit, match.group()))
        named = bool(PERSONAL_WORD.search(before))
        sign = match["sign"].strip(" \u00a0")
        if not _is_day(match["century"], match["year"], match["month"], match["day"]):
            if named and sign:
                yield Finding("personal_number", match.start(), match.end())
            continue
        if len(digits) == 10 and not sign and not named and MOBILE.match(digits) and match.end("day") - match.start() != 6:
            continue
        if luhn.is_valid(digits[-10:]):
            if sign or named or not OTHER_NUMBER_WORD.search(before):
                yield Finding("personal_number", match.start(), match.end())
        elif named or (sign and match["century"] and not OTHER_NUMBER_WORD.search(before)):
            yield Finding("personal_number", match.start(), match.end())


def _is_day(century: Optional[str], year: str, month: str, day: str) -> bool:
    number = int(day) - COORDINATION if int(day) > COORDINATION else int(day)
    for full in (int(century + year),) if century else (1900 + int(year), 2000 + int(year)):
        try:
            date(full, int(month), number)
        except ValueError:
            continue
        return True
    return False


# ---------------------------------------------------------------- phone numbers

PHONE = re.compile(
    rf"(?<![\w+-])(?:(?:\+|00){SPACE}?\d{{1,3}}[ \u00a0-]?(?:\(0\){SPACE}?)?|\(?0|"
    rf"46{SPACE}?(?=7[02369]))\d(?:[\u00a0 –/.()-]{{0,3}}\d){{5,13}}(?!\w)"
)
WITHOUT_ZERO = re.compile(
    r"(?i)\b(?:nummer|numret|nr|tel|telefon|mobil|ring|sms\w*|whats\w*|swish\w*)\W{1,3}(?:är |på |"
    r"till )?(?P<number>7[02369]\d?(?:[ -]?\d){6,7})(?!\w)"
)
LOCAL = re.compile(
    r"(?i)\b(?:tel|tfn|telefon|telefonnummer|telefonnr|tel\.?nr|mobil|mobilnummer|mobilnr|"
    r"hemnummer)(?:et)?[.: ]{1,3}(?:är )?(?P<number>\d(?:[ -]{0,3}\d){4,9})(?!\w)"
)
DIGIT_WORD = (
    r"(?:noll|ett|en|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|\w{3,6}ton|(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|"
    r"nittio)\w{0,5})"
)
SPELT_OUT = re.compile(rf"(?i)(?<!\w)noll(?:[ ,-]{{1,3}}{DIGIT_WORD}(?!\w)){{4,11}}")
NO_PHONE = re.compile(r"\d{1,2}[./-]\d{1,2}[./ -]{1,2}\d{2,4}|\d\d[.:]\d\d ?[-–/] ?\d\d[.:]\d\d|\d\d[./ ]\d\d ?[-–] ?\d\d[./ ]\d\d|0\d(?:[ ,./-]{1,2}[012]\d)+")
PUBLIC_TYPES = {PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE}
"""020, 077 and 0900: lines that only organisations have."""
MOBILE_PREFIX = re.compile("07[02369]")
MOBILE_DIGITS = 10
SHORTEST = 7


def phones(text: str) -> Iterator[Finding]:
    """Phone numbers, Swedish and foreign, except those in the contacts and those that no private person can have.

    Args:
        text: the message. 112, 114 14 and the like are shorter than any private number and never looked at.
    """
    for match in PHONE.finditer(text):
        end = _phone_end(match)
        if end:
            yield Finding("phone", match.start(), end)
    for pattern in (WITHOUT_ZERO, LOCAL):
        for match in pattern.finditer(text):
            if lists.national(match["number"]) not in lists.public_numbers() and match["number"][0] != "0":
                yield Finding("phone", match.start("number"), match.end("number"))
    for match in SPELT_OUT.finditer(text) if "noll" in text.lower() else ():
        yield Finding("phone", match.start(), match.end())


def _phone_end(match: "re.Match[str]") -> Optional[int]:
    """Where the number that begins here ends, or None if here is none to strike. Numbers side by side are told apart."""
    found = match.group()
    if NO_PHONE.fullmatch(found):
        return None
    ends = [at + 1 for at, char in enumerate(found) if char.isdigit() and not found[at + 1 : at + 2].isdigit()]
    digits = {end: "".join(char for char in found[:end] if char.isdigit()) for end in ends}
    if MOBILE_PREFIX.match(digits[ends[-1]]):
        chosen = next((end for end in ends if len(digits[end]) == MOBILE_DIGITS), None)
        chosen = chosen or (ends[-1] if len(digits[ends[-1]]) in (9, 11) else None)
        return match.start() + chosen if chosen and lists.national(found[:chosen]) not in lists.public_numbers() else None
    for end in reversed(ends):
        if len(digits[end]) >= SHORTEST:
            if lists.national(found[:end]) in lists.public_numbers():
                return None
            kind = _line(("+" if found.startswith("46") else "") + found[:end])
            if kind is not None:
                return None if kind in PUBLIC_TYPES else match.start() + end
    return match.start() + ends[-1] if found.startswith(("+", "00")) and len(digits[ends[-1]]) <= 15 else None


def _line(number: str) -> Optional[int]:
    """What kind of line it is, or None where no such number can exist."""
    try:
        parsed = phonenumbers.parse(number, "SE")
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.number_type(parsed) if phonenumbers.is_valid_number(parsed) else None


# ---------------------------------------------------------------- cards and accounts

CARD = re.compile(rf"(?<!\w)(?<!\d[ -])\d(?:(?:{SPACE}|-)?\d){{12,18}}(?!\w)")
CARD_WORD = re.compile(r"(?i)(kort(et|nummer|nr)?|visa|mastercard|amex)\W{0,3}(är |nr |nummer )?\W{0,2}$")
CVC = re.compile(r"(?i)(?<!\w)(?:cvc|cvv|cvc2|cvv2)(?:-?kod(?:en)?)?[ :=]{1,3}(?:är )?(?P<number>\d{3,4})(?!\w)")


def cards(text: str) -> Iterator[Finding]:
    """Payment cards, by their check digit, and the code on the back where it is called one."""
    for match in CARD.finditer(text):
        digits = "".join(filter(str.isdigit, match.group()))
        named = CARD_WORD.search(text[max(0, match.start() - 25) : match.start()])
        if digits[0] in "23456" and (luhn.is_valid(digits) or named) and len(set(digits)) > 1:
            yield Finding("card", match.start(), match.end())
    for match in CVC.finditer(text):
        yield Finding("card", match.start("number"), match.end("number"))


SWEDISH_IBAN = re.compile(rf"(?i)(?<!\w)SE\d{{2}}(?:{SPACE}?\d){{20}}(?!\w)")
IBAN = re.compile(rf"(?<!\w)[A-Z]{{2}}\d{{2}}(?:{SPACE}?[A-Z0-9]{{4}}){{2,7}}(?:{SPACE}?[A-Z0-9]{{1,3}})?(?!\w)")
ACCOUNT_WORD = (
    r"(?:kontonummer|kontonumret|kontonr|konto nr|bankkontot?|sparkontot?|lönekontot?|kontot?|clearing(?:nummer|numret|nr)?|bankgirot?|"
    r"plusgirot?|postgirot?|bg|pg|bgnr|pgnr"
    r"|swedbank|nordea|handelsbanken|seb|länsförsäkringar|ica banken|skandiabanken|skandia|danske bank|sparbanken|avanza|sbab|icabanken|"
    r"nordnet|forex|lunar|revolut|bank)"
)
ACCOUNT = re.compile(rf"(?i)(?<!\w)(?P<word>{ACCOUNT_WORD})(?!\w)[^\d\n]{{0,30}}?(?<![\w_@.+])(?P<number>\d(?:[ ,./–-]{{0,3}}\d){{3,19}})(?!\w)")
SWISH = re.compile(r"(?i)(?<!\w)swish\w{0,8}[^\d\n]{0,30}?(?<![\w_@.])(?P<number>(?:\+?46 ?7|\+46 ?\(0\)7|\(?07|7[02369]|123)(?:[ –-]{0,3}\d){6,9})(?!\w)")
COMPANY_SWISH = re.compile(r"(?<!\w)123 \d{3} \d\d \d\d(?!\w)")
UNNAMED_ACCOUNT = re.compile(r"(?<!\w)\d{4}-\d, ?(?:\d[ -]?){7,10}(?<=\d)(?!\w)|(?<!\w)[89]\d{3}-\d \d{3} \d{3} \d{3}(?:-?\d)?(?!\w)")
ACCOUNT_PARTS = (
    "konto",
    "bank",
    "giro",
    "bg",
    "pg",
    "clearing",
    "nordea",
    "seb",
    "länsförs",
    "skandia",
    "avanza",
    "sbab",
    "nordnet",
    "forex",
    "lunar",
    "revolut",
)
GIRO = re.compile(r"(?i)(?:bank|plus|post)giro|bg|pg")
CLEARING = re.compile(r"(?i)clearing")
DATES = re.compile(
    r"(?:19|20)\d\d[-./ ]{1,3}\d\d[-./ ]{1,3}\d\d|(?:19|20)\d\d ?[-–/] ?(?:19|20)?\d\d|\d{1,2}[./-]\d{1,2}[./ -]{1,2}(?:19|20)\d\d|(?:19|"
    r"20)\d\d[01]\d[0-3]\d"
)
CHARITY = re.compile(r"90\d?[ -]?\d")
"""90-konton belong to charities only (Svensk Insamlingskontroll)."""


def accounts(text: str) -> Iterator[Finding]:
    """Bank accounts, clearing numbers, bankgiro and plusgiro, IBAN, and numbers that money is swished to."""
    for match in SWEDISH_IBAN.finditer(text):
        yield Finding("bank", match.start(), match.end())
    for match in IBAN.finditer(text):
        if iban.is_valid(match.group()):
            yield Finding("bank", match.start(), match.end())
    for match in SWISH.finditer(text) if "wish" in text.lower() else ():
        if _digits(match["number"]) >= 9 and lists.national(match["number"]) not in lists.public_numbers():
            yield Finding("bank", match.start("number"), match.end("number"))
    for pattern in (COMPANY_SWISH, UNNAMED_ACCOUNT):
        for match in pattern.finditer(text):
            yield Finding("bank", match.start(), match.end())
    lowered = text.lower()
    if not any(part in lowered for part in ACCOUNT_PARTS):
        return
    at = 0
    while named := ACCOUNT.search(text, at):
        near = named.start("number") - named.end("word") <= len(" är: ") and not UNIT_AFTER.match(text, named.end())
        at = named.end("word")
        if _is_account(named["word"], named["number"], near):
            at = named.end()
            yield Finding("bank", named.start("number"), named.end("number"))


def _is_account(word: str, number: str, near: bool) -> bool:
    """Whether a number after a bank's word is an account's; a sum of money is not. `near`: the word stands right before it."""
    count = _digits(number)
    if DATES.fullmatch(number) or (number[0] == "0" and _line(number) is not None):
        return False
    if GIRO.fullmatch(word.removesuffix("t").removesuffix("nr")):
        return 5 <= count <= 8 and not CHARITY.match(number)
    if CLEARING.match(word):
        return 4 <= count <= 16
    return 7 <= count <= 20 and (near or not re.fullmatch(r"\d{1,3}(?: \d{3})+", number))


def _digits(number: str) -> int:
    return sum(char.isdigit() for char in number)


# ---------------------------------------------------------------- number plates

PLATE = re.compile(r"(?<![\w-])([A-HJ-PR-UW-Z]{3}) ?-?(\d\d[0-9A-HJ-NPR-UW-Z])(?![\w-])")
LOOSE_PLATE = re.compile(r"(?i)(?<![\w-])([A-HJ-PR-UW-Z]{3}) ?-?(\d\d[0-9A-HJ-NPR-UW-Z])(?![\w-])")
VEHICLE = re.compile(
    r"(?i)(?<!\w)(?:reg|regnr|reg\.?nr|reg\.? ?nummer|reg\.? ?numret|regskylt\w*|registrering\w*|nummerplåt\w*|nummerskylt\w*|skylt\w*|"
    r"plåt\w*|plåten|bil|bilen|bils|skåpbil\w*|taxi\w*|moppe\w*|moped\w*|epa\w*"
    r"|a-traktor\w*|husbil\w*|volvo\w*|saab|bmw|audi|merca|mercedes|toyota|golf|passat|vw|tesla|kia|skoda|ford|opel|peugeot|renault|nissan|"
    r"hyundai|mazda|motorcykel\w*|mc|lastbil\w*|minibuss\w*|van|märkt)(?!\w)"
)
NO_PLATE = lists.words("no_plate")
UNIT_AFTER = re.compile(
    r"(?i)\s{0,2}(?:kr|kronor|spänn|år|års|åring|åringar|gånger|ggr|st|mil|km|m|cm|meter|kilo|kg|procent|%|:-|min|minuter|timmar|dagar|"
    r"bilder|sms|meddelanden|personer|sidor|gb|mb)(?!\w)"
)
WHOLE_ALARM = re.compile(r"112|113|114|116")


def plates(text: str) -> Iterator[Finding]:
    """Number plates: in capitals anywhere, in small letters after words such as "bil" or "regnummer".

    Sources:
        Transportstyrelsen: three letters without I, Q, V, Å, Ä, Ö, then two digits and a digit or a letter (not O).
    """
    shouting = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    for match in LOOSE_PLATE.finditer(text):
        letters, digits = match.group(1), match.group(2)
        after_vehicle = bool(VEHICLE.search(text[max(0, match.start() - 40) : match.start()]))
        ordinary = letters.upper() in NO_PLATE or UNIT_AFTER.match(text, match.end())
        alone = bool(PLATE.fullmatch(match.group())) and not shouting and not WHOLE_ALARM.fullmatch(digits)
        if ordinary and " " in match.group():
            continue
        if after_vehicle or (alone and letters not in NO_PLATE):
            yield Finding("plate", match.start(), match.end())
