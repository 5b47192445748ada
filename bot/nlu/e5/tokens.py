"""Cuts a text into the pieces that the network was trained on, with sentencepiece."""

import re
from pathlib import Path
from typing import List

from sentencepiece import SentencePieceProcessor

from bot.files import made
from bot.nlu.e5.weights import Weights

START, PADDING, END, UNKNOWN = 0, 1, 2, 3
MASK = "<mask>"
SPACES = re.compile(" {2,}")


class Tokens:
    """Args: weights: whose vocabulary it is; path: sentencepiece's own file of it, made where it is missing."""

    def __init__(self, weights: Weights, path: Path) -> None:
        self._changes = str.maketrans(dict(weights.changes))
        self._pieces = SentencePieceProcessor(model_file=str(made(path, lambda: _model(weights))))

    def ids(self, text: str) -> List[int]:
        """The ids of a text's pieces, with the start and the end."""
        return [START, *self._pieces.encode(SPACES.sub(" ", text.translate(self._changes))), END]


def _model(weights: Weights) -> bytes:
    # Needed once, and large.
    from sentencepiece.sentencepiece_model_pb2 import ModelProto

    kinds = ModelProto.SentencePiece.Type
    model = ModelProto()
    for place, (piece, score) in enumerate(zip(weights.pieces(), weights.scores)):
        kind = kinds.UNKNOWN if place == UNKNOWN else kinds.CONTROL if place < UNKNOWN or piece == MASK else kinds.NORMAL
        model.pieces.add(piece=piece, score=float(score), type=kind)
    model.trainer_spec.model_type = model.trainer_spec.UNIGRAM
    model.trainer_spec.bos_id, model.trainer_spec.pad_id, model.trainer_spec.eos_id, model.trainer_spec.unk_id = START, PADDING, END, UNKNOWN
    # The changes are made before: sentencepiece would want them in a compiled form.
    model.normalizer_spec.name, model.normalizer_spec.remove_extra_whitespaces = "identity", False
    model.normalizer_spec.add_dummy_prefix = True
    whole: bytes = model.SerializeToString()
    return whole
