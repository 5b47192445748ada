"""One running stack that the tests here break in turn, at debug level and with folders of its own."""

import shutil
import time
from pathlib import Path
from typing import Iterator

import pytest

from bot.settings import BUILD
from tests.stack import Stack

AT_DEBUG = {name: "DEBUG" for name in ("LOTSEN_LOG_LEVEL", "LOG_LEVEL", "LOG_LEVEL_LIBRARIES", "LOG_LEVEL_FAKER", "LOG_LEVEL_PRESIDIO")}


class BreakableStack(Stack):
    """A stack with a home, a folder for temporary files and a contacts database of its own."""

    def __init__(self, folder: Path) -> None:
        for name in ("home", "tmp"):
            (folder / name).mkdir()
        self.database = folder / "contacts.db"
        self.began = time.time()
        self.restore_database()
        places = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "DATABASE_URL": f"sqlite:///{self.database}"}
        super().__init__(folder, **AT_DEBUG, **places, LOTSEN_BOT_TIMEOUT="10")

    def restore_database(self) -> None:
        """Put the contacts back."""
        shutil.copy(BUILD / "contacts.db", self.database)


@pytest.fixture(scope="session")
def breakable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BreakableStack]:
    running = BreakableStack(tmp_path_factory.mktemp("breakable"))
    running.start()
    yield running
    running.stop()
