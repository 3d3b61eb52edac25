"""What this field asks of an answer before it is shown: the company and the period asked, and the tone of a report."""

from domains.sec_filings.checks.company import company
from domains.sec_filings.checks.period import period
from domains.sec_filings.checks.tone import advice, certainty, promise

CHECKS = {"company": company, "period": period, "advice": advice, "promise": promise, "certainty": certainty}
