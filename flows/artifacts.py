"""What the Prefect UI shows of a run, beside its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from prefect import get_client
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.events import emit_event
from prefect.runtime import flow_run

from tasks.reporting.report import maintenance_report, reject_rows, run_report, stage_rows
from tasks.reporting.summary import Summary


def publish_artifacts(summary: Summary) -> None:
    """Put the run report, the table of stages and the table of rejects beside the run."""
    create_markdown_artifact(
        run_report(summary), key="run-report", description="What this run made, and where"
    )
    create_table_artifact(
        stage_rows(summary), key="stages", description="Each stage: in, out, rejected, speed"
    )
    if summary.rejects:
        create_table_artifact(
            reject_rows(summary), key="rejects", description="What was not published, and why"
        )
    for site, told in summary.drifts:
        emit_event(
            "parquetry.site.drifted",
            resource={"prefect.resource.id": f"parquetry.site.{site}"},
            payload={"told": told, "snapshot": summary.snapshot},
        )


def tell_refusal(data: str, refused: Exception) -> None:
    """Tell, for alerts, that the gate is shut."""
    emit_event(
        "parquetry.check.failed",
        resource={"prefect.resource.id": f"parquetry.data.{data}"},
        payload={"told": str(refused)},
    )


def publish_maintenance(
    data: str, *, swept: int, retired: Sequence[str], damage: Sequence[str]
) -> None:
    """Put beside the run what maintenance found and did."""
    create_markdown_artifact(
        maintenance_report(data, swept=swept, retired=retired, damage=damage),
        key="maintenance",
        description="What was verified and removed",
    )


def name_run(kind: str, documents: int) -> None:
    """Name the run by what it does, as soon as that is known."""
    told = f"{documents:,} documents" if documents != 1 else "1 document"
    name = f"{kind} · {datetime.now(UTC):%Y-%m-%d} · {told if documents else 'nothing new'}"
    with get_client(sync_client=True) as client:
        client.update_flow_run(flow_run.id, name=name)
