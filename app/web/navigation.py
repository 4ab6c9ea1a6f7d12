"""What each role finds in the top bar, and the pages by which a supervisor steers the desk."""

from dataclasses import dataclass
from typing import Any

from app.accounts import Account
from ticketing.permissions import Role


@dataclass(frozen=True, slots=True)
class NavItem:
    key: str
    label: str
    href: str


_ASSISTANT = NavItem("assistant", "Assistant", "/")
_TEXTS = NavItem("texts", "Textes", "/texts")
_LOTS = NavItem("lots", "Mes copies", "/handover?next=/lots")
_LOTS_OF_THE_CENTRE = NavItem("lots", "Copies du centre", "/handover?next=/lots")
_COPIES = NavItem("lots", "Copies", "/handover?next=/lots")
_ORDERS = NavItem("orders", "Renumérisations", "/handover?next=/orders")
_REPORTS = NavItem("my_reports", "Mes signalements", "/my-reports")
_CALENDAR = NavItem("calendar", "Échéances", "/calendar")
_DESK = NavItem("desk", "Demandes", "/desk")
_LEVELS = NavItem("service_levels", "Délais", "/desk/service-levels")
_LETTERS = NavItem("letters", "Courriers", "/desk/letters")
_FIGURES = NavItem("figures", "Chiffres", "/desk/figures")
_INCIDENTS = NavItem("incidents", "Incidents", "/incidents")
_FIELD_REPORTS = NavItem("field_reports", "Remontées", "/field-reports")
_TEAM = NavItem("team", "Équipe", "/desk/team")
_RULES = NavItem("rules", "Règles", "/desk/rules")
_MACROS = NavItem("macros", "Macros", "/macros")
_STEERING = NavItem("steering", "Pilotage", "/desk/figures")
_CURATOR = NavItem("curator", "Bureau des textes", "/curator")

NAVIGATION: dict[Role, tuple[NavItem, ...]] = {
    Role.CORRECTOR: (_ASSISTANT, _CALENDAR, _LOTS, _REPORTS, _TEXTS),
    Role.CENTRE_HEAD: (_ASSISTANT, _CALENDAR, _LOTS_OF_THE_CENTRE, _REPORTS, _TEXTS),
    Role.SCAN_OPERATOR: (_ASSISTANT, _CALENDAR, _ORDERS, _LOTS_OF_THE_CENTRE, _REPORTS, _TEXTS),
    Role.AGENT: (_DESK, _TEAM, _ASSISTANT, _TEXTS),
    Role.SUPERVISOR: (_DESK, _INCIDENTS, _STEERING, _ASSISTANT, _TEXTS),
    Role.EXAM_OFFICE: (_DESK, _TEAM, _COPIES, _ASSISTANT, _CALENDAR, _TEXTS),
    Role.INSPECTOR: (_DESK, _TEAM, _ASSISTANT, _TEXTS),
    Role.ALERT_CELL: (_DESK, _TEAM, _LETTERS, _ASSISTANT),
    Role.CURATOR: (_CURATOR, _TEXTS, _ASSISTANT),
    Role.DELEGATE: (_FIELD_REPORTS, _ASSISTANT, _CALENDAR, _TEXTS),
}
VISITOR_NAVIGATION = (NavItem("sign_in", "Connexion", "/sign-in"),)
STEERING = (_FIGURES, _LEVELS, _RULES, _TEAM, _LETTERS, _MACROS)


def around(account: Account | None, current: str | None) -> dict[str, Any]:
    """For the page `current`: the entries, the one that is marked, and the tabs beside it."""
    entries = NAVIGATION[account.role] if account else VISITOR_NAVIGATION
    is_steering = _STEERING in entries and current in {item.key for item in STEERING}
    tabs = [(item.label, item.href, None, item.key == current) for item in STEERING]
    # To an agent, her macros are a part of her desk.
    marked = _DESK.key if current == _MACROS.key else current
    return {
        "navigation": entries,
        "marked": _STEERING.key if is_steering else marked,
        "steering_tabs": tabs if is_steering else [],
    }
