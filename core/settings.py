"""Every setting, in sections that reject typos. Loaded once by ``load_settings``; each part receives its own section.

Order of precedence: environment (``RAG_`` prefix, ``__`` between section and name), ``configs/<profile>.yaml``,
``configs/base.yaml``. The profile is ``RAG_PROFILE``, "local" unless set.
"""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, YamlConfigSettingsSource

from core.errors import ConfigurationError

ROOT = Path(__file__).resolve().parents[1]
SETTINGS_PREFIX = "RAG_"
PROFILES = ("local", "production")

Fraction = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ServerSettings(Section):
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    api_key: SecretStr | None = None  # required in production; sent as "Authorization: Bearer …"
    max_body_bytes: Annotated[int, Field(ge=1024)] = 4_194_304


class DatabaseSettings(Section):
    url: str | None = None  # SQLAlchemy URL; None: SQLite in the data directory


class IndexSettings(Section):
    backend: Literal["embedded", "server", "memory"] = "embedded"
    url: str | None = None
    api_key: SecretStr | None = None
    collection: str = "chunks"


class EmbeddingSettings(Section):
    model: str = "packaged/all-MiniLM-L6-v2"
    threads: Annotated[int, Field(ge=1)] = 2
    cache: bool = True  # keep vectors by content, so that re-chunking unchanged text costs nothing


class ChunkingSettings(Section):
    max_tokens: Annotated[int, Field(ge=32)] = 256
    min_characters: Annotated[int, Field(ge=0)] = 200


class SourceSettings(Section):
    """A place that documents come from, by name, for jobs over the API and by the clock."""

    path: Path | None = None
    patterns: tuple[str, ...] = ()
    feed: str | None = None  # of the domain; with its options in place of a path
    options: dict[str, Any] = {}
    every_minutes: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.path is None) == (self.feed is None):
            raise ValueError("a source has a path or a feed")
        return self


class IngestionSettings(Section):
    workers: Annotated[int, Field(ge=1)] = 2
    timeout_seconds: Annotated[float, Field(gt=0)] = 300
    memory_mb: Annotated[int, Field(ge=256)] = 2048
    max_file_mb: Annotated[int, Field(ge=1)] = 100
    sources: dict[str, SourceSettings] = {}
    feeds: dict[str, dict[str, Any]] = {}  # default options by feed
    distributed: bool = False  # needs Postgres and a Qdrant server


class RecencyPolicy(Section):
    """score * (floor + (1 - floor) * 0.5 ** (age_days / half_life_days)), age counted from ``as_of`` or today."""

    half_life_days: Annotated[float, Field(gt=0)] = 365
    floor: Fraction = 0.85


class NewestPolicy(Section):
    """Of documents that follow one another, the newest that carries the answer is preferred.

    A document carries it whose best passage is at least ``carries`` times as similar to the question as the best of
    all; what it gains is a share of the best fused score, by what the question says about time.
    """

    carries: Fraction = 0.7
    latest: Fraction = 0.6
    none: Fraction = 0.4


class RetrievalSettings(Section):
    top_k: Annotated[int, Field(ge=1, le=100)] = 10
    leg_limit: Annotated[int, Field(ge=10, le=1000)] = 100
    rrf_k: Annotated[int, Field(ge=1, le=1000)] = 10
    dense_weight: Annotated[float, Field(gt=0)] = 1.0
    sparse_weight: Annotated[float, Field(gt=0)] = 1.0
    latest_floor: Fraction = 0.3  # replaces the floor when the question asks for the newest
    newest: NewestPolicy = NewestPolicy()
    recency: dict[str, RecencyPolicy] = {}  # by document kind; "default" for the rest


class AnsweringSettings(Section):
    min_confidence: Fraction = 0.35  # less sure answers are withheld, with the nearest pages named
    max_pages: Annotated[int, Field(ge=1, le=10)] = 5  # that an answer without a model quotes from
    page_share: Fraction = 0.2  # a further page is quoted if it is this likely beside the likeliest
    first_quotes: Annotated[int, Field(ge=1, le=5)] = 2  # at most, from the likeliest page; one from each further one


class CacheSettings(Section):
    backend: Literal["sql", "redis", "none"] = "sql"
    url: str | None = None  # of Redis
    ttl_seconds: Annotated[float, Field(gt=0)] = 86_400
    semantic_threshold: Fraction | None = 0.75  # cosine of questions that share an answer; None: same words only
    per_family: Annotated[int, Field(ge=1, le=256)] = 32  # wordings kept of what plans to the same
    max_entries: Annotated[int, Field(ge=1)] = 10_000


class ModelSettings(Section):
    """One language model. ``base_url`` and ``api_key`` are what the provider needs of them; docs/models.md lists it.

    ``output`` is how a structured answer is asked for: "tools" (function calling, which also lets the model compute
    figures and search), "json_schema" (the server holds the model to the schema), or "prompt" (the schema is described
    to a model whose server has neither).
    """

    provider: Literal["none", "openai_compatible", "anthropic", "ollama"] = "none"
    model: str = ""
    base_url: str | None = None
    api_key: SecretStr | None = None
    output: Literal["tools", "json_schema", "prompt"] = "tools"
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    context_tokens: Annotated[int, Field(ge=1024)] = 32_768  # what the model can hold
    pages_tokens: Annotated[int, Field(ge=256)] = 6_000  # the share of it for pages, the best first
    answer_tokens: Annotated[int, Field(ge=16)] = 1_500
    timeout_seconds: Annotated[float, Field(gt=0)] = 60  # for each call
    deadline_seconds: Annotated[float, Field(gt=0)] = 120  # for a reply: after it no further call is begun
    retries: Annotated[int, Field(ge=0, le=10)] = 2  # after a time-out, a refusal for load, or a server's own error

    @model_validator(mode="after")
    def _is_complete(self) -> "ModelSettings":
        if self.provider == "none":
            return self
        if not self.model:
            raise ValueError(f"{self.provider} needs 'model', the model's name at the provider")
        if self.provider == "anthropic" and self.api_key is None:
            raise ValueError("anthropic needs 'api_key'; set it in the environment")
        if self.provider == "anthropic" and self.output != "tools":
            raise ValueError("anthropic gives structured answers through 'output: tools'")
        if self.provider == "openai_compatible" and self.base_url is None and self.api_key is None:
            raise ValueError("openai_compatible needs 'base_url' (your server), or 'api_key' (OpenAI itself)")
        if self.pages_tokens + self.answer_tokens > self.context_tokens:
            raise ValueError("'pages_tokens' and 'answer_tokens' together exceed 'context_tokens'")
        return self


class LLMSettings(Section):
    """The chain: ``primary`` writes, then ``secondary`` where that is out of reach, then the extractor, no model."""

    primary: ModelSettings = ModelSettings()
    secondary: ModelSettings = ModelSettings()
    tool_rounds: Annotated[int, Field(ge=1, le=20)] = 4  # in which a model may compute and search before it answers

    @property
    def chain(self) -> dict[str, ModelSettings]:
        """The models that are configured, by their place, in their order."""
        links = {"primary": self.primary, "secondary": self.secondary}
        return {place: link for place, link in links.items() if link.provider != "none"}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=SETTINGS_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    domain: str
    profile: Literal["local", "production"] = "local"
    data_dir: Path = Path("data")
    server: ServerSettings = ServerSettings()
    database: DatabaseSettings = DatabaseSettings()
    index: IndexSettings = IndexSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    chunking: ChunkingSettings = ChunkingSettings()
    ingestion: IngestionSettings = IngestionSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    answering: AnsweringSettings = AnsweringSettings()
    cache: CacheSettings = CacheSettings()
    llm: LLMSettings = LLMSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # deep_merge belongs to the source itself: without it an overlay replaces a whole section.
        yaml = YamlConfigSettingsSource(settings_cls, yaml_file=_config_files(), deep_merge=True)
        return init_settings, env_settings, yaml

    @property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{(self.data_dir / 'groundwork.db').absolute()}"


def _config_files() -> list[Path]:
    folder = Path(os.environ.get(f"{SETTINGS_PREFIX}CONFIG_DIR", ROOT / "configs"))
    profile = os.environ.get(f"{SETTINGS_PREFIX}PROFILE", "local")
    if profile not in PROFILES:
        raise ConfigurationError(f"RAG_PROFILE is '{profile}'.", remedy=f"Set it to one of: {', '.join(PROFILES)}.")
    files = [folder / "base.yaml", folder / f"{profile}.yaml"]
    for file in files:
        if not file.is_file():
            raise ConfigurationError(
                f"The configuration file {file} is missing.", remedy="Restore it, or set RAG_CONFIG_DIR."
            )
    return files


def load_settings(**overrides: Any) -> Settings:
    """Settings from files and environment; ``overrides`` win (for tests and command-line options).

    Raises ConfigurationError that names each setting at fault, or what production still needs.
    """
    _reject_unknown_variables()
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ConfigurationError(
            f"Invalid settings: {faults}.", remedy="See configs/base.yaml for every setting."
        ) from error
    _refuse_unsafe(settings)
    return settings


def _reject_unknown_variables() -> None:
    """pydantic-settings ignores a misspelt top-level variable; a typo must not pass silently."""
    known = {name.upper() for name in Settings.model_fields} | {"CONFIG_DIR", "FILINGS_DIR"}
    for variable in os.environ:
        if variable.startswith(SETTINGS_PREFIX):
            head = variable.removeprefix(SETTINGS_PREFIX).split("__")[0]
            if head not in known:
                raise ConfigurationError(
                    f"The environment variable {variable} is no setting.",
                    remedy=f"Known: {', '.join(sorted(SETTINGS_PREFIX + name for name in known))}.",
                )


def _refuse_unsafe(settings: Settings) -> None:
    shared = settings.database_url.startswith("postgresql") and settings.index.backend == "server"
    if settings.ingestion.distributed and not shared:
        raise ConfigurationError(
            "ingestion.distributed needs a database and an index that workers share.",
            remedy="Set RAG_DATABASE__URL to Postgres and RAG_INDEX__BACKEND to server, or distributed to false.",
        )
    if settings.index.backend == "server" and not settings.index.url:
        raise ConfigurationError("index.backend is 'server' but index.url is not set.", remedy="Set RAG_INDEX__URL.")
    if settings.cache.backend == "redis" and not settings.cache.url:
        raise ConfigurationError("cache.backend is 'redis' but cache.url is not set.", remedy="Set RAG_CACHE__URL.")
    if settings.profile == "production" and settings.server.api_key is None:
        raise ConfigurationError(
            "Production refuses to serve without a key.", remedy="Set RAG_SERVER__API_KEY to a long random value."
        )
