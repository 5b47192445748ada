"""The report's pictures: blue and orange, which nearly everyone tells apart, with numbers where colour would have to say it alone."""

import io
from collections import Counter
from pathlib import Path
from typing import Any, Mapping, Sequence

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image
from scipy.cluster.hierarchy import leaves_list, linkage

from bot.report.numbers import Bin, Point

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"
COLOURS = 64
DOTS = 110
"""An inch."""

STYLE: dict[str, Any] = {"font.family": "DejaVu Sans", "axes.spines.top": False, "axes.spines.right": False}


def confusion(meant: Mapping[str, int], wrong: Counter[tuple[str, str]], path: Path) -> None:
    """A square for each pair of topics: blue and its number where they are the same, orange and its number where one was taken for the other.

    Args:
        meant: how many messages mean each topic.
        wrong: how often one was taken for another, {(meant, understood): times}.
        path: where the picture is put.
    """
    topics = _neighbours(sorted({*meant, *(got for _, got in wrong)}), wrong)
    place = {topic: number for number, topic in enumerate(topics)}
    size = 2.6 + 0.2 * len(topics)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(size, size))
        axes = figure.add_subplot()
        for topic, number in meant.items():
            missed = sum(times for (right, _), times in wrong.items() if right == topic)
            _square(axes, place[topic], place[topic], number - missed, BLUE, 0.15 + 0.65 * (1 - missed / number))
        for (right, got), times in wrong.items():
            _square(axes, place[got], place[right], times, ORANGE, min(1.0, 0.25 + 1.5 * times / meant[right]))
        axes.set(xlim=(-0.5, len(topics) - 0.5), ylim=(len(topics) - 0.5, -0.5), aspect="equal")
        axes.set_xticks(range(len(topics)), topics, rotation=90, fontsize=8)
        axes.set_yticks(range(len(topics)), topics, fontsize=8)
        axes.set_xlabel("understood")
        axes.set_ylabel("meant")
        axes.set_axisbelow(True)
        axes.grid(color="#eeeeee", linewidth=0.6)
        _save(figure, path)


def calibration(bins: Sequence[Bin], path: Path) -> None:
    """How often the bot is right when it is so sure, with intervals; below, how many messages that concerns."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(6, 6.4))
        above, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": (3, 1)})
        sure, right = [part.confidence for part in bins], [part.right.value for part in bins]
        ends = np.array([[part.right.value - part.right.interval[0], part.right.interval[1] - part.right.value] for part in bins]).T
        above.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1, label="perfect")
        above.errorbar(sure, right, yerr=np.maximum(ends, 0), color=BLUE, marker="o", linestyle="-", linewidth=1, capsize=3, label="measured, 95 % interval")
        above.set(ylabel="right answers, share", xlim=(0, 1), ylim=(0, 1.02))
        above.legend(loc="upper left", frameon=False)
        below.bar(sure, [part.right.of for part in bins], width=0.04, color=BLUE)
        below.set(xlabel="confidence", ylabel="messages")
        _save(figure, path)


def thresholds(curve: Sequence[Point], chosen: float, path: Path) -> None:
    """What offering the nearest topics below a confidence withholds of wrong and of right answers, and the threshold in use."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(6, 4))
        axes = figure.add_subplot()
        places = [point.threshold for point in curve]
        axes.plot(places, [point.gain.value for point in curve], color=BLUE, label="wrong answers withheld")
        axes.plot(places, [point.cost.value for point in curve], color=ORANGE, linestyle="--", label="right answers withheld")
        axes.axvline(chosen, color=GREY, linestyle=":", label=f"in use: {chosen:g}")
        axes.set(xlabel="the nearest topics are offered below this confidence", ylabel="share", xlim=(0, 1), ylim=(0, 1.02))
        axes.legend(loc="upper left", frameon=False)
        _save(figure, path)


def _square(axes: Any, column: int, row: int, number: int, colour: str, strength: float) -> None:
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, color=colour, alpha=strength, linewidth=0))
    axes.text(column, row, number, ha="center", va="center", fontsize=7, color="white" if strength > 0.7 else "black")


def _neighbours(topics: Sequence[str], wrong: Counter[tuple[str, str]]) -> list[str]:
    """Topics in an order that puts those beside each other that are taken for each other."""
    if len(topics) < 3:
        return list(topics)
    times = np.array([[wrong[one, two] + wrong[two, one] for two in topics] for one in topics], dtype=float)
    far = 1 / (1 + times)
    tree = linkage(far[np.triu_indices(len(topics), 1)], method="average", optimal_ordering=True)
    return [topics[leaf] for leaf in leaves_list(tree)]


def _save(figure: Figure, path: Path) -> None:
    """Few colours make a small file; nothing in it names a time or a version, so that the same figures give the same file."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DOTS, bbox_inches="tight", metadata={"Software": None})
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(drawn).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
