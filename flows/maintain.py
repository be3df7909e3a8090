"""Keeping the data folder in order: verify, retire old snapshots, sweep what was left behind."""

from __future__ import annotations

from typing import Any, cast

from prefect import flow
from prefect.states import Cancelled, Failed

from flows.artifacts import publish_maintenance
from schemas.settings import Settings
from tasks.publishing.folder import BusyError, locked, recover
from tasks.publishing.home import address_of, home_of, published, retire_old
from tasks.publishing.verify import verify

DEFAULTS = Settings()


@flow(name="maintain", flow_run_name="maintain · {settings.data}")
def maintain(settings: Settings = DEFAULTS) -> dict[str, Any]:
    """Verify the current snapshot against its manifest and remove what nobody needs any more.

    Small files need no compaction: every publication writes its tables anew in full parts.

    Args:
        settings: where the data lies, how many snapshots stay (keep_snapshots) and for how many
            days (keep_days)
    """
    home = home_of(settings)
    try:
        with locked(home):
            swept = recover(home)
            with published(home, settings) as snapshot:
                damage = list(verify(snapshot)) if snapshot else []
            retired = retire_old(home, settings)
    except BusyError as busy:
        return cast("dict[str, Any]", Cancelled(message=str(busy)))
    data = address_of(settings.data, home)
    publish_maintenance(data, swept=swept, retired=retired, damage=damage)
    if damage:
        message = f"{'; '.join(damage[:3])}. Run the deployment `rebuild`, or take a backup"
        return cast("dict[str, Any]", Failed(message=message))
    return {"data": data, "swept": swept, "retired": retired, "damage": damage}
