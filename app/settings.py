"""Every setting of the application, each with a default; read once, in `assembly`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

# Good for a demonstration on one machine only: `refuse_unsafe` turns it away in production.
DEMONSTRATION_SECRET = "secret-de-demonstration"  # noqa: S105  # refused in production; the backend has the same


# A question, not a document: beyond this the reader is asked to shorten it.
QUESTION_LENGTH = 4000

# The embedding engine that needs nothing else.
BUNDLED = "bundled"


Port = Annotated[int, Field(ge=1, le=65535)]


class Environment(StrEnum):
    DEMONSTRATION = "demonstration"
    PRODUCTION = "production"


class MailSecurity(StrEnum):
    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class IntentReading(StrEnum):
    EMBEDDED = "embedded"
    RASA = "rasa"


DEMONSTRATION_MAILBOX = "permanence@example.org"
MAILBOX = r"^[^\s<>@,;:\"()\[\]]+@[A-Za-z0-9.-]+$"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

# What a setting takes, told to whoever gave it something else; the others take any text.
EXPECTED: dict[str, str] = {
    "env": "« demonstration » ou « production »",
    "port": "un nombre entier de 1 à 65535",
    "backend_port": "un nombre entier de 1 à 65535",
    "embedder": "« bundled » ou « sentence-transformers:NOM »",
    "intent_reader": "« embedded » ou « rasa »",
    "backend_embedded": "« true » ou « false »",
    "session_hours": "un nombre entier d’heures, de 1 à 744",
    "read_traces_days": "un nombre entier de jours, de 1 à 3650",
    "retention_months": "un nombre entier de mois, de 1 à 120",
    "widget_hosts": 'une liste d’origines en JSON, par exemple ["https://correction.exemple.fr"]',
    "rewriter_url": "une adresse en http:// ou https://",
    "smtp_port": "un nombre entier de 1 à 65535",
    "smtp_security": "« starttls », « tls » ou « none »",
    "smtp_seconds": "un nombre entier de secondes, de 1 à 25",
    "mail_from": "une adresse de courriel, sans nom",
    "mail_envelope": "une adresse de courriel, sans nom",
    "mail_window_seconds": "un nombre entier de secondes, de 0 à 3600",
    "mail_most_a_day": "un nombre entier de courriels, de 1 à 1000",
    "body_bytes": "un nombre entier d’octets, 10000 au moins",
}


class UnsafeSettings(Exception):
    """Settings that must not run in production; `names` are the variables to set."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("unsafe in production: " + ", ".join(names))
        self.names = names


class Settings(BaseSettings):
    """Environment variables prefixed by PERMANENCE_, or a `.env` file."""

    model_config = SettingsConfigDict(env_prefix="PERMANENCE_", env_file=".env", extra="ignore")

    env: Environment = Environment.DEMONSTRATION
    host: str = "127.0.0.1"
    port: Port = 8000
    # The address people type; the default follows host and port.
    public_url: str | None = None
    data_dir: Path = Path("var")
    database_url: str | None = None
    circulars_dir: Path = Path("samples/circulars")
    # What turns sentences into vectors: the bundled engine, or "sentence-transformers:<name or path>".
    embedder: Annotated[str, Field(pattern=r"^(bundled|sentence-transformers:.+)$")] = BUNDLED

    # Who names the intent of a message: the reader that comes with the package, or a Rasa server before it.
    intent_reader: IntentReading = IntentReading.EMBEDDED
    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: SecretStr = SecretStr(DEMONSTRATION_SECRET)

    backend_host: str = "127.0.0.1"
    backend_port: Port = 8001
    # The address at which browsers and this application reach the backend.
    backend_url: str | None = None
    # `serve` starts the reference backend beside the application; off when another one answers.
    backend_embedded: bool = True

    secret: SecretStr = SecretStr(DEMONSTRATION_SECRET)
    service_token: SecretStr = SecretStr(DEMONSTRATION_SECRET)
    handover_secret: SecretStr = SecretStr(DEMONSTRATION_SECRET)
    # What the backend signs its events with.
    events_secret: SecretStr = SecretStr(DEMONSTRATION_SECRET)
    session_hours: Annotated[int, Field(ge=1, le=24 * 31)] = 12

    # Words between the quotations, from an address that speaks as OpenAI does; none unless it is named.
    rewriter_url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    rewriter_model: str = "default"
    rewriter_key: SecretStr | None = None
    # After so long without a word, a conversation no longer says whose it was.
    retention_months: Annotated[int, Field(ge=1, le=120)] = 12

    # How long it is known who read a ticket that is not theirs.
    read_traces_days: Annotated[int, Field(ge=1, le=3650)] = 180
    # Mail leaves by this server. Without one a folder keeps it in demonstration; in production none leaves.
    smtp_host: str | None = None
    smtp_port: Port = 587
    smtp_security: MailSecurity = MailSecurity.STARTTLS
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_seconds: Annotated[int, Field(ge=1, le=25)] = 15
    mail_from: Annotated[str, Field(pattern=MAILBOX)] = DEMONSTRATION_MAILBOX
    # Where the network returns what it could not deliver; the default is the address people see.
    mail_envelope: Annotated[str, Field(pattern=MAILBOX)] | None = None
    # News of one ticket within so many seconds leave as one letter.
    mail_window_seconds: Annotated[int, Field(ge=0, le=3600)] = 120
    mail_most_a_day: Annotated[int, Field(ge=1, le=1000)] = 20

    # Origins that may embed the widget; the backend's own pages always may.
    widget_hosts: list[str] = []
    body_bytes: Annotated[int, Field(ge=10_000)] = 1_000_000
    # What a curator drops at once; the readers refuse a file of more than 60 MB.
    upload_bytes: Annotated[int, Field(ge=10_000)] = 64_000_000

    @property
    def is_demonstration(self) -> bool:
        return self.env is Environment.DEMONSTRATION

    @property
    def own_url(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def nearby_url(self) -> str:
        """How what runs on the same machine reaches this application."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104  # not bound here
        return f"http://{host}:{self.port}"

    @property
    def core_url(self) -> str:
        return (self.backend_url or f"http://{self.backend_host}:{self.backend_port}").rstrip("/")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'permanence.db'}"

    @property
    def mail_dir(self) -> Path:
        return self.data_dir / "mail"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def originals_dir(self) -> Path:
        return self.data_dir / "originals"

    @property
    def files_dir(self) -> Path:
        """What is joined to tickets."""
        return self.data_dir / "files"

    @property
    def pages_dir(self) -> Path:
        """Pages of the originals as pictures: drawn again when they are missing."""
        return self.data_dir / "pages"

    @property
    def embedding_hosts(self) -> list[str]:
        return [self.core_url, *(host.rstrip("/") for host in self.widget_hosts)]

    @property
    def is_https(self) -> bool:
        return self.own_url.startswith("https://")


def refuse_unsafe(settings: Settings) -> None:
    """Raise `UnsafeSettings` when production would run on the demonstration's secrets."""
    if settings.is_demonstration:
        return
    secrets = {
        "PERMANENCE_SECRET": settings.secret,
        "PERMANENCE_SERVICE_TOKEN": settings.service_token,
        "PERMANENCE_HANDOVER_SECRET": settings.handover_secret,
        "PERMANENCE_EVENTS_SECRET": settings.events_secret,
    }
    if settings.intent_reader is IntentReading.RASA:
        secrets["PERMANENCE_RASA_TOKEN"] = settings.rasa_token
    weak = [name for name, value in secrets.items() if value.get_secret_value() == DEMONSTRATION_SECRET]
    weak += _unsafe_mail(settings)
    if weak:
        raise UnsafeSettings(weak)


def _unsafe_mail(settings: Settings) -> list[str]:
    """Letters, and the password of the mail server, never cross a network in the clear."""
    if not settings.smtp_host:
        return []
    is_clear = settings.smtp_security is MailSecurity.NONE and settings.smtp_host not in LOOPBACK
    names = ["PERMANENCE_SMTP_SECURITY"] if is_clear else []
    return names + (["PERMANENCE_MAIL_FROM"] if settings.mail_from == DEMONSTRATION_MAILBOX else [])
