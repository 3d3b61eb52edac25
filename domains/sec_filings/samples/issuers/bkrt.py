"""Brackenroot Outfitters: outdoor retail, 52/53-week years ending on the last Saturday of January, in thousands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..document import Amounts
from ..issuer import Borrowing, Disclosure, Issuer, Labels, Period, Segment
from ..ledger import Balance, Step

_OPENING = Balance(
    cash=96420, receivables=14210, inventories=238640, prepaid=21330, ppe=312880, lease_assets=418260, goodwill=41500,
    intangibles=9300, other_assets=12760, current_debt=0, payables=128340, accrued=104220, lease_current=82650,
    debt=90000, lease_noncurrent=352340, deferred_tax=28410, other_liabilities=16870, common=420, apic=164300,
    retained=286810, aoci=-1240, treasury=-87820, shares=Decimal(41850),
)  # fmt: skip

_STEPS = (
    Step("2022", date(2023, 1, 28), 12, (1012480, 318220), (12.4,), 46300, 35.4, 27.9, 4210, 24.6, 52340, 940, 8120,
         71200, Decimal("0.48"), 4.1, 98.4, 54.6, 22410, 109840, 0, deferred=2140, buyback=32500,
         shares_bought=Decimal(1140), options=2210, shares_issued=Decimal(310), oci_fx=-420, lease_add=94200,
         lease_amortization=82600, other_assets=610, other_liabilities=420, other_income=910),
    Step("2023", date(2024, 1, 27), 12, (1041905, 347118), (12.1,), 48110, 35.1, 28.2, 4680, 24.4, 54210, 940, 8640,
         78430, Decimal("0.54"), 4.0, 95.2, 55.1, 23180, 112470, 0, deferred=1680, buyback=28000,
         shares_bought=Decimal(980), options=1870, shares_issued=Decimal(290), oci_fx=180, lease_add=88400,
         lease_amortization=84100, other_assets=430, other_liabilities=280, other_income=1840),
    Step("2024H1", date(2024, 7, 27), 6, (478316, 161290), (10.6,), 24020, 34.6, 29.4, 2240, 24.8, 27640, 470, 4510,
         38620, Decimal("0.30"), 4.4, 104.8, 55.9, 24860, 104310, 0, deferred=410, buyback=12000,
         shares_bought=Decimal(390), options=960, shares_issued=Decimal(150), oci_fx=-90, lease_add=41800,
         lease_amortization=42900, other_assets=260, other_liabilities=110, other_income=1120),
    Step("2024Q3", date(2024, 10, 26), 3, (262447, 91803), (11.4,), 12380, 35.5, 28.9, 1290, 24.5, 14080, 235, 2280,
         21840, Decimal("0.15"), 4.6, 118.6, 61.4, 25740, 108920, 0, deferred=220, borrow=45000, buyback=6000,
         shares_bought=Decimal(188), options=340, shares_issued=Decimal(62), oci_fx=60, lease_add=28600,
         lease_amortization=21800, other_assets=140, other_liabilities=90, other_income=540),
    Step("2024Q4", date(2025, 1, 25), 3, (341902, 142655), (14.4,), 13240, 36.4, 25.9, 1310, 24.2, 14390, 235, 2410,
         19730, Decimal("0.15"), 3.1, 78.3, 47.2, 22960, 119640, 0, deferred=840, repay=45000, buyback=8000,
         shares_bought=Decimal(236), options=720, shares_issued=Decimal(84), oci_fx=-150, lease_add=22100,
         lease_amortization=22300, other_assets=180, other_liabilities=70, other_income=610),
    Step("2025H1", date(2025, 7, 26), 6, (489233, 174822), (10.1,), 25110, 34.2, 29.3, 2310, 24.9, 29480, 470, 4820,
         42160, Decimal("0.34"), 4.5, 106.1, 56.8, 26310, 107240, 0, deferred=380, buyback=15000,
         shares_bought=Decimal(412), options=880, shares_issued=Decimal(141), oci_fx=210, lease_add=58400,
         lease_amortization=44600, other_assets=310, other_liabilities=140, other_income=1310),
    Step("2025Q3", date(2025, 10, 25), 3, (266018, 100937), (10.7,), 12910, 34.6, 28.7, 1420, 24.7, 15060, 235, 2440,
         24310, Decimal("0.17"), 4.7, 121.3, 62.0, 27480, 110380, 0, deferred=190, borrow=60000, buyback=7500,
         shares_bought=Decimal(204), options=310, shares_issued=Decimal(58), oci_fx=-40, lease_add=19300,
         lease_amortization=22900, other_assets=120, other_liabilities=60, other_income=480),
    Step("2025Q4", date(2026, 1, 31), 3, (371884, 164310), (14.1,), 14280, 36.1, 25.3, 1390, 24.3, 15620, 235, 2560,
         21470, Decimal("0.17"), 3.0, 76.9, 46.4, 24150, 127410, 10000, impairment=0, deferred=760, repay=60000,
         buyback=10000, shares_bought=Decimal(258), options=940, shares_issued=Decimal(96), oci_fx=90,
         lease_add=23600, lease_amortization=23700, other_assets=210, other_liabilities=90, other_income=620),
)  # fmt: skip

_PERIODS = (
    Period("FY2022", ("2022",), date(2022, 1, 30), date(2023, 1, 28), "January 28,\n2023", 52),
    Period("FY2023", ("2023",), date(2023, 1, 29), date(2024, 1, 27), "January 27,\n2024", 52),
    Period("FY2024", ("2024H1", "2024Q3", "2024Q4"), date(2024, 1, 28), date(2025, 1, 25), "January 25,\n2025", 52),
    Period("FY2025", ("2025H1", "2025Q3", "2025Q4"), date(2025, 1, 26), date(2026, 1, 31), "January 31,\n2026", 53),
    Period("Q3-2024", ("2024Q3",), date(2024, 7, 28), date(2024, 10, 26), "October 26,\n2024", 13),
    Period("Q3-2025", ("2025Q3",), date(2025, 7, 27), date(2025, 10, 25), "October 25,\n2025", 13),
    Period("9M-2024", ("2024H1", "2024Q3"), date(2024, 1, 28), date(2024, 10, 26), "October 26,\n2024", 39),
    Period("9M-2025", ("2025H1", "2025Q3"), date(2025, 1, 26), date(2025, 10, 25), "October 25,\n2025", 39),
)

_LABELS = Labels(
    sales="Net sales",
    cost="Cost of goods sold, including buying and occupancy costs",
    sga="Selling, general and administrative expenses",
    operating="Income from operations",
    pretax="Income before income taxes",
    tax="Income tax expense",
    net="Net income",
    income_statement="Consolidated Statements of Income",
    balance_sheet="Consolidated Balance Sheets",
    equity_statement="Consolidated Statements of Stockholders\N{RIGHT SINGLE QUOTATION MARK} Equity",
    year_group="Fiscal Year Ended",
    receivables="Receivables",
)

_DISCLOSURE = Disclosure(
    geography=(("Apparel", 0.412), ("Footwear", 0.231), ("Camp and climb equipment", 0.246), ("Other", 0.0)),
    geography_members=("bkrt:ApparelMember", "bkrt:FootwearMember", "bkrt:CampAndClimbEquipmentMember",
                       "bkrt:OtherProductsMember"),
    inventory=(("Merchandise in stores", 0.583), ("Merchandise in distribution centers", 0.361),
               ("Merchandise in transit", 0.0)),
    ppe=(("Leasehold improvements", 0.448), ("Fixtures and equipment", 0.331), ("Land and buildings", 0.112),
         ("Capitalized software", 0.082), ("Construction in progress", 0.0)),
    ppe_net_share=0.441,
    depreciation_by_segment=(("stores", 0.79), ("digital", 0.0)),
    capex_by_segment=(("stores", 0.71), ("digital", 0.0)),
    assets_by_segment=(("stores", 0.82), ("digital", 0.0)),
    goodwill_by_segment=(("stores", 1.0), ("digital", 0.0)),
    intangibles=(("Trade name", 0.7), ("Customer list", 0.0)),
    intangibles_net_share=0.48,
    accrued=(("Compensation and benefits", 0.36), ("Gift cards and loyalty rewards", 0.29),
             ("Sales and property taxes", 0.14), ("Income taxes", 0.06), ("Other", 0.0)),
    borrowings=(Borrowing("Mortgage loan on Reno distribution center, 4.10%, due in fiscal 2029", 40000, 2029),),
    bank_debt="Term loan, due in fiscal 2028",
    bank_due=2028,
    state_rate=4.1,
    foreign_rate=0.2,
    credits_rate=-0.5,
    foreign_income=0.04,
    lease_rate=4.9,
)  # fmt: skip

BKRT = Issuer(
    key="bkrt",
    name="BRACKENROOT OUTFITTERS, INC.",
    short="Brackenroot",
    ticker="BKRT",
    exchange="Nasdaq Global Select Market",
    exchange_code="NASDAQ",
    cik="0009933102",
    file_number="001-99102",
    state="Nevada",
    state_code="NV",
    tax_number="99-7351240",
    street="815 Switchback Avenue, Suite 300",
    city="Truckee Crossing, Nevada",
    zip_code="89999",
    phone=("775", "555-0119"),
    par="Class A Common Stock, par value $0.01 per share",
    filer_status="Large accelerated filer",
    year_end="--01-31",
    amounts=Amounts(scale=3),
    segments=(
        Segment("stores", "Stores", "StoresMember"),
        Segment("digital", "Digital", "DigitalMember"),
    ),
    labels=_LABELS,
    disclosure=_DISCLOSURE,
    opened=date(2022, 1, 29),
    opening=_OPENING,
    steps=_STEPS,
    periods={period.key: period for period in _PERIODS},
    dilution=Decimal(486),
    auditor="Castellane, Moor & Whitcombe LLP",
    auditor_city="Reno, Nevada",
    auditor_since=2017,
    auditor_id="9102",
    officers=(
        ("Genevieve T. Okonjo", "President, Chief Executive Officer and Director"),
        ("Ansel R. Lindgren", "Executive Vice President and Chief Financial Officer"),
        ("Beatriz C. Halloran", "Vice President and Chief Accounting Officer"),
    ),
    directors=("Thaddeus W. Quarles", "Mirela S. Dumont", "Orson J. Petrakis", "Camille A. Yazzie"),
    accent="#f0efe6",
    font="Helvetica",
)
