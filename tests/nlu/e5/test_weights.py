from pathlib import Path

import numpy as np
import pytest

from bot.nlu.e5 import weights


@pytest.fixture(scope="module")
def read() -> weights.Weights:
    return weights.read(weights.file())


def test_the_head(read: weights.Weights) -> None:
    assert (read.hidden, read.layers, read.heads) == (384, 12, 12)
    assert read.epsilon == pytest.approx(1e-12)


def test_the_vocabulary(read: weights.Weights) -> None:
    assert read.pieces()[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert len(read.pieces()) == len(read.scores) == len(set(read.pieces()))
    assert "▁barn" in read.pieces()


@pytest.mark.parametrize(("character", "into"), [("\x01", ""), ("\t", " "), ("ﬁ", "fi"), ("½", "1⁄2"), ("Å", None)])
def test_the_changes(read: weights.Weights, character: str, into: str | None) -> None:
    assert read.changes.get(ord(character)) == into


@pytest.mark.parametrize(("tensor", "rows"), [("l0.q.b", 384), ("l11.fi.b", 1536), ("emb.pos", 512 * 384)])
def test_numbers(read: weights.Weights, tensor: str, rows: int) -> None:
    assert read.numbers(tensor).shape == (rows,)
    assert np.isfinite(read.numbers(tensor)).all()


def test_blocks(read: weights.Weights) -> None:
    blocks = read.blocks("l0.q.w")
    assert blocks.shape == (384 * 384 // weights.BLOCK, weights.BLOCK_BYTES)
    values = weights.plain(blocks)
    assert values.shape == (len(blocks), weights.BLOCK)
    assert 0.01 < values.std() < 1


def test_a_block_by_hand() -> None:
    block = np.concatenate([np.array([0.5], "<f2").view(np.uint8), np.array([0x10, 0xF8] + [0x88] * 14, np.uint8)])[None]
    assert weights.plain(block)[0, [0, 1, 2, 16, 17, 31]].tolist() == [-4.0, 0.0, 0.0, -3.5, 3.5, 0.0]


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="other.bin"):
        weights.read(other)


def test_blocks_of_another_size(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    head = bytearray(weights.file().read_bytes()[:64])
    head[40:44] = (64).to_bytes(4, "little")
    other.write_bytes(head)
    with pytest.raises(ValueError, match="64 weights"):
        weights.read(other)
