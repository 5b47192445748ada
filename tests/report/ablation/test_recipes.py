from bot.report.ablation.recipes import AS_IT_RUNS, LAYERS, RUNS, VARIANTS, said
from bot.report.ablation.spelling import damages


def test_the_first_is_what_the_others_are_compared_with() -> None:
    assert (VARIANTS[0].name, VARIANTS[0].recipes, VARIANTS[0].grouped) == (AS_IT_RUNS, (RUNS,), True)


def test_no_two_are_the_same() -> None:
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS) == len({variant.recipes for variant in VARIANTS})


def test_every_damage_there_is_is_tried() -> None:
    assert {name for variant in VARIANTS for recipe in variant.recipes for name in recipe.damages} == set(damages([]))


def test_every_number_of_layers_is_tried() -> None:
    assert {space.layers for variant in VARIANTS for recipe in variant.recipes for space in recipe.spaces} == set(LAYERS)


def test_layers_are_said() -> None:
    assert [said(layers) for layers in ((12,), (10, 12), (8, 10, 12))] == ["layer 12", "layers 10 and 12", "layers 8, 10 and 12"]
