"""Turns the bundled 4-bit weights into a SentenceTransformer directory: convert_bundled_e5.py DIRECTORY

Nothing is downloaded. The same model then runs on torch, which is how the extra is proved without a network.
Needs what the extra sentence-transformers installs (safetensors, tokenizers).
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from connectors.bundled_e5 import bundled_weights
from connectors.e5_weights import Floats, Vocabulary, Weights, read_weights
from tools.charsmap import charsmap

TOKEN_LIMIT = 512
SPECIAL = {"bos": "<s>", "eos": "</s>", "unk": "<unk>", "pad": "<pad>", "cls": "<s>", "sep": "</s>"}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    home = Path(sys.argv[1])
    home.mkdir(parents=True, exist_ok=True)
    weights = read_weights(bundled_weights())
    save_file(state(weights), home / "model.safetensors", metadata={"format": "pt"})
    tokenizer(weights.vocabulary).save(str(home / "tokenizer.json"))
    for name, content in configuration(weights).items():
        path = home / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def state(weights: Weights) -> dict[str, Floats]:
    """Give the tensors the names and the shapes of BertModel."""
    shape = weights.shape
    hidden = shape.hidden
    made = {
        "embeddings.word_embeddings.weight": weights.word_rows(np.arange(shape.vocabulary)),
        "embeddings.position_embeddings.weight": weights.places(),  # the type of token is already added
        "embeddings.token_type_embeddings.weight": np.zeros((shape.types, hidden), np.float32),
        "embeddings.LayerNorm.weight": weights.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.vector("emb.ln.b"),
        # e5 makes no use of it; without it the loader draws one at random.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(shape.layers):
        made |= {f"encoder.layer.{layer}.{name}": value for name, value in _layer(weights, layer).items()}
    return {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in made.items()}


def _layer(weights: Weights, layer: int) -> dict[str, Floats]:
    dense = {
        "attention.self.query": "q",
        "attention.self.key": "k",
        "attention.self.value": "v",
        "attention.output.dense": "ao",
        "intermediate.dense": "fi",
        "output.dense": "fo",
    }
    made: dict[str, Floats] = {}
    for name, short in dense.items():
        bias = weights.vector(f"l{layer}.{short}.b")
        made[f"{name}.weight"] = weights.vector(f"l{layer}.{short}.w").reshape(len(bias), -1)
        made[f"{name}.bias"] = bias
    for name, short in {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}.items():
        for form, letter in (("weight", "w"), ("bias", "b")):
            made[f"{name}.{form}"] = weights.vector(f"l{layer}.{short}.{letter}")
    return made


def tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    made = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unknown, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(charsmap(vocabulary.normal)), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.bos), ("</s>", vocabulary.eos)],
    )
    special = dict.fromkeys(SPECIAL.values())
    made.add_special_tokens([AddedToken(mark, special=True, normalized=False) for mark in special])
    return made


def configuration(weights: Weights) -> dict[str, Any]:
    """Give the JSON files of the directory, by their places."""
    module = "sentence_transformers.models"
    return {
        "config.json": _network(weights),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": TOKEN_LIMIT,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
            **{f"{name}_token": mark for name, mark in SPECIAL.items()},
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": weights.shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "sentence_bert_config.json": {"max_seq_length": TOKEN_LIMIT, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }


def _network(weights: Weights) -> dict[str, Any]:
    shape = weights.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": round(shape.epsilon, 15),
        "hidden_act": "gelu",
        "pad_token_id": 0,
        "dtype": "float32",
    }


if __name__ == "__main__":
    main()
