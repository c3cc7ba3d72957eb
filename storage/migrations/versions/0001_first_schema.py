"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Room by room, each after those it refers to."""
    _articles()
    _to_find_articles()
    _identities()
    _citizens()
    _heard()
    _bookkeeping()
    _visits()
    _answers()
    _choices()
    _versions()
    _announcements()
    _deliveries()
    _to_find_deliveries()
    _broadcasts()
    _index_words()


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("likeness", sa.String(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("was_read", sa.Boolean(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counters", sa.JSON(), nullable=True),
        sa.Column("shown", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("portal", "external_id", name=op.f("uq_articles_portal_external_id")),
        sqlite_autoincrement=True,
    )


def _to_find_articles() -> None:
    op.create_index(op.f("ix_articles_first_seen"), "articles", ["first_seen"], unique=False)
    op.create_index(op.f("ix_articles_likeness"), "articles", ["likeness"], unique=False)
    op.create_index(
        "ix_articles_to_check",
        "articles",
        ["portal", "source", "check_at"],
        unique=False,
        sqlite_where=sa.text("check_at IS NOT NULL"),
        postgresql_where=sa.text("check_at IS NOT NULL"),
    )
    op.create_index(
        "ix_articles_gone",
        "articles",
        ["portal", "gone_at"],
        unique=False,
        sqlite_where=sa.text("gone_at IS NOT NULL"),
        postgresql_where=sa.text("gone_at IS NOT NULL"),
    )


def _identities() -> None:
    op.create_table(
        "aliases",
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_aliases_article_id")),
        sa.PrimaryKeyConstraint("portal", "external_id", name=op.f("pk_aliases")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_aliases_article_id"), "aliases", ["article_id"], unique=False)
    op.create_table(
        "windows",
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("portal", "source", name=op.f("pk_windows")),
    )


def _citizens() -> None:
    op.create_table(
        "citizens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("messenger", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_version", sa.String(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("remark_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark_on", sa.Integer(), nullable=True),
        sa.Column("menu", sa.JSON(), nullable=True),
        sa.Column("menu_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("menu_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["remark_on"], ["articles.id"], name=op.f("fk_citizens_remark_on")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizens")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_citizens_address_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_citizens_paused",
        "citizens",
        ["state", "paused_until"],
        unique=False,
        sqlite_where=sa.text("paused_until IS NOT NULL"),
        postgresql_where=sa.text("paused_until IS NOT NULL"),
    )
    op.create_index(op.f("ix_citizens_state"), "citizens", ["state"], unique=False)


def _heard() -> None:
    op.create_table(
        "heard",
        sa.Column("messenger", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("messenger", "key", name=op.f("pk_heard")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_heard_at"), "heard", ["at"], unique=False)


def _bookkeeping() -> None:
    op.create_table(
        "quotas",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "period", name=op.f("pk_quotas")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "safe",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("borrowed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_safe")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_check", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "pauses",
        sa.Column("messenger", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("messenger", name=op.f("pk_pauses")),
    )


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("body_hash", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("baselined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("good_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("full_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("portal", "source", name=op.f("pk_visits")),
    )


def _answers() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("citizen_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_comments_article_id")),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizens.id"], name=op.f("fk_comments_citizen_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("key", name=op.f("uq_comments_key")),
    )
    op.create_index(op.f("ix_comments_article_id"), "comments", ["article_id"], unique=False)
    op.create_index(op.f("ix_comments_citizen_id"), "comments", ["citizen_id"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_ratings_article_id")),
        sa.PrimaryKeyConstraint("article_id", "voter", name=op.f("pk_ratings")),
        sqlite_with_rowid=False,
    )


def _choices() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("citizen_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizens.id"], name=op.f("fk_subscriptions_citizen_id")),
        sa.PrimaryKeyConstraint("citizen_id", "topic", name=op.f("pk_subscriptions")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_subscriptions_topic_citizen_id"), "subscriptions", ["topic", "citizen_id"], unique=False
    )
    op.create_table(
        "keywords",
        sa.Column("citizen_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("follow", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizens.id"], name=op.f("fk_keywords_citizen_id")),
        sa.PrimaryKeyConstraint("citizen_id", "word", name=op.f("pk_keywords")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_keywords_word"), "keywords", ["word"], unique=False)


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("gist", sa.JSON(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("held_as", sa.String(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_versions_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
    )
    op.create_index(op.f("ix_versions_article_id"), "versions", ["article_id"], unique=False)
    op.create_index(
        "ix_versions_to_announce",
        "versions",
        ["id"],
        unique=False,
        sqlite_where=sa.text("announced_at IS NULL"),
        postgresql_where=sa.text("announced_at IS NULL"),
    )


def _announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("manner", sa.String(), nullable=False),
        sa.Column("refers_to", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_announcements_article_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_announcements_version_id")),
        sa.ForeignKeyConstraint(["refers_to"], ["articles.id"], name=op.f("fk_announcements_refers_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sa.UniqueConstraint("key", name=op.f("uq_announcements_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_announcements_article_id"), "announcements", ["article_id"], unique=False)
    op.create_index(op.f("ix_announcements_kind_about"), "announcements", ["kind", "about"], unique=False)


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=False),
        sa.Column("messenger", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.Column("message_ref", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_deliveries_announcement_id")
        ),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizens.id"], name=op.f("fk_deliveries_citizen_id")),
        sa.ForeignKeyConstraint(["digest_id"], ["announcements.id"], name=op.f("fk_deliveries_digest_id")),
        sa.PrimaryKeyConstraint("announcement_id", "citizen_id", name=op.f("pk_deliveries")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deliveries_citizen_id"), "deliveries", ["citizen_id"], unique=False)


def _to_find_deliveries() -> None:
    op.create_index(
        "ix_deliveries_digest_id",
        "deliveries",
        ["digest_id"],
        unique=False,
        sqlite_where=sa.text("digest_id IS NOT NULL"),
        postgresql_where=sa.text("digest_id IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_in_digest",
        "deliveries",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("state = 'merged' AND digest_id IS NULL"),
        postgresql_where=sa.text("state = 'merged' AND digest_id IS NULL"),
    )
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["messenger", "announcement_id", "not_before"],
        unique=False,
        sqlite_where=sa.text("state IN ('owed', 'unknown') AND not_before IS NOT NULL"),
        postgresql_where=sa.text("state IN ('owed', 'unknown') AND not_before IS NOT NULL"),
    )


def _broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_broadcasts_announcement_id")
        ),
        sa.PrimaryKeyConstraint("announcement_id", name=op.f("pk_broadcasts")),
        sqlite_with_rowid=False,
    )


def _index_words() -> None:
    """Full text over `versions.folded`, which holds nothing but words of a to z and digits: both engines agree on them.

    Versions are only ever added, so the index is only ever added to; what is found is the newest version or nothing.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_versions_words ON versions USING gin (to_tsvector('simple'::regconfig, folded))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE words USING fts5(folded, content='versions', content_rowid='id', detail=none)"
    )
    op.execute(
        "CREATE TRIGGER versions_to_words AFTER INSERT ON versions BEGIN "
        "INSERT INTO words (rowid, folded) VALUES (new.id, new.folded); END"
    )
