"""Who writes an answer that no formula gives: the extractor, or a model."""

from app.answering.generate.extract import Extractor
from app.answering.generate.generator import Generator

__all__ = ["Extractor", "Generator"]
