"""The gate: Great Expectations on a table as it will be published.

It takes 3.5 s to import, so it is imported here and only when a table is gated. It takes pandas
frames only; nested columns are left out (it passes them in silence, and slowly).
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from schemas.expectations import Expectation, suite
from schemas.tables import TABLES

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.data_context import EphemeralDataContext

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one expectation on one table; `rows` are keys of rows that failed it."""

    table: str
    column: str
    expectation: str
    success: bool
    observed: str | None
    unexpected: int
    rows: tuple[str, ...] = ()

    def told(self) -> str:
        """Return one line for the person who must find the fault."""
        rows = f" (rows {', '.join(self.rows)})" if self.rows else ""
        column = f".{self.column}" if self.column else ""
        return f"{self.table}{column}: {self.expectation} failed on {self.unexpected} rows{rows}"


def gate(name: str, rows: pa.Table) -> list[Check]:
    """Return the results of the suite of table `name` on `rows`, in the suite's order.

    It is asked for yes or no first, in two thirds of the time; only where that is no, for the rows.
    """
    table = TABLES[name]
    expectations = suite(table)
    flat = [column.name for column in table.columns if not pa.types.is_nested(column.type)]
    frame = rows.select(flat).to_pandas()
    if _hold(_results(name, expectations, frame, {"result_format": "BOOLEAN_ONLY"})):
        return [_held(name, one) for one in expectations]
    told = {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": list(table.key),
        "return_unexpected_index_query": False,
    }
    results = _results(name, expectations, frame, told)
    found = {_identity(result.expectation_config): result for result in results}
    return [_check(name, table.key, one, found[_wanted(one)]) for one in expectations]


def _hold(results: list[Any]) -> bool:
    return all(one.success for one in results)


def _results(
    name: str, expectations: Iterable[Expectation], frame: Any, told: dict[str, Any]
) -> list[Any]:
    gx = _library()
    batch = _batches(name).get_batch({"dataframe": frame})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Great Expectations and pandas about each other
        results = batch.validate(
            gx.ExpectationSuite(name=name, expectations=[_made(one) for one in expectations]),
            result_format=told,
        )
    return list(results.results)


def merged(checks: Iterable[Check]) -> list[Check]:
    """Return one check for each expectation, over all parts of its table."""
    whole: dict[tuple[str, str, str], Check] = {}
    for check in checks:
        key = (check.table, check.column, check.expectation)
        seen = whole.get(key)
        whole[key] = check if seen is None else _both(seen, check)
    return list(whole.values())


def _both(seen: Check, check: Check) -> Check:
    return replace(
        seen,
        success=seen.success and check.success,
        observed=seen.observed or check.observed,
        unexpected=seen.unexpected + check.unexpected,
        rows=(seen.rows + check.rows)[:MOST_SHOWN],
    )


@cache
def _library() -> Any:
    # Great Expectations tells its makers of every use unless it is told not to, before its import.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports what the standard library deprecates
        import great_expectations

    # It sets its own level to INFO and tells of every temporary folder.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    return great_expectations


@cache
def _context() -> EphemeralDataContext:
    context: EphemeralDataContext = _library().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return context


@cache
def _batches(name: str) -> BatchDefinition:
    asset = _context().data_sources.add_pandas(name).add_dataframe_asset(name)
    return asset.add_batch_definition_whole_dataframe("part")


def _made(expectation: Expectation) -> Any:
    import great_expectations.expectations as gxe

    name = "".join(word.capitalize() for word in expectation.type.split("_"))
    column = {"column": expectation.column} if expectation.column else {}
    return getattr(gxe, name)(**column, **expectation.options)


def _wanted(expectation: Expectation) -> tuple[str, str, str]:
    options = expectation.options
    return (expectation.type, expectation.column, str(options.get("column_A", "")))


def _identity(config: Any) -> tuple[str, str, str]:
    options = config.kwargs
    return (config.type, options.get("column", ""), str(options.get("column_A", "")))


def _held(name: str, expectation: Expectation) -> Check:
    columns = expectation.options.get("column_list")
    observed = str(columns) if expectation.type.startswith("expect_table_columns") else None
    column = _column(expectation)
    return Check(name, column, expectation.type, success=True, observed=observed, unexpected=0)


def _column(expectation: Expectation) -> str:
    first = expectation.options.get("column_B", "")
    last = expectation.options.get("column_A", "")
    return expectation.column or (f"{first}, {last}" if last else "")


def _check(name: str, key: tuple[str, ...], expectation: Expectation, result: Any) -> Check:
    told = result.result
    column = _column(expectation)
    failing = told.get("unexpected_index_list") or []
    shown = tuple("/".join(str(row.get(part)) for part in key) for row in failing[:MOST_SHOWN])
    observed = told.get("observed_value")
    raised = _raised(result.exception_info)
    return Check(
        table=name,
        column=column,
        expectation=expectation.type,
        success=bool(result.success),
        observed=raised or (None if observed is None else str(observed)),
        unexpected=int(told.get("unexpected_count") or (0 if result.success else 1)),
        rows=shown,
    )


def _raised(info: Any) -> str | None:
    """What went wrong inside an expectation, if anything: it then counts as failed, and says so."""
    if not info:
        return None
    infos = [info] if "raised_exception" in info else list(info.values())
    told = [str(one.get("exception_message")) for one in infos if one.get("raised_exception")]
    return "; ".join(told) or None
