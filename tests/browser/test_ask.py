"""Ask, read, click the citation, see the place: in a real browser, against a real server."""

from collections.abc import Callable

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.ask_page import AskPage
from tests.browser.conftest import KEY

pytestmark = pytest.mark.browser

Open = Callable[..., AskPage]
FIGURE = "What is the most recent quarterly revenue of Tarvenhall Controls?"
PROSE = "How will Hollismere Foods finance the acquisition?"
UNKNOWN = "What was Microsoft's revenue in fiscal year 2023?"
KETTLE = "In how many stages does Kettle 1.4 boil water?"


def test_a_figure_is_highlighted_on_the_image_of_its_page(page: Open, filings: str) -> None:
    shown = page(filings)
    shown.find("#question").send_keys(FIGURE)
    shown.find("#ask button").click()
    assert shown.wait(".figure").text == "158,167,000 USD"
    assert "158,167" in shown.wait(".card blockquote").text
    shown.find(".card .title").click()
    shown.wait(".sheet img")
    image, box = shown.box(".sheet img"), shown.box(".highlight")
    assert image["width"] > 400 and box["width"] > 5 and box["height"] > 5
    assert image["left"] <= box["left"] < box["right"] <= image["right"]
    assert image["top"] <= box["top"] < box["bottom"] <= image["bottom"]
    pane = shown.box("#paper")
    assert pane["top"] <= box["top"] and box["bottom"] <= pane["bottom"], "the evidence is scrolled into view"


def test_the_highlight_keeps_its_place_when_the_page_is_zoomed(page: Open, filings: str) -> None:
    shown = page(filings, q=FIGURE)
    shown.wait(".highlight")
    before = _place_in_image(shown)
    shown.find("#zoom-in").click()
    shown.wait("#zoom-fit", "125%")
    assert _place_in_image(shown) == pytest.approx(before, abs=0.002)


def test_a_quote_is_marked_in_the_text_of_a_page_without_an_image(page: Open, filings: str) -> None:
    shown = page(filings, q=PROSE)
    quote = shown.wait(".card blockquote").text
    shown.wait("#paper mark")
    marked = "".join(mark.text for mark in shown.all("#paper mark"))
    assert "".join(marked.split()) == "".join(quote.split())


def test_the_keyboard_alone_asks_steps_through_citations_and_turns_pages(page: Open, filings: str) -> None:
    shown = page(filings)
    shown.wait("#document-list button")
    shown.press("/")
    assert shown.focused.get_attribute("id") == "question"
    shown.press(PROSE, Keys.ENTER)
    shown.wait(".card")
    shown.press("j")
    last = len(shown.all(".card")) > 1
    assert "title" in str(shown.focused.get_attribute("class"))
    assert shown.focused.get_attribute("aria-current") == "true"
    shown.press("k")
    assert shown.all(".card .title")[0] == shown.focused
    shown.press(Keys.ARROW_DOWN)
    assert shown.all(".card .title")[int(last)] == shown.focused
    number = int(shown.wait("#page-number").text.split(" / ")[0])
    shown.press("]" if number == 1 else "[")
    shown.wait("#page-number", f"{2 if number == 1 else number - 1} / ")
    shown.press("/", "?")
    assert str(shown.find("#question").get_attribute("value")).endswith("?"), "in a field, keys are letters"


def test_single_key_shortcuts_can_be_switched_off(page: Open, filings: str) -> None:
    shown = page(filings)
    shown.wait("#shortcuts").click()
    shown.press("/")
    assert shown.focused.get_attribute("id") == "shortcuts"


def test_a_declined_question_says_why_and_offers_what_was_considered(page: Open, filings: str) -> None:
    shown = page(filings, q=UNKNOWN)
    assert "Microsoft" in shown.wait(".abstention").text
    assert not shown.all("[role=alert]") and not shown.all(".card")
    assert "No answer" in str(shown.find("#status").get_attribute("textContent"))
    shown.find(".abstention button").click()
    shown.wait(".considered")
    assert "explain=1" in shown.run("return location.search")


def test_what_was_considered_opens_the_page_of_a_hit(page: Open, filings: str) -> None:
    shown = page(filings, q=FIGURE, explain="1")
    shown.wait(".considered tbody tr")
    hit = shown.all(".considered tbody button")[-1]
    number = hit.text.rpartition(" ")[2]
    hit.click()
    shown.wait("#page-number", f"{number} / ")


def test_an_answer_given_before_says_so_and_can_be_asked_anew(page: Open, filings: str) -> None:
    question = "What was Tarvenhall's gross margin in Q3 2025?"
    page(filings, q=question).wait(".figure")
    shown = page(filings, q=question)
    shown.wait("#answer .footnote", "answered").find_element("css selector", "button").click()
    shown.wait_until_gone("#answer .footnote button")
    assert shown.find(".figure").text.endswith("%")


def test_an_example_question_is_asked_by_a_click(page: Open, filings: str) -> None:
    shown = page(filings)
    shown.wait(".examples button", "Microsoft").click()
    shown.wait(".abstention", "Microsoft")


def test_as_of_an_earlier_day_is_kept_in_the_address_and_heeded(page: Open, filings: str) -> None:
    shown = page(filings, q=FIGURE, as_of="2020-01-01")
    shown.wait(".abstention")
    assert shown.find("#as-of").get_attribute("value") == "2020-01-01"
    assert "as of 2020-01-01" in shown.find("#answer .footnote").text


def test_back_returns_to_the_question_before(page: Open, filings: str) -> None:
    shown = page(filings, q=FIGURE)
    shown.wait(".figure")
    shown.wait(".examples button", "Microsoft").click()
    shown.wait(".abstention")
    shown.run("history.back()")
    shown.wait(".figure")
    assert shown.find("#question").get_attribute("value") == FIGURE


def test_the_documents_can_be_filtered_and_read(page: Open, filings: str) -> None:
    shown = page(filings)
    shown.wait("#filter").send_keys("hollis 8-k")
    shown.wait("#filtered", "1 of 2")
    shown.find("#document-list button").click()
    shown.wait("#viewer-title", "Hollismere")
    shown.wait(".sheet.text p")


def test_a_refused_question_is_told_in_words(page: Open, filings: str) -> None:
    shown = page(filings)
    shown.run("document.getElementById('as-of').type = 'text'")
    shown.find("#as-of").send_keys("yesterday")
    shown.find("#question").send_keys(FIGURE, Keys.ENTER)
    assert "/as_of" in shown.wait("[role=alert]").text
    assert [each for each in shown.complaints() if "422" not in each] == []


def test_a_key_is_asked_for_once_it_is_needed_and_used_for_all(page: Open, locked: str) -> None:
    shown = page(locked, q=KETTLE)
    for key in ("wrong", KEY):
        shown.wait("#key").send_keys(key, Keys.ENTER)
        shown.wait("#key-note", "did not take") if key == "wrong" else shown.wait(".card")
    shown.wait("#held", "3 documents")
    assert not shown.find("#key-form").is_displayed()


def test_a_superseded_document_is_flagged_with_what_replaced_it(page: Open, locked: str) -> None:
    shown = page(locked)
    shown.wait("#key").send_keys(KEY, Keys.ENTER)
    shown.wait("#held", "3 documents")
    shown.find("#question").send_keys(KETTLE, Keys.ENTER)
    shown.wait(".superseded button", "Kettle 2.0").click()
    shown.wait("#viewer-title", "Kettle 2.0")
    assert "2.7 years old" in shown.find(".card .dated").text


def test_an_empty_store_says_what_to_do_next(page: Open, empty: str) -> None:
    shown = page(empty)
    assert "rag ingest run" in shown.wait(".empty").text
    assert not any(each.is_displayed() for each in shown.all(".examples"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_it_fits_and_can_be_read(page: Open, filings: str, width: int, height: int, scheme: str) -> None:
    shown = page(filings, width=width, height=height, scheme=scheme, q=FIGURE, explain="1")
    shown.wait(".considered tbody tr")
    shown.wait(".sheet img")
    assert not shown.overflows()
    assert shown.faint_text() == []
    shown.save(f"ask-{width}-{scheme}")
    if width < 600:
        shown.find(".card .title").click()
        shown.wait(".highlight")
        shown.settle("#viewer")
        assert -1 <= shown.box("#viewer")["top"] < height / 2, "the evidence comes into view (to within a pixel)"
        shown.save(f"page-{width}-{scheme}")


def _place_in_image(shown: AskPage) -> tuple[float, float]:
    image, box = shown.box(".sheet img"), shown.box(".highlight")
    return (box["left"] - image["left"]) / image["width"], (box["top"] - image["top"]) / image["height"]
