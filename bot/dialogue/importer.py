"""Puts the answers of `data/answers/` into Rasa's domain, beside what `domain.yml` says."""

from typing import Optional

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import METADATA
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.contacts import source
from bot.content.answers import load
from bot.content.responses import compile_responses


class ContentImporter(RasaFileImporter):
    """Rasa's own importer of files, with the responses made from the answers. Named in `config.yml`."""

    _examples: Optional[TrainingData] = None

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """The examples, read once: Rasa asks three times in a training, and reading takes seconds.

        Without saying whose they are: nothing in a training asks, and Rasa copies and hashes all it is given, over and over.
        """
        if self._examples is None:
            self._examples = super().get_nlu_data(language)
            for example in self._examples.training_examples:
                example.data.pop(METADATA, None)
        return self._examples

    def get_domain(self) -> Domain:
        """The domain with all responses.

        Raises:
            bot.content.answers.AnswerError: an answer cannot be used.
        """
        contacts = {entry["id"]: entry for entry in source.entries()}
        responses = compile_responses(load(), contacts)
        return super().get_domain().merge(Domain.from_dict({"responses": responses}))
