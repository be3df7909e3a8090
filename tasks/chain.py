"""The stages that a batch passes through, in their order: said here, once."""

from tasks.boilerplate.stage import REMOVE_BOILERPLATE
from tasks.dates.stage import DETECT_DATES
from tasks.entities.stage import EXTRACT_ENTITIES
from tasks.ingest.stage import INGEST
from tasks.language.stage import DETECT_LANGUAGE
from tasks.stage import Stage
from tasks.validation.stage import CHECK_ROWS

READING: Stage = INGEST
# Behind the selection of sources, which looks at all batches at once.
ANALYSIS: tuple[Stage, ...] = (
    REMOVE_BOILERPLATE,
    DETECT_LANGUAGE,
    DETECT_DATES,
    EXTRACT_ENTITIES,
    CHECK_ROWS,
)
