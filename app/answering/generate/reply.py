"""What a model is asked to return. The library puts this schema to the model, in whatever way the provider has."""

from pydantic import BaseModel, ConfigDict, Field

MOST_CLAIMS = 6  # a small model that is held to a schema would else write until it is cut off


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(_Part):
    """Words of one passage, copied."""

    passage: int = Field(description="The number of the passage that the words stand in.")
    quote: str = Field(description="Words of that passage, copied exactly: one sentence or one row of a table.")


class Claim(_Part):
    """One sentence of the answer and the words that support it."""

    sentence: str = Field(description="One complete sentence of the answer. Every figure in it stands in the quotes.")
    evidence: list[Quote] = Field(min_length=1, max_length=4, description="The quotes that say what the sentence says.")


class Reply(_Part):
    """The answer, sentence by sentence, each with the quotes that support it."""

    answered: bool = Field(description="Whether the passages answer the question. If false, claims is empty.")
    claims: list[Claim] = Field(max_length=MOST_CLAIMS, description="The sentences of the answer, in order; few.")
    value: float | None = Field(None, description="The figure asked for, as printed in the answer; null if none.")
    unit: str | None = Field(None, description="The unit of value, for example 'USD million' or '%'; null if none.")
