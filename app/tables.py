"""Every table of the application's database, gathered so that none is forgotten."""

from sqlmodel import SQLModel

from app import models as app_models
from assistant import models as assistant_models
from knowledge import models as knowledge_models
from ticketing import (
    attachment_models,
    console_models,
    feedback_models,
    incident_models,
    letter_models,
    macro_models,
    relation_models,
    rescan_models,
    rule_models,
    service_level_models,
)
from ticketing import models as ticketing_models

METADATA = SQLModel.metadata
PACKAGES = (
    app_models,
    assistant_models,
    knowledge_models,
    ticketing_models,
    incident_models,
    feedback_models,
    rescan_models,
    service_level_models,
    macro_models,
    console_models,
    relation_models,
    attachment_models,
    letter_models,
    rule_models,
)
