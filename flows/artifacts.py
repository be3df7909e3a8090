"""What the Prefect UI shows of a run, beside its tasks."""

from __future__ import annotations

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from tasks.reporting.report import reject_rows, run_report, stage_rows
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
