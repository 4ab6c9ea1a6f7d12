"""Addresses of our own pages that point at words: what an answer, a calendar or a message links to."""

from urllib.parse import quote, urlencode

from app.web.document_view import digest
from assistant.answers import Citation
from assistant.people import MASK


def cited_address(citation: Citation) -> str:
    """The page of the document, scrolled to the quoted words."""
    query = {"start": str(citation.start), "end": str(citation.end)}
    if MASK not in citation.quote:  # else the words shown are not those of the text
        query["words"] = digest(citation.quote)
    return f"/texts/{quote(citation.document, safe='')}?{urlencode(query)}#cite"
