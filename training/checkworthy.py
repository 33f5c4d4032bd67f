"""Fit which sentences are worth checking, on the shipped encoder's vectors: `python -m training.checkworthy DATA`."""

import argparse
import csv
import gzip
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score

from app.encoder import Encoder
from training.export import record
from training.networks import encode_all, open_networks

SETS = ("checkthat2024_train.tsv.gz", "checkthat2024_dev.tsv.gz")
STRENGTH = 3.0
MOST = 8_000  # sentences to learn 385 numbers from; every third or so of the set


def read_sentences(path: Path) -> tuple[list[str], NDArray[np.int64]]:
    """Read sentences and whether each is worth checking (1) or not (0), distinct, in file order."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    labels = {
        row["Text"].strip('"'): int(row["class_label"] == "Yes") for row in rows if row["class_label"] in {"Yes", "No"}
    }
    return list(labels), np.array(list(labels.values()))


def fit(encoder: Encoder, folder: Path, out: Path) -> dict[str, float]:
    """Fit, choose the threshold on the training set, write the model with its scores on dev.

    Args:
        encoder: The encoder, as served.
        folder: The folder `checkworthy` of the data.
        out: The file to write.

    Returns:
        F1, precision, recall and average precision of the class "worth checking" on dev.
    """
    sentences, labels = read_sentences(folder / SETS[0])
    step = max(1, len(sentences) // MOST)
    sentences, labels = sentences[::step], labels[::step]
    model = LogisticRegression(C=STRENGTH, max_iter=1_000, class_weight="balanced")
    vectors = encode_all(encoder, sentences)
    fold = np.arange(len(labels)) % 5 == 0
    model.fit(vectors[~fold], labels[~fold])
    kept = model.predict_proba(vectors[fold])[:, 1]
    steps = np.linspace(0.2, 0.8, 61)
    threshold = float(max(steps, key=lambda at: f1_score(labels[fold], kept >= at)))
    model.fit(vectors, labels)
    tests, truths = read_sentences(folder / SETS[1])
    p = model.predict_proba(encode_all(encoder, tests))[:, 1]
    scores = {
        "f1": f1_score(truths, p >= threshold),
        "precision": precision_score(truths, p >= threshold),
        "recall": recall_score(truths, p >= threshold),
        "average_precision": average_precision_score(truths, p),
    }
    scores = {name: round(float(value), 4) for name, value in scores.items()}
    held = {
        "weights": np.round(model.coef_[0], 5).tolist(),
        "bias": round(float(model.intercept_[0]), 5),
        "threshold": round(threshold, 4),
        "scores": scores,
    }
    out.write_text(json.dumps(held) + "\n", encoding="utf-8")
    return scores


def main() -> None:
    """Fit on the shipped encoder and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("weights/checkworthy.json"))
    given = parser.parse_args()
    with open_networks() as (encoder, _):
        scores = fit(encoder, given.data / "checkworthy", given.out)
    record(given.out.parent, "checkworthy", [given.out.name], scores)
    print(scores)


if __name__ == "__main__":
    main()
