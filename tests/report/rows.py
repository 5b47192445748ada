"""Made-up verdicts."""

from typing import Sequence

from bot.content.labelled import Message
from bot.report.dialogues import FollowedUp, Turn
from bot.report.numbers import Verdict


def verdict(meant: str, understood: str, confidence: float = 0.8, kind: str = "everyday", also: Sequence[str] = (), text: str = "x") -> Verdict:
    ranking = [(understood, confidence)] + ([(meant, round(1 - confidence, 2) / 2)] if meant != understood else [])
    return Verdict(Message(text, meant, tuple(also), kind), tuple(ranking))


SOME = [
    verdict("greet", "greet", 0.95, text="hej"),
    verdict("greet", "goodbye", 0.9, text="hej du"),
    verdict("goodbye", "goodbye", 0.7, "messy", text="hejdå"),
    verdict("goodbye", "greet", 0.2, "messy", text="hej | då"),
    verdict("out_of_scope", "out_of_scope", 0.6, text="väder"),
    verdict("greet", "out_of_scope", 0.4, "other", text="سلام"),
    verdict("thanks", "goodbye", 0.5, also=["goodbye"], text="tack hej"),
]

FOLLOWED = [
    FollowedUp("other", Turn("ok och polisen?", "report_police", ("after_report",)), "after_report", "greet"),
    FollowedUp("other", Turn("och skolan", "school_role"), "greet", "thanks"),
    FollowedUp("new", Turn("hej", "greet"), "greet", "greet"),
]
