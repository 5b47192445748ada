"""The report as a page of Markdown, and its pictures. Every figure comes from the measurements; nothing is written in by hand."""

import re
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional, Sequence

import yaml

from bot.report import numbers, pictures
from bot.report.dialogues import FollowedUp
from bot.report.numbers import Estimate, Point, Share, Verdict
from bot.settings import ROOT

PAGE = "understanding.md"
PICTURES = "bilder"
OUT_OF_SCOPE = "out_of_scope"
EXAMPLES_OF_FAILURES = 40
UNREAD = frozenset({"c"})
"""Writers of published messages whose failures are counted and never shown, so that no example is written after them."""

LONGEST = 240
"""Characters of a message that are shown."""

PAIRS = 15
MOST_WITHHELD = 0.03
"""Share of right answers that a threshold may withhold, and of real questions that may be turned away."""

STEPS = [round(0.01 * step, 2) for step in range(101)]
FOLLOW_UPS = {
    "same": "asks more of the same",
    "other": "leads to another subject",
    "age": "gives the child's age",
    "place": "gives a place, or asks whom to ring",
    "new": "is about something new",
}
KINDS = {"second_language": "second-language Swedish", "english": "English", "other": "other languages"}


def write(verdicts: Sequence[Verdict], followed: Sequence[FollowedUp], ablation: Optional[Mapping[str, Any]], examples: int, folder: Path) -> None:
    """Write the page and its pictures.

    Args:
        verdicts: what the trained model made of the published messages; at least one.
        followed: what the whole bot made of the published dialogues.
        ablation: what `bot.report.ablation.run` gave, or None.
        examples: how many there are now.
        folder: where the page is put; the pictures go to a folder in it.
    """
    sure, rights = [verdict.confidence for verdict in verdicts], [verdict.right for verdict in verdicts]
    meant = Counter(verdict.message.topic for verdict in verdicts)
    pictures.confusion(meant, numbers.confusions(verdicts), folder / PICTURES / "understanding_confusion.png")
    pictures.calibration(numbers.reliability(sure, rights), folder / PICTURES / "understanding_calibration.png")
    pictures.thresholds(numbers.fallback_curve(sure, rights, STEPS), threshold(), folder / PICTURES / "understanding_thresholds.png")
    (folder / PAGE).write_text(render(verdicts, followed, ablation, examples, threshold()), encoding="utf-8")


def threshold(config: Path = ROOT / "config.yml") -> float:
    """The confidence below which the bot offers the nearest topics."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    return next(float(part["threshold"]) for part in pipeline if part["name"] == "FallbackClassifier")


def render(verdicts: Sequence[Verdict], followed: Sequence[FollowedUp], ablation: Optional[Mapping[str, Any]], examples: int, unsure_below: float) -> str:
    """The page's text."""
    parts = [
        _opening(verdicts),
        _headline(verdicts, unsure_below),
        _groups(verdicts),
        _unread(verdicts, unsure_below),
        _dialogues(followed),
        _topics(verdicts),
        _confused(verdicts),
        _confidence(ablation),
        _thresholds(ablation),
        _ablation(ablation, examples, len(verdicts)),
        _failures(verdicts),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(verdicts: Sequence[Verdict]) -> str:
    return f"""# How well messages are understood

Written by `make report`: the trained model's own answers to the {len(verdicts):,} messages of `tests/nlu/test_set.jsonl`, none of which it has learned from.
In brackets, 95 % intervals: Wilson's for shares, otherwise from {numbers.RESAMPLES:,} resamples of the messages with a fixed seed."""


def _headline(verdicts: Sequence[Verdict], unsure_below: float) -> str:
    meant, counted = [verdict.message.topic for verdict in verdicts], [verdict.counted for verdict in verdicts]
    sure, rights = [verdict.confidence for verdict in verdicts], [verdict.right for verdict in verdicts]
    outside = [verdict for verdict in verdicts if verdict.message.topic == OUT_OF_SCOPE]
    inside = [verdict for verdict in verdicts if verdict.message.topic != OUT_OF_SCOPE]
    learned = [verdict for verdict in verdicts if not verdict.by_rule]
    ruled = numbers.share([verdict.right for verdict in verdicts if verdict.by_rule])
    alone = numbers.calibration_error([verdict.confidence for verdict in learned], [verdict.right for verdict in learned]) if learned else None
    (fallback,) = numbers.fallback_curve(sure, rights, [unsure_below])
    rows = [
        ("right topic first", *_share(numbers.share(rights))),
        ("right topic among the first three", *_share(numbers.in_first(verdicts, 3))),
        ("macro-F1", _estimate(numbers.macro_f1(meant, counted)), ""),
        (f"expected calibration error ({numbers.BINS} bins)", _estimate(numbers.calibration_error(sure, rights)), ""),
        ("the same, where no rule decided", _estimate(alone) if alone else "", f"{len(learned):,}"),
        ("decided by rule (danger, a place, an age), with confidence 1, and right", *_share(ruled)),
        ("out of scope, and found so", *_share(numbers.share([verdict.right for verdict in outside]))),
        ("real questions turned away as out of scope", *_share(numbers.share([verdict.counted == OUT_OF_SCOPE for verdict in inside]))),
        (f"wrong answers withheld, the nearest topics offered instead (confidence below {unsure_below:g})", *_share(fallback.gain)),
        ("right answers withheld", *_share(fallback.cost)),
    ]
    return _table(("", "share", "of"), rows, right=(1, 2))


def _groups(verdicts: Sequence[Verdict]) -> str:
    parts = ["## By kind of message", _by("kind", verdicts, lambda verdict: _kind(verdict.message.kind))]
    foreign = [verdict for verdict in verdicts if verdict.message.lang]
    if foreign:
        parts += ["By language, of those not in Swedish:", _by("language", foreign, lambda verdict: verdict.message.lang)]
    if len({verdict.message.hand for verdict in verdicts}) > 1:
        parts += ["By who wrote the messages:", _by("writer", verdicts, lambda verdict: verdict.message.hand)]
    return "\n\n".join(parts)


def _unread(verdicts: Sequence[Verdict], unsure_below: float) -> str:
    unread = [verdict for verdict in verdicts if verdict.message.hand in UNREAD]
    if not unread:
        return ""
    said = f"""## Messages that nobody has read

Of the messages, {len(unread):,} were written by hands that wrote no examples, and what the bot makes of them is counted and never looked at
(writer {", ".join(sorted(UNREAD))}). No example is written after them: these are the figures to go by."""
    return "\n\n".join([said, _headline(unread, unsure_below), _by("kind", unread, lambda verdict: _kind(verdict.message.kind))])


def _by(name: str, verdicts: Sequence[Verdict], key: Callable[[Verdict], str]) -> str:
    rows = sorted(numbers.shares(verdicts, key).items(), key=lambda item: (-item[1].of, item[0]))
    return _table((name, "right topic first", "of"), [(group, *_share(part)) for group, part in rows], right=(1, 2))


def _dialogues(followed: Sequence[FollowedUp]) -> str:
    if not followed:
        return ""
    groups = [(what, [turn for turn in followed if turn.kind == kind]) for kind, what in FOLLOW_UPS.items()] + [("all", list(followed))]
    rows = [
        (what, _share(numbers.share([turn.right for turn in turns]))[0], *_share(numbers.share([turn.right_alone for turn in turns])))
        for what, turns in groups
        if turns
    ]
    missed = [f"- “{turn.turn.say}”: `{turn.turn.topic}` understood as `{turn.found}`" for turn in followed if not turn.right]
    parts = [
        "## Short messages after an answer",
        "The dialogues of `tests/conversations/follow_ups.yml`, played through the whole bot, and their follow-ups as they are understood by themselves.",
        _table(("what the follow-up does", "right topic in the dialogue", "by itself", "of"), rows, right=(1, 2, 3)),
        "\n".join(missed),
    ]
    return "\n\n".join(part for part in parts if part)


def _topics(verdicts: Sequence[Verdict]) -> str:
    wrong = numbers.confusions(verdicts)
    rows = []
    for topic, part in sorted(numbers.shares(verdicts, lambda verdict: verdict.message.topic).items(), key=lambda item: (item[1].value, item[0])):
        taken = sorted(((times, got) for (meant, got), times in wrong.items() if meant == topic), key=lambda item: (-item[0], item[1]))
        rows.append((f"`{topic}`", *_share(part), ", ".join(f"`{got}` {times}" for times, got in taken[:3])))
    return "## By topic, the worst first\n\n" + _table(("meant", "right", "of", "most often taken for"), rows, right=(1, 2))


def _confused(verdicts: Sequence[Verdict]) -> str:
    pairs = sorted(numbers.confusions(verdicts).items(), key=lambda item: (-item[1], item[0]))[:PAIRS]
    table = _table(("meant", "understood", "times"), [(f"`{meant}`", f"`{got}`", str(times)) for (meant, got), times in pairs], right=(2,))
    return f"""## What is taken for what

Topics that are taken for each other stand beside each other. Blue: understood as meant; orange: as something else; with the number of messages.

![A square for each pair of topics, most messages on the diagonal; the commonest of the others are in the table below.]({PICTURES}/understanding_confusion.png)

{table}"""


def _confidence(ablation: Optional[Mapping[str, Any]]) -> str:
    picture = f"""## Whether the confidence can be trusted

![Share of right answers by confidence, with intervals, beside the line of perfect calibration.]({PICTURES}/understanding_calibration.png)"""
    if not ablation or not ablation["calibration"]:
        return picture
    rows = [(line["name"], _estimate(_read(line["error"])), *_share(Share(*line["right"]))) for line in ablation["calibration"]]
    table = _table(("calibration", "expected calibration error", "right topic first", "of"), rows, right=(1, 2, 3))
    error = _estimate(_read(ablation["unseen_writers"]["error"]))
    return f"""{picture}

Ways of calibrating, on the published messages. They learn from scores for messages that the classifier had not learned from: the examples, held out, or those
of `data/calibration.jsonl`.
On examples of writers that the bot has not seen, the way that it runs has {error}.

{table}"""


def _thresholds(ablation: Optional[Mapping[str, Any]]) -> str:
    picture = f"""## Thresholds

On the published messages, what offering the nearest topics withholds:

![Shares of wrong and of right answers that are withheld, by threshold.]({PICTURES}/understanding_thresholds.png)"""
    unseen = ablation and ablation["unseen_writers"]
    if not unseen:
        return picture
    fallback, scope = ([Point(place, Share(*gain), Share(*cost)) for place, gain, cost in unseen[name]] for name in ("fallback", "scope"))
    parts = [
        picture,
        "Thresholds are not chosen on those, but on the examples, each judged by a model that knows nothing of its writer. That is a hard test: "
        "a writer who wrote most of what lies out of scope takes it along.",
        _curve("nearest topics below", "wrong answers withheld", "right answers withheld", fallback),
        _most("withholds the most wrong answers while it withholds", "right answers", numbers.affordable(fallback, MOST_WITHHELD)),
    ]
    if scope:
        found, turned = (Share(*part) for part in unseen["scope_by_first_place"])
        parts += [
            f"When out of scope is what comes first, {_both(found)} of what lies outside is found and {_both(turned)} of the real questions turned away. "
            "By its probability instead, whatever comes first:",
            _curve("out of scope from", "out of scope found", "real questions turned away", scope),
            _most("finds the most while it turns away", "real questions", numbers.affordable(scope, MOST_WITHHELD)),
        ]
    return "\n\n".join(parts)


def _curve(name: str, gain: str, cost: str, curve: Sequence[Point]) -> str:
    rows = [(f"{point.threshold:.2f}", _share(point.gain)[0], _share(point.cost)[0]) for point in curve]
    return _table((name, f"{gain} (of {curve[0].gain.of:,})", f"{cost} (of {curve[0].cost.of:,})"), rows, right=(0, 1, 2))


def _most(does: str, what: str, point: Optional[Point]) -> str:
    most = f"at most {100 * MOST_WITHHELD:g} of 100 {what}"
    return f"None {does} {most}." if point is None else f"{point.threshold:.2f} {does} {most}."


def _ablation(ablation: Optional[Mapping[str, Any]], examples: int, messages: int) -> str:
    title = "## What each part brings"
    if not ablation:
        return f"{title}\n\nNot measured yet: `python -m bot.report ablation`."
    order = list(dict.fromkeys(line["group"] for line in ablation["variants"]))
    lines = sorted(ablation["variants"], key=lambda line: order.index(line["group"]))
    kinds = list(lines[0]["kinds"])
    first = [
        (
            line["name"],
            _share(Share(*line["right"]))[0],
            _difference(_read(line["difference"])) if line is not lines[0] else "",
            _estimate(_read(line["macro_f1"])),
            _share(Share(*line["unseen_writers"]))[0] if "unseen_writers" in line else "",
        )
        for line in lines
    ]
    second = [(line["name"], *(_share(Share(*line["kinds"][kind]))[0] for kind in kinds)) for line in lines]
    headings = [line["group"] for line in lines]
    of = [f"{_kind(kind)} ({lines[0]['kinds'][kind][1]:,})" for kind in kinds]
    parts = [
        title,
        f"By `python -m bot.report ablation` ({ablation['minutes']} minutes), on {ablation['examples']:,} examples by {ablation['writers']} writers and "
        f"{ablation['messages']:,} messages{_part(ablation['one_of'])}; the bot used the network's {ablation['layers']}. "
        f"Of the classifier alone: what the bot decides by rule is not in it.{_stale(ablation, examples, messages)} "
        f"Unseen writers: {ablation['standing']:,} examples drawn by lot, each judged by a model that has learned from other writers only "
        f"({ablation['folds_by_writer']} folds); "
        "a writer's examples are alike, so those intervals are somewhat too narrow. "
        "Against the bot: the difference on the same messages; where its interval holds 0, chance may have made it.",
        _grouped(("", "right topic first", "against the bot", "macro-F1", "unseen writers"), first, headings),
        "The same by kind of message, right topic first:",
        _grouped(("", *of), second, headings),
        *ablation["notes"],
        *_hands(ablation),
    ]
    return "\n\n".join(parts)


def _part(one_of: int) -> str:
    return "" if one_of == 1 else f" (one of {one_of} of each topic's; all would take an hour and more. The bot itself learns from all and is right more often)"


def _stale(ablation: Mapping[str, Any], examples: int, messages: int) -> str:
    if ablation["of"] == [examples, messages]:
        return ""
    return f" **There are {examples:,} examples and {messages:,} messages now: it should be run again.**"


def _hands(ablation: Mapping[str, Any]) -> Iterator[str]:
    if ablation["unseen_writers"]:
        hands = sorted(ablation["unseen_writers"]["hands"].items(), key=lambda item: (item[1][0] / item[1][1], item[0]))
        yield "As the bot runs, by writer that it has not seen:"
        yield _table(("writer", "right topic first", "of"), [(hand, *_share(Share(*part))) for hand, part in hands], right=(1, 2))


def _failures(verdicts: Sequence[Verdict]) -> str:
    read = [verdict for verdict in verdicts if verdict.message.hand not in UNREAD]
    shown = numbers.failures(read, EXAMPLES_OF_FAILURES)
    wrong = sum(not verdict.right for verdict in read)
    heading = (
        f"## What still fails\n\nOf {wrong:,} wrong answers to messages that are read, {len(shown)}: the surest of each kind and of those that a rule "
        "decided, in turns.\n\n"
    )
    return heading + "\n".join(
        f"- {_kind(verdict.group)}: `{verdict.message.topic}` understood as `{verdict.topic}` ({verdict.confidence:.2f}): {_quoted(verdict)}"
        for verdict in shown
    )


def _kind(kind: str) -> str:
    return KINDS.get(kind, kind)


def _quoted(verdict: Verdict) -> str:
    text = verdict.message.text
    shown = text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
    return "“" + re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", shown) + "”"


def _share(part: Share) -> tuple[str, str]:
    return f"{part.value:.3f} ({part.interval[0]:.3f} to {part.interval[1]:.3f})", f"{part.of:,}"


def _both(part: Share) -> str:
    return f"{_share(part)[0]} of {part.of:,}"


def _estimate(estimate: Estimate) -> str:
    return f"{estimate.value:.3f} ({estimate.interval[0]:.3f} to {estimate.interval[1]:.3f})"


def _difference(estimate: Estimate) -> str:
    return f"{estimate.value:+.3f} ({estimate.interval[0]:+.3f} to {estimate.interval[1]:+.3f})"


def _read(kept: Sequence[float]) -> Estimate:
    value, low, high = kept
    return Estimate(value, (low, high))


def _grouped(head: Sequence[str], rows: Sequence[Sequence[str]], headings: Sequence[str]) -> str:
    """A table with a row for each new heading."""
    lines: list[Sequence[str]] = []
    last = ""
    for row, heading in zip(rows, headings):
        if heading != last:
            lines.append((f"**{heading}**", *[""] * (len(head) - 1)))
        lines.append(row)
        last = heading
    return _table(head, lines, right=range(1, len(head)))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    marks = ["---:" if place in set(right) else "---" for place in range(len(head))]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, marks, *rows))
