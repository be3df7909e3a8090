"""Readers of distances (two years ago), durations (the past two months), sets (every Friday)."""

from datetime import date, timedelta

from tasks.dates.expressions.calendar import moved, shifted
from tasks.dates.expressions.quantities import amount, period
from tasks.dates.expressions.scene import NO_DAY, Reading, Scene, absolute, relative, topical

FINE = ("TH", "TM", "TS")
DAYS = (*FINE, "D", "NI")


def _count(scene: Scene) -> float | None:
    """How many units: None where the words are vague ('several')."""
    if scene.has("vague"):
        return None
    if scene.has("count"):
        return amount(scene.words("count"), scene.lexicon)
    if scene.has("half_count"):
        return 0.5
    return 1.0


def distance(scene: Scene) -> Reading | None:
    """Two years ago, three days later, a week earlier."""
    unit, side = scene.code("unit", "UNIT"), scene.number("side", "SIDE") or -1
    count = _count(scene)
    if not unit:
        return None
    if count is None:
        return Reading("DATE", "PAST_REF" if side < 0 else "FUTURE_REF")
    if scene.has("and_half"):
        count += 0.5
    from_topic = scene.meaning("side", "TOPICSIDE") is not None
    reckon = topical if from_topic else relative
    if from_topic and unit in DAYS and (scene.topic is None or not scene.exact):
        return Reading("DATE", None, reason=NO_DAY)
    if unit in FINE:
        return reckon("TIME", scene, lambda base: base.isoformat())
    if count != int(count) and unit in ("Y", "M", "W"):
        finer, factor = {"Y": ("M", 12), "M": ("W", 4), "W": ("D", 7)}[unit]
        return reckon("DATE", scene, lambda base: shifted(base, finer, side * int(count * factor)))
    if unit in ("DE", "CE", "MIL"):
        years = int(count * {"DE": 10, "CE": 100, "MIL": 1000}[unit])
        return reckon("DATE", scene, lambda base: shifted(base, "Y", side * years))
    return reckon("DATE", scene, lambda base: shifted(base, unit, side * int(count)))


def distance_from_day(scene: Scene) -> Reading | None:
    """A week from Friday, the day before yesterday, the day after tomorrow."""
    offset = int(scene.options.get("offset", 0))
    return relative("DATE", scene, lambda a: (a + timedelta(offset)).isoformat())


def duration(scene: Scene) -> Reading | None:
    """Two years, several weeks, half an hour; 'the past two years' with its first and last day."""
    unit = scene.code("unit", "UNIT") or scene.code("unit", "PARTOFDAY", "SEASON")
    if not unit:
        return None
    count = _count(scene)
    if count is not None and scene.has("and_half"):
        count += 0.5
    value = period(count, unit)
    first, last = _extent(scene, count, unit)
    reached = scene.anchor if first is not None else None
    return Reading("DURATION", value, first, last, reached)


def dual_distance(scene: Scene) -> Reading | None:
    """Two units ago, or in two, where the language has one word for two of them."""
    unit, side = scene.code("dual", "DUAL"), scene.number("side", "SIDE") or -1
    if unit in FINE:
        return relative("TIME", scene, lambda anchor: anchor.isoformat())
    if unit == "DE":
        return relative("DATE", scene, lambda anchor: shifted(anchor, "Y", side * 20))
    return relative("DATE", scene, lambda anchor: shifted(anchor, unit, side * 2)) if unit else None


def dual_duration(scene: Scene) -> Reading | None:
    """Two of a unit in one word."""
    unit = scene.code("dual", "DUAL")
    return Reading("DURATION", period(2, unit)) if unit else None


def vague_duration(scene: Scene) -> Reading | None:
    """Weeks, recent years, two to three months: nobody says how many."""
    unit = scene.code("unit", "UNIT") or scene.code("vague", "UNIT")
    return Reading("DURATION", period(None, unit)) if unit else None


def _extent(scene: Scene, count: float | None, unit: str) -> tuple[date | None, date | None]:
    """The days of a duration that touches the anchor: the past and the next so many units."""
    side = scene.number("toward", "TOWARD")
    if side is None or scene.anchor is None or count is None or count != int(count):
        return None, None
    other = moved(scene.anchor, unit, side * int(count))
    return min(other, scene.anchor), max(other, scene.anchor)


def first_of_year(scene: Scene) -> Reading | None:
    """The first eight months of 2016: a duration with known days."""
    from tasks.dates.expressions.reading_days import written_year

    unit, count = scene.code("unit", "UNIT"), _count(scene)
    if count is None or not unit or count != int(count):
        return None
    year, anchor = written_year(scene), None
    if year is None and scene.anchor is not None:
        anchor = scene.anchor
        year = anchor.year + (scene.number("which", "WHICH") or 0)
    value = period(count, unit)
    if year is None:
        return Reading("DURATION", value)
    start = date(year, 1, 1)
    return Reading("DURATION", value, start, moved(start, unit, int(count)) - timedelta(1), anchor)


def recurring(scene: Scene) -> Reading | None:
    """Every day, three times a week, daily: how often."""
    code = scene.code("often", "OFTEN", "OFTENCAP")
    if code:
        return Reading("SET", code)
    unit = scene.code("unit", "UNIT")
    if unit:
        count = 2.0 if scene.has("other") else _count(scene)
        return Reading("SET", period(count, unit))
    return _recurring_name(scene)


def _recurring_name(scene: Scene) -> Reading | None:
    """Every Friday, each July, Tuesday nights, every morning, every summer."""
    part = scene.code("part", "PARTOFDAY")
    time = f"T{part}" if part else ""
    weekday = scene.number("weekday", "WEEKDAYS", "WEEKDAY")
    if weekday is not None:
        return Reading("SET", f"XXXX-WXX-{weekday + 1}{time}")
    month = scene.number("month", "MONTH")
    if month is not None:
        return Reading("SET", f"XXXX-{month:02d}")
    season = scene.code("season", "SEASON")
    if season:
        return Reading("SET", f"XXXX-{season}")
    return Reading("SET", f"XXXX-XX-XX{time}") if part else None


def reference(scene: Scene) -> Reading | None:
    """Now, recently, soon: no day, but past, present or future."""
    kind = str(scene.options.get("kind", "DATE"))
    return Reading(kind, str(scene.options["value"]))


def holiday(scene: Scene) -> Reading | None:
    """Christmas, Thanksgiving 2012: the day of a feast that the calendar fixes."""
    from tasks.dates.expressions.holidays import feast
    from tasks.dates.expressions.reading_days import written_year

    rule = scene.code("holiday", "HOLIDAY") or str(scene.options.get("holiday", ""))
    year = written_year(scene)
    if year is not None:
        return absolute("DATE", feast(rule, year).isoformat())

    def value(anchor: date) -> str:
        day, modifier = feast(rule, anchor.year), scene.code("modifier", "MODIFIER")
        tense = scene.tense()
        if modifier == "last" or (not modifier and tense < 0):
            day = feast(rule, anchor.year - 1) if day > anchor else day
        elif (modifier == "next" or tense > 0) and day < anchor:
            day = feast(rule, anchor.year + 1)
        return day.isoformat()

    return relative("DATE", scene, value)


# What a rule of the language files may name in `read`.
READERS = {
    reader.__name__: reader
    for reader in (
        distance,
        distance_from_day,
        duration,
        dual_distance,
        dual_duration,
        vague_duration,
        first_of_year,
        recurring,
        reference,
        holiday,
    )
}
