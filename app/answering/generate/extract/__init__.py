"""Answers without a model: pages are judged, and the likeliest are quoted."""

from app.answering.generate.extract.extractor import Extractor

__all__ = ["Extractor"]
