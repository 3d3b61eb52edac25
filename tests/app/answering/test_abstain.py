from app.answering.abstain import nothing_found
from tests.app.answering.passages import hit, passage


def test_the_nearest_pages_are_named_with_what_to_do() -> None:
    reason = nothing_found([hit(passage("Text of a page.", page=7))]).reason
    assert "Report, page 7" in reason and "Ask for" in reason


def test_without_pages_none_is_named() -> None:
    assert "Nearest" not in nothing_found([]).reason
