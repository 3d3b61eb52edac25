"""Makes the package ``unstructured`` work without a network, without spaCy, and without calling home.

Its partitioners tell headings from prose by sentences, words and verbs, for which they load a spaCy model and, where
it is missing, download it at run time. Only three functions of one module are needed; here they are, by rules. A word
counts as a verb by a list of common forms and by its ending, which decides between Title and NarrativeText.
"""

import os
import re
import sys
from functools import lru_cache
from types import ModuleType
from typing import Final

from core.formats.sentences import sentences

_MODULE: Final = "unstructured.nlp.tokenize"
_ENVIRONMENT: Final = {"SCARF_NO_ANALYTICS": "true", "DO_NOT_TRACK": "1", "UNSTRUCTURED_DISABLE_NOTICE": "1"}
_WORD: Final = re.compile(r"[A-Za-z]+(?:['\u2019-][A-Za-z]+)*|\d+(?:[.,]\d+)*|\S")
_VERBS: Final = frozenset(
    "am is are was were be been being has have had do does did can could may might must shall should will would"
    " accept add adds affect affects agree allow allows appear appears apply applies arise arises assume become"
    " becomes became begin begins began believe believes bring brings build builds built buy call calls came cause"
    " causes change check choose click close come comes compare complete consist consists contain contains continue"
    " continues cost create creates decline depend depends describe describes determine differ do ensure evaluate"
    " exceed exceeds exist exists expect expects explain fail fails fall fell find finds fix follow follows found gave"
    " get gets give gives go goes grew grow grows happen held help helps hold holds include includes increase increases"
    " indicate indicates install intend keep keeps kept know known lead leads led let lets look looks made maintain"
    " make makes manage mean means meet meets move need needs offer offers open operate operates paid pay pays perform"
    " performs please produce provide provides put read reads receive receives recognize reduce reduces refer refers"
    " remain remains remove report require requires result results return returns rise rose run runs said saw say says"
    " see sees seem seems seen sell sells send set sets show shows sold start stop support supports take takes taken"
    " tell thank think took try turn use uses want wants went work works write wrote".split()
)
_ENDINGS: Final = re.compile(r"[a-z]{3,}(?:ed|ing|izes|ises|ifies|ates)")
_TAGS: Final = (("ing", "VBG"), ("ed", "VBD"), ("s", "VBZ"))


def prepare() -> None:
    """Call it before importing anything of ``unstructured`` that partitions; calling it again does nothing."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    if _MODULE not in sys.modules:
        module = ModuleType(_MODULE, __doc__)
        for function in (sent_tokenize, word_tokenize, pos_tag):
            setattr(module, function.__name__, function)
        sys.modules[_MODULE] = module


def sent_tokenize(text: str) -> list[str]:
    return sentences(str(text))


def word_tokenize(text: str) -> list[str]:
    return list(_words(str(text)))


def pos_tag(text: str) -> list[tuple[str, str]]:
    """Words with a Penn Treebank tag: a verb's where the word looks like one, else "NN"."""
    return [(word, _tag(word)) for word in _words(str(text))]


@lru_cache(maxsize=128)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def _tag(word: str) -> str:
    lower = word.lower()
    if lower not in _VERBS and not (word.islower() and _ENDINGS.fullmatch(word)):
        return "NN"
    return next((tag for ending, tag in _TAGS if lower.endswith(ending)), "VB")
