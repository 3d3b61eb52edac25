"""The cover page of a periodic or current report, with its tagged facts."""

from __future__ import annotations

from .document import Block, Column, Context, Fact, Paragraph, Row, Rule, Table, Text
from .filing import Filing, company, day
from .prose import Prose, typographic

YES, NO = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"


def _context(filing: Filing) -> Context:
    """The period that cover facts are reported for: the year to date, or the day of the event."""
    if not filing.periods:
        return Context(filing.period_end, filing.period_end)
    first = (filing.year_to_date or filing.periods)[0]
    return filing.issuer.periods[first].context


class Cover:
    """Writes the cover of one filing."""

    def __init__(self, filing: Filing, prose: Prose) -> None:
        self.filing, self.issuer, self.facts = filing, filing.issuer, prose.facts
        self.context = _context(filing)

    def _dei(self, name: str, text: str, form: str = "") -> Fact:
        return Fact(text, f"dei:{name}", self.context, format=form)

    def hidden(self) -> tuple[Fact, ...]:
        """The facts that the reader does not see."""
        amended = "true" if self.filing.amendment else "false"
        facts = [
            self._dei("EntityCentralIndexKey", self.issuer.cik),
            self._dei("CurrentFiscalYearEndDate", self.issuer.year_end),
            self._dei("AmendmentFlag", amended, f"ixt:fixed-{amended}"),
        ]
        if self.filing.periods:
            facts += [
                self._dei("DocumentFiscalYearFocus", str(self.filing.year)),
                self._dei("DocumentFiscalPeriodFocus", self.filing.focus),
            ]
        if self.filing.amendment:
            facts.append(self._dei("AmendmentDescription", self.facts["amendment_description"]))
        return tuple(facts)

    def blocks(self) -> list[Block]:
        """The cover from the Commission's name to the shares outstanding."""
        current = self.filing.form == "8-K"
        return [*self._masthead(), *self._period(), *self._registrant(), *(self._short() if current else self._full())]

    def _masthead(self) -> list[Block]:
        form: Text = ("FORM ", self._dei("DocumentType", self.filing.form))
        number = ("\n(Amendment No. 1)",) if self.filing.amendment else ()
        return [
            Paragraph(("UNITED STATES\nSECURITIES AND EXCHANGE COMMISSION",), "title"),
            Paragraph(("Washington, D.C. 20549",), "bold_center"),
            Rule(),
            Paragraph((*form, *number), "title"),
            Rule(),
        ]

    def _period(self) -> list[Block]:
        ended = self._dei("DocumentPeriodEndDate", day(self.filing.period_end), "ixt:date-monthname-day-year-en")
        number = self._dei("EntityFileNumber", self.issuer.file_number)
        act = "OF THE SECURITIES EXCHANGE ACT OF 1934"
        if self.filing.form == "8-K":
            return [
                Paragraph((f"CURRENT REPORT\nPursuant to Section 13 or 15(d) {act.lower().title()}",), "bold_center"),
                Paragraph(("Date of Report (Date of earliest event reported): ", ended), "bold_center"),
                Paragraph(("Commission File Number: ", number), "center"),
            ]
        annual = self.filing.form.startswith("10-K")
        kind, flag = ("ANNUAL", "DocumentAnnualReport") if annual else ("QUARTERLY", "DocumentQuarterlyReport")
        words = "fiscal year" if annual else "quarterly period"
        return [
            Paragraph(
                (self._dei(flag, YES, "ixt:fixed-true"), f"  {kind} REPORT PURSUANT TO SECTION 13 OR 15(d) {act}"),
                "bold_center",
            ),
            Paragraph((f"For the {words} ended ", ended), "bold_center"),
            Paragraph(("or",), "center"),
            Paragraph(
                (
                    self._dei("DocumentTransitionReport", NO, "ixt:fixed-false"),
                    f"  TRANSITION REPORT PURSUANT TO SECTION 13 OR 15(d) {act}",
                ),
                "bold_center",
            ),
            Paragraph(("For the transition period from ____________ to ____________",), "center"),
            Paragraph(("Commission File Number: ", number), "center"),
        ]

    def _registrant(self) -> list[Block]:
        issuer = self.issuer
        code, local = issuer.phone
        city, _, _ = issuer.city.partition(", ")
        state = issuer.city.partition(", ")[2]
        return [
            Paragraph((self._dei("EntityRegistrantName", issuer.name),), "name"),
            Paragraph(("(Exact name of registrant as specified in its charter)",), "small_center"),
            self._two_columns(
                self._dei("EntityIncorporationStateCountryCode", issuer.state, "ixt-sec:stateprovnameen"),
                self._dei("EntityTaxIdentificationNumber", issuer.tax_number),
                "(State or other jurisdiction of\nincorporation or organization)",
                "(I.R.S. Employer\nIdentification No.)",
            ),
            Paragraph(
                (
                    self._dei("EntityAddressAddressLine1", issuer.street),
                    ", ",
                    self._dei("EntityAddressCityOrTown", city),
                    ", ",
                    state,
                    " ",
                    self._dei("EntityAddressPostalZipCode", issuer.zip_code),
                ),
                "bold_center",
            ),
            Paragraph(("(Address of principal executive offices and zip code)",), "small_center"),
            Paragraph(
                ("(", self._dei("CityAreaCode", code), ") ", self._dei("LocalPhoneNumber", local)), "bold_center"
            ),
            Paragraph((typographic("(Registrant's telephone number, including area code)"),), "small_center"),
            Paragraph(("Securities registered pursuant to Section 12(b) of the Act:",), "bold_center"),
            self._securities(),
        ]

    def _two_columns(self, left: Fact, right: Fact, under_left: str, under_right: str) -> Table:
        rows = (
            Row("", (left, right), kind="text", bold=True),
            Row("", (under_left.replace("\n", " "), under_right.replace("\n", " ")), kind="text"),
        )
        return Table((Column(""), Column("")), rows, label_width=0.12, banded=False)

    def _securities(self) -> Table:
        issuer = self.issuer
        heads = ("Trading Symbol(s)", "Name of each exchange on which registered")
        cells = (
            self._dei("TradingSymbol", issuer.ticker),
            self._dei("SecurityExchangeName", issuer.exchange, "ixt-sec:exchnameen"),
        )
        rows = (Row(issuer.par, cells, kind="text"),)
        return Table(
            tuple(Column(head) for head in heads),
            rows,
            label_head="Title of each class",
            label_width=0.42,
            banded=False,
        )

    def _short(self) -> list[Block]:
        """The boxes of a current report."""
        purposes = (
            "Written communications pursuant to Rule 425 under the Securities Act",
            "Soliciting material pursuant to Rule 14a-12 under the Exchange Act",
            "Pre-commencement communications pursuant to Rule 14d-2(b) under the Exchange Act",
            "Pre-commencement communications pursuant to Rule 13e-4(c) under the Exchange Act",
        )
        names = (
            "WrittenCommunications",
            "SolicitingMaterial",
            "PreCommencementTenderOffer",
            "PreCommencementIssuerTenderOffer",
        )
        return [
            Paragraph(
                (
                    "Check the appropriate box below if the Form 8-K filing is intended to simultaneously satisfy "
                    "the filing obligation of the registrant under any of the following provisions:",
                ),
                "small",
            ),
            *(
                Paragraph((self._dei(name, NO, "ixt:fixed-false"), f"  {purpose}"), "small")
                for name, purpose in zip(names, purposes, strict=True)
            ),
            Paragraph(
                (
                    "Indicate by check mark whether the registrant is an emerging growth company as defined in Rule "
                    f"405 of the Securities Act of 1933. Emerging growth company {NO}",
                ),
                "small",
            ),
            Rule(heavy=True),
        ]

    def _full(self) -> list[Block]:
        """The questions of a periodic report, market value and shares outstanding."""
        annual = self.filing.form.startswith("10-K")
        both = f"Yes {YES}  No {NO}"
        well_known = both if self.issuer.filer_status.startswith("Large") else f"Yes {NO}  No {YES}"
        first = [
            ("Securities registered pursuant to Section 12(g) of the Act: None", "center"),
            (
                "Indicate by check mark if the registrant is a well-known seasoned issuer, as defined in Rule 405 of the "
                f"Securities Act. {well_known}",
                "small",
            ),
            (
                "Indicate by check mark if the registrant is not required to file reports pursuant to Section 13 or 15(d) "
                f"of the Act. Yes {NO}  No {YES}",
                "small",
            ),
        ]
        questions = [*(first if annual else []), *self._questions(both)]
        blocks: list[Block] = [Paragraph((text,), style) for text, style in questions]  # type: ignore[arg-type]
        return [*blocks, *(self._market_value() if annual else []), self._outstanding(), *self._incorporated(annual)]

    def _questions(self, both: str) -> list[tuple[str, str]]:
        statuses = (
            "Large accelerated filer",
            "Accelerated filer",
            "Non-accelerated filer",
            "Smaller reporting company",
            "Emerging growth company",
        )
        boxes = "   ".join(f"{status} {YES if status == self.issuer.filer_status else NO}" for status in statuses)
        corrected = f"{YES if self.filing.amendment else NO}"
        return [
            (
                "Indicate by check mark whether the registrant (1) has filed all reports required to be filed by Section "
                "13 or 15(d) of the Securities Exchange Act of 1934 during the preceding 12 months, and (2) has been "
                f"subject to such filing requirements for the past 90 days. {both}",
                "small",
            ),
            (
                "Indicate by check mark whether the registrant has submitted electronically every Interactive Data File "
                f"required to be submitted pursuant to Rule 405 of Regulation S-T during the preceding 12 months. {both}",
                "small",
            ),
            (boxes, "small_center"),
            (
                "If securities are registered pursuant to Section 12(b) of the Act, indicate by check mark whether the "
                "financial statements of the registrant included in the filing reflect the correction of an error to "
                f"previously issued financial statements. {corrected}",
                "small",
            ),
            (
                "Indicate by check mark whether the registrant is a shell company (as defined in Rule 12b-2 of the Act). "
                f"Yes {NO}  No {YES}",
                "small",
            ),
        ]

    def _market_value(self) -> list[Block]:
        value = Fact(
            self.facts["market_value"],
            "dei:EntityPublicFloat",
            self.context,
            "usd",
            6,
            "-5",
            prefix="$",
            suffix=" million",
        )
        when = f" as of {self.facts['market_date']}, the last business day of the most recently completed second "
        text = "The aggregate market value of the common equity held by non-affiliates of the registrant was "
        return [Paragraph((text, value, when, "fiscal quarter."), "small")]

    def _outstanding(self) -> Paragraph:
        shares = Fact(
            self.facts["shares_outstanding"], "dei:EntityCommonStockSharesOutstanding", self.context, "shares", 0, "INF"
        )
        owner = company(self.issuer)
        return Paragraph(
            (
                f"Number of shares of common stock of {owner} outstanding as of {self.facts['shares_date']}: ",
                shares,
                ".",
            ),
            "small",
        )

    def _incorporated(self, annual: bool) -> list[Block]:
        if not annual:
            return [Rule(heavy=True)]
        return [
            Paragraph(("DOCUMENTS INCORPORATED BY REFERENCE",), "bold_center"),
            Paragraph(
                (
                    typographic(
                        "Portions of the registrant's definitive proxy statement for its "
                        f"{self.facts['meeting']} annual meeting are incorporated by reference into Part "
                        "III of this report."
                    ),
                ),
                "small",
            ),
            Rule(heavy=True),
        ]
