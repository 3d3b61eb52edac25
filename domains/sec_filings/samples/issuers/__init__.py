"""The fictional issuers."""

from __future__ import annotations

from ..issuer import Issuer
from .bkrt import BKRT
from .hlsm import HLSM
from .tvhl import TVHL

__all__ = ["BKRT", "HLSM", "ISSUERS", "TVHL"]

ISSUERS: tuple[Issuer, ...] = (HLSM, TVHL, BKRT)
