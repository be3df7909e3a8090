"""Answers that a reader of the tables relies on."""

import threading

import pytest

from tasks.language import (
    Language,
    detect,
    detect_blocks,
    detect_document,
    detect_documents,
    detect_many,
    judging,
)
from tasks.language.cleaning import GLANCE, clean, sample
from tasks.language.language import UNKNOWN

ENGLISH = (
    "The council met on Tuesday evening to hear what the harbour master had to say about the "
    "new pier, which has been closed to visitors since the storm of last winter.",
    "She told the members that the repairs would take at least another year, and that nobody "
    "could say yet who was going to pay for them once the insurance had run out.",
)
RUSSIAN = (
    "Главная страница", "Новости", "О нас", "Подписаться на рассылку",
    "Все права защищены, перепечатка материалов возможна только с разрешения редакции.",
    "Контакты", "Реклама на сайте",
)  # fmt: skip
GERMAN = "Die Gemeinde will im kommenden Jahr eine neue Brücke über den Fluss bauen lassen."


def test_the_languages_of_plain_sentences() -> None:
    for code, text in (
        ("en", ENGLISH[0]),
        ("de", GERMAN),
        ("az", "Şəhər şurası dünən qərar verdi ki, yeni məktəb gələn il tikiləcək."),
        ("be", "Гарадскі савет учора вырашыў, што новую школу пабудуюць у наступным годзе."),
        ("is", "Bæjarstjórnin ákvað í gær að nýi skólinn yrði ekki byggður fyrr en á næsta ári."),
        ("eu", "Udalak atzo erabaki zuen eskola berria datorren urtean eraikiko dela."),
        ("kk", "Қалалық кеңес жаңа мектепті келесі жылы ғана салу туралы шешім қабылдады."),
        ("zh", "市议会昨天决定明年才建造新的学校。"),
        ("ka", "საკრებულომ გუშინ გადაწყვიტა, რომ ახალი სკოლა მომავალ წელს აშენდება."),
        ("my", "မြို့တော်ကောင်စီက ကျောင်းသစ်ကို လာမည့်နှစ်တွင် ဆောက်မည်ဟု ဆုံးဖြတ်ခဲ့သည်။"),
    ):
        found = detect(text)
        assert found.code == code
        assert found.confidence > 0.8


@pytest.mark.parametrize(
    "text", ["", " \n\t", "12:30 - 14:00", "+49 30 123456", "https://example.org/de/nachrichten",
             "a@b.example", "…!?", "\x00", "\ud800", "🙂🙂"],
)  # fmt: skip
def test_what_has_no_words_is_unknown_with_a_reason(text: str) -> None:
    assert detect(text) == Language(UNKNOWN, 0.0, (), "no letters to go by")


def test_tokens_that_are_no_words_are_unknown() -> None:
    found = detect("xkqzj vvwqx zzgqk jqxwv")
    assert found.code == UNKNOWN
    assert found.reason


def test_a_short_heading_is_never_sure_of_the_wrong_language() -> None:
    for heading in ("Syria Times", "Contact", "Moscow summit", "Top diplomats meet"):
        found = detect(heading)
        assert found.code == "en" or found.confidence < 0.7


def test_all_capitals_are_read_like_other_letters() -> None:
    assert detect(ENGLISH[0].upper()).code == "en"
    assert detect(GERMAN.upper()).code == "de"


def test_addresses_have_no_language() -> None:
    text = f"{GERMAN} https://example.org/the/latest/news/of/the/whole/world info@example.org"
    assert detect(text) == detect(GERMAN)


def test_combining_marks_and_composed_letters_are_one_text() -> None:
    assert detect("Le pie\u0301ton a e\u0301te\u0301 blesse\u0301 prè\u0300s").code == "fr"


def test_look_alikes_stay_candidates_and_the_reason_says_so() -> None:
    found = detect("Predsjednik je danas rekao")
    assert {"bs", "hr"} <= {code for code, _ in found.candidates}
    assert found.reason
    assert "hr" in found.reason


def test_a_language_that_the_tables_lack_is_answered_where_two_opinions_agree() -> None:
    galician = (
        "O concello decidiu onte que a nova escola non se construirá ata o vindeiro ano, porque "
        "aínda non hai cartos para facela e os veciños non se poñen de acordo."
    )
    nepali = "नगरपालिकाले हिजो निर्णय गर्यो कि नयाँ विद्यालय अर्को वर्ष मात्र निर्माण गरिनेछ र त्यो ठूलो हुनेछ।"
    assert detect(galician).code == "gl"
    assert detect(nepali).code == "ne"


def test_the_article_counts_and_not_the_frame() -> None:
    page = "\n".join([*RUSSIAN[:4], *ENGLISH, *RUSSIAN[4:]])
    assert detect(page).code == "en"
    assert detect_document([*ENGLISH, RUSSIAN[4]]).code == "en"


def test_a_document_in_two_languages_says_so() -> None:
    french = (
        "Le conseil s'est réuni mardi soir pour entendre ce que le capitaine du port avait à "
        "dire de la nouvelle jetée, fermée au public depuis la tempête de l'hiver dernier."
    )
    found = detect_document([ENGLISH[0], french])
    assert found.reason == "mixed: en and fr" or found.reason == "mixed: fr and en"
    assert found.confidence < 0.8


def test_a_document_of_one_word_has_no_language() -> None:
    found = detect_document(["Search"])
    assert found.code == UNKNOWN
    assert found.reason
    assert found.candidates
    assert detect_document([]).code == detect_document(["", " "]).code == UNKNOWN
    assert detect_document(["Ελλάδα"]).code == "el"


def test_lines_of_one_language_agree_and_a_stranger_among_them_is_noticed() -> None:
    french = "Le conseil s'est réuni mardi soir pour entendre le capitaine du port de la ville."
    lines = [*ENGLISH, GERMAN, french]
    alone = judging.agreed([ENGLISH])[0]
    assert alone is not None
    assert alone.code == "en"
    assert judging.agreed([[*ENGLISH, GERMAN], lines, [*ENGLISH, RUSSIAN[4]]]) == [None] * 3


def test_documents_are_answered_as_one_by_one() -> None:
    documents = [list(ENGLISH), [GERMAN], [], [*ENGLISH, RUSSIAN[4]], ["Search"], list(ENGLISH)]
    assert detect_documents(documents) == [detect_document(one) for one in documents]


def test_many_are_answered_as_one_by_one() -> None:
    texts = [*ENGLISH, *RUSSIAN, GERMAN, "", "12", "\n".join(RUSSIAN), "Predsjednik je rekao"] * 20
    assert detect_many(texts) == [detect(text) for text in texts[: len(texts) // 20]] * 20


def test_first_use_from_many_threads_answers_as_later_ones() -> None:
    found: list[Language] = []
    threads = [
        threading.Thread(target=lambda: found.extend(detect_many([GERMAN, *ENGLISH])))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == detect_many([GERMAN, *ENGLISH]) * 8


def test_a_long_text_is_read_in_windows_that_cut_no_word() -> None:
    text = " ".join(f"word{n}" for n in range(10_000))
    kept = sample(text, GLANCE)
    assert len(kept) < 500
    assert set(kept.split()) <= set(text.split())
    assert sample("short", GLANCE) == "short"
    assert clean("SHOUTED WORDS OF IT", GLANCE) == "shouted words of it"
    assert clean("NATO met the EU in Brussels", GLANCE) == "NATO met the EU in Brussels"


def test_the_columns_of_all_opinions_name_the_same_languages() -> None:
    from tasks.language import own
    from tasks.language.evidence import columns
    from tasks.language.letters import alphabet

    known = own.tables()
    for number, script in enumerate(alphabet().scripts):
        where = columns(number, known)
        if len(where.languages) > 1:
            assert [known.languages[n] for n in where.own] == list(where.languages)
            assert set(where.languages) == set(script.languages) & set(known.languages)


def test_blocks_of_few_words_stay_unknown_and_running_ones_do_not() -> None:
    heading, paragraph, chinese, greek = detect_blocks(
        ["Top diplomats meet", ENGLISH[0], "新学校明年才开始建造", "Αθήνα"]
    )
    assert heading.code in (UNKNOWN, "en")
    assert heading.candidates
    assert (paragraph.code, chinese.code, greek.code) == ("en", "zh", "el")


def test_blocks_that_repeat_are_answered_alike_and_two_words_are_too_few() -> None:
    found = detect_blocks(["Contact us", GERMAN, "", "Contact us", GERMAN, "12", "Kontakt\nWeiter"])
    assert [one.code for one in found] == [UNKNOWN, "de", UNKNOWN, UNKNOWN, "de", UNKNOWN, UNKNOWN]
    assert found[0] == found[3] == Language(UNKNOWN, 0.0, (), "too few words")
    assert found[1] == found[4]


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("Predsjednik je danas rekao", {"bs", "hr"}),
        ("Harga rumah naik lagi", {"id", "ms"}),
        ("Det er en god dag", {"nb", "da"}),
    ],
)
def test_short_texts_of_languages_written_alike_keep_both(text: str, alike: set[str]) -> None:
    found = detect(text)
    assert alike <= {code for code, _ in found.candidates}


def test_two_paragraphs_in_a_frame_of_another_script_are_the_article() -> None:
    frame = [
        "الصفحة الرئيسية", "آخر الأخبار", "اتصل بنا",
        "جميع الحقوق محفوظة، ولا يجوز نشر هذه المواد إلا بإذن خطي من إدارة الموقع.",
    ]  # fmt: skip
    lines = [*frame[:2], *ENGLISH, *frame[2:]]
    assert detect("\n".join(lines)).code == "en"
    assert [one.code for one in detect_blocks(lines)][2:4] == ["en", "en"]
    assert detect_blocks(lines)[-1].code == "ar"
