import numpy as np
import pytest
from onnxruntime import InferenceSession

from bot.nlu.e5 import network, weights
from bot.nlu.e5.embedder import Embedder
from bot.nlu.e5.ranges import LEAST, ranges

READ = weights.read(weights.file())


@pytest.fixture(scope="module")
def found() -> network.Ranges:
    return ranges(READ, [2])


def test_every_edge_into_a_matrix_has_its_ranges(found: network.Ranges) -> None:
    assert list(found) == [output.name for output in network.graph(READ, [2]).graph.output[1:]]
    assert len(found) == 2 * 4
    assert {values.shape for values in found.values()} == {(READ.hidden,), (4 * READ.hidden,)}
    assert all((values >= LEAST).all() for values in found.values())


def test_the_same_each_time(found: network.Ranges) -> None:
    again = ranges(READ, [2])
    assert all(np.array_equal(values, again[edge]) for edge, values in found.items())


def test_a_few_numbers_are_always_large(found: network.Ranges) -> None:
    # What smoothing is for: without it these few would set the step for all.
    values = found["l1.aln"]
    assert values.max() > 5 * np.median(values)


def test_smoothing_keeps_what_tells_texts_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    texts = ["hon är 13", "någon hotar att sprida bilder på min son", "ابنتي خائفة", "vad blir det för väder", "tack", "vem ringer jag i natt"]
    ours = Embedder([10], tmp_path_factory.mktemp("smooth"))
    whole = InferenceSession(network.graph(READ, [10]).SerializeToString(), providers=["CPUExecutionProvider"])
    exact = np.vstack([whole.run(["vector"], {"tokens": READ.inputs(ours._tokens.ids(f"query: {text}"))[None]})[0] for text in texts])
    counted = ours.vectors(texts)
    # What all texts share says nothing: without it, the two still point the same way.
    one, other = (vectors - exact.mean(axis=0) for vectors in (exact, counted))
    alike = np.sum(one * other, axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)
    assert (alike > 0.98).all()
