"""What a short message means after an answer: "och om han vägrar?", "hur länge sparas det?", "men om han är 9?".

A conditional logit over all topics (McFadden 1974, "Conditional logit analysis of qualitative choice behavior"): each topic is judged by how likely the message
makes it alone, how likely together with the title of the answer before, and by how that answer leads on to it. Eight weights, learned from
`data/follow_ups.yml`, say how much each counts. Pure functions on plain data; `bot/dialogue/context.py` says when they are asked.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence
from zlib import crc32

import numpy as np
import yaml
from scipy.optimize import minimize

from bot.content.answers import Answer
from bot.files import YAML
from bot.nlu.words import words
from bot.settings import DATA

EXAMPLES = DATA / "follow_ups.yml"
LONGEST = 9
"""Words of a message that may lean on what was said before; who writes more says what is meant."""

WEIGH = 4
"""Of so many examples one teaches the weights, and the others the classifier, with the title of the answer before them: what it has learned from is no
measure of how far it can be trusted."""

STAYS = 0.5
"""How much an example counts that stays on its topic: half of them do, more than of what parents write after an answer."""

RIDGE = 0.001
LEAST = 1e-4


@dataclass(frozen=True)
class FollowUp:
    """A message after an answer, and the topic that it means."""

    after: str
    text: str
    topic: str

    @property
    def weighs(self) -> bool:
        """Whether it teaches the weights, and not the classifier."""
        return crc32(f"{self.after}\n{self.text}".encode()) % WEIGH == 0


def examples(path: Path = EXAMPLES) -> Iterator[FollowUp]:
    """The examples, each topic's under the topic that was answered before."""
    content = yaml.load(path.read_text(encoding="utf-8"), YAML)
    for after, topics in content.items():
        for topic, texts in (topics or {}).items():
            yield from (FollowUp(after, text, topic) for text in texts or ())


def is_short(text: str) -> bool:
    """Whether a message is short enough to lean on what was said before."""
    return 0 < len(words(text)) <= LONGEST


def joined(text: str, before: Answer) -> str:
    """The message with what it may be about before it.

    Args:
        text: the message.
        before: the answer that was given before.
    """
    return f"{before.title}. {text}"


def features(topics: Sequence[str], alone: Mapping[str, float], together: Mapping[str, float], before: Answer) -> "np.ndarray[Any, Any]":
    """What is known of each topic as the meaning of a message, shape (number of topics, number of features).

    Args:
        topics: all of them.
        alone: topic ids to probabilities by the message alone.
        together: the same by the message with the title of the answer before.
        before: the answer that was given before.
    """
    own = np.array([np.log(max(alone.get(topic, 0.0), LEAST)) for topic in topics])
    both = np.array([np.log(max(together.get(topic, 0.0), LEAST)) for topic in topics])
    same = np.array([float(topic == before.topic) for topic in topics])
    leads = np.array([float(topic in before.next or topic == before.offer_topic) for topic in topics])
    known = np.stack([own, both, same, leads], axis=1)
    # What went before counts for less, the surer a message is by itself.
    return np.hstack([known, max(alone.values(), default=0.0) * known])


class FollowUps:
    """Probabilities of topics for short messages after an answer.

    Args:
        weights: one for each feature, as `fit` found them.
    """

    def __init__(self, weights: Sequence[float]) -> None:
        self.weights = np.asarray(weights, dtype=float)

    def probabilities(self, known: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
        """A probability for each topic, from the rows of `features`."""
        scores = known @ self.weights
        shifted = np.exp(scores - scores.max())
        return np.asarray(shifted / shifted.sum())

    def save(self, path: Path) -> None:
        """Keep the weights in a file."""
        path.write_text(json.dumps({"weights": [round(float(weight), 6) for weight in self.weights]}) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "FollowUps":
        """Read what `save` kept.

        Raises:
            OSError: there is no such file.
        """
        return cls(json.loads(path.read_text(encoding="utf-8"))["weights"])


def fit(known: Sequence["np.ndarray[Any, Any]"], right: Sequence[int], counts: Sequence[float]) -> FollowUps:
    """Learn the weights that give the right topics the highest likelihood.

    Args:
        known: what `features` gives, for n messages.
        right: the place of the right topic among the topics, for each.
        counts: how much each message counts.
    """
    chosen = np.asarray(right)
    parts = np.asarray(counts) / np.sum(counts)
    stacked = np.stack(known)

    def loss(weights: "np.ndarray[Any, Any]") -> "tuple[float, np.ndarray[Any, Any]]":
        scores = stacked @ weights
        shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = shifted / shifted.sum(axis=1, keepdims=True)
        picked = stacked[np.arange(len(chosen)), chosen]
        slope = parts @ (np.einsum("nt,ntf->nf", shares, stacked) - picked)
        missed = -parts @ np.log(np.maximum(shares[np.arange(len(chosen)), chosen], 1e-12))
        return float(missed + RIDGE * weights @ weights), slope + 2 * RIDGE * weights

    return FollowUps(minimize(loss, np.zeros(stacked.shape[2]), jac=True, method="L-BFGS-B").x)
