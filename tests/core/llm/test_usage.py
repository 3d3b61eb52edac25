"""What is counted, and what is not known."""

from decimal import Decimal

import pytest

from core.llm.usage import Usage, price
from core.settings import ModelSettings

HOSTED = ModelSettings.model_validate({"provider": "openai_compatible", "model": "gpt-4o", "api_key": "k"})
OWN = ModelSettings.model_validate(
    {"provider": "openai_compatible", "model": "gpt-4o", "base_url": "http://127.0.0.1:8080/v1"}
)


def test_a_hosted_model_has_the_price_of_the_table() -> None:
    assert price(HOSTED, 1_000_000, 0) == Decimal("2.5")


@pytest.mark.parametrize("settings", [OWN, HOSTED.model_copy(update={"model": "no-such-model"})])
def test_an_unknown_price_is_none_and_not_zero(settings: ModelSettings) -> None:
    assert price(settings, 1_000_000, 0) is None


def test_one_unknown_price_makes_the_sum_unknown() -> None:
    usage = Usage()
    usage.add(HOSTED, 100, 10)
    assert usage.cost_usd
    usage.add(OWN, 100, 10)
    usage.add(HOSTED, 100, 10)
    assert usage == Usage(calls=3, input_tokens=300, output_tokens=30, cost_usd=None)


def test_tokens_that_are_not_reported_are_not_zero() -> None:
    usage = Usage()
    usage.add(HOSTED, 0, 0)
    assert usage == Usage(calls=1, input_tokens=None, output_tokens=None, cost_usd=None)


def test_nothing_used_costs_nothing() -> None:
    assert Usage().cost_usd == 0
