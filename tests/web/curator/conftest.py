"""The pages over a small library of texts with its index, and the curator signed in."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from app.live_index import LiveIndex
from assistant import confidence
from assistant.curated import CuratedAnswers, answerer_of
from tests.knowledge import texts
from tests.knowledge.fakes import HashingEmbedder
from tests.web.curator.library import Shelf


@pytest.fixture
def services(services, settings):
    """The services of every page test, over a live index that answers whatever its confidence."""
    index = LiveIndex(settings.index_dir, HashingEmbedder())
    make = answerer_of(confidence.load().at(0.0))
    answers = CuratedAnswers(make, index, index.embedder, lambda: Session(services.reading))
    house = replace(services.assistant, answers=answers)
    return replace(services, index=index, assistant=house, embedder=index.embedder)


@pytest.fixture
def shelf(services, tmp_path):
    folder = tmp_path / "textes"
    folder.mkdir()
    made = Shelf(services, folder)
    made.publish(correction=texts.CORRECTION, nice=texts.NICE)
    return made


@pytest.fixture
def curator(sign_in_as):
    return sign_in_as("documentaliste")
