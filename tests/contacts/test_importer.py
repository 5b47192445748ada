from copy import deepcopy

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.contacts import importer, source
from bot.contacts.models import Change
from tests.contacts.conftest import NOON


def state(engine: Engine) -> importer.State:
    with engine.connect() as connection:
        return importer.current(connection)


def test_what_is_read_is_what_the_database_holds(filled: Engine) -> None:
    assert importer.edits(state(filled), importer.wanted(source.read())) == []


def test_a_change_is_shown_made_and_recorded(filled: Engine) -> None:
    new = deepcopy(state(filled))
    new["service"]["jour_sydost"]["phone"] = "020-45 39 01"
    new["service"]["jour_sydost"]["phone_e164"] = "+4620453901"
    new["service_kommun"].pop("jour_sydost 0880")
    made = importer.apply(filled, new, "jour.csv", NOON)
    assert [str(edit) for edit in made] == [
        "~ service jour_sydost phone: 020-45 39 00 -> 020-45 39 01",
        "~ service jour_sydost phone_e164: +4620453900 -> +4620453901",
        "- service_kommun jour_sydost 0880: *",
    ]
    assert state(filled) == new
    with filled.connect() as connection:
        rows = list(connection.execute(select(Change.origin, Change.at, Change.field, Change.before).where(Change.origin == "jour.csv")))
    assert [tuple(row) for row in rows][0] == ("jour.csv", "2026-11-23T12:00:00+01:00", "phone", "020-45 39 00")
    assert len(rows) == 3


def test_all_or_nothing(filled: Engine) -> None:
    old = state(filled)
    new = deepcopy(old)
    new["service"]["jour_sydost"]["name"] = "Ny"
    new["service"]["sos_112"]["url"] = "ftp://x"
    with pytest.raises(IntegrityError):
        importer.apply(filled, new, "x", NOON)
    assert state(filled) == old


def test_older_files_do_not_undo_what_a_kommun_has_sent(filled: Engine) -> None:
    sent = deepcopy(state(filled))
    sent["kommun"]["1419"]["checked"] = "2026-12-01"
    sent["service"]["main_1419"] |= {"phone": "0304-60 10 10", "phone_e164": "+46304601010", "checked": "2026-12-01"}
    importer.apply(filled, sent, "tjorn.csv", NOON)
    again = importer.keep_newer(importer.wanted(source.read()), state(filled))
    assert importer.edits(state(filled), again) == []


def test_a_row_with_a_fault_leaves_the_old_one_in_place(filled: Engine) -> None:
    new = importer.wanted(source.read())
    del new["kommun"]["1419"]
    del new["service"]["main_1419"], new["service"]["report_1419"]
    for key in [key for key, row in new["service_kommun"].items() if row["kommun_code"] == "1419"]:
        del new["service_kommun"][key]
    assert importer.edits(state(filled), importer.keep_newer(new, state(filled))) == []
