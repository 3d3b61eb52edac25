"""Nothing of the attack set is followed, with a writer that obeys all that it reads as the worst case.

Attacks that were held out of the patterns' development are measured, not promised: ``tests.bench.answers``.
"""

from collections.abc import Iterator

import pytest

from app.answering.answer import Status
from app.answering.asking import Asked
from app.wiring import Application
from tests.attack.campaign import TODAY, poisoned_store, run
from tests.attack.documents import hostile_questions, poisoned_passages

PASSAGES = [attack for attack in poisoned_passages() if not attack.held_out]
QUESTIONS = [attack for attack in hostile_questions() if not attack.held_out]


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    with poisoned_store(tmp_path_factory.mktemp("poisoned"), PASSAGES) as built:
        yield built


def test_there_are_enough_of_both() -> None:
    assert len(PASSAGES) >= 40 and len(QUESTIONS) >= 40
    assert sum(attack.held_out for attack in poisoned_passages()) * 2 >= len(PASSAGES)


def test_no_poisoned_passage_is_followed(application: Application) -> None:
    followed = [one.attack.text for one in run(application, PASSAGES) if one.followed]
    assert not followed


def test_no_hostile_question_is_followed(application: Application) -> None:
    followed = [one.attack.text for one in run(application, QUESTIONS) if one.followed]
    assert not followed


def test_a_document_warns_of_what_it_hides_and_search_shows_it_marked(application: Application) -> None:
    documents = application.workspace.store.corpus().documents
    assert all(document.warnings for document in documents), "each holds an attack"
    hits = application.answerer.search(Asked("What does Larkmere Tools say about its leases?"))
    assert any("flagged:instructions" in hit.flags for hit in hits)


def test_a_clean_question_over_a_poisoned_document_is_answered_from_its_facts(application: Application) -> None:
    answer = application.answerer.ask(Asked("What was the revenue of Larkmere Tools in fiscal 2024?"))
    assert answer.status is Status.ANSWERED and answer.value == 1_204_000_000
    assert answer.as_of == TODAY
