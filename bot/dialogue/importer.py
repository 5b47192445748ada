"""Gives Rasa the examples of `data/nlu.yml`, and the answers of `data/answers/` as responses beside what `domain.yml` says."""

from pathlib import Path
from typing import Any, Dict, Optional

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.contacts import source
from bot.content import labelled
from bot.content.answers import load
from bot.content.responses import compile_responses
from bot.nlu.sentence_vectors import EMBEDDED
from bot.nlu.vectors import gets_vector


class Example(Message):
    """An example as Rasa knows it, but one that a training leaves as it is: Rasa would copy and hash each of them some ten times, which takes it longer
    than to learn from them."""

    def __deepcopy__(self, memo: Dict[int, Any]) -> "Example":
        """Itself."""
        return self

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """As Rasa's; what is set already is not set anew, since that would have the example hashed again."""
        if add_to_output or prop not in self.data or self.data[prop] != info:
            super().set(prop, info, add_to_output)


class ContentImporter(RasaFileImporter):
    """Rasa's own importer of files, with the examples and the responses read by the project's own readers. Named in `config.yml`."""

    _examples: Optional[TrainingData] = None

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """The examples, and the follow-ups with what was answered before; read once, without whose they are, but with which of them get a vector.

        Raises:
            bot.content.located.Unreadable: a file is no YAML.
        """
        if self._examples is None:
            rows = [row for file in self._nlu_files for row in labelled.examples(Path(file))]
            self._examples = TrainingData([_example(row) for row in (*rows, *labelled.follow_ups())])
        return self._examples

    def get_domain(self) -> Domain:
        """The domain with all responses.

        Raises:
            bot.content.answers.AnswerError: an answer cannot be used.
        """
        contacts = {entry["id"]: entry for entry in source.entries()}
        responses = compile_responses(load(), contacts)
        return super().get_domain().merge(Domain.from_dict({"responses": responses}))


def _example(row: labelled.Message) -> Example:
    example: Example = Example.build(row.text, row.topic)
    if gets_vector(row.text, row.kind):
        example.set(EMBEDDED, True)
    return example
