"""Train the small Swedish pipeline that stands in for sv_core_news_sm.

Usage:
    python -m bot.language.train TREEBANK_FOLDER

The folder holds `sv_talbanken-ud-test.conllu` (trained on) and `sv_talbanken-ud-dev.conllu` (scored on): UD Swedish Talbanken,
Joakim Nivre, Aaron Smith and others, CC BY-SA 4.0, https://universaldependencies.org/treebanks/sv_talbanken/.
The labels are those of sv_core_news_sm: SUC tags, universal parts of speech with features, and lemmas. The result and its
scores are written to `sv_talbanken/` beside this file.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from spacy.cli.convert import convert
from spacy.cli.evaluate import evaluate
from spacy.cli.train import train

HERE = Path(__file__).parent
TARGET = HERE / "sv_talbanken"


def main(treebank: Path) -> None:
    """Train on the treebank's test part, score on its dev part, and replace the shipped pipeline.

    Args:
        treebank: folder with the two CoNLL-U files.

    Raises:
        FileNotFoundError: one of the files is missing.
    """
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for part in ("test", "dev"):
            source = treebank / f"sv_talbanken-ud-{part}.conllu"
            if not source.is_file():
                raise FileNotFoundError(source)
            convert(source, work, file_type="spacy", converter="conllu", lang="sv", n_sents=5, silent=True)
        dev = str(work / "sv_talbanken-ud-dev.spacy")
        paths = {"paths.train": str(work / "sv_talbanken-ud-test.spacy"), "paths.dev": dev}
        train(HERE / "talbanken.cfg", work / "out", overrides=paths)
        best = work / "out" / "model-best"
        evaluate(str(best), Path(dev), output=HERE / "scores.json", silent=True)
        shutil.rmtree(TARGET, ignore_errors=True)
        shutil.copytree(best, TARGET)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
