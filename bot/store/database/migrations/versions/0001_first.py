"""The first tables: sessions, outbox, slots, timers, dedupe keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TAG = sa.LargeBinary(16)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "meta",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("blob", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("person", TAG, primary_key=True),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("touched", sa.BigInteger, nullable=False),
        sa.Column("erase_at", sa.BigInteger, nullable=True),
        sa.Column("blob", sa.LargeBinary, nullable=False),
    )
    op.create_index("session_erase_at", "session", ["erase_at"])
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("person", TAG, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("erase", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_person", "outbox", ["person"])
    op.create_index("outbox_status", "outbox", ["status"])
    op.create_table(
        "slot",
        sa.Column("key", TAG, primary_key=True),
        sa.Column("person", TAG, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
    )
    op.create_index("slot_person", "slot", ["person"])
    op.create_table(
        "timer",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("key", TAG, nullable=False, unique=True),
        sa.Column("person", TAG, nullable=False),
        sa.Column("fire_at", sa.BigInteger, nullable=False),
        sa.Column("lease", sa.BigInteger, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("timer_person", "timer", ["person"])
    op.create_index("timer_fire_at", "timer", ["fire_at"])
    op.create_table(
        "seen",
        sa.Column("key", TAG, primary_key=True),
        sa.Column("person", TAG, nullable=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("seen_person", "seen", ["person"])


def downgrade() -> None:
    """Drop them."""
    for table in ("seen", "timer", "slot", "outbox", "session", "meta"):
        op.drop_table(table)
