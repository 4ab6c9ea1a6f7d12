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
