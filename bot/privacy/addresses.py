"""Street addresses, boxes and the postal codes that belong to them. A street without a number is no address, and the town stays."""

import re
from typing import Iterator, Optional

from bot.nlu.words import fold
from bot.privacy.findings import Finding

STREET = (
    *("gatan", "gata", "vagen", "vag", "grand", "granden", "stigen", "stig", "allen", "alle", "torget", "torg", "esplanaden", "esplanad"),
    *("boulevarden", "boulevard", "stroget", "prospekt"),
)
"""Endings that only streets have, without å, ä, ö."""
PERHAPS = (
    *("plan", "planen", "plats", "platsen", "backen", "backe", "liden", "lid", "kajen", "kaj", "leden", "led", "kroken", "krok", "ringen", "ring", "slingan"),
    *("svangen", "promenaden", "terrassen", "hojden", "hojd", "vangen", "vang", "bagen", "straket", "parken", "park", "hamnen", "hamn", "bron", "udden"),
    *(
        "garden",
        "gard",
        "angen",
        "asen",
        "as",
        "berget",
        "berg",
        "gangen",
        "gang",
        "rundan",
        "stranden",
        "strand",
        "dalen",
        "dal",
        "hagen",
        "kullen",
        "brinken",
    ),
    *(
        "brink",
        "passagen",
        "grand",
        "tomten",
        "torpet",
        "byn",
        "by",
        "holmen",
        "viken",
        "lunden",
        "skogen",
        "trappan",
        "trappor",
        "hallen",
        "vallen",
        "slatten",
        "sten",
        "g.",
        "v.",
        "gr.",
        "gat.",
        "vag.",
    ),
)
"""Endings that other words have too: they need a capital or "bor på"."""
MODIFIERS = {
    "stora",
    "lilla",
    "gamla",
    "nya",
    "norra",
    "sodra",
    "vastra",
    "ostra",
    "ovre",
    "nedre",
    "sankt",
    "sankta",
    "st",
    "s:t",
    "inre",
    "yttre",
    "mellersta",
    "kungs",
}
NO_STREET = re.compile(
    r"(?:riks|motor|europa|lans|lands|huvud|hem|om|gen|ut|in|fram|halv|till|upp|av|jarn|luft|vatten|cykel|gang|buss|tag|e|under|mid|bak|sid|led|livs|"
    r"vand|studie|karriar|behandlings|vard|hand?lings|tids|spel|fotbolls|vard|genomforande|utbildnings|stods|orsaks|betal|ga)(?:vagen|vag|stigen|stig|gatan|gata|plan|planen)s?"
    r"|.*(?:lekplats|busshallplats|hallplats|parkeringsplats|arbetsplats|badplats|motesplats|uteplats|plats|marknadsplats)(?:en)?"
)
WORD_NUMBER = re.compile(
    r"(?<![\w:-])(?P<word>[^\W\d_](?:[^\W\d_]|[:'’-](?=[^\W\d_])){0,40}\.?)(?:,? {1,2}|(?<=\.))(?:nr\.? |nummer )?(?P<number>\d{1,4})"
    r"(?P<more>(?: ?[-–/] ?\d{1,3}(?![\d.:]))?(?:[a-zA-ZåäöÅÄÖ](?!\w)| [A-H](?!\w)| [abcdfgh](?=[,.\n;)]|$| (?:lgh|vån|i|på)\b))?)(?![\w:]|[.,]\d)"
)
FLAT = re.compile(
    r"(?i),? ?(?:(?:lgh|lägenhet|lght|vån|våning|våningen|uppg|uppgång|port|trapphus)\.? ?(?:nr )?\w{1,5}(?!\w)"
    r"|\d{1,2} ?(?:tr|trappor|vån|våningen)(?!\w)|(?:nb|bv|ög|öv)(?!\w))"
)
POSTCODE = re.compile(r"(?i)(?:,| i| på|\n)?[ ]{0,2}(?:se?-)?\d{3} ?\d{2}(?![\w]|[ -]?\d| ?(?:kr|kronor|år|spänn)\b)")
UNIT = re.compile(
    r"(?i)\s{0,2}(?:kr|kronor|spänn|lax|år|års|åring\w*|gånger|ggr|min|minuter|tim|timmar|meter|m|km|kilometer|mil|st|personer|killar|tjejer|män|barn|dagar|dar|veckor|månader|"
    r"bilder|procent|%|:-|vuxna|gubbar|kvällar|nätter|sekunder|steg|hus|lägenheter|poäng|bussar)(?!\w)"
)
LIVES = re.compile(
    r"(?i)(?:\b(?:bor|bodde|bott|flyttat|flyttade|flyttar)(?: \w{1,12}){0,2} (?:på|i|vid)|\badress\w*(?: är)?:?"
    r"|\bhem till|\bpost till)\s{0,2}(?:[^\W\d_]{2,20} ){0,2}$"
)
ADDRESS_IS = re.compile(r"(?i)\b(?:hem|besöks|post)?adress(?:en)?(?: är|:| till \w{2,12} är)? {0,2}(?:[^\W\d_]{2,20} ){0,1}$")
BOX = re.compile(r"(?i)(?<![\w-])(?:post)?box \d{2,5}(?!\w)")
WORD_BEFORE = re.compile(r"([^\W\d_](?:[^\W\d_]|[:'’-]){0,30}) {1,2}$")
EMERGENCY = {"112", "113", "1177"}
LONGEST_NAME = 4


def addresses(text: str) -> Iterator[Finding]:
    """Streets with a number, with flat and postal code where they follow, and boxes.

    Args:
        text: the message; å, ä, ö may be missing and capitals too.
    """
    for match in BOX.finditer(text):
        yield Finding("address", match.start(), _tail(text, match.end()))
    for match in WORD_NUMBER.finditer(text):
        start = _street_start(text, match)
        if start is not None:
            yield Finding("address", start, _tail(text, match.end()))


def _street_start(text: str, match: "re.Match[str]") -> Optional[int]:
    """Where the name of the street begins, or None if the words are no address."""
    word, at = match["word"], match.start()
    folded = fold(word)
    if UNIT.match(text, match.end()) and not match["more"].strip().isalpha():
        return None
    before = text[max(0, at - 60) : at]
    if (
        POSTCODE.match(text, match.end())
        and text[match.end() : match.end() + 1] in (",", "\n", " ")
        and word[0].isupper()
        and fold(word) not in ("box", "postbox", "kl")
    ):
        return _back(text, at, folded)
    if NO_STREET.fullmatch(folded) and _back(text, at, "") == at:
        return None
    ending = next((end for end in STREET if folded.endswith(end)), None)
    if ending and len(folded) > len(ending) + 1:
        return _back(text, at, "")
    if ending or folded in PERHAPS:
        start = _back(text, at, folded)
        own = text[start:at].split()
        if own and (own[-1].endswith("s") or fold(own[-1]) in MODIFIERS) and (own[-1][0].isupper() or fold(own[-1]) in MODIFIERS):
            return start
        lower = WORD_BEFORE.search(before)
        if lower and lower.group(1).endswith("s") and LIVES.search(before):
            further = WORD_BEFORE.search(before[: lower.start()])
            return (
                at
                - len(before)
                + (further.start() if further and fold(further.group(1)) not in ("pa", "i", "vid", "till", "ar", "adress", "adressen") else lower.start())
            )
        return None
    if (
        match["number"] not in EMERGENCY
        and any(folded.endswith(end) and len(folded) > len(end) + 1 for end in PERHAPS)
        and (LIVES.search(before) or (word[0].isupper() and _mid_sentence(before)))
    ):
        return _back(text, at, "")
    return _back(text, at, "") if ADDRESS_IS.search(before) and folded not in ("kl", "klockan", "sidan", "nummer", "nr") else None


def _back(text: str, at: int, bare: str) -> int:
    """Where the words begin that belong to the street's name: "Norra", "Sankt", and before a bare "gata" capitalised ones."""
    for _ in range(LONGEST_NAME):
        earlier = WORD_BEFORE.search(text[max(0, at - 40) : at])
        if not earlier:
            break
        word = earlier.group(1)
        if fold(word) in MODIFIERS or (bare and word[0].isupper() and fold(word) not in ("pa", "i", "vid", "vi", "han", "hon", "jag", "de", "dom", "min")):
            at -= len(earlier.group())
        else:
            break
    return at


def _mid_sentence(before: str) -> bool:
    return bool(re.search(r"[\w,] {1,2}$", before))


def _tail(text: str, end: int) -> int:
    """Where flat and postal code end, if they follow."""
    for _ in range(3):
        flat = FLAT.match(text, end)
        if not flat:
            break
        end = flat.end()
    code = POSTCODE.match(text, end)
    return code.end() if code else end
