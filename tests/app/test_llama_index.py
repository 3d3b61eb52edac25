"""LlamaIndex stands on our retrieval."""

from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import get_response_synthesizer

from app.answering.llama_index import PageRetriever
from app.wiring import build
from core.settings import Settings


def test_a_query_engine_answers_from_our_pages(toy_settings: Settings) -> None:
    with build(toy_settings) as application:
        retriever = PageRetriever(application.answerer, top_k=2)
        synthesiser = get_response_synthesizer(llm=MockLLM())
        engine = RetrieverQueryEngine(retriever=retriever, response_synthesizer=synthesiser)
        response = engine.query("In how many stages does Kettle 1.4 boil water?")
    node = response.source_nodes[0]
    assert node.metadata["source"] == "kettle-1.4.md" and node.metadata["page"] == 1
    assert node.score is not None and node.score > 0
    assert "two stages" in str(response)


def test_what_the_domain_declines_retrieves_nothing(toy_settings: Settings) -> None:
    with build(toy_settings) as application:
        assert PageRetriever(application.answerer).retrieve("How loud is Blender?") == []
