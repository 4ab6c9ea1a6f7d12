"""What the embedding engines share: the error of one that cannot run here, and the text that they read."""

import unicodedata


class EngineUnavailable(Exception):
    """An embedding engine or its weights cannot be used here; the caller goes on with words alone."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def readable(text: str) -> str:
    # Decomposed accents are other tokens to the models; a NUL ends a C string early.
    return unicodedata.normalize("NFC", text.replace("\0", " "))
