"""E-mail addresses, links, and user names beside a platform's name."""

import re
from typing import Iterator

from bot.nlu.words import fold
from bot.privacy import lists
from bot.privacy.findings import Finding

EMAIL = re.compile(r"(?<![\w.+%-])(?P<local>[\w.+%-]{1,64}) ?@ ?(?P<host>(?:[\w-]{1,63}[.,]){1,4}[^\W\d_]{2,12})(?!\w)")
SPELT_EMAIL = re.compile(
    r"(?i)(?<![\w.+%-])[\w.+%-]{1,64} ?(?:\((?:at|a|snabel-?a)\)|\[(?:at|a)\]|\bsnabel-?a\b|\bat\b) ?[\w-]{1,40}(?: ?(?:\(?punkt\)?|"
    r"\(?dot\)?|\.) ?)(?:com|se|nu|net|org|hotmail|gmail|fi|no|dk)(?!\w)"
)
AT_SIGNS = ("snabel", "(a", "[a", " at ")
OFFICIAL_BOX = re.compile(
    r"(?i)(?:info|kontakt|registrator|kommun(?:en)?|kontaktcenter|kundtjanst|kundtjänst|social\w*|orosanm[aä]lan|hej|support|stod|stöd|"
    r"medborgar\w*|fraga|fråga|reception|bup|polisen)"
)


def emails(text: str) -> Iterator[Finding]:
    """E-mail addresses, also with a comma for the dot or "snabel-a"; not those of an authority's own desk ("info@bris.se")."""
    for match in EMAIL.finditer(text) if "@" in text else ():
        if " " in match.group() and not re.search(r"\.(?:com|se|nu|net|org)$", match["host"], re.IGNORECASE):
            continue
        if not (OFFICIAL_BOX.fullmatch(match["local"]) and _is_public(match["host"].lower())):
            yield Finding("email", match.start(), match.end())
    lowered = text.lower()
    if not any(sign in lowered for sign in AT_SIGNS):
        return
    for match in SPELT_EMAIL.finditer(text):
        yield Finding("email", match.start(), match.end())


# ---------------------------------------------------------------- links

TOP = (
    r"(?:com|se|nu|net|org|gg|me|tv|io|co|be|app|ee|link|live|info|eu|dk|no|fi|de|uk|us|to|ly|cc|xyz|site|online|chat|social|page|bio|fm|ru|"
    r"pl|nl|fr|es|it|ai|dev|club|video|cam|wtf|lol|id|im|gl|st|sh|onion)"
)
LINK = re.compile(
    rf"(?i)(?<![\w@.-])(?P<scheme>https?://|"
    rf"www\.)?(?P<host>(?:[\w-]{{1,63}}\.){{1,5}}{TOP})(?P<port>:\d{{1,5}})?(?P<path>[/?#][^\s<>\"”»\ufffc]*)?(?![\w@-])"
)
OTHER_SCHEME = re.compile(
    r"(?i)(?<!\w)(?:snapchat|discord|tg|whatsapp|kik|fb|instagram|skype|steam|roblox)://[^\s<>\"\ufffc]{1,2000}|"
    r"(?<!\w)https?://[^\s<>\"\ufffc]{1,2000}"
)
PROFILE_SITES = lists.words("profile_sites")
OWN_PAGES = re.compile(r"(?i)^[\w-]+\.(?:blogspot|wordpress|tumblr|carrd|wixsite|blogg|weebly|onlyfans|bandcamp)\.\w{2,3}$")
CLOSING = ".,;:!?)]}'”"


def links(text: str) -> Iterator[Finding]:
    """Links to profiles and unknown pages. A bare site stays ("omegle.com"), and so do sites that the contacts and answers name."""
    for match in LINK.finditer(text):
        host = match["host"].lower().removeprefix("www.")
        path = (match["path"] or "").rstrip(CLOSING)
        end = match.start("path") + len(path) if path else match.end("port") if match["port"] else match.end("host")
        profile = host in PROFILE_SITES or any(host.endswith("." + site) for site in PROFILE_SITES)
        if profile and len(path) > 1 or (not profile and len(path) > 1 and not _is_public(host)) or OWN_PAGES.match(host):
            yield Finding("link", match.start(), end)
    for match in OTHER_SCHEME.finditer(text) if "://" in text else ():
        found = match.group().rstrip(CLOSING)
        host = re.sub(r"^\w+://(?:www\.)?", "", found).lower().split("/")[0]
        if not found.lower().startswith("http") or ("/" in found[8:].rstrip("/") and not _is_public(host) and host not in PROFILE_SITES):
            yield Finding("link", match.start(), match.start() + len(found))


def _is_public(host: str) -> bool:
    """Whether a host, or what it is a part of, is named in the contacts or the answers."""
    host = host.replace(",", ".").removeprefix("www.")
    parts = host.split(".")
    names = [".".join(parts[at:]) for at in range(len(parts) - 1)]
    return any(name in lists.public_hosts() for name in names) and not any(name in PROFILE_SITES for name in names)


# ---------------------------------------------------------------- user names

PLATFORM = (
    r"(?:snapchat|snappen|snap|snapp|instagram|instan|insta|ig|discord|disc|dc|tiktok|tik tok|kik|telegram|tele|whatsapp|whatsup|roblox|"
    r"fortnite|minecraft|steam|twitch|omegle|facebook|fb|messenger|signal"
    r"|wickr|bigo(?: live)?|yubo|tinder|grindr|onlyfans|reddit|twitter|youtube|yt|vsco|bereal|ask\.fm|askfm|jodel|qruiser|skype|viber|xbox|"
    r"psn|playstation|epic|tumblr|threads|bumble|wattpad|momio|movellas|hoop|wizz|x)"
)
COMMON_X = re.compile(r"(?i)(?<!\w)x(?!\w)")
NAME = r"@?[^\W_](?:[\w.#-]{1,38}[\w])"
"""What a user name is made of; whether a word is one is judged by `_is_handle` or by what stands before it."""
AT = re.compile(r"(?<![\w.@])@[\w](?:[\w.-]{0,38}\w)?")
SAYS = re.compile(
    rf"(?i)(?<!\w)(?:användarnamn(?:et)?|anvandarnamn(?:et)?|användare(?:n)?|anvandare(?:n)?|username|user|nick|nicket|nicknamn(?:et)?|"
    rf"nickname|gamertag(?:en)?|smeknamn(?:et)?|alias|aliaset|tagg(?:en)?|handle|kontot|konto|profilen?"
    rf"|snap-?(?:chat)?(?:namn|konto|id)(?:et)?|insta(?:gram)?-?(?:namn|konto)(?:et)?|tiktok-?(?:namn|konto)(?:et)?|discord-?(?:namn|tagg?|id|"
    rf"konto)(?:en|et)?|kik-?namn(?:et)?|roblox-?(?:namn|konto)(?:et)?)(?!\w)"
    rf"(?P<between>(?: (?:på|hos|i) {PLATFORM}(?!\w))?[:= ]{{1,3}}(?:(?:är|e|heter|hette|var|som heter|med namnet|lyder|namn|hans|"
    rf"hennes)[: ]{{1,2}}){{0,2}}[\"'”“]?)(?P<name>@?[\w][\w.#-]{{1,38}})"
)
OWNS = re.compile(rf"(?i)(?<!\w){PLATFORM}(?P<join> ?(?:är|e|heter|hette|=|:|-)[: ]{{1,2}}[\"'”“]?)(?P<name>@?\w[\w.#-]{{1,38}})")
OWNER = re.compile(r"(?i)(?<!\w)(?:hans|hennes|sitt?|min|mitt|din|deras|[^\W\d_]{2,20}s) ?$")
CALLED_ON = re.compile(
    rf"(?i)(?<!\w)(?P<verb>heter|hette|kallar sig|kalla sig|kallade sig|går under(?: namnet)?|gar under(?: namnet)?|går som|finns som|"
    rf"ligger som|som|under namnet|med namnet|nicket|namnet|add(?:a|ade|at)?|lägg till|följ(?:er|a|t)?|skriver med|chattar med|chattat med)"
    rf"(?: (?:mig|henne|honom|en som heter|nån som heter|någon som heter|han som heter|"
    rf"sig))?:? [\"'”“]?(?P<name>@?\w[\w.#-]{{1,38}})[\"'”“]? (?:på|i|via) (?P<platform>{PLATFORM})(?!\w)"
)
ON_CALLED = re.compile(
    rf"(?i)(?<!\w)(?:på|i|via) (?P<platform>{PLATFORM}) (?:(?:heter|hette|kallar|kallade|går)(?: (?:han|hon|hen|dom|de|killen|tjejen|mannen|"
    rf"personen|jag))?|(?:han|hon|hen|killen|mannen|personen|tjejen) (?:heter|kallar sig)|som heter|som kallar sig|under namnet|med namnet|"
    rf"under)"
    rf"(?: (?:sig|under|namnet)){{0,2}}:? [\"'”“]?(?P<name>@?\w[\w.#-]{{1,38}})"
)
HANDLE = re.compile(r"(?<![\w@.#/+:-])@?(?=[\w.#-]{0,39}[\d_.#])[^\W\d]?[\w](?:[\w.#-]{1,38}[\w])(?!\w)")
NEAR = re.compile(
    rf"(?i)(?<!\w)(?:{PLATFORM}|snap\w+|discord\w+|insta\w+|chatt?a\w*|användar\w*|nick\w*|konto\w*|profil\w*|server\w*|add\w{{0,3}}|"
    rf"följ\w*)(?!\w)"
)
REACH = 45
"""How far from a platform's name a word with digits or underscores is taken for a user name, in characters."""
NOT_HANDLE = re.compile(
    r"(?i)\d+års\w*|\d+[:.,]?\d*(?:-?\d+)?(?:kr|k|år|åring\w*|-åring\w*|st|min|h|tim|mil|km|m|cm|kg|gb|mb|e|a|an|:e|ggr|x|d|tr|procent|sek)?|"
    r"\d{1,2}-?[åa]r(?:s|ing|ig)\w*|[fåk]k?-?\d(?:-\d)?|(?:ps|xbox|gta|fifa|nhl|cs|iphone|ipad|mp|covid|f|ak|åk|klass|åk\.?|v|vecka|kl|"
    r"win|windows|android|samsung|galaxy|s|a|tv|svt|kanal|p|e|h|ios|4|5|rtx|ryzen|usb|wifi|ea|fc|cod|mw|bo|sims|civ|halo|chatgpt|gpt|dalle|"
    r"h&|u|jas|vg|md|rc|co)-?\d{1,4}[a-z+]{0,3}|"
    r"[^\W\d_]{1,3}\.(?:[^\W\d_]{1,4}\.?){1,3}|\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?|[^\W\d_]+(?:\.[^\W\d_]+)*\.(?:se|com|nu|org|net|fm|tv|gg|"
    r"me|live|io)|[^\W\d_]+\.(?:jpe?g|png|mp4|mov|pdf|docx?|txt|exe|zip|heic)|(?:img|dsc|vid|screenshot)_\w+.*"
    r"|[^\W\d_]{1,12}/[^\W\d_]{1,12}|ask\.fm|18\+|\d+\+?|[^\W\d_]+\.{1,3}[^\W\d_]*"
)
ORDINARY = lists.words("ordinary")


def usernames(text: str) -> Iterator[Finding]:
    """User names: after @, after "användarnamn" and the like, in "heter … på snap", and words such as dragon_99 near a platform's name."""
    for match in AT.finditer(text) if "@" in text else ():
        stem = re.split(r"[_.\d]", match.group()[1:].lower())[0]
        if (stem,) not in lists.names().keep.get(stem, ()) and stem not in ("polisen", "bup", "umo"):
            yield Finding("username", match.start(), match.end())
    for pattern, sure in ((SAYS, True), (CALLED_ON, True), (ON_CALLED, True), (OWNS, False)):
        for match in pattern.finditer(text):
            start, end = match.start("name"), _end(match["name"], match.start("name"))
            word = text[start:end]
            if _is_handle(word) or (
                _could_be(word, text, end, match) if sure or ":" in match["join"] or OWNER.search(text, max(0, match.start() - 24), match.start()) else False
            ):
                yield Finding("username", start, end)
    handles = [(match.start(), _end(match.group(), match.start())) for match in HANDLE.finditer(text)]
    handles = [(start, end) for start, end in handles if _is_handle(text[start:end])]
    platforms = [match.span() for match in NEAR.finditer(text) if not COMMON_X.fullmatch(match.group())] if handles else []
    for start, end in handles:
        if "_" in text[start:end].strip("_") or "#" in text[start:end] or _near(platforms, start, end):
            yield Finding("username", start, end)


def _end(word: str, start: int) -> int:
    return start + len(word.rstrip(".-#"))


def _near(platforms: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start - REACH <= right and left <= end + REACH for left, right in platforms)


def _is_handle(word: str) -> bool:
    """Whether a word can hardly be anything but a user name: digits beside letters, an underscore, a # or a dot inside, mixed capitals."""
    bare = word.lstrip("@")
    if len(bare) < 3 or NOT_HANDLE.fullmatch(bare) and not re.search(r"[^\W\d_]\.[^\W\d_]+\d", bare):
        return False
    letters = sum(char.isalpha() for char in bare)
    mixed = bool(re.search(r"[^\W\d_]\d|\d[^\W\d_]", bare)) and letters >= 2
    return letters >= 1 and (mixed or "_" in bare.strip("_") or bool(re.search(r"\w#\d", bare)) or bool(re.search(r"[^\W\d_]{2}\.[^\W\d_]?\w*\d", bare)))


def _could_be(word: str, text: str, end: int, match: "re.Match[str]") -> bool:
    """Whether a word of letters is a user name where one is announced."""
    bare = word.lstrip("@")
    known = lists.names()
    lower = bare.lower()
    if lower in ORDINARY or len(bare) < 3 or bare.isdigit() or NOT_HANDLE.fullmatch(bare) and "." not in bare:
        return False
    if (lower,) in known.keep.get(lower, ()) or re.fullmatch(rf"(?i){PLATFORM}", bare) or fold(lower) in PLATFORM_WORDS:
        return False
    if match.re is SAYS or match.re is OWNS:
        colon = any(sign in match.group()[: match.start("name") - match.start()] for sign in ":=\"'”“")
        says = re.search(r"(?i)\b(?:är|e|heter|hette|namnet|=)[: ]", match.group()[: match.start("name") - match.start()])
        strong = re.match(r"(?i)(?:anv|user|nick|gamer|alias|handle|smek|snap|insta|tiktok|discord|kik|roblox)", match.group()) is not None
        ends = re.match(r"[\"'”“]?\s*(?:$|[.,;!?)\n]|och\b|men\b|på\b|så\b|om\b)", text[end : end + 8]) is not None
        return bool(colon or says or strong) and ends and (lower not in known.first or strong or colon)
    verb = match.groupdict().get("verb")
    if lower in known.first and re.search(r"(?i)\bhe(?:tt|t)er?\b", match.group()):
        return False
    if verb in ("som", "med") and lower not in known.first and not re.search(r"[._]", bare):
        return False
    return not re.fullmatch(r"(?i)chattar med|chattat med|skriver med|följ\w*|add\w*|lägg till|som", verb or "") or bool(re.search(r"[\d._#-]", bare))


PLATFORM_WORDS = lists.words("platform_words")
