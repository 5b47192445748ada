"""The contacts database: län, kommuner, whom one can reach there, and what has changed.

Plain SQLAlchemy, the same on SQLite and PostgreSQL. Changed by the migrations in `bot/contacts/migrations/`, never by hand.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()

KINDS = (
    "report",  # social services' reception for worries about children, by day
    "main",  # a kommun's switchboard
    "jour",  # social services on call
    "barnahus",
    "bup",
    "ungdomsmottagning",
    "mika",
    "kast",
    "koordinator",  # regional coordinator against prostitution and trafficking
    "brottsofferjour",
    "stodcentrum",
    "annat",
)
"""What a service is. A reference in an answer to a national service of a kind gives the nearest one of that kind."""

_WEB = "{0} is null or {0} like 'http://%' or {0} like 'https://%'"


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} in ({', '.join(repr(value) for value in values)})"


class Lan(Base):  # type: ignore[misc, valid-type]
    """One of the 21 län, by Statistics Sweden's two digits."""

    __tablename__ = "lan"
    __table_args__ = (CheckConstraint("length(code) = 2", name="lan_code_has_two_digits"),)

    code = Column(String(2), primary_key=True)
    name = Column(String(40), nullable=False, unique=True)


class Kommun(Base):  # type: ignore[misc, valid-type]
    """One of the 290 kommuner. `code` is Statistics Sweden's four digits, kept as text for its leading zero.

    `preposition` is what stands before the name in "i Malmö", "på Gotland". `checked` is when its contacts were last looked for.
    """

    __tablename__ = "kommun"
    __table_args__ = (
        CheckConstraint("length(code) = 4", name="kommun_code_has_four_digits"),
        CheckConstraint("substr(code, 1, 2) = lan_code", name="kommun_code_begins_with_lan"),
        CheckConstraint(_one_of("preposition", ("i", "på")), name="kommun_preposition_known"),
        CheckConstraint(_WEB.format("website"), name="kommun_website_is_web"),
        CheckConstraint(_WEB.format("report_url"), name="kommun_report_url_is_web"),
        CheckConstraint("checked like '____-__-__'", name="kommun_checked_is_a_date"),
    )

    code = Column(String(4), primary_key=True)
    name = Column(String(40), nullable=False, unique=True)
    full_name = Column(String(60), nullable=False, unique=True)
    preposition = Column(String(2), nullable=False)
    lan_code = Column(String(2), ForeignKey("lan.code"), nullable=False, index=True)
    website = Column(String(200))
    report_url = Column(String(400))
    checked = Column(String(10), nullable=False)


class Service(Base):  # type: ignore[misc, valid-type]
    """Someone to ring or a page to open. Tied to kommuner or län by the tables below; to the whole country when to neither.

    `phone` is as its owner prints it; `phone_e164` the same for a telephone, empty only for short numbers such as 112.
    `hours` is as people say it, `opening` the same as OpenStreetMap's opening_hours where it is known to the minute.
    Dates are ISO text, as precise as the page gives them.
    """

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint(_one_of("kind", KINDS), name="service_kind_known"),
        CheckConstraint("phone_e164 is null or (phone is not null and phone_e164 like '+%')", name="service_e164_beside_phone"),
        CheckConstraint("phone is null or phone_e164 is not null or length(replace(phone, ' ', '')) <= 6", name="service_only_short_numbers_without_e164"),
        CheckConstraint(_WEB.format("url"), name="service_url_is_web"),
        CheckConstraint("read_at like 'http://%' or read_at like 'https://%'", name="service_read_at_is_web"),
        CheckConstraint("checked like '____-__-__'", name="service_checked_is_a_date"),
    )

    id = Column(String(60), primary_key=True)
    kind = Column(String(20), nullable=False)
    position = Column(Integer, nullable=False)
    name = Column(String(120), nullable=False)
    purpose = Column(String(400), nullable=False)
    phone = Column(String(30))
    phone_e164 = Column(String(16))
    hours = Column(String(200))
    opening = Column(String(300))
    url = Column(String(400))
    doubtful = Column(Boolean, nullable=False)
    read_at = Column(String(400), nullable=False)
    page_updated = Column(String(40))
    checked = Column(String(10), nullable=False, index=True)


class ServiceKommun(Base):  # type: ignore[misc, valid-type]
    """A kommun that a service is for. A socialjour that several share is one service with a row here for each."""

    __tablename__ = "service_kommun"
    __table_args__ = (Index("service_by_kommun", "kommun_code", "service_id"),)

    service_id = Column(String(60), ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    kommun_code = Column(String(4), ForeignKey("kommun.code"), primary_key=True)


class ServiceLan(Base):  # type: ignore[misc, valid-type]
    """A län that a service is for."""

    __tablename__ = "service_lan"
    __table_args__ = (Index("service_by_lan", "lan_code", "service_id"),)

    service_id = Column(String(60), ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    lan_code = Column(String(2), ForeignKey("lan.code"), primary_key=True)


class Change(Base):  # type: ignore[misc, valid-type]
    """One field of one row that an import changed, with when and from where; an added or removed row has the field `*`."""

    __tablename__ = "change"

    id = Column(Integer, primary_key=True, autoincrement=True)
    at = Column(String(25), nullable=False)
    origin = Column(String(200), nullable=False)
    table = Column(String(20), nullable=False)
    row = Column(String(60), nullable=False, index=True)
    field = Column(String(20), nullable=False)
    before = Column(String(600))
    after = Column(String(600))
