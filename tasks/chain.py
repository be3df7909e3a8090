"""The stages that a batch passes through, in their order: said here, once."""

from tasks.boilerplate.sites import READ_LINES
from tasks.boilerplate.stage import REMOVE_BOILERPLATE
from tasks.dates.stage import DETECT_DATES
from tasks.entities.stage import EXTRACT_ENTITIES
from tasks.ingest.stage import INGEST
from tasks.language.stage import DETECT_LANGUAGE
from tasks.stage import Stage
from tasks.validation.stage import CHECK_ROWS

READING: Stage = INGEST
# Behind the selection of sources: what is counted by site, over the corpus.
COUNTING: Stage = READ_LINES
# Behind both, which look at all batches at once.
ANALYSIS: tuple[Stage, ...] = (
    REMOVE_BOILERPLATE,
    DETECT_LANGUAGE,
    DETECT_DATES,
    EXTRACT_ENTITIES,
    CHECK_ROWS,
)
