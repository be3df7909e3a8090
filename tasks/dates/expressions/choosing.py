"""Which Friday, which August: the one that the verb's direction and the anchor point to."""

from datetime import date, timedelta

from tasks.dates.expressions.calendar import SEASON_MONTHS

# A month and day without a year lies in the year that puts it nearest the anchor; news of the
# past may run this far ahead of its anchor (a slip of the verb cue), news of the future this far
# behind it, before another year is taken.
PAST_SLACK, FUTURE_SLACK = 60, 45
NEAR_DAYS = 60  # two days named in one sentence are of one season, more often than not
CLOSE_DAYS = 31  # 5/9/2017 in a text of 6 September 2017 is no day in May
FAR_QUARTERS = 3  # a first quarter that is to come, told in the fourth
HALF_YEAR_BACK, HALF_YEAR_ON = 210, 150


def weekday(anchor: date, number: int, direction: int) -> date:
    """The day with this weekday (Monday 0): the anchor itself, else next after or last before."""
    ahead = (number - anchor.weekday()) % 7
    if ahead == 0 or direction > 0:
        return anchor + timedelta(ahead)
    return anchor - timedelta(7 - ahead)


def weekday_in_month(year: int, month: int, number: int, count: int | None) -> date:
    """The day that is so many times this weekday in a month; without a count the last one.

    Raises ValueError where the month has not so many.
    """
    first = date(year, month, 1)
    day = 1 + (number - first.weekday()) % 7
    if count is not None:
        return date(year, month, day + 7 * (count - 1))
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    return end - timedelta((end.weekday() - number) % 7)


def modified_weekday(anchor: date, number: int, modifier: str, direction: int = 0) -> date:
    """The weekday with 'last', 'next' or 'this' before it, or of the anchor's own 'week'."""
    if modifier == "last":
        return anchor - timedelta((anchor.weekday() - number) % 7 or 7)
    if modifier == "next":
        return anchor + timedelta((number - anchor.weekday()) % 7 or 7)
    if modifier == "week":
        return anchor - timedelta(anchor.weekday() - number)
    return weekday(anchor, number, -1 if direction < 0 else 1)


def year_of_day(anchor: date, month: int, day: int, direction: int) -> int:
    """The year in which a month and day without one lie."""
    gap = (date(anchor.year, month, min(day, 28)) - anchor).days
    if direction > 0:
        return anchor.year + (gap < -FUTURE_SLACK)
    if direction < 0:
        return anchor.year - (gap > PAST_SLACK)
    if gap > HALF_YEAR_ON:
        return anchor.year - 1
    return anchor.year + (gap < -HALF_YEAR_BACK)


def nearer(anchor: date | None, usual: date, other: date) -> date:
    """`usual`, unless only `other` lies within CLOSE_DAYS of the anchor."""
    if anchor is None or abs((usual - anchor).days) <= CLOSE_DAYS:
        return usual
    return other if abs((other - anchor).days) <= CLOSE_DAYS else usual


def year_near(day_before: date, month: int, day: int, year: int) -> int:
    """The year that puts a day within NEAR_DAYS of the one just named, else `year`."""
    for other in (day_before.year, day_before.year + 1, day_before.year - 1):
        if 1 <= other <= 9999:
            gap = date(other, month, min(day, 28)) - day_before
            if abs(gap.days) <= NEAR_DAYS:
                return other
    return year


def day_on_weekday(year: int, month: int, day: int, weekday: int | None) -> date:
    """The day of `year`, or of a year beside it if only there it is the weekday that is named."""
    found = date(year, month, day)
    if weekday is None or found.weekday() == weekday:
        return found
    for other in (year - 1, year + 1):
        if (month, day) != (2, 29) and date(other, month, day).weekday() == weekday:
            return date(other, month, day)
    return found


def year_of_month(anchor: date, month: int, direction: int) -> int:
    """The year in which a month without one lies."""
    if direction > 0:
        return anchor.year + (month < anchor.month)
    if direction < 0:
        return anchor.year - (month > anchor.month)
    return anchor.year - (month > anchor.month + 3)


def year_of_quarter(anchor: date, quarter: int, direction: int) -> int:
    """The year in which a quarter without one lies; reports tell of the last one that is over."""
    current = (anchor.month - 1) // 3 + 1
    if direction > 0:
        return anchor.year + (current - quarter >= FAR_QUARTERS)
    return anchor.year - (quarter - current > (direction == 0))


def year_of_season(anchor: date, season: str, modifier: str, direction: int) -> int:
    """The year in which a season without one starts; winter starts in December."""
    start, end = SEASON_MONTHS[season]
    wraps = end < start
    # The year of the season that the anchor lies in, or of the next one to come.
    current = anchor.year - (wraps and anchor.month <= end)
    under_way = (start <= anchor.month <= end) if not wraps else not end < anchor.month < start
    over = not wraps and anchor.month > end
    if modifier == "last":
        return current if over else current - 1
    if modifier == "next":
        return current + 1 if under_way or over else current
    if not modifier and not under_way:
        if direction > 0 and over:
            return current + 1
        if direction < 0 and not over:
            return current - 1
    return current
