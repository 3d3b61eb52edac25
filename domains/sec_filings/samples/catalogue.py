"""The filings that the generator writes."""

from __future__ import annotations

from datetime import date

from .filing import Filing
from .issuers import BKRT, HLSM, TVHL

_MAY24, _MAY25 = date(2024, 5, 31), date(2025, 5, 31)
_DEC22, _DEC23, _DEC24 = date(2022, 12, 31), date(2023, 12, 31), date(2024, 12, 31)
_JAN24, _JAN25, _JAN26 = date(2024, 1, 27), date(2025, 1, 25), date(2026, 1, 31)

FILINGS: tuple[Filing, ...] = (
    Filing("hlsm-20240531", "pdf", "10-K", HLSM, "FY2024", date(2024, 7, 24), _MAY24, 2024, "FY",
           ("FY2024", "FY2023", "FY2022"), balance_dates=(_MAY24, date(2023, 5, 31)), look="rotated"),
    Filing("hlsm-20250531", "htm", "10-K", HLSM, "FY2025", date(2025, 7, 23), _MAY25, 2025, "FY",
           ("FY2025", "FY2024", "FY2023"), balance_dates=(_MAY25, _MAY24)),
    Filing("hlsm-20250831", "htm", "10-Q", HLSM, "Q1-2026", date(2025, 10, 2), date(2025, 8, 31), 2026, "Q1",
           ("Q1-2026", "Q1-2025"), balance_dates=(date(2025, 8, 31), _MAY25)),
    Filing("hlsm-8k-20251117", "htm", "8-K", HLSM, "8K-2025-11", date(2025, 11, 20), date(2025, 11, 17), 2026, ""),
    Filing("tvhl-20231231", "pdf", "10-K", TVHL, "FY2023", date(2024, 2, 28), _DEC23, 2023, "FY",
           ("FY2023", "FY2022", "FY2021"), balance_dates=(_DEC23, _DEC22), corrected=False),
    Filing("tvhl-20241231", "pdf", "10-K", TVHL, "FY2024", date(2025, 2, 27), _DEC24, 2024, "FY",
           ("FY2024", "FY2023", "FY2022"), balance_dates=(_DEC24, _DEC23), corrected=False),
    Filing("tvhl-20241231a1", "htm", "10-K/A", TVHL, "FY2024A", date(2025, 5, 1), _DEC24, 2024, "FY",
           ("FY2024", "FY2023", "FY2022"), balance_dates=(_DEC24, _DEC23)),
    Filing("tvhl-20250331", "htm", "10-Q", TVHL, "Q1-2025", date(2025, 5, 8), date(2025, 3, 31), 2025, "Q1",
           ("Q1-2025", "Q1-2024"), balance_dates=(date(2025, 3, 31), _DEC24)),
    Filing("tvhl-10q-20250630", "pdf", "10-Q", TVHL, "Q2-2025", date(2025, 8, 7), date(2025, 6, 30), 2025, "Q2",
           ("Q2-2025", "Q2-2024"), ("H1-2025", "H1-2024"), (date(2025, 6, 30), _DEC24)),
    Filing("tvhl-10q-20250930", "pdf", "10-Q", TVHL, "Q3-2025", date(2025, 11, 6), date(2025, 9, 30), 2025, "Q3",
           ("Q3-2025", "Q3-2024"), ("9M-2025", "9M-2024"), (date(2025, 9, 30), _DEC24)),
    Filing("bkrt-20250125", "htm", "10-K", BKRT, "FY2024", date(2025, 3, 19), _JAN25, 2024, "FY",
           ("FY2024", "FY2023", "FY2022"), balance_dates=(_JAN25, _JAN24)),
    Filing("bkrt-8k-20250609", "htm", "8-K", BKRT, "8K-2025-06", date(2025, 6, 12), date(2025, 6, 9), 2025, ""),
    Filing("bkrt-8k-ex991-20251120", "pdf", "8-K", BKRT, "8K-2025-11", date(2025, 11, 20), date(2025, 11, 20), 2025,
           "", ("Q3-2025", "Q3-2024"), ("9M-2025", "9M-2024"), (date(2025, 10, 25), _JAN25, date(2024, 10, 26))),
    Filing("bkrt-20260131", "pdf", "10-K", BKRT, "FY2025", date(2026, 3, 25), _JAN26, 2025, "FY",
           ("FY2025", "FY2024", "FY2023"), balance_dates=(_JAN26, _JAN25), look="rotated"),
)  # fmt: skip
