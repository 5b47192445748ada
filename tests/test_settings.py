import dataclasses

import pytest

from bot.settings import VARIABLES, Settings, load


def test_everything_listens_on_loopback_unless_told() -> None:
    settings = load({})
    assert {settings.host, settings.rasa_host, settings.actions_host} == {"127.0.0.1"}
    assert settings.public_url == "http://127.0.0.1:8080/"


def test_every_setting_can_be_set() -> None:
    assert set(VARIABLES.values()) == {field.name for field in dataclasses.fields(Settings)}
    changed = load({"LOTSEN_PORT": "9000", "LOTSEN_BOT_TIMEOUT": "1.5", "DATABASE_URL": "postgresql://x/y", "LOTSEN_HOST": ""})
    assert (changed.port, changed.bot_timeout, changed.database_url, changed.host) == (9000, 1.5, "postgresql://x/y", "127.0.0.1")


def test_a_number_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="LOTSEN_PORT"):
        load({"LOTSEN_PORT": "åtta"})
