"""Laws of find_dates that hold for any text, anchor and language."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.dates.expressions.lexicon import build
from tasks.dates.expressions.numerals import SHAPES, numeral_classes
from tasks.dates.expressions.rules import LANGUAGES as READ
from tasks.dates.expressions.rules import grammar
from tasks.dates.mentions import find_dates

LANGUAGES = st.sampled_from(["en", "ar", "de", "es", "fr", "ru", "zz"])
ANCHORS = st.none() | st.dates()
WORDS = st.sampled_from(
    [
        "the",
        "a",
        "on",
        "in",
        "of",
        "last",
        "next",
        "this",
        "past",
        "two",
        "twenty-five",
        "2011",
        "31",
        "1st",
        "5:30",
        "p.m.",
        "10/28/2016",
        ",",
        ".",
        "-",
        "'",
        "'s",
        "Friday",
        "March",
        "May",
        "Aug.",
        "early",
        "late",
        "year",
        "week",
        "days",
        "ago",
        "later",
        "quarter",
        "first",
        "every",
        "summer",
        "of",
        "vendredi",
        "mars",
        "dernier",
        "hier",
        "il",
        "y",
        "a",
        "Freitag",
        "letzte",
        "vor",
        "Jahren",
        "3.",
        "viernes",
        "pasado",
        "hace",
        "años",
        "пятницу",
        "года",
        "назад",
        "прошлой",
        "неделе",
        "الجمعة",
        "الماضي",
        "قبل",
        "كانون",
        "الثاني",
        "أمس",
        "2016-02-30",
        "1990s",
        "’96",
        "said",
        "will",
        "half",
        "hour",
        "and",
        "to",
        "until",
        "99999",
        "24/7",
        "0",
        "00:00",
        "T12",
        "century",
        "before",
        "after",
        "that",
        "same",
    ]
) | st.just("\n\n")
SENTENCES = st.lists(WORDS, max_size=30).map(" ".join)
OWN_WORDS = LANGUAGES.filter(lambda language: language in READ).flatmap(
    lambda language: st.lists(
        st.sampled_from(sorted(grammar(language).lexicon.characters)) | WORDS, max_size=30
    ).map(lambda words: (language, " ".join(words)))
)
TEXTS = st.text(max_size=200) | SENTENCES | st.text(alphabet=st.characters(), max_size=50)
WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    "ru": ["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"],
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
}
FRAMES = {
    "en": ["He came on {}.", "He will come on {}.", "last {}", "next {}", "this {}", "{} night",
           "early {}", "{} said", "until {}", "on {} last week", "10 a.m. {}"],
    "fr": ["Il est venu {}.", "{} prochain", "{} dernier", "{} soir"],
    "de": ["Er kam am {}.", "am kommenden {}", "{} Abend"],
    "es": ["Llegó el {}.", "el {} pasado", "el próximo {}"],
    "ru": ["Он прибыл в {}.", "в прошлый {}"],
    "ar": ["وصل يوم {}", "{} المقبل", "مساء {}"],
}  # fmt: skip


@settings(deadline=None)
@given(TEXTS, ANCHORS, LANGUAGES)
def test_spans_are_exact_ordered_and_apart(text: str, anchor: date | None, language: str) -> None:
    mentions = find_dates(text, anchor, language)
    ends = [0]
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.surface != ""
        assert mention.start >= ends[-1]
        ends.append(mention.end)


@settings(deadline=None)
@given(TEXTS, ANCHORS, LANGUAGES)
def test_days_and_reasons_agree(text: str, anchor: date | None, language: str) -> None:
    for mention in find_dates(text, anchor, language):
        assert (mention.first is None) == (mention.last is None)
        if mention.first is not None and mention.last is not None:
            assert mention.first <= mention.last
        assert (mention.value is None) == (mention.reason is not None)


@settings(max_examples=300, deadline=None)
@given(OWN_WORDS, ANCHORS)
def test_any_order_of_a_languages_own_words(words: tuple[str, str], anchor: date | None) -> None:
    language, text = words
    for mention in find_dates(text, anchor, language):
        assert text[mention.start : mention.end] == mention.surface
        assert (mention.value is None) == (mention.reason is not None)


@settings(max_examples=300, deadline=None)
@given(
    st.dates(date(1, 2, 1), date(9999, 11, 30)),
    st.sampled_from(sorted(WEEKDAYS)),
    st.integers(0, 6),
    st.data(),
)
def test_a_named_weekday_is_that_weekday(
    anchor: date, language: str, number: int, data: st.DataObject
) -> None:
    frame = data.draw(st.sampled_from(FRAMES[language]))
    mentions = find_dates(frame.format(WEEKDAYS[language][number]), anchor, language)
    days = [mention.first for mention in mentions if mention.first is not None]
    assert days, frame
    assert all(day.weekday() == number for day in days)


@settings(deadline=None)
@given(st.dates(date(1500, 1, 1), date(2100, 12, 31)), ANCHORS)
def test_a_full_date_is_itself_whatever_the_anchor(day: date, anchor: date | None) -> None:
    for written in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B %Y}"):
        (mention,) = find_dates(f"It was on {written}.", anchor)
        assert (mention.value, mention.first, mention.last) == (day.isoformat(), day, day)


@settings(deadline=None)
@given(SENTENCES, st.dates(), LANGUAGES)
def test_without_an_anchor_the_same_mentions_are_found(
    text: str, anchor: date, language: str
) -> None:
    with_anchor = {m.start for m in find_dates(text, anchor, language)}
    without = {m.start for m in find_dates(text, None, language)}
    assert with_anchor <= without


@settings(deadline=None)
@given(st.sampled_from(SHAPES).flatmap(lambda shape: st.from_regex(shape[0], fullmatch=True)))
def test_every_number_of_a_known_form_has_a_character(token: str) -> None:
    assert numeral_classes(token) in build([]).sets
