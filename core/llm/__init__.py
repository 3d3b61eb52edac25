"""Language models by configuration, through LlamaIndex; what they cost; what their failures mean.

Nothing here loads a provider's library before a model of it is built.
"""

from core.llm.build import build_llm, try_model
from core.llm.failures import explained
from core.llm.usage import Usage, metered

__all__ = ["Usage", "build_llm", "explained", "metered", "try_model"]
