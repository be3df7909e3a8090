"""Settings: flags first, then the environment (``PARQUETRY_...``), then a TOML file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

MEBIBYTE = 1024 * 1024


def _told(value: object) -> object:
    """A path may be given for an address: pathlib would fold the slashes of one."""
    return str(value) if isinstance(value, Path) else value


class Fields(BaseModel):
    """Which field of a JSON record holds what."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = "text"
    html: str = "html"
    url: str = "url"
    title: str = "title"
    date: str = "date"


class Settings(BaseModel):
    """All that a user may set. What changes the tables is in `RESULT_SETTINGS`, the rest is how.

    A plain value: only `load` looks at the environment, so a deployment means what its form says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Annotated[str, BeforeValidator(_told)] = Field(
        default="data", description="folder or s3:// address that holds the snapshots"
    )
    work: Path = Field(
        default=Path("work"), description="folder to work in where data is an address"
    )
    batch_size: int = Field(
        default=1000,
        ge=1,
        description="documents that one task run handles; fewer where workers would wait, "
        "more where there were over 100 batches",
    )
    engine: Literal["auto", "threads", "processes", "dask"] = Field(
        default="auto",
        description="where batches run; auto: processes where there is work enough for two",
    )
    workers: int = Field(
        default=0, ge=0, description="processes to run batches in; 0: one per core"
    )
    dask: str = Field(
        default="", description="address of a Dask scheduler, empty for a local cluster"
    )

    max_bytes: int = Field(default=20 * MEBIBYTE, ge=1, description="largest source that is read")
    max_lines: int = Field(default=200_000, ge=1, description="most lines that a source may have")
    max_depth: int = Field(default=2_000, ge=1, description="deepest nesting of tags in HTML")
    max_attributes: int = Field(
        default=1_000, ge=1, description="most attributes of one tag in HTML"
    )
    max_ratio: float = Field(
        default=200.0, ge=1, description="most that gzip may unpack to, by its size"
    )
    max_seconds: float = Field(
        default=60.0, ge=0, description="longest that one source may take in one stage; 0: no limit"
    )
    max_memory: int = Field(
        default=4096,
        ge=0,
        description="most memory of a process that runs a stage, MiB; 0: no limit",
    )
    fields: Fields = Field(default=Fields(), description="names of the fields of JSON records")
    entity_model: str = Field(
        default="default", description="default, spacy:<installed pipeline> or gliner:<folder>"
    )
    judgements: Path | None = Field(
        default=None, description="CSV of human judgements: same, not same, not an entity"
    )
    aliases: Path | None = Field(
        default=None, description="CSV of further aliases (seeds/reference/aliases.csv shows how)"
    )
    keep_snapshots: int = Field(default=10, ge=1, description="how many snapshots stay on disk")
    keep_days: int = Field(default=0, ge=0, description="for how many days; 0: of any age")

    def at_once(self) -> int:
        """Return how many batches are worked on at a time where there are as many."""
        if self.engine == "threads" or not (self.max_seconds or self.engine == "dask"):
            return 1
        return self.workers or os.cpu_count() or 1


RESULT_SETTINGS = (
    "max_bytes",
    "max_lines",
    "max_depth",
    "max_attributes",
    "max_ratio",
    "fields",
    "entity_model",
)


class _Found(Settings, BaseSettings):
    """Settings as found in flags, environment and file."""

    model_config = SettingsConfigDict(
        env_prefix="PARQUETRY_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the order of precedence; .env files and secret folders are not read."""
        del dotenv_settings, file_secret_settings
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))


def load(config: Path | None = None, **flags: object) -> Settings:
    """Return the settings of flags (those that are not None), environment and the file `config`.

    Raises pydantic's ValidationError where a setting is unknown or a value out of range, and
    tomllib.TOMLDecodeError or OSError where the file cannot be read.
    """

    if config is not None:
        config.open("rb").close()  # a missing file would pass for an empty one

    class FromFile(_Found):
        model_config = SettingsConfigDict(toml_file=config)

    given = {name: value for name, value in flags.items() if value is not None}
    return Settings.model_validate(FromFile(**given).model_dump())  # type: ignore[arg-type]
