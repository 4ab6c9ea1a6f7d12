"""Who may sign in: the demonstration accounts, one for every role."""

from dataclasses import dataclass

from ticketing.permissions import Caller, Role, reads_desk

DEMONSTRATION_DOMAIN = "example.org"
MASKED_WHOLE = 3  # of so short a name, only the first letter is shown


@dataclass(frozen=True, slots=True)
class Account:
    """`id` is the person's key in the application and in the backend alike."""

    id: str
    label: str
    role: Role
    about: str
    icon: str
    academy: str | None = None
    centres: frozenset[str] = frozenset()

    @property
    def email(self) -> str | None:
        """Nobody receives what is sent there: the domain is reserved for examples."""
        return f"{self.id}@{DEMONSTRATION_DOMAIN}"

    def caller(self) -> Caller:
        return Caller(self.id, frozenset({self.role}), self.academy, self.centres)


class AccountNotFound(Exception):
    def __init__(self, account_id: str) -> None:
        super().__init__(f"no account {account_id}")
        self.account_id = account_id


_CALANQUES = frozenset({"CAL13"})

DEMONSTRATION_ACCOUNTS: tuple[Account, ...] = (
    Account("correctrice-bts", "Correctrice, BTS culture générale", Role.CORRECTOR,
            "Aix-Marseille, trois lots", "pencil", "Aix-Marseille"),
    Account("correcteur-philo", "Correcteur, philosophie", Role.CORRECTOR,
            "Toulouse, deux lots", "pencil", "Toulouse"),
    Account("correctrice-maths", "Correctrice, DNB mathématiques", Role.CORRECTOR,
            "Lille, deux lots", "pencil", "Lille"),
    Account("interrogatrice-stl", "Interrogatrice, ECE STL", Role.CORRECTOR,
            "Toulouse, des missions sans copies", "mortarboard", "Toulouse"),
    Account("chef-centre", "Chef de centre, lycée des Calanques", Role.CENTRE_HEAD,
            "Aix-Marseille, centre CAL13", "building", "Aix-Marseille", _CALANQUES),
    Account("numerisation", "Chargé de numérisation, lycée des Calanques", Role.SCAN_OPERATOR,
            "Aix-Marseille, centre CAL13", "upload", "Aix-Marseille", _CALANQUES),
    Account("agent-a", "Agente d’assistance", Role.AGENT, "Les demandes à traiter", "inbox"),
    Account("agent-b", "Agent d’assistance", Role.AGENT, "Les demandes à traiter", "inbox"),
    Account("superviseure", "Superviseure de l’assistance", Role.SUPERVISOR,
            "Toutes les demandes", "diagram-3"),
    Account("documentaliste", "Documentaliste des textes", Role.CURATOR, "Les circulaires", "files"),
    Account("deleguee", "Déléguée syndicale", Role.DELEGATE,
            "Les retours de terrain", "people", "Aix-Marseille"),
    Account("dec", "Gestionnaire, bureau des examens", Role.EXAM_OFFICE,
            "Aix-Marseille, ce qu’elle seule peut décider", "shield-lock", "Aix-Marseille"),
    Account("inspecteur", "Inspecteur, lettres (IA-IPR)", Role.INSPECTOR,
            "Aix-Marseille, les questions de notation", "mortarboard", "Aix-Marseille"),
    Account("cellule-alerte", "Cellule d’alerte des examens", Role.ALERT_CELL,
            "Les incidents de sujet, et rien d’autre", "exclamation-octagon"),
)  # fmt: skip


def masked(address: str) -> str:
    """Enough of an address for its owner to know it: c…s@example.org."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > MASKED_WHOLE else ''}@{domain}"


def desk_members() -> list[Caller]:
    """Those who work on tickets, by label: nothing ranks them."""
    callers = [one.caller() for one in sorted(DEMONSTRATION_ACCOUNTS, key=lambda one: (one.label, one.id))]
    return [one for one in callers if reads_desk(one)]


def find_account(account_id: str) -> Account:
    for account in DEMONSTRATION_ACCOUNTS:
        if account.id == account_id:
            return account
    raise AccountNotFound(account_id)
