"""The OpenVINO graph as the first module of a SentenceTransformer.

Imported only when it is needed: sentence-transformers takes seconds to import.
"""

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

from app.encoder import TextTokenizer
from app.graph import Graph, padded


class GraphModule(InputModule):
    """Tokenises texts and runs the graph; gives token vectors as the Transformer module would.

    Args:
        graph: Ids, types and mask in, token vectors float32 [rows, length, dimension] out.
        tokenizer: Lays texts out as token ids.
    """

    def __init__(self, graph: Graph, tokenizer: TextTokenizer) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._graph = graph
        self._texts = tokenizer
        self.max_seq_length = tokenizer.max_tokens

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_kwargs: Any) -> dict[str, Any]:
        """Tokenise and pad one batch."""
        texts = [(prompt or "") + str(text) for text in inputs]
        ids, types, mask = padded(self._texts(texts))
        return {
            "input_ids": torch.from_numpy(ids),
            "token_type_ids": torch.from_numpy(types),
            "attention_mask": torch.from_numpy(mask),
        }

    def forward(self, features: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Add `token_embeddings` to the features."""
        parts = (features[name].numpy() for name in ("input_ids", "token_type_ids", "attention_mask"))
        features["token_embeddings"] = torch.from_numpy(self._graph(*parts))
        return features

    def save(self, output_path: str, *_args: Any, **_kwargs: Any) -> None:
        """Refuse: the graph is made by training, not saved from a running service."""
        raise NotImplementedError(f"the graph is exported by `make train`, not saved to {output_path}")


def around(graph: Graph, tokenizer: TextTokenizer, dimension: int) -> SentenceTransformer:
    """Build the packaged encoder around its graph: token vectors, their mean, unit length."""
    modules = [GraphModule(graph, tokenizer), Pooling(dimension, pooling_mode="mean"), Normalize()]
    return SentenceTransformer(modules=modules, device="cpu")
