"""The recipe: all that decides what comes out for what goes in, as one digest."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from schemas.settings import RESULT_SETTINGS, Settings
from tasks.stage import package_digest
from tasks.staging import digest

PACKAGES = ("ingest", "boilerplate", "language", "dates", "entities", "validation", "publishing")


def code_version() -> str:
    """Return the version of Parquetry."""
    try:
        return version("parquetry")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"


def recipe(settings: Settings) -> str:
    """Return 32 hex digits: they change with the code, the weights, or a setting that matters."""
    chosen = settings.model_dump(mode="json", include=set(RESULT_SETTINGS))
    return digest([chosen, {package: package_digest(package) for package in PACKAGES}])
