"""Kommuner, their contacts, and localities: the first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
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


def downgrade() -> None:
    """Remove them."""
    for name in ("locality", "contact", "kommun"):
        op.drop_table(name)
