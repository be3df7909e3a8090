"""Alerts: makes the automations of automations.yaml on the server, or brings them up to date."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import yaml
from prefect import get_client
from prefect.events.schemas.automations import AutomationCore

FILE = Path("automations.yaml")


def automations(file: Path = FILE) -> list[AutomationCore]:
    """Return the automations that the file tells of."""
    told = yaml.safe_load(file.read_text("utf-8"))["automations"]
    return [AutomationCore.model_validate(one) for one in told]


async def make(wanted: list[AutomationCore]) -> None:
    """Have the server hold `wanted`, each once by its name."""
    async with get_client() as client:
        for one in wanted:
            for old in await client.read_automations_by_name(one.name):
                await client.delete_automation(old.id)
            await client.create_automation(one)


if __name__ == "__main__":
    found = automations(*map(Path, sys.argv[1:2]))
    asyncio.run(make(found))
    print("\n".join(one.name for one in found))
