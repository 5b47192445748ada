"""Gives Rasa's spaCy components whichever Swedish pipeline is in use."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP

from bot import language


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="SwedishSpacy",
)
class SwedishSpacy(SpacyNLP):
    """Rasa's SpacyNLP, with the pipeline chosen by `bot.language`."""

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        """Load the pipeline in use.

        Args:
            spacy_model_name: ignored; the choice is made in `bot.language`.
        """
        return SpacyModel(model=language.load(), model_name=language.name())
