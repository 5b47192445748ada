"""The content check: the real content has no finding, and each kind of fault is named with its file and line."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content import check as checking
from bot.content.check import check, well_formed
from bot.content.examples import WITHOUT
from bot.content.words import FILE
from bot.dialogue.context import DANGER_OVER
from bot.settings import DATA, ROOT

TODAY = date(2026, 11, 23)
ANSWERS = "data/answers/1.yml"
DOMAIN = """intents:
  - sextortion
  - thanks
responses:
  utter_hello:
    - text: Hej. Skriv vad du undrar.
      buttons:
        - title: Mer
          payload: x
"""
CONTENT = """- topic: sextortion
  title: "Barnet hotas"
  reviewed: 2026-11-22
  ask_age: true
  now: |
    **Betala inte.** Ring polisen på {tel:polisen_11414}.
    Du är inte ensam. Se {link:take_it_down}.
  by_age:
    3-6: Sitt nära.
    7-12: Fråga lugnt.
    13-17: Lyssna först.
    unknown: Var nära.
  steps: |
    1. **Spara chatten.** Ta tiden du behöver.
    2. **Ring.** Gör det i dag.
  offer:
    question: "Vill du veta mer?"
    topic: thanks
  next:
    - thanks
  contacts:
    - polisen_11414
    - kommun
  sources:
    - title: "Polisen"
      url: "https://polisen.se/sida"
- topic: thanks
  title: "Tack"
  reviewed: 2026-11-22
  now: Tack själv.
"""
WORD = ["orange", "grå", "lila", "turkos", "röd", "gul", "svart", "brun", "rosa", "vit", "beige", "cyan"]


def rows(topic: str) -> str:
    return "".join(f"      - {topic} {WORD[number % 12]} {WORD[number // 12]} {'x' * number}\n" for number in range(30))


LANGUAGES = """- code: en
  name: English
  dir: ltr
  words: own
  line: If a child is in danger, call {tel:sos_112}. The answer is in Swedish.
  sources:
    - title: "SOS Alarm"
      url: "https://www.sosalarm.se/spraklanguages/"
      seen: 2026-11-22
- {code: ar, name: العربية, dir: rtl}
"""
NLU = f"nlu:\n  - intent: sextortion\n    examples: |\n{rows('dom vill ha pengar av')}  - intent: thanks\n    examples: |\n{rows('tack för allt ni')}"
DANGER = 'fara:\n  - "han står utanför vår dörr och skriker"\ninte_fara:\n  - "vi såg en film om en bro i går"\n'

FOLLOW_UPS = """sextortion:
  sextortion:
    - "och om han betalar"
    - "de skriver igen"
  thanks:
    - "ok tack"
"""
DIALOGUES = """- name: en till
  kind: same
  turns:
    - {say: "topic:sextortion", topic: sextortion}
    - {say: "Vad gör vi nu?", topic: sextortion}
"""
CALIBRATION = """{"text": "de kräver kontanter annars skickar de runt filmen", "topic": "sextortion", "also": ["thanks"]}
{"text": "du har varit till hjälp", "topic": "thanks"}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project whose content has no fault."""
    files = {
        **{ANSWERS: CONTENT, "domain.yml": DOMAIN, "data/nlu.yml": NLU, "data/urgency_examples.yml": DANGER, "data/languages.yml": LANGUAGES},
        **{checking.FOLLOW_UPS: FOLLOW_UPS, checking.DIALOGUES: DIALOGUES, checking.CALIBRATION: CALIBRATION},
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copy(FILE, tmp_path / "data")
    (tmp_path / "data" / "contacts").mkdir()
    for name in ("national.yml", "regional.yml"):
        shutil.copy(DATA / "contacts" / name, tmp_path / "data" / "contacts")
    said = ("min son blir hotad av någon på snapchat", "vi bor i Mora och hon har fått en ny mobil", "Hon är på en bro och svarar inte.")
    for name, text in zip(checking.PUBLISHED, said, strict=True):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
    return tmp_path


def test_the_content_has_no_finding() -> None:
    assert [str(fault) for fault in check(ROOT)] == []


def test_the_small_project_has_none(root: Path) -> None:
    assert check(root, TODAY) == []


def test_topics_without_examples_are_those_of_the_dialogue() -> None:
    assert {DANGER_OVER} == WITHOUT


NEW_ANSWER = "- topic: thanks\n  title: X\n  reviewed: 2026-11-22\n  now: Hej.\n"
HARD = "Socialtjänstens förhandsbedömning omfattar orosanmälningar rörande grundskoleelevers missförhållanden."


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        # An answer and its parts.
        (ANSWERS, '  title: "Barnet hotas"\n', "", 1, "sextortion: saknar title"),
        (ANSWERS, "  title: ", "  titel: x\n  title: ", 2, "har okända nycklar: titel"),
        (ANSWERS, '"Barnet hotas"', '"Barnet hotas av någon som vill ha pengarna"', 2, "rubriken har 42 tecken"),
        (ANSWERS, "2026-11-22\n  ask", "2027-01-01\n  ask", 3, "som inte har varit än"),
        (ANSWERS, "2026-11-22\n  ask", "i fjol\n  ask", 3, "'i fjol' är inget datum"),
        (ANSWERS, "- topic: thanks", "- topic: tack", 27, "tack: ämnet finns inte i domain.yml"),
        (ANSWERS, "- topic: thanks", NEW_ANSWER + "- topic: thanks", 31, "ämnet har redan ett svar"),
        (ANSWERS, CONTENT, "topic: x\n", 1, "filen ska vara en lista"),
        (ANSWERS, '"Barnet hotas"', '"Barnet hotas', 17, "filen går inte att läsa"),
        ("domain.yml", "  - thanks", "  - thanks\n  - greet", 4, "greet: ämnet har inget svar"),
        # Sources, dates, next steps.
        (ANSWERS, CONTENT[CONTENT.index("  sources") : CONTENT.index("- topic: thanks")], "", 1, "källor saknas"),
        (ANSWERS, CONTENT[CONTENT.index("  steps") : CONTENT.index("  offer")], "", 1, "steps saknas"),
        (ANSWERS, CONTENT[CONTENT.index("  offer") : CONTENT.index("  contacts")], "", 1, "nästa steg saknas"),
        (ANSWERS, "  next:\n    - thanks", "  next:\n    - thanks\n    - x", 21, "pekar på x, som inte har något svar"),
        (ANSWERS, "    topic: thanks", "    topic: sextortion", 18, "pekar på sig själv"),
        (ANSWERS, "    - kommun", "    - komun", 23, "kontakten komun finns inte"),
        # Each age that matters.
        (ANSWERS, CONTENT[CONTENT.index("  by_age") : CONTENT.index("  steps")], "", 4, "svaret är detsamma"),
        (ANSWERS, "    7-12: Fråga lugnt.\n", "", 9, "by_age ska ha 3-6, 7-12, 13-17 och unknown"),
        (ANSWERS, "Fråga lugnt.", '""', 10, "7-12 är tomt"),
        (ANSWERS, "Fråga lugnt.", "Sitt nära.", 10, "7-12 har samma ord som 3-6"),
        # Numbers and links.
        (ANSWERS, "Du är inte ensam", "Ring 112. Du är inte ensam", 7, "numret 112 står i texten. Skriv {tel:sos_112}"),
        (ANSWERS, "Du är inte ensam", "Ring 11414", 7, "Skriv {tel:polisen_11414}"),
        (ANSWERS, "Du är inte ensam", "Ring 08-717 14 07", 7, "Lägg in det i data/contacts/national.yml"),
        (ANSWERS, "Gör det i dag", "Ring 070-123 45 67", 15, "numret 070-123 45 67"),
        (ANSWERS, "{tel:polisen_11414}", "{tel:polisen}", 6, "kontakten finns inte"),
        (ANSWERS, "{tel:polisen_11414}", "{tel:take_it_down}", 6, "kontakten har inget nummer"),
        (ANSWERS, "{tel:polisen_11414}", "{tel: polisen_11414}", 6, "går inte att läsa"),
        (ANSWERS, "{link:take_it_down}", "{link:take_it_down", 7, "går inte att läsa"),
        (ANSWERS, "https://polisen.se/sida", "polisen.se/sida", 26, "ska börja med https://"),
        (ANSWERS, "{link:take_it_down}", "[sidan](htps://x.se)", 7, "går inte att öppna"),
        (ANSWERS, "{link:take_it_down}", "https://x.se", 7, "står i texten"),
        ("domain.yml", "Skriv vad du undrar", "Ring 112", 6, "utter_hello: numret 112"),
        (
            "data/contacts/national.yml",
            "purpose: Polisanmälan, tips",
            "purpose: Ring 116 999. Polisanmälan, tips",
            21,
            "116 999 finns inte hos någon",
        ),
        # Words.
        (ANSWERS, "Tack själv.", HARD, 30, "svår att läsa: LIX 107"),
        (ANSWERS, "Du är inte ensam", "Barnet var naivt", 7, "”naivt” ska inte stå här. Barnet eller föräldern framstår som dum."),
        (ANSWERS, "Vill du veta mer?", "Är det ditt fel?", 17, "”ditt fel” ska inte stå här"),
        ("data/words_to_avoid.yml", '  instead: "”Det är inte barnets fel.”"\n', "", 7, "posten ska ha words, why och instead"),
        # Lines in other languages.
        ("data/languages.yml", LANGUAGES, "en: x\n", 1, "filen ska vara en lista"),
        ("data/languages.yml", "  name: English\n", "", 1, "en: saknar name"),
        ("data/languages.yml", "dir: rtl", "dir: right", 10, "ar: dir ska vara ltr"),
        ("data/languages.yml", "words: own", "words: ours", 4, "en: words ska vara own"),
        ("data/languages.yml", "dir: rtl}", "dir: rtl, words: own, line: x}", 10, "ar: egna ord får bara stå på engelska"),
        ("data/languages.yml", "dir: rtl}", "dir: rtl, words: quoted, line: x}", 10, "ar: källor saknas"),
        ("data/languages.yml", "      seen: 2026-11-22\n", "", 7, "en: varje källa ska ha title, url och seen"),
        ("data/languages.yml", "seen: 2026-11-22", "seen: 2027-11-22", 7, "en: seen ska vara dagen"),
        ("data/languages.yml", "The answer", "So " * 30 + "the answer", 5, "en: line har 43 ord"),
        ("data/languages.yml", "{tel:sos_112}", "112", 5, "en: numret 112 står i texten. Skriv {tel:sos_112}"),
        ("data/languages.yml", "{tel:sos_112}", "{tel:sos}", 5, "kontakten finns inte"),
        ("data/languages.yml", "{tel:sos_112}", "{tel:polisen_11414}", 5, "en: meningen saknar {tel:sos_112}"),
        ("data/languages.yml", "https://www.sosalarm.se", "sosalarm.se", 8, "ska börja med https://"),
        # Examples.
        ("data/nlu.yml", "      - tack för allt ni orange orange \n", "", 34, "thanks: 29 exempel. Skriv minst 30"),
        (
            "data/nlu.yml",
            "      - tack för allt ni orange orange \n",
            "      - Dom vill ha pengar av, ORANGE orange!\n",
            36,
            "står redan under sextortion, rad 4",
        ),
        (
            "data/nlu.yml",
            "      - tack för allt ni orange orange \n",
            "      - min son blir hotad av nån på snapchat\n",
            36,
            "liknar ”min son blir hotad av någon",
        ),
        ("data/nlu.yml", "tack för allt ni orange orange ", "ni har varit till hjälp", 36, "annars blir boten för säker"),
        (checking.CALIBRATION, '"thanks"}', '"tacks"}', 2, "tacks: ämnet finns inte"),
        (checking.CALIBRATION, '["thanks"]', '["tacks"]', 1, "tacks: ämnet finns inte"),
        (checking.CALIBRATION, '{"text": "du', '{"text: "du', 2, "går inte att läsa"),
        (checking.CALIBRATION, "du har varit till hjälp", "de kräver kontanter, annars skickar de runt filmen!", 2, "står redan"),
        (checking.CALIBRATION, "du har varit till hjälp", "min son blir hotad av nån på snapchat", 2, "liknar ”min son blir hotad av någon"),
        ("data/nlu.yml", "  - intent: thanks", "  - intent: tack", 34, "tack: ämnet finns inte i domain.yml"),
        ("data/nlu.yml", "  - intent: thanks\n", '  - intent: thanks\n    metadata: {hand: "1", kind: fancy}\n', 34, "thanks: sorten ”fancy” finns inte"),
        # Short messages after an answer.
        (checking.FOLLOW_UPS, "  thanks:", "  tack:", 6, "tack: ämnet har inget svar"),
        (checking.FOLLOW_UPS, "ok tack", "De skriver igen!", 6, "står redan efter sextortion, rad 4"),
        (checking.FOLLOW_UPS, "ok tack", "vad gör vi nu", 6, "står också efter sextortion i tests/conversations"),
        (checking.FOLLOW_UPS, "ok tack", "ett två tre fyra fem sex sju åtta nio tio", 6, "är längre än 9 ord"),
        (checking.FOLLOW_UPS, '- "ok', '- ["ok', 7, "filen går inte att läsa"),
        ("data/urgency_examples.yml", "vi såg en film om en bro i går", "hon är på en bro och svarar inte", 4, "i tests/safety/safety_set.jsonl"),
        ("data/urgency_examples.yml", "vi såg en film om en bro i går", "Han står utanför vår dörr och skriker!", 4, "står redan under fara, rad 2"),
        ("data/urgency_examples.yml", 'fara:\n  - "', "fara:\n  - [", 3, "filen går inte att läsa"),
    ],
)
def test_a_fault_is_found_where_it_is(root: Path, file: str, old: str, new: str, line: int, says: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = check(root, TODAY)
    assert [(fault.file, fault.line) for fault in found if says in fault.text] == [(file, line)], found


def test_too_few_messy_examples(root: Path) -> None:
    path = root / "data/nlu.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("- dom (.*)", r"- Dom \1.", text), encoding="utf-8")
    assert [(fault.line, "för få röriga" in fault.text) for fault in check(root, TODAY)] == [(2, True)]


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://www.bris.se", True),
        ("http://www.offclinic.se/foralder/x?a=1&b=%C3%A5#c", True),
        ("https://räddabarnen.se/", True),
        ("bris.se", False),
        ("ftp://bris.se", False),
        ("https://bris", False),
        ("https:/bris.se", False),
        ("https://bris.se/a b", False),
        ("https://bris.se/{x}", False),
        ("https://bris.se:99999/", False),
        ("https://me@bris.se/", False),
        ("", False),
    ],
)
def test_well_formed(address: str, right: bool) -> None:
    assert well_formed(address) is right
