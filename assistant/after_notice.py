"""What is said after the notice of a breakdown: its end, or another trouble."""

from datetime import datetime

from assistant import forms, known_incidents
from assistant.conversation import Message, Snapshot
from assistant.decisions import Step
from assistant.intents import Intent
from assistant.known_incidents import Incidents
from assistant.understanding import Understood


def follow(
    incidents: Incidents, read: Snapshot, message: Message, understood: Understood, now: datetime
) -> Step | None:
    """None when no notice was just given, or when the message is about something else."""
    kept = read.memory
    if kept.incident is None or kept.last_intent is not Intent.REPORT_CONNECTIVITY:
        return None
    told = known_incidents.follow(incidents, kept.incident, message.text, now)
    if told:
        return Step(told)
    apart = known_incidents.is_another(message.text)
    return forms.start_connection(message, understood) if apart else None
