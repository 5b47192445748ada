"""The contacts database: kommuner, the localities in them, and whom one can reach.

Plain SQLAlchemy, the same on SQLite and PostgreSQL.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Kommun(Base):  # type: ignore[misc, valid-type]
    """One of Sweden's 290 kommuner. `code` is Statistics Sweden's four digits, kept as text for its leading zero."""

    __tablename__ = "kommun"
    __table_args__ = (CheckConstraint("length(code) = 4", name="kommun_code_has_four_digits"),)

    code = Column(String(4), primary_key=True)
    name = Column(String(40), nullable=False, unique=True)
    full_name = Column(String(60), nullable=False)
    lan_code = Column(String(2), nullable=False, index=True)
    lan = Column(String(40), nullable=False)
    website = Column(String(200))
    report_url = Column(String(400))

    contacts = relationship("Contact", back_populates="kommun", order_by="Contact.position")


class Contact(Base):  # type: ignore[misc, valid-type]
    """Someone to ring or a page to open: of one kommun, or of the whole country where `kommun_code` is empty.

    `role` is `report` (social services by day), `jour` (social services on call) or `national`.
    `phone` is as printed by its owner. Dates are ISO text, as precise as the page gives them.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("role in ('report', 'jour', 'national')", name="contact_role_known"),
        CheckConstraint("(role = 'national') = (kommun_code is null)", name="contact_local_or_national"),
    )

    id = Column(String(60), primary_key=True)
    kommun_code = Column(String(4), ForeignKey("kommun.code"), index=True)
    role = Column(String(10), nullable=False, index=True)
    position = Column(Integer, nullable=False)
    name = Column(String(120), nullable=False)
    purpose = Column(String(400), nullable=False)
    phone = Column(String(30))
    hours = Column(String(200))
    url = Column(String(400))
    doubtful = Column(Boolean, nullable=False, default=False)
    read_at = Column(String(400), nullable=False)
    page_updated = Column(String(40))
    checked = Column(String(10), nullable=False)

    kommun = relationship("Kommun", back_populates="contacts")


class Locality(Base):  # type: ignore[misc, valid-type]
    """A postal locality and a kommun it lies in; one that lies in several has a row for each."""

    __tablename__ = "locality"

    name = Column(String(60), primary_key=True)
    kommun_code = Column(String(4), ForeignKey("kommun.code"), primary_key=True)
    postal_codes = Column(Integer, nullable=False)
