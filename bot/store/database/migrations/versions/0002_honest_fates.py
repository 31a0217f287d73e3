"""Honest fates of messages, what waits to be taken, what could not be read, and indexes for what is due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TAG = sa.LargeBinary(16)

FATES = {
    "trying": ("on_wire", ""),
    "lost": ("unknown", ""),
    "refused": ("given_up", "refused"),
    "unreachable": ("given_up", "unreachable"),
}
"""What the first tables called a state → what it is called now, and why it was given up."""


def upgrade() -> None:
    """Add them, and name the old states anew."""
    op.add_column("outbox", sa.Column("reason", sa.String(16), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("progress", sa.LargeBinary, nullable=True))
    outbox = sa.table("outbox", sa.column("status"), sa.column("reason"))
    for old, (status, reason) in FATES.items():
        op.execute(outbox.update().where(outbox.c.status == old).values(status=status, reason=reason))
    op.create_index("outbox_at", "outbox", ["at"])
    op.create_index("slot_at", "slot", ["at"])
    op.create_index("seen_at", "seen", ["at"])
    op.create_index("timer_lease", "timer", ["lease"], sqlite_where=sa.text("lease > 0"))
    op.create_table(
        "inbox",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("key", TAG, nullable=False, unique=True),
        sa.Column("person", TAG, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_person", "inbox", ["person"])
    op.create_index("inbox_at", "inbox", ["at"])
    op.create_table(
        "set_aside",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("person", TAG, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("set_aside_person", "set_aside", ["person"])
    op.create_index("set_aside_at", "set_aside", ["at"])


def downgrade() -> None:
    """Take them away; the old names come back as far as they can."""
    op.drop_table("set_aside")
    op.drop_table("inbox")
    for index, table in (("timer_lease", "timer"), ("seen_at", "seen"), ("slot_at", "slot"), ("outbox_at", "outbox")):
        op.drop_index(index, table)
    outbox = sa.table("outbox", sa.column("status"), sa.column("reason"))
    for old, (status, reason) in FATES.items():
        op.execute(outbox.update().where(outbox.c.status == status, outbox.c.reason == reason).values(status=old))
    op.drop_column("outbox", "progress")
    op.drop_column("outbox", "reason")
