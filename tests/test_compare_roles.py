"""Roles and relations: who did what to whom, and who is what to whom."""

import pytest

from app.comparator.frames import read_frames
from app.comparator.wording import analyse
from app.compare import compare
from app.evidence import Relation

AGREES, DISAGREES = Relation.AGREES, Relation.DISAGREES

# claim, passage, relation of the role finding, None if there is none
PAIRS = [
    ("Kestrel Mutual sued Halvard Marine", "Halvard Marine sued Kestrel Mutual on Monday.", DISAGREES),
    ("Kestrel Mutual was sued by Halvard Marine", "Halvard Marine sued Kestrel Mutual on Monday.", AGREES),
    ("Halvard Marine was sued by Kestrel Mutual", "Halvard Marine sued Kestrel Mutual on Monday.", DISAGREES),
    ("Halvard Marine sued Kestrel Mutual", "Kestrel Mutual was sued by Halvard Marine.", AGREES),
    ("Balducci beat Venezze", "Irene Balducci beat Corrado Venezze by 412 votes.", AGREES),
    ("Venezze beat Balducci", "Irene Balducci beat Corrado Venezze by 412 votes.", DISAGREES),
    ("Abaye beat Ndala", "Abaye lost to Ndala by 11 points.", DISAGREES),
    ("Ndala beat Abaye", "Abaye lost to Ndala by 11 points.", AGREES),
    ("Egypt lent Jordan a panda", "Jordan borrowed a panda from Egypt.", AGREES),
    ("Jordan lent Egypt a panda", "Jordan borrowed a panda from Egypt.", DISAGREES),
    ("Ferrand sold the mine to Tavannes", "Tavannes bought the mine from Ferrand.", AGREES),
    ("Tavannes sold the mine to Ferrand", "Tavannes bought the mine from Ferrand.", DISAGREES),
    ("The guards attacked the prisoners", "The prisoners attacked the guards in the yard.", DISAGREES),
    ("The prisoners attacked the guards", "The prisoners attacked the guards in the yard.", AGREES),
    ("The trainer accuses the jockey", "Jockey Sato accuses the trainer.", DISAGREES),
    ("Greta Vonk dismissed Ettore Sala", "Ettore Sala was dismissed by Greta Vonk.", AGREES),
    ("Delcy Rodríguez is the sister of Jorge Rodríguez",
     "Jorge Rodríguez, brother of Delcy Rodríguez, spoke.", None),
    ("Ana Ruiz is the lawyer of Luis Prado", "Luis Prado, lawyer of Ana Ruiz, spoke.", DISAGREES),
    ("Ana Ruiz is the lawyer of Luis Prado", "Luis Prado's lawyer, Ana Ruiz, spoke.", AGREES),
    ("Luis Prado is the brother of Ivo Prado", "Ivo Prado, brother of Luis Prado, spoke.", AGREES),
    ("Luis Prado is the uncle of Ivo Ruiz", "Luis Prado, nephew of Ivo Ruiz, spoke.", DISAGREES),
    ("Luis Prado is the uncle of Ivo Ruiz", "Ivo Ruiz, nephew of Luis Prado, spoke.", AGREES),
    ("Luis Prado is the deputy of Ana Ruiz", "Ana Ruiz, deputy of Luis Prado, resigned.", DISAGREES),
    ("Luis Prado is the predecessor of Ana Ruiz", "Ana Ruiz, predecessor of Luis Prado, resigned.", DISAGREES),
    ("Luis Prado is the predecessor of Ana Ruiz", "Ana Ruiz, successor of Luis Prado, resigned.", AGREES),
    # a subject with several asides before its verb
    ("Nora Vale thanked the court", "Nora Vale, head of Open Roof, a charity in Port Ness, thanked the court.",
     AGREES),
    ("Nora Vale thanked the court", "Nora Vale, 61, who lost her flat in Port Ness, thanked the court.", AGREES),
    ("The court thanked Nora Vale", "Nora Vale, head of Open Roof, a charity in Port Ness, thanked the court.",
     DISAGREES),
    ("Nora Vale thanked the court", "On Monday, Nora Vale, head of Open Roof, thanked the court.", AGREES),
    # nothing to say
    ("Halvard Marine sued the port", "Kestrel Mutual praised the court.", None),
    ("Maduro was captured", "U.S. forces captured Nicolás Maduro.", None),
    ("The rebels freed the nurses", "The nurses thanked the rebels.", None),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "expected"), PAIRS)
def test_roles_turned_round_disagree(claim: str, passage: str, expected: Relation | None) -> None:
    """Each pair gives the relation of its sides that an editor would see."""
    found = [each.relation for each in compare(claim, passage).findings if each.kind == "role"]
    assert found == ([] if expected is None else [expected])


# text, verb, who does it, to whom
FRAMES = [
    ("Jorge Rodríguez, brother of Delcy Rodríguez, did not specify a number", "specify", "Rodríguez", "number"),
    ("Two nurses were freed by the army", "freed", "army", "nurses"),
    ("The army freed two nurses", "freed", "army", "nurses"),
    ("The court, which sits in Riga, fined the bank", "fined", "court", "bank"),
    ("Venezze conceded and telephoned Balducci", "telephoned", "Venezze", "Balducci"),
    ("The head of the union accused the minister", "accused", "head", "minister"),
    ("He met Colonel Saleh", "met", "He", "Saleh"),
]


@pytest.mark.parametrize(("text", "verb", "agent", "patient"), FRAMES)
def test_frames_name_subject_and_object(text: str, verb: str, agent: str, patient: str) -> None:
    """Active and passive sentences give the same two sides."""
    analysis = analyse(text)
    frame = next(each for each in read_frames(analysis) if analysis.tokens[each.verb].text == verb)
    assert analysis.tokens[frame.agent].text == agent
    assert analysis.tokens[frame.patient].text == patient
