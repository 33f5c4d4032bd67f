"""The network as training handles it: loading, batches, loss, precision, and the score of a sample."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional
from transformers import AutoModelForSequenceClassification, PreTrainedModel

from app.pairs import Tokens
from training.examples import LABELS, NOT_SUPPORTED

TARGETS = {label: index for index, label in enumerate(LABELS)} | {NOT_SUPPORTED: len(LABELS)}


def load_network(folder: Path, dropout: float = 0.1) -> PreTrainedModel:
    """Load the encoder or a trained network with a three-way head whose labels are named.

    Args:
        folder: The weights with their `config.json`.
        dropout: Share of hidden units and of attention left out in each step of training.
    """
    names = dict(enumerate(LABELS))
    network: PreTrainedModel = AutoModelForSequenceClassification.from_pretrained(
        folder, num_labels=len(LABELS), id2label=names, label2id={name: index for index, name in names.items()},
        local_files_only=True, hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout,
    )  # fmt: skip
    return network


def mean_network(folders: Sequence[Path], done: Path) -> Path:
    """Write the mean of trained networks, which often judges better than each (Wortsman et al. 2022, model soups).

    Args:
        folders: Networks of one line of training: the later went on from the earlier; one named twice counts twice.
        done: Folder for the mean; one that is there is left as it is.

    Returns:
        `done`.
    """
    if done.exists():
        return done
    networks = [load_network(folder, dropout=0.0) for folder in folders]
    states = [network.state_dict() for network in networks]
    networks[0].load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    networks[0].save_pretrained(done.with_suffix(".part"))
    done.with_suffix(".part").rename(done)
    return done


def padded(batch: Sequence[Tokens], device: torch.device) -> dict[str, torch.Tensor]:
    """Stack pairs into `input_ids`, `token_type_ids` and `attention_mask`, int64 of shape [pairs, longest]."""
    longest = max(len(tokens.ids) for tokens in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, tokens in enumerate(batch):
        length = len(tokens.ids)
        ids[row, :length] = torch.tensor(tokens.ids)
        types[row, :length] = torch.tensor(tokens.types)
        mask[row, :length] = 1
    found = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
    return {name: tensor.to(device) for name, tensor in found.items()}


def pair_loss(logits: torch.Tensor, targets: torch.Tensor, smooth: float) -> torch.Tensor:
    """Cross-entropy over three classes; `not_supported` costs -log(P(refutes) + P(neutral)).

    Args:
        logits: float [pairs, 3], in the order of `LABELS`.
        targets: int [pairs], 3 meaning `not_supported`.
        smooth: Label smoothing, a share of 1.

    Returns:
        The mean loss, a scalar.
    """
    log_p = functional.log_softmax(logits.float(), dim=-1)
    either = torch.logsumexp(log_p[:, 1:], dim=-1)
    table = torch.cat([log_p, either[:, None]], dim=-1)
    hit = table.gather(1, targets[:, None]).squeeze(1)
    return -((1 - smooth) * hit + smooth * log_p.mean(dim=-1)).mean()


def dev_scores(
    network: torch.nn.Module, tokens: Sequence[Tokens], targets: torch.Tensor, batch: int
) -> dict[str, float]:
    """Score a sample by its mean loss and its accuracy; `not_supported` is right unless called supports."""
    device = next(network.parameters()).device
    order = sorted(range(len(tokens)), key=lambda index: len(tokens[index].ids))
    loss = right = 0.0
    network.eval()
    with torch.inference_mode(), precision(device):
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            logits = network(**padded([tokens[index] for index in chosen], device)).logits.float().cpu()
            wanted, said = targets[chosen], logits.argmax(dim=-1)
            loss += pair_loss(logits, wanted, 0.0).item() * len(chosen)
            right += ((said == wanted) | ((wanted == len(LABELS)) & (said != 0))).sum().item()
    network.train()
    return {"dev_loss": round(loss / len(order), 4), "dev_accuracy": round(right / len(order), 4)}


def precision(device: torch.device) -> AbstractContextManager[Any]:
    """Half precision where the hardware multiplies it, else none."""
    half = device.type == "cuda" or torch.backends.cpu.get_cpu_capability() == "AVX512"
    return torch.autocast(device.type, torch.bfloat16) if half else nullcontext()
