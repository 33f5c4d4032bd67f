"""Trained networks as OpenVINO graphs: the same numbers, in the form that runs fastest on a CPU.

The forward pass is written out here once more, for two gains that change no result: query, key and value are
one product, and the last layer of a classifier is computed for its first token alone, which is all that the
head reads (a seventh of the whole work).
"""

import warnings
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from app.graph import import_openvino

openvino = import_openvino()


class _Attention(nn.Module):
    """One layer's self-attention; `first` computes the output of the first token only."""

    def __init__(self, layer: Any, *, first: bool) -> None:
        super().__init__()
        attention = layer.attention
        self.heads = attention.self.num_attention_heads
        self.first = first
        parts = [attention.self.query, attention.self.key, attention.self.value]
        if first:
            self.query, parts = parts[0], parts[1:]
        self.joined = _joined(parts)
        self.dense, self.norm = attention.output.dense, attention.output.LayerNorm

    def forward(self, x: torch.Tensor, keep: torch.Tensor) -> Any:
        parts = self.joined(x).chunk(2 if self.first else 3, dim=-1)
        here = x[:, :1] if self.first else x
        query, key, value = (self.query(here), *parts) if self.first else parts
        heads = (self._split(query), self._split(key), self._split(value))
        mixed = functional.scaled_dot_product_attention(*heads, attn_mask=keep)
        return self.norm(here + self.dense(mixed.transpose(1, 2).flatten(2)))

    def _split(self, x: torch.Tensor) -> torch.Tensor:
        rows, length, width = x.shape
        return x.view(rows, length, self.heads, width // self.heads).transpose(1, 2)


class _Layer(nn.Module):
    def __init__(self, layer: Any, *, first: bool) -> None:
        super().__init__()
        self.attention = _Attention(layer, first=first)
        self.up, self.down, self.norm = layer.intermediate.dense, layer.output.dense, layer.output.LayerNorm

    def forward(self, x: torch.Tensor, keep: torch.Tensor) -> Any:
        attended = self.attention(x, keep)
        return self.norm(attended + self.down(functional.gelu(self.up(attended))))


class Forward(nn.Module):
    """A BERT encoder, with a classifier's head where there is one.

    Args:
        bert: The encoder.
        pooler: The dense layer over the first token; None leaves the token vectors as they are.
        classifier: The layer behind it.
    """

    def __init__(self, bert: Any, pooler: nn.Module | None = None, classifier: nn.Module | None = None) -> None:
        super().__init__()
        self.embeddings = bert.embeddings
        layers = list(bert.encoder.layer)
        self.layers = nn.ModuleList(
            _Layer(layer, first=classifier is not None and layer is layers[-1]) for layer in layers
        )
        self.pooler, self.classifier = pooler, classifier

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> Any:
        """Give logits [rows, labels], or without a head token vectors [rows, length, dimension]."""
        x = self.embeddings(input_ids=ids, token_type_ids=types)
        keep = mask[:, None, None, :].bool()
        for layer in self.layers:
            x = layer(x, keep)
        if self.pooler is None or self.classifier is None:
            return x
        return self.classifier(torch.tanh(self.pooler(x[:, 0])))


def _joined(parts: list[nn.Linear]) -> nn.Linear:
    joined = nn.Linear(parts[0].in_features, sum(part.out_features for part in parts))
    joined.weight = nn.Parameter(torch.cat([part.weight for part in parts]))
    joined.bias = nn.Parameter(torch.cat([part.bias for part in parts]))
    return joined


def to_graph(network: Any) -> Any:
    """Trace a network with free numbers of rows and tokens.

    Args:
        network: A BERT encoder or sequence classifier, on the CPU.

    Returns:
        The float32 graph; inputs ids, types, mask: int64 [rows, length].
    """
    if hasattr(network, "classifier"):
        forward = Forward(network.bert, network.bert.pooler.dense, network.classifier)
    else:
        forward = Forward(network)
    ids = torch.randint(1_000, 2_000, (2, 9))
    example = (ids, torch.zeros_like(ids), torch.ones_like(ids))
    free = ([-1, -1], openvino.Type.i64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # OpenVINO still traces with torch.jit, which says that it is deprecated
        graph = openvino.convert_model(forward.eval(), example_input=example, input=[free, free, free])
    for node, name in zip(graph.inputs, ("ids", "types", "mask"), strict=True):
        node.get_tensor().set_names({name})
    return graph
