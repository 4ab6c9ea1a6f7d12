"""macros with those that come with the product, who has a ticket open, gestures on several tickets

Revision ID: 0017
Revises: 0016
"""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# name, kind, takes, state afterwards, reply, note
SHIPPED = (
    ("Accusé de prise en charge", None, False, None,
     "Bonjour,\n\nVotre demande {{ reference }} est prise en charge. Je reviens vers vous dès que j’ai une"
     " réponse.", ""),
    ("Copie d’un autre lot ou d’un autre candidat", "scan", True, "waiting_third_party",
     "Bonjour,\n\nMerci de votre signalement. Le bureau des examens vérifie à qui revient la copie"
     " {{ copie }} du lot {{ lot }}. Ne la corrigez pas pour l’instant ; le reste du lot reste ouvert.", ""),
    ("Échéance du lot", "scan", False, None,
     "L’échéance du lot {{ lot }} est fixée au {{ echeance }}. La copie mise de côté ne retient pas les"
     " autres.", ""),
    ("État de frais, transmis aux finances", "expense", True, "waiting_third_party",
     "Bonjour,\n\nVotre question sur votre état de frais est transmise aux finances du bureau des examens."
     " Vous lirez leur réponse ici, sous la référence {{ reference }}.", ""),
    ("Formule de fin", None, False, None,
     "Bien à vous,\nL’assistance de la correction", ""),
    ("Nom visible, copie masquée", "scan", True, "waiting_third_party",
     "Bonjour,\n\nMerci de votre signalement. La copie {{ copie }} est masquée et le bureau des examens"
     " refait son anonymat. Ne la corrigez pas ; le reste du lot {{ lot }} reste ouvert.", ""),
    ("Nouvelle page à vérifier", "scan", True, "waiting_requester",
     "Bonjour,\n\nLa nouvelle page {{ page }} de la copie {{ copie }} est dans votre lot {{ lot }}. Se"
     " lit-elle bien maintenant ?", ""),
    ("Préciser la page", "scan", True, "waiting_requester",
     "Bonjour,\n\nPour demander une nouvelle numérisation, il me faut le numéro de la copie, celui de la page"
     " et ce qui ne se lit pas. Pouvez-vous me les donner ?", ""),
    ("Préciser le problème de connexion", "connectivity", True, "waiting_requester",
     "Bonjour,\n\nPour avancer, il me faut trois précisions : l’heure du premier échec, le message affiché,"
     " et si le problème dure sur un autre réseau. Ne m’envoyez jamais votre mot de passe.", ""),
    ("Question transmise au bureau des examens", "question", True, "waiting_third_party",
     "Bonjour,\n\nAucun texte publié ne répond à votre question. Je la pose au bureau des examens"
     " ({{ academie }}). Vous lirez sa réponse ici.", ""),
    ("Relance du centre", "scan", True, None,
     "", "Centre relancé : {{ centre }}, lot {{ lot }}, copie {{ copie }}, page {{ page }}."),
    ("Renumérisation demandée", "scan", True, "waiting_centre",
     "Bonjour,\n\nLa page {{ page }} de la copie {{ copie }} est demandée au centre ({{ centre }}). La copie"
     " est mise de côté ; vous pouvez continuer le lot {{ lot }}. Vous recevrez un message quand la nouvelle"
     " page sera là.", ""),
    ("Résolue, à confirmer", None, True, "resolved",
     "Bonjour,\n\nVotre demande {{ reference }} est réglée de notre côté. Dites-le-nous si ce n’est pas le"
     " cas : une réponse de votre part la rouvre.", ""),
    ("Sans nouvelles du demandeur", None, True, "resolved",
     "Bonjour,\n\nSans nouvelles de vous, je considère la demande {{ reference }} comme réglée. Une réponse"
     " de votre part la rouvre.", ""),
)  # fmt: skip


def upgrade() -> None:
    macro = op.create_table(
        "ticket_macro",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.String(length=100), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=True),
        sa.Column("reply", sa.String(length=10_000), nullable=False),
        sa.Column("note", sa.String(length=10_000), nullable=False),
        sa.Column("then", sa.String(length=30), nullable=True),
        sa.Column("takes", sa.Boolean(), nullable=False),
        sa.Column("team", sa.String(length=30), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("changed_by", sa.String(length=100), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_ticket_macro_owner", "ticket_macro", ["owner_id", "name"])
    op.bulk_insert(macro, [_row(*one) for one in SHIPPED])
    op.create_table(
        "ticket_presence",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(length=100), nullable=False),
        sa.Column("writes", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "person_id"),
    )
    op.create_index("ix_ticket_presence_until", "ticket_presence", ["until"])
    op.create_table(
        "ticket_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("gesture", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("author_id", "key"),
    )
    op.create_index("ix_ticket_batch_at", "ticket_batch", ["at"])


def _row(
    name: str, kind: str | None, takes: bool, then: str | None, reply: str, note: str
) -> dict[str, object]:
    return {
        "id": uuid5(NAMESPACE_URL, f"permanence:macro:{name}"),
        "version": 1,
        "key": f"shipped:{name}",
        "owner_id": None,
        "name": name,
        "kind": kind,
        "reply": _spaced(reply),
        "note": _spaced(note),
        "then": then,
        "takes": takes,
        "team": None,
        "priority": None,
        "changed_by": None,
        "changed_at": datetime(2026, 11, 22, tzinfo=UTC),
        "removed_at": None,
    }


def _spaced(text: str) -> str:
    for sign in ";:?":
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    return text


def downgrade() -> None:
    op.drop_table("ticket_batch")
    op.drop_table("ticket_presence")
    op.drop_table("ticket_macro")
