"""What the backend and the desk know of the caller, told for one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant import my_tickets
from assistant.answers import Answer
from assistant.intents import Intent
from assistant.memory import Memory
from assistant.my_data import MyData
from assistant.my_tickets import Reports
from assistant.personal import PersonalRecords
from assistant.understanding import Understood
from ticketing.permissions import Caller


@dataclass(frozen=True, slots=True)
class Hers:
    """Read with her own rights, dated; never a rule."""

    records: PersonalRecords
    reports: Reports
    caller: Caller
    kept: Memory
    now: datetime

    def tell(self, intent: Intent, said: Understood, lots: Sequence[str]) -> Answer:
        if intent in (Intent.TICKET_STATUS, Intent.TICKETS):
            return my_tickets.tell(self.reports, self.caller, said.entities, self.kept, intent, self.now)
        return MyData(self.records, self.caller, self.now).tell(intent, lots, said.text)
