"""The tables of the overview, from the answers, the examples, the contacts and the counts. Pure: data in, tables out."""

from datetime import date
from typing import Iterable, Mapping, Optional

from bot.contacts import review as contacts_review
from bot.contacts.importer import State
from bot.content import review
from bot.content.answers import Answer
from bot.content.examples import Example
from bot.counts.models import UNKNOWN_LAN
from bot.counts.store import Counts
from bot.counts.view import Cell, table
from bot.overview.table import Column, Row, Table

CONTACT_MONTHS = 6
TOPIC = (Column("topic", "Ämne", link="page"), Column("title", "Rubrik"))
NO_LAN = "okänt"


def tables(answers: Mapping[str, Answer], examples: Iterable[Example], state: State, counts: Optional[Counts], today: date) -> list[Table]:
    """All tables, in the order of the page.

    Args:
        answers: topic ids to answers.
        examples: those of `data/nlu.yml`.
        state: what the contacts database holds.
        counts: what has been counted, or None where that cannot be read.
        today: the day it is.
    """
    return [
        _due(answers, today),
        _old_sources(answers, today),
        _few_examples(answers, examples),
        _without_jour(state),
        _doubtful(state),
        _stale_contacts(state, today),
        *(asked(counts, answers, {code: row["name"] for code, row in state["lan"].items()}) if counts else ()),
    ]


def _due(answers: Mapping[str, Answer], today: date) -> Table:
    everything = review.by_age(answers.values(), today)
    coming = f" Äldst är {everything[0].reviewed}." if everything else ""
    rows = [{"topic": row.topic, "title": row.title, "reviewed": row.reviewed, "months": row.months, "page": _page(row.topic)} for row in everything]
    return Table(
        "svar",
        "Svar att granska",
        f"Svar vars källor inte har lästs på {review.MONTHS} månader. Läs källorna, rätta och skriv dagens datum i reviewed.",
        (*TOPIC, Column("reviewed", "Granskat"), Column("months", "Månader sedan", number=True)),
        [row for row in rows if int(str(row["months"])) >= review.MONTHS],
        f"Alla svar är granskade de senaste {review.MONTHS} månaderna.{coming}",
    )


def _old_sources(answers: Mapping[str, Answer], today: date) -> Table:
    return Table(
        "kallor",
        "Gamla källor",
        f"Källor som enligt sin titel är minst {review.YEARS} år gamla. Finns det en nyare, och säger den samma sak?",
        (*TOPIC, Column("year", "År", number=True), Column("source", "Källa", link="url")),
        [
            {"topic": row.topic, "title": row.title, "year": row.year, "source": row.source, "url": row.url, "page": _page(row.topic)}
            for row in review.old_sources(answers.values(), today)
        ],
        "Ingen källa är gammal.",
    )


def _few_examples(answers: Mapping[str, Answer], examples: Iterable[Example]) -> Table:
    return Table(
        "exempel",
        "Ämnen med få exempel",
        f"Ämnen med färre än {review.FEW} exempel. Ju fler sätt att säga det på, desto bättre förstår boten.",
        (*TOPIC, Column("examples", "Exempel", number=True)),
        [{"topic": row.topic, "title": row.title, "examples": row.examples, "page": _page(row.topic)} for row in review.few_examples(answers, examples)],
        f"Alla ämnen har minst {review.FEW} exempel.",
    )


def _without_jour(state: State) -> Table:
    with_number = {
        row["kommun_code"]
        for row in state["service_kommun"].values()
        if state["service"][row["service_id"]]["kind"] == "jour" and state["service"][row["service_id"]]["phone"]
    }
    return Table(
        "jour",
        "Kommuner utan journummer",
        "Kommuner vars socialjour vi inte har något nummer till. Föräldern får 112 när det inte kan vänta till dagen.",
        (Column("code", "Kod"), Column("name", "Kommun", link="page"), Column("lan", "Län"), Column("website", "Webbplats", link="website")),
        [
            {"code": code, "name": row["name"], "lan": state["lan"][row["lan_code"]]["name"], "website": row["website"], "page": f"/referens/kommun/{code}"}
            for code, row in sorted(state["kommun"].items())
            if code not in with_number
        ],
        "Alla kommuner har ett journummer.",
    )


def _doubtful(state: State) -> Table:
    return Table(
        "nummer",
        "Osäkra nummer",
        "Nummer som visas med ”Kontrollera uppgiften”. Läs dem på ägarens egen sida, och ta bort doubtful när de stämmer.",
        (Column("name", "Kontakt"), Column("phone", "Nummer"), Column("page_updated", "Sidan uppdaterad"), Column("read_at", "Läst på", link="read_at")),
        [
            {"name": row["name"], "phone": row["phone"], "page_updated": row["page_updated"], "read_at": row["read_at"]}
            for row in sorted(state["service"].values(), key=lambda row: (row["page_updated"] or "", row["name"]))
            if row["doubtful"]
        ],
        "Inga nummer är osäkra.",
    )


def _stale_contacts(state: State, today: date) -> Table:
    return Table(
        "kontakter",
        "Kontakter att kontrollera",
        f"Kontakter som inte har kontrollerats på {CONTACT_MONTHS} månader; för de osäkra räknas från när sidan uppdaterades.",
        (Column("since", "Sedan"), Column("name", "Kontakt"), Column("phone", "Nummer"), Column("source", "Sida", link="source")),
        [{"since": row.since, "name": row.name, "phone": row.phone, "source": row.page} for row in contacts_review.stale(state, today, CONTACT_MONTHS)],
        f"Allt är kontrollerat de senaste {CONTACT_MONTHS} månaderna.",
    )


def asked(counts: Counts, answers: Mapping[str, Answer], lan: Mapping[str, str]) -> list[Table]:
    """What parents ask, one way at a time, and whether it helped.

    Args:
        counts: what has been counted.
        answers: topic ids to answers.
        lan: codes of län to their names.
    """
    view = table(counts)
    names = {**lan, UNKNOWN_LAN: NO_LAN}
    nothing = "Inget är räknat än."
    return [
        Table(
            "fragor",
            "Vad föräldrar frågar om",
            "Antal svar per ämne sedan räkningen började. Tal under fem visas inte, och inte heller tal som skulle avslöja ett sådant.",
            (*TOPIC, Column("number", "Antal", number=True)),
            _most_first([{**_topic(name, answers), **_cell("number", cell)} for name, cell in view.by_topic.items()]),
            nothing,
            chart="number",
            task=False,
        ),
        Table(
            "veckor",
            "Vecka för vecka",
            "Antal svar per vecka, om alla ämnen.",
            (Column("week", "Vecka"), Column("number", "Antal", number=True)),
            [{"week": name, **_cell("number", cell)} for name, cell in view.by_week.items()],
            nothing,
            chart="number",
            task=False,
        ),
        Table(
            "lan",
            "Län för län",
            "Antal svar per län, för dem som har sagt var de bor.",
            (Column("lan", "Län"), Column("number", "Antal", number=True)),
            _most_first([{"lan": names.get(name, name), **_cell("number", cell)} for name, cell in view.by_lan.items()]),
            nothing,
            chart="number",
            task=False,
        ),
        Table(
            "hjalpte",
            "Hjälpte svaret?",
            "Så många har tryckt ”Hjälpte” eller ”Hjälpte inte”. Läs om ett svar som sällan hjälper.",
            (*TOPIC, Column("yes", "Hjälpte", number=True), Column("no", "Hjälpte inte", number=True)),
            [{**_topic(name, answers), **_cell("yes", yes), **_cell("no", no)} for name, (yes, no) in view.judged.items()],
            "Ingen har svarat än.",
            task=False,
        ),
    ]


def _topic(name: str, answers: Mapping[str, Answer]) -> Row:
    return {"topic": name, "title": answers[name].title if name in answers else "(borttaget)", "page": _page(name)}


def _cell(name: str, cell: Cell) -> Row:
    return {name: cell.number, f"{name}_words": cell.words}


def _most_first(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    # By the number shown and then by name: the order of hidden numbers would say something of them.
    return sorted(rows, key=lambda row: (row["number"] is None, -(row["number"] or 0), str(row.get("title") or row.get("lan"))))  # type: ignore[operator]


def _page(topic: str) -> str:
    return f"/referens/amne/{topic}"
