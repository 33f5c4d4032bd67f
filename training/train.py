"""Fine-tune the network on one stage's examples: resumable, seeded, with a progress bar and a log.

A stage is a list of examples, a starting point and a learning rate; its state is one file, written every
few minutes and read back after a kill, so that a resumed run sees the same batches in the same order.
"""

import json
import math
import random
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch.nn import functional
from tqdm import tqdm
from transformers import AutoModelForSequenceClassification, PreTrainedModel

from app.pairs import PairTokenizer, Tokens
from training.examples import LABELS, NOT_SUPPORTED, Example

CHECKPOINT_S = 240.0
CHUNK_BATCHES = 40
TARGETS = {label: index for index, label in enumerate(LABELS)} | {NOT_SUPPORTED: len(LABELS)}


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage of training is run with.

    `rate` is the peak learning rate; `warm` the share of the schedule it rises in; `until` the share after
    which the stage ends (1: all; less where the next stage goes on with a warm-up of its own); from
    `average_from` on, a share of the steps made, the weights are averaged.
    """

    name: str
    rate: float
    batch: int = 32
    epochs: int = 1
    warm: float = 0.06
    seed: int = 8
    smooth: float = 0.02
    average_from: float = 0.7
    until: float = 1.0


def load_network(folder: Path) -> PreTrainedModel:
    """Load the encoder or a trained network with a three-way head whose labels are named."""
    names = dict(enumerate(LABELS))
    network: PreTrainedModel = AutoModelForSequenceClassification.from_pretrained(
        folder, num_labels=len(LABELS), id2label=names, label2id={name: index for index, name in names.items()},
        local_files_only=True,
    )  # fmt: skip
    return network


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


def batches_of(lengths: Sequence[int], stage: Stage) -> list[list[int]]:
    """Order all epochs' examples into batches of near lengths: shuffled, then sorted within chunks."""
    rng = random.Random(stage.seed)
    batches: list[list[int]] = []
    for _ in range(stage.epochs):
        order = list(range(len(lengths)))
        rng.shuffle(order)
        width = stage.batch * CHUNK_BATCHES
        epoch: list[list[int]] = []
        for start in range(0, len(order), width):
            chunk = sorted(order[start : start + width], key=lengths.__getitem__)
            epoch += [chunk[at : at + stage.batch] for at in range(0, len(chunk), stage.batch)]
        rng.shuffle(epoch)
        batches += epoch
    return batches


def rate_at(step: int, steps: int, stage: Stage) -> float:
    """Linear warm-up to the peak, then linear decay to a twentieth of it."""
    warm = max(1, int(stage.warm * steps))
    if step < warm:
        return stage.rate * (step + 1) / warm
    return stage.rate * max(0.05, (steps - step) / max(1, steps - warm))


def train_stage(examples: Sequence[Example], stage: Stage, start: Path, out: Path, tokenizer: PairTokenizer) -> Path:
    """Run or resume one stage.

    Args:
        examples: What is learned from, in a fixed order.
        stage: Rate, batch, epochs and seed.
        start: Folder of the weights to start from.
        out: Folder for `state.pt`, `log.jsonl` and, at the end, the weights.
        tokenizer: Lays pairs out as ids.

    Returns:
        The folder of the finished weights, `out/STAGE`.
    """
    done = out / stage.name
    if (done / "model.safetensors").exists():
        return done
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(stage.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokens = tokenizer([example.pair for example in examples])
    targets = torch.tensor([TARGETS[example.label] for example in examples])
    batches = batches_of([len(one.ids) for one in tokens], stage)
    network = load_network(start).to(device).train()
    # words that the pairs lack must not drift apart from those they have
    network.get_input_embeddings().requires_grad_(requires_grad=False)
    trained = [p for p in network.parameters() if p.requires_grad]
    decay = [p for p in trained if p.ndim > 1]
    plain = [p for p in trained if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}],
        lr=stage.rate,
        fused=True,
    )
    average = torch.optim.swa_utils.AveragedModel(network)
    state = out / f"{stage.name}.state.pt"
    step = _resume(state, network, optimizer, average)
    half = device.type == "cuda" or torch.backends.cpu.get_cpu_capability() == "AVX512"
    saved_at = time.monotonic()
    last = int(stage.until * len(batches))
    bar = tqdm(total=last, initial=step, desc=stage.name, unit="batch", mininterval=5)
    with (out / "log.jsonl").open("a") as log:
        while step < last:
            began = time.monotonic()
            batch = batches[step]
            for group in optimizer.param_groups:
                group["lr"] = rate_at(step, len(batches), stage)
            with torch.autocast(device.type, torch.bfloat16) if half else nullcontext():
                logits = network(**padded([tokens[index] for index in batch], device)).logits
            loss = pair_loss(logits, targets[batch].to(device), stage.smooth)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            step += 1
            if step >= stage.average_from * last and step % 20 == 0:
                average.update_parameters(network)
            if step % 20 == 0:
                row = {"stage": stage.name, "step": step, "of": last, "loss": round(loss.item(), 4),
                       "pairs_per_s": round(len(batch) / (time.monotonic() - began), 1)}  # fmt: skip
                log.write(json.dumps(row) + "\n")
                log.flush()
            bar.update()
            if time.monotonic() - saved_at > CHECKPOINT_S:
                _save(state, network, optimizer, average, step)
                saved_at = time.monotonic()
    bar.close()
    finished = average.module if average.n_averaged else network
    finished.save_pretrained(done.with_suffix(".part"))
    (done.with_suffix(".part") / "stage.json").write_text(json.dumps(asdict(stage)))
    done.with_suffix(".part").rename(done)
    state.unlink(missing_ok=True)
    return done


def _save(state: Path, network: torch.nn.Module, optimizer: torch.optim.Optimizer,
          average: torch.optim.swa_utils.AveragedModel, step: int) -> None:  # fmt: skip
    part = state.with_suffix(".part")
    torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(),
                "average": average.state_dict(), "rng": torch.get_rng_state(), "step": step}, part)  # fmt: skip
    part.replace(state)


def _resume(state: Path, network: torch.nn.Module, optimizer: torch.optim.Optimizer,
            average: torch.optim.swa_utils.AveragedModel) -> int:  # fmt: skip
    if not state.exists():
        return 0
    kept = torch.load(state, weights_only=True)
    network.load_state_dict(kept["network"])
    optimizer.load_state_dict(kept["optimizer"])
    average.load_state_dict(kept["average"])
    torch.set_rng_state(kept["rng"])
    return int(kept["step"])


def expected_minutes(examples: int, pairs_per_s: float) -> int:
    """Say how long a stage will take, in whole minutes, rounded up."""
    return math.ceil(examples / pairs_per_s / 60)
