"""django-helpdesk on the same tickets, in an environment of its own: python peer.py FOLDER"""

# mypy: ignore-errors

import json
import re
import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measuring import CREATED, told

import django  # isort: skip
from django.conf import settings
from django.core.management import call_command
from django.urls import include, path

COMMON, RARE = "page", "filigrane"
AGENTS = ("agent-a", "agent-b", "superviseure")


APPLICATIONS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
    "django.contrib.sessions", "django.contrib.messages", "django.contrib.sites",
    "django.contrib.humanize",
    "django.contrib.staticfiles", "rest_framework", "helpdesk",
]  # fmt: skip
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def configure(folder):
    """As its documentation says, without debugging; mail goes nowhere, SQLite in WAL as ours."""
    settings.configure(
        SECRET_KEY="bench",  # of a database that lives a minute
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=sys.modules[__name__],
        USE_TZ=True,
        SITE_ID=1,
        LOGIN_URL="/login/",
        LANGUAGE_CODE="fr",
        STATIC_URL="/static/",
        MEDIA_ROOT=str(folder / "media"),
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[],
        HELPDESK_KBITEM_TEAM_GETTER=lambda _: None,
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "helpdesk.db"),
                "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"},
            }
        },
        INSTALLED_APPS=APPLICATIONS,
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=TEMPLATES,
    )
    django.setup()


urlpatterns = []  # made once the applications are there


def fill(folder):
    from django.contrib.auth.models import User
    from helpdesk.models import FollowUp, Queue, Ticket

    people = {name: User.objects.create_superuser(name, f"{name}@example.org", "bench") for name in AGENTS}
    queue = Queue.objects.create(title="Guichet", slug="guichet", allow_public_submission=True)
    lines = [json.loads(line) for line in (folder / "tickets.jsonl").read_text("utf-8").splitlines()]
    made = [
        Ticket(
            queue=queue, title=one["title"], description=one["description"], priority=one["priority"],
            submitter_email="correctrice@example.org", created=datetime.fromisoformat(one["opened_at"]),
            status=Ticket.OPEN_STATUS if one["is_open"] else Ticket.RESOLVED_STATUS,
            assigned_to=people.get(one["assignee"]),
        )
        for one in lines
    ]  # fmt: skip
    Ticket.objects.bulk_create(made, batch_size=500)
    FollowUp.objects.bulk_create(
        [
            FollowUp(
                ticket=ticket, date=datetime.fromisoformat(said["at"]), title="Message", comment=said["body"],
                public=said["public"],
            )
            for ticket, one in zip(made, lines, strict=True)
            for said in one["messages"]
        ],
        batch_size=500,
    )  # fmt: skip
    return people["agent-a"], queue, len(made)


def listed(browser, asked=""):
    """The page, then what its script asks to fill its table, with the script's own parameters."""
    page = browser.get(f"/helpdesk/tickets/{asked}")
    assert page.status_code == 200, page.status_code
    found = re.search(r"datatables_ticket_list/([^'\"?]+)", page.content.decode())
    rows = browser.get(f"/helpdesk/datatables_ticket_list/{found[1]}", {"draw": 1, "start": 0, "length": 25})
    assert rows.status_code == 200, rows.status_code
    return rows.json()


def create(browser, queue, number):
    said = {
        "queue": queue.id, "title": f"Page floue {number}", "body": "Illisible au milieu.", "priority": 3,
        "submitter_email": "correctrice@example.org",
    }  # fmt: skip
    answer = browser.post("/helpdesk/tickets/submit/", said)
    assert answer.status_code == 302, answer.content[:2000]


def main():
    folder = Path(sys.argv[1])
    configure(folder)
    urlpatterns.append(path("helpdesk/", include("helpdesk.urls", namespace="helpdesk")))
    call_command("migrate", verbosity=0)
    agent, queue, count = fill(folder)

    import helpdesk
    from django.test import Client

    browser = Client()
    browser.force_login(agent)
    version = getattr(helpdesk, "__version__", "2.6.1")
    print(f"django-helpdesk {version}, Django {django.__version__}, {count} demandes | médiane | processeur")
    assert len(listed(browser)["data"]) == 25
    assert listed(browser, f"?search_type=header&q={RARE}")["recordsFiltered"] > 0
    told("la liste (page et JSON)", lambda _: listed(browser))
    told("la recherche, mot commun", lambda _: listed(browser, f"?search_type=header&q={COMMON}"))
    told("la recherche, mot rare", lambda _: listed(browser, f"?search_type=header&q={RARE}"))
    told("la liste, par son API", lambda _: browser.get("/helpdesk/api/tickets/").json(), 3)
    told("une demande", lambda _: browser.get(f"/helpdesk/tickets/{count // 2}/"))
    told("créer", lambda number: create(browser, queue, number), CREATED)


if __name__ == "__main__":
    main()
