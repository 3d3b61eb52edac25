"""Documents from the places that the domain can fetch from: ``rag ingest NAME``, its options those of the feed."""

from collections.abc import Iterator, Mapping
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any, get_origin

import typer
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from typer.core import TyperGroup

from core.errors import ConfigurationError

if TYPE_CHECKING:
    from core.domain import Feed, Fetched
    from core.settings import Settings
    from core.workspace import Workspace


class FeedGroup(TyperGroup):
    """The commands of ``rag ingest`` and one for each feed of the installed domain, which is loaded only for these."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *_feeds()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        known = super().get_command(ctx, cmd_name)
        return known or (_command(cmd_name, feed) if (feed := _feeds().get(cmd_name)) else None)


def fetched(workspace: "Workspace", name: str, options: Mapping[str, Any]) -> "Iterator[Fetched]":
    """Brings what is asked for into the feed's folder. Raises ConfigurationError where the options do not fit."""
    from core.ledger import feed_folder

    feed = workspace.domain.feeds[name]
    folder = feed_folder(workspace.settings.data_dir, name)
    return feed.fetch(options_of(feed, name, options, workspace.settings), folder)


def options_of(feed: "Feed", name: str, given: Mapping[str, Any], settings: "Settings") -> BaseModel:
    """The options given, over those that configuration sets for the feed."""
    try:
        return feed.options.model_validate({**settings.ingestion.feeds.get(name, {}), **given})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ConfigurationError(
            f"The options of the feed '{name}' do not fit: {faults}.",
            remedy=f"See rag ingest {name} --help; ingestion.feeds.{name} in configuration sets defaults.",
        ) from error


def _feeds() -> "Mapping[str, Feed]":
    from core.domain import load_domain
    from core.settings import load_settings

    return load_domain(load_settings().domain).feeds


def _command(name: str, feed: "Feed") -> Any:
    """A command with an option for each field of the feed's options; what is not given is left to configuration."""

    def run(**given: Any) -> None:
        from core.settings import load_settings
        from ingest.cli import ingest_feed

        settings = load_settings()
        asked = {field: value for field, value in given.items() if value}
        options_of(feed, name, asked, settings)  # before a job is made of them
        ingest_feed(settings, name, asked)

    run.__doc__ = f"Fetch documents from {name} and ingest them; what is there already is not fetched again."
    parameters = [_parameter(field, info) for field, info in feed.options.model_fields.items()]
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    app = typer.Typer(add_completion=False)
    app.command(name)(run)
    return typer.main.get_command(app)


def _parameter(name: str, info: FieldInfo) -> Parameter:
    shown = "" if info.is_required() or info.default is None else f" Default: {_plain(info.default)}."
    option = typer.Option(help=f"{info.description or ''}{shown}".strip(), show_default=False)
    kind: Any = list[str] if get_origin(info.annotation) is tuple else str
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option])


def _plain(default: Any) -> str:
    return ", ".join(map(str, default)) if isinstance(default, tuple) else str(default)
