"""Tarvenhall Controls: flow control and sensing, calendar years, amounts in thousands; restated fiscal 2024."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ..document import Amounts
from ..issuer import Borrowing, Disclosure, Issuer, Labels, Period, Segment
from ..ledger import Acquisition, Balance, Step

_OPENING = Balance(
    cash=48210, receivables=71350, inventories=78420, prepaid=12180, ppe=121440, lease_assets=22130, goodwill=138220,
    intangibles=61870, other_assets=9640, current_debt=7500, payables=41260, accrued=47390, lease_current=4205,
    debt=172500, lease_noncurrent=18745, deferred_tax=19320, other_liabilities=14210, common=365, apic=118440,
    retained=151965, aoci=-9840, treasury=-22600, shares=Decimal(36180),
)  # fmt: skip

_STEPS = (
    Step("2021", date(2021, 12, 31), 12, (228400, 141950, 88120), (17.1, 19.6), 21460, 37.9, 19.4, 7310, 21.4, 17620,
         7480, 5210, 24160, Decimal("0.48"), 57.4, 104.2, 52.1, 13020, 49120, 7500, research=25680, deferred=1420,
         repay=7500, options=2310, shares_issued=Decimal(214), oci_fx=-2140, oci_pension=610, lease_add=4880,
         lease_amortization=4510, other_assets=410, other_liabilities=-520, other_income=640),
    Step("2022", date(2022, 12, 31), 12, (251730, 158640, 97310), (17.4, 20.1), 22890, 37.6, 19.0, 7940, 21.8, 18240,
         7310, 5840, 27930, Decimal("0.52"), 58.9, 110.6, 53.4, 14210, 52310, 7500, research=28120, deferred=-860,
         repay=7500, options=1980, shares_issued=Decimal(198), oci_fx=-3310, oci_pension=1140, lease_add=5240,
         lease_amortization=4690, other_assets=620, other_liabilities=-480, other_income=510),
    Step("2023", date(2023, 12, 31), 12, (268915, 181272, 106448), (18.2, 20.8), 24310, 38.8, 19.1, 10480, 22.1, 19870,
         8620, 6310, 33410, Decimal("0.56"), 58.1, 107.3, 52.8, 15340, 57840, 10000, research=31470, deferred=-1240,
         acquisition=Acquisition(31240, 19800, 4120, 3240), borrow=50000, repay=17500, options=2640,
         shares_issued=Decimal(226), oci_fx=1870, oci_pension=-420, lease_add=5910, lease_amortization=5020,
         other_assets=540, other_liabilities=310, other_income=880),
    Step("2024Q1", date(2024, 3, 31), 3, (66204, 46118, 27380), (17.9, 21.2), 6210, 39.2, 19.6, 2760, 22.0, 5180,
         2290, 1610, 7840, Decimal("0.15"), 59.0, 108.4, 52.0, 16110, 51230, 10000, research=8090, deferred=-310,
         repay=2500, options=410, shares_issued=Decimal(48), oci_fx=-640, lease_add=1120, lease_amortization=1290,
         other_assets=120, other_liabilities=60, other_income=190),
    Step("2024Q2", date(2024, 6, 30), 3, (69871, 48905, 28114), (18.4, 21.6), 6340, 39.5, 19.2, 2710, 21.9, 5240,
         2290, 1680, 9120, Decimal("0.15"), 58.6, 107.1, 52.6, 15870, 53180, 10000, research=8240, deferred=-280,
         repay=2500, options=620, shares_issued=Decimal(61), oci_fx=-210, lease_add=980, lease_amortization=1310,
         other_assets=80, other_liabilities=-90, other_income=160),
    Step("2024Q3", date(2024, 9, 30), 3, (70416, 50327, 28902), (18.6, 22.0), 6420, 39.7, 19.0, 2650, 21.6, 5310,
         2280, 1720, 10480, Decimal("0.15"), 58.9, 108.8, 53.1, 15420, 55640, 10000, research=8310, deferred=-190,
         repay=2500, options=540, shares_issued=Decimal(55), oci_fx=1120, lease_add=2240, lease_amortization=1330,
         other_assets=150, other_liabilities=40, other_income=210),
    Step("2024Q4", date(2024, 12, 31), 3, (68033, 53640, 29755), (18.3, 22.4), 6980, 40.1, 19.3, 2590, 21.8, 5460,
         2280, 1790, 13940, Decimal("0.15"), 58.4, 113.9, 54.0, 16240, 60910, 12500, research=8520, deferred=-420,
         repay=2500, options=780, shares_issued=Decimal(66), oci_fx=-1980, oci_pension=740, lease_add=1640,
         lease_amortization=1350, other_assets=190, other_liabilities=-150, other_income=240),
    Step("2025Q1", date(2025, 3, 31), 3, (67912, 51204, 29018), (17.6, 22.1), 7410, 39.4, 19.8, 2510, 22.2, 5580,
         2240, 1830, 9630, Decimal("0.16"), 59.6, 109.2, 52.4, 17020, 53870, 12500, research=8760, deferred=-260,
         repay=3125, options=380, shares_issued=Decimal(44), oci_fx=1340, lease_add=1080, lease_amortization=1370,
         other_assets=130, other_liabilities=70, other_income=170),
    Step("2025Q2", date(2025, 6, 30), 3, (71430, 54876, 30233), (18.1, 22.8), 7020, 40.0, 19.4, 2460, 21.7, 5640,
         2240, 1890, 10210, Decimal("0.16"), 59.1, 107.6, 53.0, 16680, 56140, 12500, research=8910, deferred=-210,
         repay=3125, buyback=4180, shares_bought=Decimal(92), options=690, shares_issued=Decimal(58), oci_fx=2260,
         lease_add=3410, lease_amortization=1390, other_assets=90, other_liabilities=-60, other_income=150),
    Step("2025Q3", date(2025, 9, 30), 3, (69208, 57912, 31047), (17.2, 23.1), 7130, 39.8, 19.1, 2390, 21.5, 5720,
         2230, 1940, 11870, Decimal("0.16"), 58.8, 108.9, 53.6, 16320, 58720, 12500, research=9120,
         restructuring=3460, impairment=1120, deferred=-340, repay=3125, buyback=6240, shares_bought=Decimal(131),
         options=520, shares_issued=Decimal(51), oci_fx=-880, lease_add=1210, lease_amortization=1420,
         other_assets=110, other_liabilities=30, other_income=260),
)  # fmt: skip

_FOURTH = next(step for step in _STEPS if step.key == "2024Q4")

_PERIODS = (
    Period("FY2021", ("2021",), date(2021, 1, 1), date(2021, 12, 31), "2021"),
    Period("FY2022", ("2022",), date(2022, 1, 1), date(2022, 12, 31), "2022"),
    Period("FY2023", ("2023",), date(2023, 1, 1), date(2023, 12, 31), "2023"),
    Period("FY2024", ("2024Q1", "2024Q2", "2024Q3", "2024Q4"), date(2024, 1, 1), date(2024, 12, 31), "2024"),
    Period("Q1-2024", ("2024Q1",), date(2024, 1, 1), date(2024, 3, 31), "2024"),
    Period("Q2-2024", ("2024Q2",), date(2024, 4, 1), date(2024, 6, 30), "2024"),
    Period("Q3-2024", ("2024Q3",), date(2024, 7, 1), date(2024, 9, 30), "2024"),
    Period("H1-2024", ("2024Q1", "2024Q2"), date(2024, 1, 1), date(2024, 6, 30), "2024"),
    Period("9M-2024", ("2024Q1", "2024Q2", "2024Q3"), date(2024, 1, 1), date(2024, 9, 30), "2024"),
    Period("Q1-2025", ("2025Q1",), date(2025, 1, 1), date(2025, 3, 31), "2025"),
    Period("Q2-2025", ("2025Q2",), date(2025, 4, 1), date(2025, 6, 30), "2025"),
    Period("Q3-2025", ("2025Q3",), date(2025, 7, 1), date(2025, 9, 30), "2025"),
    Period("H1-2025", ("2025Q1", "2025Q2"), date(2025, 1, 1), date(2025, 6, 30), "2025"),
    Period("9M-2025", ("2025Q1", "2025Q2", "2025Q3"), date(2025, 1, 1), date(2025, 9, 30), "2025"),
)

_LABELS = Labels(
    sales="Net revenue",
    cost="Cost of revenue",
    sga="Selling, general and administrative",
    operating="Operating income",
    pretax="Income before income taxes",
    tax="Income tax expense",
    net="Net income",
    income_statement="Consolidated Statements of Operations",
    balance_sheet="Consolidated Balance Sheets",
    equity_statement="Consolidated Statements of Stockholders\N{RIGHT SINGLE QUOTATION MARK} Equity",
    year_group="Year Ended December 31,",
)

_DISCLOSURE = Disclosure(
    geography=(("United States", 0.521), ("Germany", 0.142), ("China", 0.113), ("Rest of world", 0.0)),
    geography_members=("country:US", "country:DE", "country:CN", "tvhl:RestOfWorldMember"),
    inventory=(("Raw materials and components", 0.448), ("Work in process", 0.193), ("Finished goods", 0.0)),
    ppe=(("Land", 0.024), ("Buildings and improvements", 0.287), ("Machinery and equipment", 0.548),
         ("Computer hardware and software", 0.097), ("Construction in progress", 0.0)),
    ppe_net_share=0.502,
    depreciation_by_segment=(("flow", 0.52), ("sensing", 0.31), ("services", 0.0)),
    capex_by_segment=(("flow", 0.44), ("sensing", 0.42), ("services", 0.0)),
    assets_by_segment=(("flow", 0.45), ("sensing", 0.38), ("services", 0.0)),
    goodwill_by_segment=(("flow", 0.38), ("sensing", 0.49), ("services", 0.0)),
    intangibles=(("Customer relationships", 0.52), ("Developed technology", 0.36), ("Trade names", 0.0)),
    intangibles_net_share=0.55,
    accrued=(("Compensation and benefits", 0.46), ("Contract liabilities", 0.21), ("Product warranty", 0.12),
             ("Income taxes", 0.07), ("Other", 0.0)),
    borrowings=(Borrowing("4.85% senior notes, Series A, due 2028", 60000, 2028),
                Borrowing("5.30% senior notes, Series B, due 2031", 40000, 2031)),
    bank_debt="Term loan due 2027",
    bank_due=2027,
    state_rate=1.9,
    foreign_rate=1.1,
    credits_rate=-2.2,
    foreign_income=0.38,
    lease_rate=5.2,
)  # fmt: skip

TVHL = Issuer(
    key="tvhl",
    name="TARVENHALL CONTROLS CORPORATION",
    short="Tarvenhall",
    ticker="TVHL",
    exchange="The Nasdaq Stock Market LLC",
    exchange_code="NASDAQ",
    cik="0009920856",
    file_number="000-99856",
    state="Ohio",
    state_code="OH",
    tax_number="99-2095518",
    street="1 Spindle Works Drive",
    city="Maumee Bend, Ohio",
    zip_code="43999",
    phone=("419", "555-0172"),
    par="Common Shares, $0.01 par value",
    filer_status="Accelerated filer",
    year_end="--12-31",
    amounts=Amounts(scale=3),
    segments=(
        Segment("flow", "Flow Control", "FlowControlMember"),
        Segment("sensing", "Sensing & Analytics", "SensingAndAnalyticsMember"),
        Segment("services", "Lifecycle Services", "LifecycleServicesMember"),
    ),
    labels=_LABELS,
    disclosure=_DISCLOSURE,
    opened=date(2020, 12, 31),
    opening=_OPENING,
    steps=_STEPS,
    periods={period.key: period for period in _PERIODS},
    dilution=Decimal(412),
    auditor="Ostrander Bellweather LLP",
    auditor_city="Toledo, Ohio",
    auditor_since=2014,
    auditor_id="9856",
    officers=(
        ("Wilhelmina D. Prakash", "President and Chief Executive Officer"),
        ("Tobias L. Ferreira", "Senior Vice President and Chief Financial Officer"),
        ("Simone A. Kowalczyk", "Vice President, Corporate Controller"),
    ),
    directors=("Everett M. Sandoval", "Lucinda F. Oyang", "Harlan B. Strickfaden"),
    accent="#e6efe6",
    font="Arial",
    corrected=(replace(_FOURTH, cost_correction=4860, capex_unpaid=3150),),
)
