"""The tables of counts, in the contacts database; made by the migrations in `bot/contacts/migrations/`."""

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, String

from bot.contacts.models import Base

UNKNOWN_LAN = "00"
"""Stands for the län of a parent who has named no kommun."""


class Asked(Base):  # type: ignore[misc, valid-type]
    """How many answers about a topic were given in a week, such as 2026-W48, to parents in a län."""

    __tablename__ = "asked"
    __table_args__ = (
        CheckConstraint("number > 0", name="asked_number_positive"),
        CheckConstraint("week like '____-W__'", name="asked_week_is_a_week"),
        CheckConstraint("length(lan_code) = 2", name="asked_lan_code_has_two_digits"),
    )

    week = Column(String(8), primary_key=True)
    topic = Column(String(40), primary_key=True)
    lan_code = Column(String(2), primary_key=True)
    number = Column(Integer, nullable=False)


class Judged(Base):  # type: ignore[misc, valid-type]
    """How many have said of the answers about a topic that they helped, or did not."""

    __tablename__ = "judged"
    __table_args__ = (CheckConstraint("number > 0", name="judged_number_positive"),)

    topic = Column(String(40), primary_key=True)
    helped = Column(Boolean, primary_key=True)
    number = Column(Integer, nullable=False)
