"""Print what training learns from: how many pairs of each set, kind and label, with examples to be read by eye.

Usage: python -m training.prepare DATA [--show 10] [--kind KIND ...]
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from training.examples import Example, read_all_written, read_written
from training.generate import generated_mix, supported_pairs
from training.mix import (
    PUBLIC_TAKE_AGAIN,
    PUBLIC_TAKE_EVERYTHING,
    PUBLIC_TAKE_REST,
    evened,
    is_held_out,
    met_elsewhere,
    newsroom_mix,
    public_mix,
    written_mix,
)

HERE = Path(__file__).parent
SEED = 8
LONGEST_WORDS = 75


def public_examples(data: Path) -> list[Example]:
    """Draw what stage `public` learns from: the folder `train` of `data`, balanced by source."""
    return public_mix(data / "train", random.Random(SEED))


def newsroom_examples(
    data: Path, seed: int = SEED, neutrals: int = 3, generated: int = 350, replayed: Sequence[Example] | None = None
) -> list[Example]:
    """Draw what stage `newsroom` learns from.

    Args:
        data: The folder of labelled pairs, with `train` and `dev` in it.
        seed: Decides every draw.
        neutrals: Sentences of its article that each claim meets and that do not decide it.
        generated: Pairs made by rule, of a kind at the most.
        replayed: Pairs of the public sets met again, so that they are not forgotten; None for 4,000 of `public`.

    Returns:
        Hand-written passages, articles and pairs, pairs made by rule, and a share of the public sets again,
        in random order. Held-out articles are not among them.
    """
    rng = random.Random(seed)
    articles = [one for one in read_written(HERE / "articles") if not is_held_out(one)]
    pairs = [one for one in read_written(HERE / "pairs") if not is_held_out(one)]
    examples = newsroom_mix(data / "train", rng, strangers=1)
    examples += written_mix(articles, rng, neutrals=neutrals)
    examples += written_mix(pairs, rng, neutrals=1)
    examples += generated_examples(data, seed, generated)
    examples += public_examples(data)[:4_000] if replayed is None else replayed
    rng.shuffle(examples)
    return examples


def public_again(data: Path) -> list[Example]:
    """Draw what stage `public_again` learns from: the public sets once more, another draw, short pairs only."""
    return public_mix(data / "train", random.Random(SEED + 2), PUBLIC_TAKE_AGAIN, LONGEST_WORDS)


def newsroom_again(data: Path) -> list[Example]:
    """Draw what stage `newsroom_again` learns from: other neutral sentences, and more pairs made by rule."""
    return newsroom_examples(data, SEED + 3, neutrals=2, generated=500, replayed=public_again(data)[:4_000])


def evened_examples(  # noqa: PLR0913  a draw is these; the stages below differ in nothing else
    data: Path, seed: int, stressed: tuple[str, ...], *, share: float, replayed: int, times: int = 2
) -> list[Example]:
    """Draw what is written by hand with stress on some of it, evened over the words in common.

    As many true claims as false ones for any share of words in common: what is left behind otherwise is that a claim
    in the very words of a passage is refuted.

    Args:
        data: The folder of labelled pairs, with `train` in it.
        seed: Decides every draw.
        stressed: Beginnings of the ids of passages all of whose claims are met.
        share: Of the other pairs written by hand or made by rule, how many are drawn, 0..1.
        replayed: Pairs of the public sets met again.
        times: How often the stressed claims meet the sentences that decide them.

    Returns:
        Examples in random order. Held-out articles are not among them.
    """
    rng = random.Random(seed)
    articles = [one for one in read_written(HERE / "articles") if not is_held_out(one)]
    pairs = [one for one in read_written(HERE / "pairs") if not is_held_out(one)]
    near = [one for one in pairs if one.id.startswith(stressed)]
    others = [one for one in pairs if not one.id.startswith(stressed)]
    examples = newsroom_mix(data / "train", rng, strangers=1)
    examples += written_mix(articles + others, rng, neutrals=1, far=0)
    examples += generated_mix(supported_pairs(data / "train", articles + pairs, rng), rng, 600)
    examples = rng.sample(examples, int(share * len(examples)))
    examples += written_mix(near, rng, neutrals=1, far=0)
    for _ in range(times - 1):
        examples += written_mix(near, rng, neutrals=0, far=0)
    found = evened(examples, rng)
    found += public_mix(data / "train", rng, PUBLIC_TAKE_AGAIN, LONGEST_WORDS)[:replayed]
    rng.shuffle(found)
    return found


def shared_words(data: Path) -> list[Example]:
    """Draw what stage `shared_words` learns from: all there is, passages whose claims keep their words twice."""
    return evened_examples(data, SEED + 5, ("same-",), share=1.0, replayed=6_000)


def long_sentences(data: Path) -> list[Example]:
    """Draw what stage `long_sentences` learns from: true and false claims about each part of a long sentence."""
    return evened_examples(data, SEED + 7, ("same-", "long-", "whole-"), share=0.6, replayed=8_000)


def twins(data: Path) -> list[Example]:
    """Draw what stage `twins` learns from: claims in other words than the passage, true and false by one detail."""
    return evened_examples(data, SEED + 9, ("twin-", "long-", "whole-"), share=0.4, replayed=7_000)


def public_rest(data: Path) -> list[Example]:
    """Draw what stage `public_rest` learns from: short public pairs that no stage of their own drew before."""
    before = public_examples(data) + public_again(data)
    return public_mix(data / "train", random.Random(SEED + 11), PUBLIC_TAKE_REST, LONGEST_WORDS, before)


def free_words(data: Path) -> list[Example]:
    """Draw what stage `free_words` learns from: claims in quite other words, or another outlet's."""
    return evened_examples(data, SEED + 13, ("free-", "turn-", "copy-"), share=0.25, replayed=5_000)


def whole_stories(data: Path) -> list[Example]:
    """Draw what stage `whole_stories` learns from: articles whose sentences are all near, and `free_words` once more.

    Returns:
        The first 36,000 of the draw, in random order: half an hour on two CPU cores.
    """
    found = evened_examples(data, SEED + 15, ("tale-", "free-", "turn-", "copy-"), times=1, share=0.05, replayed=4_000)
    return found[:36_000]


def written_again(data: Path) -> list[Example]:
    """Draw what stage `written_again` learns from: what is written by hand once more, other neutral sentences.

    Returns:
        The first 30,000 of the draw, in random order.
    """
    stressed = ("tale-", "free-", "turn-", "copy-", "twin-", "long-")
    return evened_examples(data, SEED + 17, stressed, times=1, share=0.3, replayed=4_000)[:30_000]


def plain_words(data: Path) -> list[Example]:
    """Draw what stage `plain_words` learns from: true figures said otherwise, who said what, one detail changed."""
    stressed = ("plain-", "count-", "said-", "spin-", "saga-")
    return evened_examples(data, SEED + 19, stressed, times=1, share=0.03, replayed=2_000)


def wire_stories(data: Path) -> list[Example]:
    """Draw what stage `wire_stories` learns from: a reader's and an editor's claims about whole agency stories."""
    return evened_examples(data, SEED + 21, ("wire-", "frank-", "voice-"), share=0.1, replayed=2_000)


def wire_again(data: Path) -> list[Example]:
    """Draw what stage `wire_again` learns from: more agency stories, and the two stages before once more.

    Returns:
        The first 32,000 of the draw, in random order.
    """
    stressed = ("wire-", "frank-", "voice-", "plain-", "count-", "said-", "spin-", "saga-")
    return evened_examples(data, SEED + 23, stressed, times=1, share=0.05, replayed=2_000)[:32_000]


def everything(data: Path) -> list[Example]:
    """Draw what stage `everything` learns from: short public pairs once more, and what is written by hand.

    Returns:
        The first 64,000 of a draw of 36,000 that are written by hand and more than twice as many public pairs, in
        random order.
    """
    stressed = ("wire-", "frank-", "voice-", "plain-", "count-", "said-", "spin-", "saga-", "tale-", "twin-")
    found = evened_examples(data, SEED + 25, stressed, times=1, share=0.1, replayed=0)[:36_000]
    rng = random.Random(SEED + 25)
    found += public_mix(data / "train", rng, PUBLIC_TAKE_EVERYTHING, LONGEST_WORDS)
    rng.shuffle(found)
    return found[:64_000]


def beside_others(data: Path, seed: int, *, share: float, deciding: int) -> list[Example]:
    """Draw what is written by hand, also beside other articles, and public pairs.

    Args:
        data: The folder of labelled pairs, with `train` in it.
        seed: Decides every draw.
        share: Of the pairs made by rule and the hand-written passages of `data`, how many are drawn, 0..1.
        deciding: Pairs that decide, at the most.

    Returns:
        Examples in random order. Held-out articles are not among them.
    """
    rng = random.Random(seed)
    own = evened_examples(data, seed, ("",), times=1, share=share, replayed=0)
    found = [one for one in own if one.label != "neutral"][:deciding]
    found += [one for one in own if one.label == "neutral"][:9_000]
    written = [one for one in read_all_written(HERE) if not is_held_out(one)]
    found += met_elsewhere(written, rng, 8_000)
    found += public_mix(data / "train", rng, PUBLIC_TAKE_EVERYTHING, LONGEST_WORDS)[:43_000]
    rng.shuffle(found)
    return found


def elsewhere(data: Path) -> list[Example]:
    """Draw what stage `elsewhere` learns from: all that is written, also beside other articles, and public pairs.

    Returns:
        24,000 pairs that decide, written by hand, 9,000 neutral ones, 8,000 claims beside the nearest sentence of
        another article, and 43,000 public pairs, or fewer where there are fewer, in random order.
    """
    return beside_others(data, SEED + 27, share=0.0, deciding=24_000)


def once_more(data: Path) -> list[Example]:
    """Draw what stage `once_more` learns from: what `elsewhere` did, other pairs of it, and more that decide.

    Returns:
        30,000 pairs that decide, written by hand or made by rule, 9,000 neutral ones, 8,000 claims beside the nearest
        sentence of another article, and 43,000 public pairs, or fewer where there are fewer, in random order.
    """
    return beside_others(data, SEED + 29, share=0.1, deciding=30_000)


# What each stage of training learns from, in their order.
DRAWS: Mapping[str, Callable[[Path], list[Example]]] = {
    "public": public_examples,
    "newsroom": newsroom_examples,
    "public_again": public_again,
    "newsroom_again": newsroom_again,
    "shared_words": shared_words,
    "long_sentences": long_sentences,
    "twins": twins,
    "public_rest": public_rest,
    "free_words": free_words,
    "whole_stories": whole_stories,
    "written_again": written_again,
    "plain_words": plain_words,
    "wire_stories": wire_stories,
    "wire_again": wire_again,
    "everything": everything,
    "elsewhere": elsewhere,
    "once_more": once_more,
}


def generated_examples(data: Path, seed: int = SEED, most_per_kind: int = 350) -> list[Example]:
    """Make pairs by rule from the supported ones, balanced over the kinds of change."""
    rng = random.Random(seed)
    articles = [one for one in read_written(HERE / "articles") if not is_held_out(one)]
    return generated_mix(supported_pairs(data / "train", articles, rng), rng, most_per_kind)


def counted(examples: Sequence[Example], *, by_kind: bool = False) -> str:
    """Lay out how many examples of each source (or kind) there are, and of which labels."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        rows[example.kind if by_kind else example.source][example.label] += 1
    lines = [
        f"  {name:34} {sum(labels.values()):7,}  " + ", ".join(f"{label} {n:,}" for label, n in sorted(labels.items()))
        for name, labels in sorted(rows.items())
    ]
    return "\n".join([*lines, f"  {'all':34} {len(examples):7,}"])


def shown(examples: Sequence[Example], most: int) -> str:
    """Lay out the first `most` examples of each kind, claim over premise."""
    by_kind: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_kind[example.kind].append(example)
    lines: list[str] = []
    for kind, own in sorted(by_kind.items()):
        lines.append(f"== {kind}")
        for example in own[:most]:
            lines += [f"  {example.label:13} {example.pair.claim}", f"  {'':13} < {example.pair.sentence[:300]}"]
    return "\n".join(lines)


def main() -> None:
    """Print the counts of every stage and examples of each generated kind."""
    parser = argparse.ArgumentParser(prog="python -m training.prepare", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of labelled pairs, with `train` in it")
    parser.add_argument("--show", type=int, default=10, help="examples printed of each generated kind")
    parser.add_argument("--kind", nargs="*", default=[], help="print these generated kinds alone")
    asked = parser.parse_args()
    made = generated_examples(asked.data)
    if not asked.kind:
        for stage, draw in DRAWS.items():
            print(f"stage {stage}\n" + counted(draw(asked.data)))
    print("made by rule\n" + counted(made, by_kind=True))
    print(shown([one for one in made if not asked.kind or one.kind in asked.kind], asked.show))


if __name__ == "__main__":
    main()
