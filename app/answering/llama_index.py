"""Our retrieval as a LlamaIndex retriever, so that its query engines, agents and workflows can stand on it."""

from collections.abc import Sequence

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from app.answering.answer import Hit
from app.answering.answerer import Answerer
from app.answering.asking import Asked


class PageRetriever(BaseRetriever):
    """One node a page: the text of its best passage, its place as metadata, the final score.

    Understanding, filters, recency and access are those of ``Answerer.search``; a question that the domain declines
    retrieves nothing.
    """

    def __init__(self, answerer: Answerer, *, access: Sequence[str] = ("public",), top_k: int = 10) -> None:
        super().__init__()
        self._answerer, self._access, self._top_k = answerer, access, top_k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        asked = Asked(query_bundle.query_str, access=self._access, top_k=self._top_k)
        return [NodeWithScore(node=_node(hit), score=hit.scores.final) for hit in self._answerer.search(asked)]


def _node(hit: Hit) -> TextNode:
    place = {"document_id": hit.document.id, "title": hit.document.title, "source": hit.source, "page": hit.page}
    section = {"section": " > ".join(hit.section)} if hit.section else {}
    return TextNode(id_=f"{hit.document.id}#{hit.page}", text=hit.text, metadata=place | section)
