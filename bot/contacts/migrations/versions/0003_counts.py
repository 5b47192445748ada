"""What parents ask and whether it helped: counts by topic, week and län."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "asked",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("topic", sa.String(40), primary_key=True),
        sa.Column("lan_code", sa.String(2), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.CheckConstraint("number > 0", name="asked_number_positive"),
        sa.CheckConstraint("week like '____-W__'", name="asked_week_is_a_week"),
        sa.CheckConstraint("length(lan_code) = 2", name="asked_lan_code_has_two_digits"),
    )
    op.create_table(
        "judged",
        sa.Column("topic", sa.String(40), primary_key=True),
        sa.Column("helped", sa.Boolean, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.CheckConstraint("number > 0", name="judged_number_positive"),
    )


def downgrade() -> None:
    """Remove them, and the counts."""
    for name in ("judged", "asked"):
        op.drop_table(name)
