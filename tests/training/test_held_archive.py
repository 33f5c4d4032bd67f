"""The archive that the fits search: every claim meets the sentences it was written about, at their places."""

from datetime import date

import numpy as np

from tests.fakes import FakeEncoder
from tests.service import fake_judge, shipped_words
from training.examples import WrittenArticle, WrittenClaim
from training.fit_judge import CANDIDATES, fit_glance, retrieved
from training.held_archive import netted

FREED = WrittenArticle(
    "freed",
    "Spaniards freed in Caracas",
    "The Outlet",
    date(2026, 1, 8),
    ["Five Spaniards were freed in Caracas.", "Their families waited in Madrid.", "The ministry gave no names."],
    [
        WrittenClaim("Five Spaniards were freed", "supports", "part", (0,)),
        WrittenClaim("Families waited in Lisbon", "refutes", "place", (1,), (0,)),
        WrittenClaim("Two of the Spaniards are teachers", "neutral", "detail"),
    ],
)
COPIED = WrittenArticle("copied", sentences=["A ferry sank.", "Their families waited in Madrid."])
OTHERS = [WrittenArticle(f"other-{number}", sentences=[f"Bridge number {number} reopened."]) for number in range(20)]


def test_claims_meet_their_own_sentences() -> None:
    """What decides a claim is found at its place, though another article has the same words; what is arguable goes."""
    nets = netted(FakeEncoder(), shipped_words(), [COPIED, FREED, *OTHERS])
    assert [net.claim for net in nets] == FREED.claims
    assert [[net.places[at][1] for at in np.flatnonzero(net.decides)] for net in nets] == [[0], [1], []]
    assert all(len(net.places) == len(net.near) == len(net.is_own) for net in nets)
    found = retrieved(nets, fake_judge().glance)
    assert found.claims.max() == len(nets) - 1
    for place, (net, asked) in enumerate(zip(nets, found.asked, strict=True)):
        own = found.pairs[asked.rows]
        assert 0 < len(own) <= CANDIDATES
        assert all(claim == net.claim.claim for claim, _ in own)
        assert (found.claims[asked.rows] == place).all()
    texts = [evidence.text for _, evidence in found.pairs[found.asked[1].rows]]
    assert FREED.sentences[1] in texts
    assert FREED.sentences[0] not in texts
    assert [int(found.targets[one.rows].min()) for one in found.asked] == [0, 1, 2]


def test_the_glance_learns_what_decides() -> None:
    """Fitted on a few claims, the ranking puts the sentence that decides before all others."""
    nets = netted(FakeEncoder(), shipped_words(), [FREED, *OTHERS])
    glance = fit_glance(nets, np.zeros(len(nets), dtype=bool))
    for net in nets[:2]:
        assert net.decides[glance.chances(net.near).argmax()]
