"""The Prefect task of this step."""

from tasks.adapter import as_task
from tasks.language.stage import DETECT_LANGUAGE

detect_language = as_task(DETECT_LANGUAGE)
