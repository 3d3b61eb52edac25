def instructions_in(text: str) -> list[str]:
    return []
