"""Asks a running server: the embedded store belongs to one process, and that may be the server."""

from datetime import date

from app.answering.answer import Answer
from core.errors import TransientError
from core.settings import ServerSettings


def ask_server(server: ServerSettings, question: str, *, as_of: date | None, explain: bool) -> Answer:
    """The server's answer. Raises TransientError where none answers at the configured address."""
    import httpx

    body = {"question": question, "as_of": as_of.isoformat() if as_of else None, "explain": explain}
    headers = {"Authorization": f"Bearer {server.api_key.get_secret_value()}"} if server.api_key else {}
    url = f"http://{server.host}:{server.port}/api/v1/query"
    try:
        response = httpx.post(url, json=body, headers=headers, timeout=60)
        response.raise_for_status()
    except httpx.HTTPError as error:
        raise TransientError(
            f"Another process holds the store, and no server answers at {url} ({error}).",
            remedy="Wait until the other process ends, or set RAG_SERVER__PORT to the server's port.",
        ) from error
    return Answer.model_validate_json(response.content)
