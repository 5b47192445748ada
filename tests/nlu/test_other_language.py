"""Which language a message is in: sure of another one, or None. What is Swedish, short or doubtful stays None."""

import pytest

from bot.nlu.other_language import of, small_words

SWEDISH = """
ok
ja
nej
hej
tack
mm
no
yes
hallå
tjena
jaa
jadå
aa bre
halloj
tjo
thx
sorry
please
Lund
Eskilstuna
Tomelilla
vi bor i Sveg
jag bor i Borås
Haninge kommun
i Kalmar
14
13 år
är du en robot
är du ai eller
hur funkar snapchat
vad är en sugardaddy
vad är grooming
loverboy, vad är det
hur märks sugardating
nudes på snap
game over
fake news
oh my god vad gör jag
OMG min son har skickat nudes
hon har tagit en screenshot
men snälla, take it down, hur gör man
ny chatt tack
rensa chatten
starta om
berätta mer
kan du berätta mer
tack för hjälpen, ha det bra
ha de bra
ha de gött
aa gärna de låter bra
nej de e ente så
a de e la så
jo hä stämm
nä de ä de int
hä ha vorte nå konstit me tösa, ho ät int å sov int
jänta mi har fått bilder tå en gammal gubbe, va ska ja gjöra
pågen min får konstia meddelanen på mobilen
han e la inte go den där gubben på spelet
ho vell int prat mä meg
va ska en göra då
ja vet ente va ja ska ta me te
dä va en som skrev te na på snap
ä de nån fara tror du
min grabb snor pengar å köper vape
fattar noll
va ska man göra om nån hotar ens unge
jag orkar inte mer
dom har lagt ut bilder på min dotter i en gruppchatt
hen skriver typ hela tiden med nån random snubbe
han heter [namn] och skriver från [telefonnummer]
min son fick detta: "you have 24 hours or I send everything to your friends" vad gör vi
hon skrev "I will kill myself" till mig nu
en man skriver how old are you till min dotter på roblox
killen skriver send me a pic or I will tell your mom va gör ja
jag lär mig svenska, min dotter hon prata med man på internet
min son han får pengar av man, jag inte vet vad jag ska göra
jag vill anmäla man som skriva till min dotter
ring 112
barnet är sju år gammalt
mein gott vad rädd jag blev
hasta la vista
mamma mia
salam
selam
kiitos
moi
"""

SURE = {
    "en": """
My daughter is being blackmailed, what should I do?
someone is asking my son for pictures
can I get help in English please
where do I report this to the police
he is eleven and plays with strangers all the time
my kid wont tell me who she is talking to
how do i make an orosanmälan, we live in Borås
Which kommun should I call if her dad lives in Skövde
hi, [namn] wrote to my daughter on [användarnamn] and now she is crying
what do they do after I have reported it
is there anyone I could talk to about this
She told me everything last night. What should I say to her?
""",
    "ar": "رجل يكتب لابنتي كل ليلة ولا أعرف ماذا أفعل\nهل يمكنني التحدث مع شخص يتكلم العربية",
    "fa": "یک مرد به دخترم پیام می‌دهد، چه کار کنم؟\nپسرم می‌ترسد و با من حرف نمی‌زند",
    "so": "Nin aan garanayn ayaa gabadhayda fariimo u soo dira, maxaan sameeyaa?",
    "fi": "Joku vieras mies kirjoittaa tyttärelleni joka ilta, mitä minun pitäisi tehdä?",
    "pl": "Ktoś pisze do mojej córki i prosi ją o zdjęcia, co mam zrobić?",
    "uk": "Хтось пише моїй доньці щовечора, що мені робити?",
    "ru": "Кто-то пишет моей дочери каждый вечер, что мне делать?",
    "es": "Un hombre le escribe a mi hija todas las noches, ¿qué puedo hacer?",
    "tr": "Bir adam her gece kızıma mesaj yazıyor, ne yapmalıyım?",
    "bs": "Neki čovjek piše mojoj kćeri svaku večer i ne znam šta da radim",
}

DOUBTFUL = [
    "Jeg er redd for datteren min, hun snakker med en fremmed mann",
    "Min datter bliver truet af en mand på nettet",
    "Kurê min pir guheriye û naxwaze bi kesî re biaxive",
    "زما لور ته یو سړی هره شپه لیکي",
    "Un homme écrit à ma fille même la nuit et je ne sais pas quoi faire",
    "ወንድ ልጄ",
    "tell me a joke",
    "",
    "   ",
    "???",
    "😢😢😢",
    "12345 678",
    "x" * 5000,
]


@pytest.mark.parametrize("text", SWEDISH.strip().splitlines())
def test_swedish_stays_swedish(text: str) -> None:
    assert of(text) is None


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in SURE.items() for text in texts.strip().splitlines()])
def test_another_language(language: str, text: str) -> None:
    assert of(text) == language


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_is_not_known_or_not_sure(text: str) -> None:
    assert of(text) is None


def test_small_words() -> None:
    assert "inte" in small_words("sv") and "with" in small_words("en") and "nie" in small_words("pl")
    assert small_words("bs") == small_words("hr")
    assert small_words("so") == frozenset()
