"""The three rings: values and stages work where Prefect is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
INNER = (
    "tasks.boilerplate.stage",
    "tasks.language.stage",
    "tasks.dates.stage",
    "tasks.entities.stage",
    "tasks.ingest.stage",
    "tasks.validation.stage",
    "tasks.publishing.publish",
    "tasks.reporting.report",
    "schemas.documentation",
)
BLOCK = "import sys; sys.modules['prefect'] = None; "


def test_everything_but_flows_and_task_files_imports_without_prefect() -> None:
    code = BLOCK + "; ".join(f"import {module}" for module in INNER)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("tasks.boilerplate", "trafilatura"),
        ("tasks.dates", "htmldate"),
        ("tasks.language", "langdetect"),
        ("tasks.entities", "onnxruntime"),
        ("tasks.validation.gate", "great_expectations"),
        ("flows.command_line", "prefect"),
        ("flows.command_line", "pyarrow.parquet"),
    ],
)
def test_heavy_libraries_wait_until_they_are_used(module: str, heavy: str) -> None:
    code = f"import sys, {module}; sys.exit({heavy!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0, f"import {module} loads {heavy}"


def test_flows_holds_no_module_named_like_a_package_or_dependency() -> None:
    """Prefect's loader puts `flows/` first on the path: such a name would hide the other."""
    taken = sys.stdlib_module_names | {"tasks", "schemas", "prefect", "parquetry", "pyarrow"}
    names = {path.stem for path in (ROOT / "flows").glob("*.py")} - {"__init__"}
    assert not names & taken
