"""Asks a running server: the embedded store belongs to one process, and that may be the server."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from app.answering.answer import Answer
from app.answering.asking import Asked
from app.answering.events import Done, Event
from core.errors import TransientError
from core.settings import ServerSettings

if TYPE_CHECKING:
    import httpx

# A model may think for minutes; the server says every 15 seconds that it is still there.
SILENCE_SECONDS = 60


def ask_server(server: ServerSettings, asked: Asked, tell: Callable[[Event], None] = lambda event: None) -> Answer:
    """The server's answer; ``tell`` hears each event of it. Raises TransientError where no server gives one."""
    import httpx

    body = {
        "question": asked.question,
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "explain": asked.explain,
        "fresh": asked.fresh,
    }
    headers = {"Authorization": f"Bearer {server.api_key.get_secret_value()}"} if server.api_key else {}
    url = f"http://{server.host}:{server.port}/api/v1/query/stream"
    try:
        with httpx.stream("POST", url, json=body, headers=headers, timeout=SILENCE_SECONDS) as response:
            response.raise_for_status()
            for event in _events(response):
                tell(event)
                if isinstance(event, Done):
                    return event.answer
    except httpx.HTTPError as error:
        raise TransientError(
            f"Another process holds the store, and no server answers at {url} ({error}).",
            remedy="Wait until the other process ends, or set RAG_SERVER__PORT to the server's port.",
        ) from error
    raise TransientError("The server ended before the answer did.", remedy="Ask again; its log says why.")


def _events(response: "httpx.Response") -> Iterator[Event]:
    """Raises TransientError for the event that tells a failure."""
    events: TypeAdapter[Any] = TypeAdapter(Event)
    name = ""
    for line in response.iter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data" and name == "error":
            raise TransientError("The server could not finish the answer.", remedy=f"It says: {value}")
        elif field == "data":
            yield events.validate_json(value)
