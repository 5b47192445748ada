"""Services that several kommuner or a län share, hours that can be evaluated, numbers in E.164, and a record of changes.

The rows are not carried over: they are read anew from `data/contacts/`, which is where they came from.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KINDS = "'report', 'main', 'jour', 'barnahus', 'bup', 'ungdomsmottagning', 'mika', 'kast', 'koordinator', 'brottsofferjour', 'stodcentrum', 'annat'"


def web(column: str) -> str:
    """The condition that a column holds a web address or nothing."""
    return f"{column} is null or {column} like 'http://%' or {column} like 'https://%'"


def upgrade() -> None:
    """Put the new tables in the place of the old."""
    for name in ("locality", "contact", "kommun"):
        op.drop_table(name)
    op.create_table(
        "lan",
        sa.Column("code", sa.String(2), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, unique=True),
        sa.CheckConstraint("length(code) = 2", name="lan_code_has_two_digits"),
    )
    op.create_table(
        "kommun",
        sa.Column("code", sa.String(4), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, unique=True),
        sa.Column("full_name", sa.String(60), nullable=False, unique=True),
        sa.Column("preposition", sa.String(2), nullable=False),
        sa.Column("lan_code", sa.String(2), sa.ForeignKey("lan.code"), nullable=False, index=True),
        sa.Column("website", sa.String(200)),
        sa.Column("report_url", sa.String(400)),
        sa.Column("checked", sa.String(10), nullable=False),
        sa.CheckConstraint("length(code) = 4", name="kommun_code_has_four_digits"),
        sa.CheckConstraint("substr(code, 1, 2) = lan_code", name="kommun_code_begins_with_lan"),
        sa.CheckConstraint("preposition in ('i', 'på')", name="kommun_preposition_known"),
        sa.CheckConstraint(web("website"), name="kommun_website_is_web"),
        sa.CheckConstraint(web("report_url"), name="kommun_report_url_is_web"),
        sa.CheckConstraint("checked like '____-__-__'", name="kommun_checked_is_a_date"),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.String(60), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("purpose", sa.String(400), nullable=False),
        sa.Column("phone", sa.String(30)),
        sa.Column("phone_e164", sa.String(16)),
        sa.Column("hours", sa.String(200)),
        sa.Column("opening", sa.String(300)),
        sa.Column("url", sa.String(400)),
        sa.Column("doubtful", sa.Boolean, nullable=False),
        sa.Column("read_at", sa.String(400), nullable=False),
        sa.Column("page_updated", sa.String(40)),
        sa.Column("checked", sa.String(10), nullable=False, index=True),
        sa.CheckConstraint(f"kind in ({KINDS})", name="service_kind_known"),
        sa.CheckConstraint("phone_e164 is null or (phone is not null and phone_e164 like '+%')", name="service_e164_beside_phone"),
        sa.CheckConstraint("phone is null or phone_e164 is not null or length(replace(phone, ' ', '')) <= 6", name="service_only_short_numbers_without_e164"),
        sa.CheckConstraint(web("url"), name="service_url_is_web"),
        sa.CheckConstraint("read_at like 'http://%' or read_at like 'https://%'", name="service_read_at_is_web"),
        sa.CheckConstraint("checked like '____-__-__'", name="service_checked_is_a_date"),
    )
    op.create_table(
        "service_kommun",
        sa.Column("service_id", sa.String(60), sa.ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kommun_code", sa.String(4), sa.ForeignKey("kommun.code"), primary_key=True),
    )
    op.create_index("service_by_kommun", "service_kommun", ["kommun_code", "service_id"])
    op.create_table(
        "service_lan",
        sa.Column("service_id", sa.String(60), sa.ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("lan_code", sa.String(2), sa.ForeignKey("lan.code"), primary_key=True),
    )
    op.create_index("service_by_lan", "service_lan", ["lan_code", "service_id"])
    op.create_table(
        "change",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(25), nullable=False),
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("table", sa.String(20), nullable=False),
        sa.Column("row", sa.String(60), nullable=False, index=True),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("before", sa.String(600)),
        sa.Column("after", sa.String(600)),
    )


def downgrade() -> None:
    """Back to the first schema, empty: `data/contacts/` fills it."""
    for name in ("change", "service_lan", "service_kommun", "service", "kommun", "lan"):
        op.drop_table(name)
    op.create_table(
        "kommun",
        sa.Column("code", sa.String(4), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, unique=True),
        sa.Column("full_name", sa.String(60), nullable=False),
        sa.Column("lan_code", sa.String(2), nullable=False, index=True),
        sa.Column("lan", sa.String(40), nullable=False),
        sa.Column("website", sa.String(200)),
        sa.Column("report_url", sa.String(400)),
        sa.CheckConstraint("length(code) = 4", name="kommun_code_has_four_digits"),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.String(60), primary_key=True),
        sa.Column("kommun_code", sa.String(4), sa.ForeignKey("kommun.code"), index=True),
        sa.Column("role", sa.String(10), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("purpose", sa.String(400), nullable=False),
        sa.Column("phone", sa.String(30)),
        sa.Column("hours", sa.String(200)),
        sa.Column("url", sa.String(400)),
        sa.Column("doubtful", sa.Boolean, nullable=False),
        sa.Column("read_at", sa.String(400), nullable=False),
        sa.Column("page_updated", sa.String(40)),
        sa.Column("checked", sa.String(10), nullable=False),
        sa.CheckConstraint("role in ('report', 'jour', 'national')", name="contact_role_known"),
        sa.CheckConstraint("(role = 'national') = (kommun_code is null)", name="contact_local_or_national"),
    )
    op.create_table(
        "locality",
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("kommun_code", sa.String(4), sa.ForeignKey("kommun.code"), primary_key=True),
        sa.Column("postal_codes", sa.Integer, nullable=False),
    )
