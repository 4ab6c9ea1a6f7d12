"""Every table of the application's database, gathered so that none is forgotten."""

from sqlmodel import SQLModel

from app import models as app_models
from assistant import models as assistant_models
from knowledge import models as knowledge_models
from ticketing import (
    attachment_models,
    console_models,
    duty_models,
    feedback_models,
    incident_models,
    letter_models,
    list_indexes,
    macro_models,
    read_models,
    relation_models,
    rescan_models,
    rule_models,
    saved_view_models,
    search_models,
    service_level_models,
    tally_models,
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
    read_models,
    service_level_models,
    macro_models,
    console_models,
    duty_models,
    relation_models,
    attachment_models,
    letter_models,
    rule_models,
    search_models,
    saved_view_models,
    list_indexes,
    tally_models,
)
