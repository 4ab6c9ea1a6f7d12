"""Settings of the backend, each with a default, read from PERMANENCE_BACKEND_*."""

from pathlib import Path
from typing import Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMONSTRATION_SECRET = "secret-de-demonstration"  # noqa: S105  # refused below outside demonstration


class BackendSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="PERMANENCE_BACKEND_", extra="ignore")

    host: str = "127.0.0.1"
    port: int = 8001
    database_url: str = "sqlite:///var/backend.db"
    pages_dir: Path = Path("var/pages")
    # Origin of the application that embeds its assistant here and signs people in.
    app_url: str = "http://127.0.0.1:8000"
    service_token: SecretStr = SecretStr(DEMONSTRATION_SECRET)
    handover_secret: SecretStr = SecretStr(DEMONSTRATION_SECRET)
    # Signs the events that leave; an empty address keeps them to be fetched.
    events_secret: SecretStr = SecretStr(DEMONSTRATION_SECRET)
    events_url: str = ""
    demo: bool = True
    # Cookies over HTTPS only; off on a laptop, where pages are served over plain HTTP.
    secure_cookies: bool = False

    @model_validator(mode="after")
    def _secrets_are_set_outside_demonstration(self) -> Self:
        secrets = (self.service_token, self.handover_secret, self.events_secret)
        if not self.demo and any(secret.get_secret_value() == DEMONSTRATION_SECRET for secret in secrets):
            raise ValueError("set PERMANENCE_BACKEND_SERVICE_TOKEN, _HANDOVER_SECRET and _EVENTS_SECRET")
        return self
