"""How this folder writes long regular expressions: as lists of phrases."""


def phrases(*alternatives: str) -> str:
    """A pattern for any of the phrases, each a pattern itself, in which a space stands for any run of white space."""
    return "(?:" + "|".join(alternative.replace(" ", r"\s+") for alternative in alternatives) + ")"
