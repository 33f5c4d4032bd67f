"""Fine-tune the network on one stage's examples: resumable, seeded, with a progress bar and a log.

A stage is a list of examples, a starting point and a learning rate; its state is one file, written every
few minutes and read back after a kill, so that a resumed run sees the same batches in the same order.
"""

import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import torch
from tqdm import tqdm
from transformers import PreTrainedModel

from app.pairs import PairTokenizer, Tokens
from training.examples import Example
from training.network import TARGETS, dev_scores, load_network, padded, pair_loss, precision

CHECKPOINT_S = 240.0
CHUNK_BATCHES = 40
LOG_STEPS = 20
DEV_STEPS = 300


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage of training is run with.

    `rate` is the peak learning rate; `warm` the share of the schedule it rises in; `lowest` the share of the peak
    it falls to; `until` the share of the schedule after which the stage ends (1: all; less where the next stage goes
    on with a warm-up of its own); from `average_from` on, a share of the steps made, the weights are averaged.
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
    lowest: float = 0.05
    dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class Mean:
    """A step that trains nothing: the mean of the weights that the stages `of` ended with."""

    name: str
    of: tuple[str, ...]


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
    """Linear warm-up to the peak, then linear decay to the lowest."""
    warm = max(1, int(stage.warm * steps))
    if step < warm:
        return stage.rate * (step + 1) / warm
    made = (step - warm) / max(1, steps - warm)
    return stage.rate * (1 - made * (1 - stage.lowest))


@dataclass(slots=True)
class _Run:
    """Everything of a stage that changes with its steps, and so is kept in its checkpoint."""

    network: torch.nn.Module
    optimizer: torch.optim.Optimizer
    average: torch.optim.swa_utils.AveragedModel
    step: int = 0

    def save(self, path: Path) -> None:
        """Write the checkpoint whole or not at all."""
        part = path.with_suffix(".part")
        kept = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(),
                "average": self.average.state_dict(), "rng": torch.get_rng_state(), "step": self.step}  # fmt: skip
        torch.save(kept, part)
        part.replace(path)

    def resume(self, path: Path) -> None:
        """Continue from a checkpoint, where there is one."""
        if path.exists():
            kept = torch.load(path, weights_only=True)
            self.network.load_state_dict(kept["network"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.average.load_state_dict(kept["average"])
            torch.set_rng_state(kept["rng"])
            self.step = int(kept["step"])


def train_stage(  # noqa: PLR0913  a stage is these five; the other two say how it is watched and kept
    examples: Sequence[Example],
    stage: Stage,
    start: Path,
    out: Path,
    tokenizer: PairTokenizer,
    *,
    dev: Sequence[Example] = (),
    checkpoint_s: float = CHECKPOINT_S,
) -> Path:
    """Run or resume one stage.

    Args:
        examples: What is learned from, in a fixed order.
        stage: Rate, batch, epochs and seed.
        start: Folder of the weights to start from.
        out: Folder for the checkpoint, `log.jsonl` and, at the end, the weights.
        tokenizer: Lays pairs out as ids.
        dev: A small sample scored every `DEV_STEPS` steps, into the log.
        checkpoint_s: Seconds between two checkpoints.

    Returns:
        The folder of the finished weights, `out/STAGE`.
    """
    done = out / stage.name
    if (done / "model.safetensors").exists():
        return done
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(stage.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokens, targets = _read(examples, tokenizer)
    dev_tokens, dev_targets = _read(dev, tokenizer)
    batches = batches_of([len(one.ids) for one in tokens], stage)
    pretrained = load_network(start, stage.dropout)
    network: torch.nn.Module = pretrained
    network.to(device).train()
    run = _Run(network, _optimizer(pretrained, stage), torch.optim.swa_utils.AveragedModel(network))
    state = out / f"{stage.name}.state.pt"
    run.resume(state)
    saved_at = time.monotonic()
    last = int(stage.until * len(batches))
    losses: list[float] = []
    began = time.monotonic()
    with (
        (out / "log.jsonl").open("a", encoding="utf-8") as log,
        tqdm(total=last, initial=run.step, desc=stage.name, unit="batch", mininterval=5) as bar,
    ):
        while run.step < last:
            batch = batches[run.step]
            rows = padded([tokens[index] for index in batch], device)
            losses.append(_learn(run, rows, targets[batch].to(device), rate_at(run.step, len(batches), stage), stage))
            run.step += 1
            if run.step >= stage.average_from * last and run.step % LOG_STEPS == 0:
                run.average.update_parameters(network)
            if run.step % LOG_STEPS == 0 or run.step == last:
                pairs_per_s = len(losses) * stage.batch / (time.monotonic() - began)
                row: dict[str, float | str] = {"stage": stage.name, "step": run.step, "of": last,
                                               "loss": round(sum(losses) / len(losses), 4),
                                               "pairs_per_s": round(pairs_per_s, 1)}  # fmt: skip
                if dev and (run.step % DEV_STEPS == 0 or run.step == last):
                    row |= dev_scores(network, dev_tokens, dev_targets, stage.batch)
                log.write(json.dumps(row) + "\n")
                log.flush()
                losses, began = [], time.monotonic()
            bar.update()
            if time.monotonic() - saved_at > checkpoint_s:
                run.save(state)
                saved_at = time.monotonic()
    finished = cast("PreTrainedModel", run.average.module) if run.average.n_averaged else pretrained
    finished.save_pretrained(done.with_suffix(".part"))
    (done.with_suffix(".part") / "stage.json").write_text(json.dumps(asdict(stage)))
    done.with_suffix(".part").rename(done)
    state.unlink(missing_ok=True)
    return done


def _read(examples: Sequence[Example], tokenizer: PairTokenizer) -> tuple[list[Tokens], torch.Tensor]:
    targets = torch.tensor([TARGETS[example.label] for example in examples], dtype=torch.long)
    return tokenizer([example.pair for example in examples]), targets


def _optimizer(network: PreTrainedModel, stage: Stage) -> torch.optim.Optimizer:
    # words that the pairs lack must not drift apart from those they have
    network.get_input_embeddings().requires_grad_(requires_grad=False)
    trained = [p for p in network.parameters() if p.requires_grad]
    return torch.optim.AdamW(
        [
            {"params": [p for p in trained if p.ndim > 1], "weight_decay": 0.01},
            {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
        ],
        lr=stage.rate,
        fused=True,
    )


def _learn(run: _Run, rows: dict[str, torch.Tensor], targets: torch.Tensor, rate: float, stage: Stage) -> float:
    """Take one step on one batch and give its loss."""
    for group in run.optimizer.param_groups:
        group["lr"] = rate
    with precision(targets.device):
        logits = run.network(**rows).logits
    loss = pair_loss(logits, targets, stage.smooth)
    run.optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward([loss])
    torch.nn.utils.clip_grad_norm_([p for p in run.network.parameters() if p.requires_grad], 1.0)
    run.optimizer.step()
    return float(loss.item())
