"""The Prefect task of this step."""

from tasks.adapter import as_task
from tasks.dates.stage import DETECT_DATES

detect_dates = as_task(DETECT_DATES)
