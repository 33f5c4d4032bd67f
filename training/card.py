"""The blocks of `weights/CARD.md` that are made from numbers: recipe, sets, scores.

`python -m training.card FOLDER` writes the first two for the run in a folder.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from training.examples import Example
from training.keep import read_kept
from training.prepare import DRAWS
from training.report import Scores, mean_scores, table, write_block

# Where each public set comes from and on what terms; sets are named by their beginnings.
TERMS = {
    "fever": "FEVER dev, three classes, claims of FEVER-Symmetric removed; CC BY-SA 3.0",
    "feverous": "FEVEROUS claims with gold sentences (ProgramFC); MIT, text CC BY-SA 3.0",
    "fm2": "google-research/fool-me-twice; Apache-2.0, text CC BY-SA",
    "vitaminc": "VitaminC sample (INK-USC/Lifelong-ICL); CC BY-SA 3.0",
    "wikisplit": "google-research-datasets/wiki-split; CC BY-SA 4.0",
    "mnli": "MNLI dev as published by DocNLI; MNLI terms",
    "lingnli": "Alicia-Parrish/ling_in_loop; no licence file, premises from MNLI (OANC)",
    "taxinli": "microsoft/TaxiNLI; C-UDA 1.0",
    "snli": "OanaMariaCamburu/e-SNLI; CC BY-SA 4.0",
    "disco": "eric11eca/disco; CC BY-SA 4.0",
    "cad": "acmi-lab/counterfactually-augmented-data; CC BY-SA 4.0",
    "wanli": "WANLI; CC BY 4.0",
    "conjnli": "swarnaHub/ConjNLI; MIT",
    "check_covid": "Check-COVID; MIT",
    "covidfact": "asaakyan/covidfact; no licence file",
    "healthver": "sarrouti/HealthVer; no licence file",
    "emergent": "willferreira/mscproject (Emergent); no licence file",
    "politihop": "copenlu/politihop; no licence file",
    "rte": "GLUE RTE; no licence file",
    "factcheck_gpt": "yuxiaw/Factcheck-GPT; Apache-2.0",
    "fnc1": "FakeNewsChallenge/fnc-1; no licence file",
    "defacto": "DeFacto, XSum summaries; MIT",
    "fib": "r-three/fib; no licence file",
    "summedits": "salesforce/factualNLG; Apache-2.0",
    "begin": "BEGIN, answers against a snippet; terms of each source",
    "wice": "ryokamoi/wice; ODC-BY, text CC BY-SA",
    "curriculum": "eric11eca/curriculum-ling; MIT repository, the sets within keep their own terms",
    "newsroom": "written by hand for this project: invented news, twelve claims a passage",
    "articles": "written by hand for this project: `training/articles`, `training/pairs`",
    "generated": "made by rule from supported pairs of wikisplit, fever, wanli, lingnli and this project's own",
}


def terms_of(source: str) -> str:
    """Give origin and licence of a set by the longest beginning of its name that is known."""
    known = [name for name in TERMS if source.startswith(name)]
    return TERMS[max(known, key=len)] if known else "not recorded"


def sets_block(stages: Mapping[str, Sequence[Example]]) -> str:
    """Lay out how many pairs of which set each stage learned from, with origin and licence."""
    counts = {stage: Counter(example.source for example in own) for stage, own in stages.items()}
    sources = sorted({source for own in counts.values() for source in own})
    lines = ["| set | " + " | ".join(f"stage `{stage}`" for stage in counts) + " | from, licence |",
             "|---|" + "---:|" * len(counts) + "---|"]  # fmt: skip
    for source in sources:
        cells = " | ".join(f"{own[source]:,}" if own[source] else "" for own in counts.values())
        lines.append(f"| {source} | {cells} | {terms_of(source)} |")
    lines.append("| all | " + " | ".join(f"{sum(own.values()):,}" for own in counts.values()) + " | |")
    return "\n".join(lines)


def recipe_block(folders: Sequence[Path]) -> str:
    """Lay out what each stage was run with, from the `stage.json` beside its weights, in the order of the stages."""
    held = [json.loads((folder / "stage.json").read_text(encoding="utf-8")) for folder in folders]
    names = {
        "rate": "peak learning rate", "lowest": "rate at the end, share of the peak", "batch": "batch, pairs",
        "epochs": "epochs", "until": "share of them made", "warm": "warm-up, share of steps", "dropout": "dropout",
        "smooth": "label smoothing", "average_from": "weights averaged from, share", "seed": "seed",
    }  # fmt: skip
    lines = ["| stage | " + " | ".join(names.values()) + " |", "|---|" + "---:|" * len(names)]
    lines += [f"| `{one['name']}` | " + " | ".join(f"{one[name]:g}" for name in names) + " |" for one in held]
    return "\n".join(lines)


def scores_block(held: Mapping[str, Any]) -> str:
    """Lay out `scores.json`: the ablation, the scores by set, and the claims of the news set by kind."""
    scores = {system: [Scores(**row) for row in own] for system, own in held["scores"].items()}
    revisions = held["revisions"]
    head = (
        f"Network `{revisions['nli']}`, judge `{revisions['judge']}`. Half of each dev set fitted the judge; "
        "these are the scores on the other half, by `make evaluate`."
    )
    lines = [head, "", "| system | accuracy | macro-F1 | balanced | ECE | log loss |", "|---|---:|---:|---:|---:|---:|"]
    for system, own in scores.items():
        mean = mean_scores(own)
        shown = (mean.accuracy, mean.macro_f1, mean.balanced_accuracy, mean.calibration_error, mean.log_loss)
        lines.append(f"| {system} | " + " | ".join(f"{value:.3f}" for value in shown) + " |")
    lines += ["", "Means over sets. By set, in full for the judge:", "", table(scores, next(iter(scores))), ""]
    lines += ["![Reliability, and risk against coverage](calibration.svg)", ""]
    if held["newsroom_by_kind"]:
        lines += ["Claims of the news set by kind:", "", "| kind, label | rows | right |", "|---|---:|---:|"]
        lines += [f"| {name} | {rows} | {right:.2f} |" for name, rows, right in held["newsroom_by_kind"]]
    return "\n".join(lines)


def main() -> None:
    """Write the blocks `recipe` and `sets` of a card."""
    parser = argparse.ArgumentParser(prog="python -m training.card", description=__doc__)
    parser.add_argument("run", type=Path, help="folder of the run, with the stages' pairs and weights in it")
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="folder of the card")
    given = parser.parse_args()
    card = given.weights / "CARD.md"
    write_block(card, "recipe", recipe_block([given.run / stage for stage in DRAWS]))
    write_block(card, "sets", sets_block({stage: read_kept(given.run / f"{stage}.jsonl.gz") for stage in DRAWS}))


if __name__ == "__main__":
    main()
