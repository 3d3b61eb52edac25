"""What an answer used: tokens as the providers report them, and their price from a maintained table."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.settings import ModelSettings


@dataclass(slots=True)
class Usage:
    """Sums over the calls that were answered. Tokens and cost are None once a call did not report its tokens, the cost
    also where the price of a model is not known: never a zero that is not true."""

    calls: int = 0
    input_tokens: int | None = 0
    output_tokens: int | None = 0
    cost_usd: Decimal | None = Decimal(0)

    def add(self, settings: ModelSettings, tokens_in: int, tokens_out: int) -> None:
        self.calls += 1
        reported = tokens_in > 0
        self.input_tokens = _sum(self.input_tokens, tokens_in if reported else None)
        self.output_tokens = _sum(self.output_tokens, tokens_out if reported else None)
        self.cost_usd = _sum(self.cost_usd, price(settings, tokens_in, tokens_out) if reported else None)


current_usage: ContextVar[Usage | None] = ContextVar("usage", default=None)


@contextmanager
def metered() -> Iterator[Usage]:
    """Counts what the models that ``build_llm`` made are used for inside of the block, in this thread or task."""
    usage = Usage()
    token = current_usage.set(usage)
    try:
        yield usage
    finally:
        current_usage.reset(token)


def price(settings: ModelSettings, tokens_in: int, tokens_out: int) -> Decimal | None:
    """US dollars by the table of ``genai-prices``; None where it does not know the provider or the model.

    A server of one's own is in no table, whatever the name of its model.
    """
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price

    tokens = Tokens(input_tokens=tokens_in, output_tokens=tokens_out)
    try:
        if settings.base_url:
            return calc_price(tokens, settings.model, provider_api_url=settings.base_url).total_price
        provider = "openai" if settings.provider == "openai_compatible" else settings.provider
        return calc_price(tokens, settings.model, provider_id=provider).total_price
    except LookupError:
        return None


def _sum(total: Any, part: Any) -> Any:
    return None if total is None or part is None else total + part
