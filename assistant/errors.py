"""What the assistant refuses: facts with their data."""

from uuid import UUID


class AssistantError(Exception):
    """Base of every refusal of this package."""


class ConversationNotFound(AssistantError):
    """Unknown, or another person's: no difference is told."""

    def __init__(self, conversation_id: UUID) -> None:
        super().__init__(f"no conversation {conversation_id}")
        self.conversation_id = conversation_id


class ConversationMoved(AssistantError):
    """Another message was settled since this one was read; nothing was recorded: send it again."""

    def __init__(self, conversation_id: UUID, read_at: int, version: int) -> None:
        super().__init__(f"conversation {conversation_id} is at version {version}, not {read_at}")
        self.conversation_id = conversation_id
        self.read_at = read_at
        self.version = version


class MessageKeyReused(AssistantError):
    """The same key came with another message."""

    def __init__(self, key: str) -> None:
        super().__init__(f"key {key} was used for another message")
        self.key = key


class EmptyMessage(AssistantError):
    """There is nothing to read."""


class LongMessage(AssistantError):
    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"{length} characters, {limit} at most")
        self.length = length
        self.limit = limit


class AnswerNotRecorded(AssistantError):
    """No answer from the texts under this identifier, or not one that may be read."""

    def __init__(self, turn_id: UUID) -> None:
        super().__init__(f"no recorded answer {turn_id}")
        self.turn_id = turn_id


class TurnNotFound(AssistantError):
    """Unknown, another person's, or not an answer that one may rate: no difference is told."""

    def __init__(self, turn_id: UUID) -> None:
        super().__init__(f"no turn {turn_id} to rate")
        self.turn_id = turn_id


class GapMoved(AssistantError):
    """The question is closed already, or is gone with its conversation."""

    def __init__(self, turn_id: UUID) -> None:
        super().__init__(f"no open gap {turn_id}")
        self.turn_id = turn_id


class WrittenNotFound(AssistantError):
    def __init__(self, written_id: UUID) -> None:
        super().__init__(f"no written answer {written_id}")
        self.written_id = written_id


class WrittenMoved(AssistantError):
    """Another curator corrected or withdrew this answer since it was read."""

    def __init__(self, written_id: UUID) -> None:
        super().__init__(f"written answer {written_id} is no longer current")
        self.written_id = written_id


class LeadUnsupported(AssistantError):
    """A number, a date, an amount, a code or an address of the lead is in no passage bound to it."""


class ProposalNotFound(AssistantError):
    def __init__(self, proposal_id: UUID) -> None:
        super().__init__(f"no proposal {proposal_id}")
        self.proposal_id = proposal_id
