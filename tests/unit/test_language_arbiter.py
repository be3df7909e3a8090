"""langdetect's tables, applied in one pass, answer as langdetect does."""

from importlib import import_module

import numpy as np
import pytest

from tasks.language import arbiter, detect, evidence, grams, hearing, opinions
from tasks.language.language import UNKNOWN
from tasks.language.letters import code_points

# Written for this test: two or three clauses each, in langdetect's languages.
SENTENCES = (
    ("af", "Die raad het gister besluit dat die nuwe skool eers volgende jaar gebou sal word."),
    ("ar", "قالت الوزارة إن المدارس الجديدة ستفتح أبوابها في بداية السنة المقبلة."),
    ("bg", "Общината съобщи, че новото училище ще бъде построено през следващата година."),
    ("bn", "মন্ত্রী গতকাল জানিয়েছেন যে নতুন সেতুর কাজ আগামী বছর শুরু হবে।"),
    ("ca", "L'ajuntament va dir que la nova escola es farà l'any que ve, quan hi hagi diners."),
    ("cs", "Městská rada včera rozhodla, že se nová škola začne stavět až příští rok."),
    ("cy", "Dywedodd y cyngor ddoe y bydd yr ysgol newydd yn cael ei hadeiladu y flwyddyn nesaf."),
    ("da", "Byrådet besluttede i går, at den nye skole først skal bygges til næste år."),
    ("de", "Der Stadtrat beschloss gestern, dass die neue Schule erst nächstes Jahr gebaut wird."),
    ("el", "Το δημοτικό συμβούλιο αποφάσισε χθες ότι το νέο σχολείο θα χτιστεί του χρόνου."),
    ("en", "The council decided yesterday that the new school will not be built before next year."),
    (
        "es",
        "El ayuntamiento decidió ayer que la nueva escuela se construirá el año que viene.",
    ),
    ("et", "Linnavolikogu otsustas eile, et uut kooli hakatakse ehitama alles järgmisel aastal."),
    ("fa", "شورای شهر دیروز تصمیم گرفت که مدرسه تازه را سال آینده در کنار رودخانه بسازد."),
    ("fi", "Kaupunginvaltuusto päätti eilen, että uusi koulu rakennetaan vasta ensi vuonna."),
    (
        "fr",
        "Le conseil municipal a décidé hier que la nouvelle école serait construite l'an prochain.",
    ),
    ("gu", "નગરપાલિકાએ ગઈકાલે નક્કી કર્યું કે નવી શાળા આવતા વર્ષે બાંધવામાં આવશે."),
    ("he", "מועצת העיר החליטה אתמול כי בית הספר החדש ייבנה רק בשנה הבאה."),
    ("hi", "नगर परिषद ने कल फैसला किया कि नया स्कूल अगले साल ही बनाया जाएगा।"),
    ("hr", "Gradsko vijeće jučer je odlučilo da će se nova škola graditi tek sljedeće godine."),
    ("hu", "A városi tanács tegnap úgy döntött, hogy az új iskola csak jövőre épül meg."),
    ("id", "Dewan kota kemarin memutuskan bahwa sekolah baru itu akan dibangun tahun depan."),
    (
        "it",
        "Il consiglio comunale ha deciso ieri che la nuova scuola sarà costruita l'anno prossimo.",
    ),
    ("ja", "市議会はきのう、新しい学校を来年まで建てないことを決めました。"),
    ("kn", "ಹೊಸ ಶಾಲೆಯನ್ನು ಮುಂದಿನ ವರ್ಷ ಕಟ್ಟಲಾಗುವುದು ಎಂದು ನಗರಸಭೆ ನಿನ್ನೆ ನಿರ್ಧರಿಸಿತು."),
    ("ko", "시의회는 어제 새 학교를 내년에야 짓기로 결정했다고 밝혔습니다."),
    ("lt", "Miesto taryba vakar nusprendė, kad nauja mokykla bus statoma tik kitais metais."),
    ("lv", "Pilsētas dome vakar nolēma, ka jauno skolu sāks būvēt tikai nākamajā gadā."),
    ("mk", "Советот на општината вчера одлучи новото училиште да се гради дури следната година."),
    ("ml", "പുതിയ സ്കൂൾ അടുത്ത വർഷം മാത്രമേ പണിയൂ എന്ന് നഗരസഭ ഇന്നലെ തീരുമാനിച്ചു."),
    ("mr", "नगरपालिकेने काल ठरवले की नवीन शाळा पुढच्या वर्षी बांधली जाईल आणि ती मोठी असेल."),
    ("nl", "De gemeenteraad besloot gisteren dat de nieuwe school pas volgend jaar wordt gebouwd."),
    ("no", "Kommunestyret bestemte i går at den nye skolen ikke skal bygges før neste år."),
    ("pa", "ਨਗਰ ਕੌਂਸਲ ਨੇ ਕੱਲ੍ਹ ਫੈਸਲਾ ਕੀਤਾ ਕਿ ਨਵਾਂ ਸਕੂਲ ਅਗਲੇ ਸਾਲ ਬਣਾਇਆ ਜਾਵੇਗਾ।"),
    ("pl", "Rada miasta zdecydowała wczoraj, że nowa szkoła powstanie dopiero w przyszłym roku."),
    ("pt", "A câmara municipal decidiu ontem que a nova escola só será construída no próximo ano."),
    ("ro", "Consiliul local a hotărât ieri că noua școală va fi construită abia anul viitor."),
    ("ru", "Городской совет вчера решил, что новую школу начнут строить только в следующем году."),
    ("sk", "Mestské zastupiteľstvo včera rozhodlo, že sa nová škola postaví až budúci rok."),
    ("sl", "Mestni svet je včeraj odločil, da bodo novo šolo gradili šele prihodnje leto."),
    ("so", "Golaha degmadu waxay shalay go'aansadeen in dugsiga cusub la dhiso sannadka dambe."),
    ("sq", "Këshilli bashkiak vendosi dje që shkolla e re do të ndërtohet vetëm vitin e ardhshëm."),
    ("sv", "Kommunfullmäktige beslutade i går att den nya skolan ska byggas först nästa år."),
    ("sw", "Baraza la mji liliamua jana kwamba shule mpya itajengwa mwaka ujao karibu na mto."),
    ("ta", "புதிய பள்ளி அடுத்த ஆண்டு கட்டப்படும் என்று நகராட்சி நேற்று முடிவு செய்தது."),
    ("te", "కొత్త పాఠశాలను వచ్చే ఏడాది నిర్మిస్తామని పురపాలక సంఘం నిన్న నిర్ణయించింది."),
    ("th", "สภาเมืองตัดสินใจเมื่อวานนี้ว่าจะสร้างโรงเรียนใหม่ในปีหน้า"),
    ("tr", "Belediye meclisi dün yeni okulun ancak gelecek yıl yapılmasına karar verdi."),
    ("uk", "Міська рада вчора вирішила, що нову школу почнуть будувати лише наступного року."),
    ("vi", "Hội đồng thành phố hôm qua quyết định rằng ngôi trường mới sẽ được xây vào năm tới."),
)


def likeliest(text: str) -> str:
    found = arbiter.find(code_points(f" {text} "))
    tables = arbiter.tables()
    scores = grams.total(tables.weights, found.rows, [0, len(found.rows)])[0]
    return tables.languages[int(scores.argmax())]


def test_there_are_fifty_sentences_in_as_many_languages() -> None:
    assert len(SENTENCES) == len(dict(SENTENCES)) == 50


@pytest.mark.parametrize(("code", "text"), SENTENCES, ids=[code for code, _ in SENTENCES])
def test_the_tables_agree_with_langdetect(code: str, text: str) -> None:
    said = arbiter.ask(text)
    assert likeliest(text) == said[0][0] == code


def test_n_grams_inside_capitals_are_skipped_as_langdetect_skips_them() -> None:
    detector_factory = import_module("langdetect.detector_factory")
    arbiter.ask("once")
    for text in ("NATO and the EU", "ABC", "Ärger in ÖSTERREICH"):
        detector = detector_factory._factory.create()
        detector.append(f" {text} ")
        theirs = sorted(detector._extract_ngrams())
        found = arbiter.find(code_points(f" {text} "))
        ours = sorted(
            filter(None, (unpacked(int(arbiter.tables().keys[row])) for row in found.rows))
        )
        assert ours == theirs


def unpacked(key: int) -> str:
    gram = ""
    while key:
        gram, key = chr(key & 0x1FFFFF) + gram, key >> 21
    return gram


def test_a_sum_is_exact_whatever_the_order() -> None:
    table = arbiter.tables().weights
    rows = np.arange(0, 3000, dtype=np.int32)
    forth = grams.total(table, rows, [0, 3000])
    assert (forth == grams.total(table, rows[::-1].copy(), [0, 3000])).all()
    assert (forth[0] == table[:3000].astype(np.int64).sum(axis=0)).all()


def test_langdetect_itself_is_asked_where_its_tables_have_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arbiter, "readable", lambda: False)
    evidence.columns.cache_clear()
    hearing.columns.cache_clear()
    try:
        for code, text in SENTENCES[:6]:
            assert detect(text).code == code
        assert detect("12 %").code == UNKNOWN
    finally:
        monkeypatch.undo()
        evidence.columns.cache_clear()
        hearing.columns.cache_clear()


def test_tables_of_another_shape_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arbiter, "_profiles", lambda: [{"name": "en"}, {"name": "fr"}])
    arbiter.tables.cache_clear()
    arbiter.readable.cache_clear()
    try:
        assert not arbiter.readable()
        assert arbiter.languages() == ()
        with pytest.raises(arbiter.TablesMovedError):
            arbiter.tables()
    finally:
        monkeypatch.undo()
        arbiter.tables.cache_clear()
        arbiter.readable.cache_clear()


def test_the_opinions_are_spelled_our_way() -> None:
    assert "nb" in opinions.langid("Hva er det du sier til meg?")
    assert dict(opinions.compact(dict(SENTENCES)["he"]).shares).keys() == {"he"}
