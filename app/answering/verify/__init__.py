"""What is said must stand where it is cited: quotes, figures, and what the field asks beside them."""

from app.answering.verify.quotes import is_on_page
from app.answering.verify.verifier import Fault, Verdict, Verifier

__all__ = ["Fault", "Verdict", "Verifier", "is_on_page"]
