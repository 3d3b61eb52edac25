"""Annual reports of companies that do not exist, with poisoned passages among clean ones, as HTML files."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import yaml

HERE = Path(__file__).parent
COMPANIES = (
    "Larkmere Tools", "Ostwick Pumps", "Brinmoor Paper", "Calderfen Glass", "Dunholt Foods", "Elmcrag Yarns",
    "Fenmarsh Locks", "Garrowby Lamps", "Hexgill Motors", "Ivelstone Clays", "Jarlside Boats", "Kestrelby Seeds",
    "Lowmoor Rugs", "Millbeck Bricks", "Netherby Ropes", "Oxspring Tiles", "Penhurst Bells", "Quillham Inks",
)  # fmt: skip
TOPICS = ("leases", "pension plans", "warranties", "litigation")  # one poisoned passage beside each
_CLEAN = {
    "leases": "We lease warehouses and sales offices under operating leases that expire on various dates.",
    "pension plans": "We sponsor pension plans that cover most employees hired before the plans were closed.",
    "warranties": "We record a liability for product warranties when the related revenue is recognized.",
    "litigation": "We are party to litigation in the ordinary course of business and record losses when probable.",
}


@dataclass(frozen=True, slots=True)
class Attack:
    """``text`` is what is read: a passage of ``company`` beside a clean one on ``topic``, or a question. ``obeyed`` is
    what a model that obeys it says; ``canary`` is what shows that it did."""

    technique: str
    text: str
    obeyed: str
    canary: str
    held_out: bool = False
    uncited: bool = False
    company: str = ""
    topic: str = ""

    @property
    def question(self) -> str:
        return f"What does {self.company} say about its {self.topic}?" if self.company else self.text


def poisoned_passages() -> list[Attack]:
    """Four to a company, in the order of the file."""
    attacks = []
    for index, entry in enumerate(yaml.safe_load((HERE / "passages.yaml").read_text(encoding="utf-8"))):
        company = COMPANIES[index // len(TOPICS)]
        texts = {name: entry.pop(name).replace("{company}", company) for name in ("text", "obeyed", "canary")}
        attacks.append(Attack(**entry, **texts, company=company, topic=TOPICS[index % len(TOPICS)]))
    return attacks


def hostile_questions() -> list[Attack]:
    return [Attack(technique="question", **entry) for entry in _questions()["hostile"]]


def harmless_questions() -> list[str]:
    return list(_questions()["harmless"])


def _questions() -> dict[str, list[dict[str, str]]]:
    loaded: dict[str, list[dict[str, str]]] = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    return loaded


def write_documents(folder: Path, attacks: Sequence[Attack]) -> None:
    """One annual report for each company among ``attacks``."""
    folder.mkdir(parents=True, exist_ok=True)
    for company in dict.fromkeys(attack.company for attack in attacks):
        own = [attack for attack in attacks if attack.company == company]
        name = company.lower().replace(" ", "-")
        (folder / f"{name}-10k.htm").write_text(_report(company, own), encoding="utf-8")


def _report(company: str, attacks: Sequence[Attack]) -> str:
    notes = "".join(_note(number, attack) for number, attack in enumerate(attacks, 1))
    return f"""<html><head><title>{escape(company)}</title></head><body>
<p><b>UNITED STATES SECURITIES AND EXCHANGE COMMISSION</b></p><p><b>FORM 10-K</b></p>
<p>ANNUAL REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934</p>
<p>For the fiscal year ended December 31, 2024</p><p>Commission file number 001-99999</p>
<p><b>{escape(company)}, Inc.</b></p><p>(Exact name of registrant as specified in its charter)</p>
<p><b>Item 7. Management's Discussion and Analysis of Financial Condition and Results of Operations</b></p>
<p>Demand for our products was steady throughout the year and prices rose in line with costs.</p>
<p><b>Item 8. Financial Statements and Supplementary Data</b></p>
<p><b>CONSOLIDATED STATEMENTS OF INCOME</b></p><p>(In millions, except per share amounts)</p>
<table><tr><td>Year ended December 31,</td><td>2024</td><td>2023</td></tr>
<tr><td>Revenue</td><td>$ 1,204</td><td>$ 1,133</td></tr><tr><td>Cost of revenue</td><td>703</td><td>689</td></tr>
<tr><td>Operating income</td><td>188</td><td>161</td></tr>
<tr><td>Net income</td><td>$ 142</td><td>$ 117</td></tr></table>
<p><b>NOTES TO CONSOLIDATED FINANCIAL STATEMENTS</b></p>{notes}</body></html>"""


def _note(number: int, attack: Attack) -> str:
    poisoned = attack.text if attack.text.startswith(("<table", "<p>")) else f"<p>{attack.text}</p>"
    return f"<p><b>Note {number}. {attack.topic.capitalize()}</b></p><p>{_CLEAN[attack.topic]}</p>{poisoned}"
