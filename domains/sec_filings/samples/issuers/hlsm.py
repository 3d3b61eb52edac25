"""Hollismere Foods: packaged foods and ingredients, fiscal years ending in May, amounts in millions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..document import Amounts
from ..issuer import Borrowing, Disclosure, Issuer, Labels, Period, Segment
from ..ledger import Balance, Step

_OPENING = Balance(
    cash=214, receivables=386, inventories=488, prepaid=92, ppe=1248, lease_assets=168, goodwill=1384,
    intangibles=512, other_assets=118, current_debt=25, payables=421, accrued=318, lease_current=33, debt=1625,
    lease_noncurrent=141, deferred_tax=238, other_liabilities=176, common=15, apic=842, retained=1532, aoci=-152,
    treasury=-604, shares=Decimal("148.6"),
)  # fmt: skip

_STEPS = (
    Step("2022", date(2022, 5, 31), 12, (1712, 1420, 968), (17.4, 13.6), 62, 31.2, 17.3, 66, 22.8, 126, 24, 21, 158,
         Decimal("1.04"), 33.1, 63.5, 55.2, 95, 322, 25, deferred=9, repay=25, buyback=110,
         shares_bought=Decimal("2.1"), options=14, shares_issued=Decimal("0.6"), oci_fx=-26, oci_pension=14,
         lease_add=38, lease_amortization=35, other_assets=4, other_liabilities=-6, other_income=5),
    Step("2023", date(2023, 5, 31), 12, (1833, 1498, 1042), (17.8, 13.1), 64, 31.6, 17.0, 69, 22.4, 129, 24, 23, 171,
         Decimal("1.08"), 33.4, 66.1, 56.0, 101, 338, 25, deferred=7, repay=75, buyback=145,
         shares_bought=Decimal("2.6"), options=12, shares_issued=Decimal("0.6"), oci_fx=-11, oci_pension=9,
         lease_add=41, lease_amortization=36, other_assets=6, other_liabilities=-4, other_income=6),
    Step("2024", date(2024, 5, 31), 12, (1871, 1462, 1083), (18.9, 12.2), 67, 32.7, 17.6, 71, 22.6, 134, 23, 25, 189,
         Decimal("1.12"), 33.0, 64.2, 57.1, 98, 361, 25, restructuring=38, impairment=14, deferred=-5, repay=75,
         buyback=160, shares_bought=Decimal("2.7"), options=16, shares_issued=Decimal("0.7"), oci_fx=8, oci_pension=-6,
         lease_add=36, lease_amortization=37, other_assets=9, other_liabilities=-8, other_income=8),
    Step("2025Q1", date(2024, 8, 31), 3, (452, 371, 270), (19.2, 12.9), 17, 33.0, 18.0, 18, 22.7, 34, 6, 7, 41,
         Decimal("0.29"), 33.9, 67.4, 56.4, 104, 338, 25, restructuring=5, deferred=1, repay=6, buyback=45,
         shares_bought=Decimal("0.7"), options=4, shares_issued=Decimal("0.2"), oci_fx=3, oci_pension=0, lease_add=8,
         lease_amortization=9, other_assets=1, other_liabilities=-2, other_income=2),
    Step("2025R", date(2025, 5, 31), 9, (1404, 1148, 842), (19.6, 13.8), 53, 33.6, 17.7, 51, 22.3, 103, 17, 20, 137,
         Decimal("0.87"), 33.2, 62.0, 58.3, 106, 372, 50, restructuring=9, deferred=6, repay=94, buyback=115,
         shares_bought=Decimal("1.8"), options=11, shares_issued=Decimal("0.5"), oci_fx=-9, oci_pension=7, lease_add=33,
         lease_amortization=28, other_assets=3, other_liabilities=-7, other_income=5),
    Step("2026Q1", date(2025, 8, 31), 3, (461, 388, 283), (17.7, 13.4), 18, 32.1, 18.0, 16, 22.5, 36, 6, 7, 52,
         Decimal("0.31"), 34.3, 66.9, 57.5, 111, 349, 50, deferred=2, repay=12, buyback=40,
         shares_bought=Decimal("0.6"), options=3, shares_issued=Decimal("0.2"), oci_fx=6, oci_pension=0, lease_add=7,
         lease_amortization=9, other_assets=2, other_liabilities=-1, other_income=2),
)  # fmt: skip

_PERIODS = (
    Period("FY2022", ("2022",), date(2021, 6, 1), date(2022, 5, 31), "2022"),
    Period("FY2023", ("2023",), date(2022, 6, 1), date(2023, 5, 31), "2023"),
    Period("FY2024", ("2024",), date(2023, 6, 1), date(2024, 5, 31), "2024"),
    Period("FY2025", ("2025Q1", "2025R"), date(2024, 6, 1), date(2025, 5, 31), "2025"),
    Period("Q1-2025", ("2025Q1",), date(2024, 6, 1), date(2024, 8, 31), "2024"),
    Period("Q1-2026", ("2026Q1",), date(2025, 6, 1), date(2025, 8, 31), "2025"),
)

_LABELS = Labels(
    sales="Net sales",
    cost="Cost of products sold",
    sga="Selling, general and administrative expenses",
    operating="Operating earnings",
    pretax="Earnings before income taxes",
    tax="Provision for income taxes",
    net="Net earnings",
    income_statement="Consolidated Statements of Earnings",
    balance_sheet="Consolidated Balance Sheets",
    equity_statement="Consolidated Statements of Shareholders\N{RIGHT SINGLE QUOTATION MARK} Equity",
    year_group="Fiscal Year Ended May 31,",
    receivables="Trade receivables, net",
    owners="shareholders\N{RIGHT SINGLE QUOTATION MARK}",
)

_DISCLOSURE = Disclosure(
    geography=(("United States", 0.742), ("Canada", 0.118), ("Mexico", 0.079), ("Other international", 0.0)),
    geography_members=("country:US", "country:CA", "country:MX", "hlsm:OtherInternationalMember"),
    inventory=(("Raw materials and packaging", 0.356), ("Work in process", 0.071), ("Finished goods", 0.0)),
    ppe=(("Land and land improvements", 0.036), ("Buildings and improvements", 0.264),
         ("Machinery and equipment", 0.607), ("Construction in progress", 0.0)),
    ppe_net_share=0.468,
    depreciation_by_segment=(("bakery", 0.43), ("meals", 0.36), ("ingredients", 0.0)),
    capex_by_segment=(("bakery", 0.47), ("meals", 0.31), ("ingredients", 0.0)),
    assets_by_segment=(("bakery", 0.41), ("meals", 0.33), ("ingredients", 0.0)),
    goodwill_by_segment=(("bakery", 0.52), ("meals", 0.31), ("ingredients", 0.0)),
    intangibles=(("Customer relationships", 0.46), ("Trademarks and trade names", 0.41), ("Recipes and know-how", 0.0)),
    intangibles_net_share=0.61,
    accrued=(("Compensation and benefits", 0.34), ("Trade promotion", 0.31), ("Interest", 0.05),
             ("Insurance and taxes", 0.11), ("Other", 0.0)),
    borrowings=(Borrowing("3.65% senior notes due 2029", 400, 2029),
                Borrowing("4.20% senior notes due 2031", 350, 2031),
                Borrowing("5.10% senior notes due 2034", 300, 2034)),
    bank_debt="Term loan facility due 2028",
    bank_due=2028,
    state_rate=2.3,
    foreign_rate=0.7,
    credits_rate=-0.6,
    foreign_income=0.21,
    lease_rate=4.4,
)  # fmt: skip

HLSM = Issuer(
    key="hlsm",
    name="HOLLISMERE FOODS, INC.",
    short="Hollismere",
    ticker="HLSM",
    exchange="New York Stock Exchange",
    exchange_code="NYSE",
    cik="0009910417",
    file_number="001-99417",
    state="Delaware",
    state_code="DE",
    tax_number="99-4410783",
    street="2200 Granary Row",
    city="Wendell Falls, Minnesota",
    zip_code="55999",
    phone=("612", "555-0148"),
    par="Common Stock, $0.10 par value",
    filer_status="Large accelerated filer",
    year_end="--05-31",
    amounts=Amounts(scale=6, share_decimals=1),
    segments=(
        Segment("bakery", "Bakery & Grains", "BakeryAndGrainsMember"),
        Segment("meals", "Prepared Meals", "PreparedMealsMember"),
        Segment("ingredients", "Ingredients & Foodservice", "IngredientsAndFoodserviceMember"),
    ),
    labels=_LABELS,
    disclosure=_DISCLOSURE,
    opened=date(2021, 5, 31),
    opening=_OPENING,
    steps=_STEPS,
    periods={period.key: period for period in _PERIODS},
    dilution=Decimal("1.1"),
    auditor="Farrow Pike & Lindqvist LLP",
    auditor_city="Minneapolis, Minnesota",
    auditor_since=2009,
    auditor_id="9417",
    officers=(
        ("Adaeze R. Thornbury", "Chairman and Chief Executive Officer"),
        ("Martin J. Vasquez-Oyelaran", "Executive Vice President and Chief Financial Officer"),
        ("Ingrid S. Hallbeck", "Vice President, Controller and Chief Accounting Officer"),
    ),
    directors=("Colm P. Whitaker", "Rosalind E. Navarro", "Dewitt K. Amundsen", "Priya N. Balakrishna"),
    accent="#cceeff",
    font="Times New Roman",
)
