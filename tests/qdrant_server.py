"""A stand-in for a Qdrant server on loopback: the client's in-memory mode behind the REST routes that we use.

No registry carries the server itself. Requests and answers are the client's own models, so what the processes of a test
share here has the shape of what they would share in production.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from qdrant_client import QdrantClient, models


@contextmanager
def qdrant_server() -> Iterator[str]:
    """The URL of an empty server, which ends with the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(_routes(), log_level="error"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def _routes() -> FastAPI:
    app, client, turn = FastAPI(), QdrantClient(":memory:"), threading.Lock()

    def answer(work: Callable[[], Any]) -> JSONResponse:
        with turn:
            result = work()
        return JSONResponse({"result": _plain(result), "status": "ok", "time": 0.0})

    @app.get("/collections/{name}/exists")
    def exists(name: str) -> JSONResponse:
        return answer(lambda: {"exists": client.collection_exists(name)})

    @app.put("/collections/{name}")
    async def create(name: str, request: Request) -> JSONResponse:
        wanted = models.CreateCollection.model_validate(await request.json())
        vectors: Any = wanted.vectors
        return answer(
            lambda: client.create_collection(name, vectors_config=vectors, sparse_vectors_config=wanted.sparse_vectors)
        )

    @app.put("/collections/{name}/index")
    def index(name: str) -> JSONResponse:
        return answer(lambda: models.UpdateResult(status=models.UpdateStatus.COMPLETED))

    @app.put("/collections/{name}/points")
    async def upsert(name: str, request: Request) -> JSONResponse:
        wanted = models.PointsList.model_validate(await request.json())
        return answer(lambda: client.upsert(name, wanted.points))

    @app.post("/collections/{name}/points/delete")
    async def delete(name: str, request: Request) -> JSONResponse:
        wanted = models.FilterSelector.model_validate(await request.json())
        return answer(lambda: client.delete(name, wanted))

    @app.post("/collections/{name}/points/count")
    async def count(name: str) -> JSONResponse:
        return answer(lambda: client.count(name))

    @app.post("/collections/{name}/points/scroll")
    async def scroll(name: str, request: Request) -> JSONResponse:
        wanted = models.ScrollRequest.model_validate(await request.json())

        def work() -> dict[str, Any]:
            points, following = client.scroll(
                name,
                wanted.filter,
                limit=wanted.limit or 10,
                offset=wanted.offset,
                with_payload=True,
                with_vectors=True,
            )
            return {"points": points, "next_page_offset": following}

        return answer(work)

    @app.post("/collections/{name}/points/query/batch")
    async def query(name: str, request: Request) -> JSONResponse:
        wanted = models.QueryRequestBatch.model_validate(await request.json())
        return answer(lambda: client.query_batch_points(name, wanted.searches))

    return app


def _plain(value: Any) -> Any:
    match value:
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case _ if hasattr(value, "model_dump_json"):
            return json.loads(value.model_dump_json())
    return value
