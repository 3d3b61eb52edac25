"""Answers kept, so that the same question is answered once: by its words, or by what its words mean."""

from app.answering.cache.cache import AnswerCache, Kept
from app.answering.cache.opening import open_cache, open_shelf
from app.answering.cache.shelf import Shelf, Stats

__all__ = ["AnswerCache", "Kept", "Shelf", "Stats", "open_cache", "open_shelf"]
