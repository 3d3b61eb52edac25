from app.answering.generate.extract.units import LONGEST_QUOTE, UnitKind, shortened, units
from tests.app.answering.passages import passage


def texts(*lines: str, table: bool = False) -> list[str]:
    return [unit.text for unit in units(passage(*lines, table=table))]


def test_a_heading_places_the_sentences_below_it_and_is_no_part_of_them() -> None:
    first, second = units(
        passage("Selling expenses/", "Selling expenses rose by 4% in the year. They had fallen before.")
    )
    assert first.text == "Selling expenses rose by 4% in the year."
    assert first.context == "Selling expenses"
    assert second.leans and first.text in second.context


def test_abbreviations_and_initials_end_no_sentence() -> None:
    assert texts("The Company bought Acme Inc. Shares were issued to J. Smith for it.") == [
        "The Company bought Acme Inc. Shares were issued to J. Smith for it."
    ]


def test_the_items_of_a_list_stand_under_their_lead_alone_and_together() -> None:
    whole, _, *items = units(
        passage("We compete on the following:/", "• price and selection of goods/", "• speed of delivery/")
    )
    assert whole.kind is UnitKind.LIST
    assert whole.text == "We compete on the following: • price and selection of goods • speed of delivery"
    assert [item.context for item in items] == ["We compete on the following:"]


def test_a_row_is_read_with_the_line_over_its_columns_and_its_group() -> None:
    (row,) = units(
        passage("Year ended December 31,", "2023 2022", "Revenue by product:", "Valves $ 2,015 $ 1,998", table=True)
    )
    assert row.text == "Valves $ 2,015 $ 1,998"
    assert [line.text for line in row.header] == ["Year ended December 31,", "2023 2022"]
    assert "2023 2022" in row.context and "Revenue by product:" in row.context


def test_years_and_days_are_no_figures() -> None:
    assert texts("December 31, 2023 2022", "Total 7 9", table=True) == ["Total 7 9"]


def test_a_long_stretch_is_cut_where_a_clause_ends_and_stays_verbatim() -> None:
    text = "a" * (LONGEST_QUOTE - 50) + "; " + "b" * 200
    assert shortened(text) == "a" * (LONGEST_QUOTE - 50) + ";"
    words = "word " * 300
    assert words.startswith(shortened(words)) and len(shortened(words)) <= LONGEST_QUOTE
