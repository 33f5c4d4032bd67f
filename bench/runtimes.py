"""The networks alone: int8 graphs beside PyTorch float32, as `bench.networks` has them, as rows."""

from bench.ground import Ground
from bench.plain import be_quiet
from bench.rows import Row, Section

ROUNDS = 7
PAIRS = 32
TOKENS = 64


def measure(ground: Ground) -> Section:
    """Run both networks in turn with their float32 forms.

    Args:
        ground: Whose settings name the weights.

    Returns:
        The rows; medians over seven rounds.
    """
    import torch  # noqa: PLC0415  seconds

    from bench.networks import SENTENCES, compare, pair_sides, sentence_sides  # noqa: PLC0415

    settings = ground.settings("none")
    be_quiet()
    torch.set_num_threads(settings.threads)
    pairs = compare(*pair_sides(settings, TOKENS, PAIRS), ROUNDS)
    sentences = compare(*sentence_sides(settings, SENTENCES * PAIRS), ROUNDS)
    return Section(
        "The networks alone",
        "The shipped int8 graphs beside PyTorch float32, on the same input, in turn.",
        (
            Row(f"pairs of {TOKENS} tokens judged", "pairs/s", *pairs[:2], "5 times float32's"),
            Row("sentences encoded", "sentences/s", *sentences[:2], "4 times float32's"),
        ),
    )
