from pathlib import Path

from bot.contacts import hours, importer, source
from bot.contacts.database import connect, migrate
from bot.gateway.library import LOOK_AGAIN, Library


def test_changed_contacts_are_found_within_a_minute(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'contacts.db'}")
    migrate(engine)
    state = importer.wanted(source.read())
    importer.apply(engine, state, "data/contacts", hours.now())
    now = [1000.0]
    library = Library(engine, lambda: now[0])
    before = library.index()
    assert library.index() is before

    changed = {name: dict(rows) for name, rows in state.items()}
    changed["service"]["main_2184"] = {**state["service"]["main_2184"], "phone": "0650-999 99", "phone_e164": "+4665099999"}
    importer.apply(engine, changed, "a kommun", hours.now())
    now[0] += LOOK_AGAIN - 1
    assert library.index() is before
    now[0] += 2
    found = library.index().search("0650-999 99")
    assert (found[0].results[0].kind, found[0].results[0].id) == ("kommun", "2184")
    assert library.state()["service"]["main_2184"]["phone"] == "0650-999 99"


def test_who_shares_an_on_call_service(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'contacts.db'}")
    migrate(engine)
    state = importer.wanted(source.read())
    importer.apply(engine, state, "data/contacts", hours.now())
    library = Library(engine)
    jour = next(row["service_id"] for row in state["service_kommun"].values() if row["kommun_code"] == "2184" and row["service_id"].startswith("jour"))
    assert {"2184", "2180"} <= set(library.kommuner_of(jour))
    assert library.kommuner_of("nobody") == []


def test_a_database_that_cannot_be_read_is_tried_again(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'contacts.db'}")
    library = Library(engine)
    library.prepare()
    migrate(engine)
    importer.apply(engine, importer.wanted(source.read()), "data/contacts", hours.now())
    assert library.index().search("hudiksvall")
