"""Undamaged articles to damage: short invented news, in English and in a dozen scripts."""

from dataclasses import dataclass
from random import Random

ENGLISH = (
    "The council of Harrowgate Mill voted on Tuesday to repair the old bridge before winter.",
    "Engineers found last spring that two of its five arches had begun to sink into the mud.",
    "Mayor Edith Larkham said the town could not wait for another flood to make up its mind.",
    "The work is to cost 4.2 million, of which the county has promised to pay a third.",
    "Shopkeepers along Quay Street fear that the closing of the bridge will cost them customers.",
    "A ferry will carry people on foot across the river while the masons are at work.",
    "Farmers in the valley report the best harvest of apples since the dry summer of 2003.",
    "The cooperative in Selby Cross has hired forty more hands than it did a year ago.",
    "Prices at the weekly market fell by a tenth, which pleased buyers more than growers.",
    "The school library opened again after a year in which its roof had let in the rain.",
    "Volunteers dried and bound some nine hundred books that everybody had given up for lost.",
    "Headteacher Tomas Brand thanked the parents who spent their evenings in the reading room.",
    "A survey of the marshes counted more herons this year than in any year since it began.",
    "Biologist Amara Okello believes that cleaner water has brought the fish and the birds back.",
    "The railway company wants to run two trains an hour between the port and the capital.",
    "Its plan needs a second track through the tunnel, and that will take at least four years.",
    "Residents asked at a crowded meeting why nobody had told them about the noise at night.",
    "The director of the line, Piet Vandermeer, promised to answer every letter that he receives.",
    "An exhibition in the customs house shows how sailors drew the coast before there were maps.",
    "Most of the sheets had lain for a century in a chest that nobody knew how to open.",
)

# One invented story in each script that old encodings were made for: a title, then sentences.
SCRIPTS: dict[str, tuple[str, ...]] = {
    "de": (
        "Die Brücke über die Mühlach wird erneuert",
        "Der Gemeinderat hat am Dienstag beschlossen, die alte Brücke noch vor dem Winter "
        "ausbessern zu lassen.",
        "Fachleute hatten im Frühjahr festgestellt, dass zwei der fünf Bögen im Schlamm versinken.",
        "Die Bürgermeisterin sagte, man könne nicht warten, bis das nächste Hochwasser für alle "
        "entscheide.",
        "Während der Arbeiten fährt eine Fähre für Fußgänger über den Fluss, täglich von früh bis "
        "spät.",
    ),
    "fr": (
        "Le vieux pont sera réparé avant l'hiver",
        "Le conseil municipal a décidé mardi de réparer le vieux pont avant les premières gelées "
        "de décembre.",
        "Des ingénieurs avaient constaté au printemps que deux arches s'enfonçaient déjà dans la "
        "vase.",
        "La maire a déclaré que l'on ne pouvait pas attendre la prochaine crue pour se décider "
        "enfin.",
        "Un bac à péage très modéré transportera les piétons d'une rive à l'autre pendant l'été.",
    ),
    "pl": (
        "Stary most zostanie naprawiony przed zimą",
        "Rada miejska postanowiła we wtorek naprawić stary most, zanim nadejdą pierwsze mrozy.",
        "Inżynierowie stwierdzili wiosną, że dwa z pięciu przęseł zaczęły zapadać się w muł.",
        "Burmistrzyni powiedziała, że miasto nie może czekać, aż następna powódź rozstrzygnie "
        "za nie.",
        "Podczas robót pieszych będzie przewoził przez rzekę prom, codziennie od świtu do zmroku.",
    ),
    "ru": (
        "Старый мост отремонтируют до наступления зимы",
        "Городской совет во вторник постановил отремонтировать старый мост ещё до первых морозов.",
        "Весной инженеры обнаружили, что две из пяти опор начали понемногу уходить в речной ил.",
        "Глава города заявила, что нельзя ждать нового наводнения, чтобы наконец принять решение.",
        "Пока идут работы, пешеходов будет перевозить через реку паром, каждый день с утра до "
        "ночи.",
    ),
    "el": (
        "Η παλιά γέφυρα θα επισκευαστεί πριν από τον χειμώνα",
        "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να επισκευάσει την παλιά γέφυρα πριν από τα "
        "κρύα.",
        "Οι μηχανικοί διαπίστωσαν την άνοιξη ότι δύο από τις πέντε καμάρες βυθίζονται στη λάσπη.",
        "Η δήμαρχος δήλωσε ότι η πόλη δεν μπορεί να περιμένει την επόμενη πλημμύρα για να "
        "αποφασίσει.",
        "Όσο διαρκούν οι εργασίες, ένα μικρό πλοίο θα μεταφέρει τους πεζούς από όχθη σε όχθη.",
    ),
    "tr": (
        "Eski köprü kıştan önce onarılacak",
        "Belediye meclisi salı günü eski köprünün kış gelmeden önce onarılmasına karar verdi.",
        "Mühendisler ilkbaharda beş kemerden ikisinin çamura gömülmeye başladığını görmüştü.",
        "Belediye başkanı, karar vermek için yeni bir taşkının beklenemeyeceğini açıkça söyledi.",
        "Çalışmalar sürerken yayaları her gün sabahtan akşama kadar küçük bir vapur taşıyacak.",
    ),
    "he": (
        "הגשר הישן ישופץ לפני החורף",
        "מועצת העיר החליטה ביום שלישי לשפץ את הגשר הישן עוד לפני בוא הגשמים הראשונים של החורף.",
        "מהנדסים גילו באביב כי שתיים מתוך חמש הקשתות של הגשר החלו לשקוע בבוץ שבקרקעית הנהר.",
        "ראש העיר אמרה כי אי אפשר להמתין לשיטפון הבא כדי לקבל סוף סוף את ההחלטה הנכונה.",
        "בזמן העבודות תעביר מעבורת קטנה את הולכי הרגל מגדה לגדה, בכל יום מן הבוקר ועד הערב.",
    ),
    "ar": (
        "ترميم الجسر القديم قبل حلول الشتاء",
        "قرر المجلس البلدي يوم الثلاثاء ترميم الجسر القديم قبل أن تهطل أولى أمطار الشتاء على "
        "المدينة.",
        "وكان المهندسون قد اكتشفوا في الربيع أن اثنين من أقواس الجسر الخمسة بدآ يغوصان في الطين.",
        "وقالت رئيسة البلدية إن المدينة لا تستطيع أن تنتظر الفيضان القادم حتى تتخذ قرارها أخيرا.",
        "وسوف تنقل عبارة صغيرة المشاة من ضفة إلى أخرى كل يوم من الصباح إلى المساء أثناء العمل.",
    ),
    "ja": (
        "古い橋、冬の前に修理へ",
        "町議会は火曜日、古い橋を冬が来る前に修理することを全会一致で決めました。",
        "技師たちはこの春、五つの橋脚のうち二つが川底の泥に沈み始めていることを見つけました。",
        "町長は、次の洪水が来るまで決定を待つことはできないと住民の集まりで話しました。",
        "工事の間は、小さな渡し船が朝から晩まで毎日、歩いて渡る人たちを運ぶことになります。",
    ),
    "zh": (
        "古桥将在冬天到来之前修复",
        "市议会星期二决定,在冬天到来之前修复这座有一百多年历史的古桥。",
        "工程师们今年春天发现,五个桥拱当中有两个已经开始慢慢地陷入河底的淤泥里。",
        "市长表示,这座城市不能等到下一次洪水来临的时候才作出最后的决定。",
        "在施工期间,一艘小渡船每天从早到晚把行人从河的一边送到另外一边。",
    ),
    "ko": (
        "오래된 다리, 겨울이 오기 전에 고친다",
        "시의회는 화요일에 오래된 다리를 겨울이 오기 전에 고치기로 모두의 뜻을 모아 결정했다.",
        "기술자들은 지난 봄 다섯 개의 교각 가운데 두 개가 진흙 속으로 가라앉는 것을 발견했다.",
        "시장은 다음 홍수가 올 때까지 결정을 미룰 수는 없다고 주민들이 모인 자리에서 말했다.",
        "공사를 하는 동안에는 작은 나룻배가 날마다 아침부터 저녁까지 사람들을 실어 나른다.",
    ),
}


@dataclass(frozen=True, slots=True)
class Article:
    """An undamaged article: `says` is a sentence in the middle of its body."""

    title: str
    paragraphs: tuple[str, ...]
    says: str

    @property
    def text(self) -> str:
        """The article as flattened text, a paragraph per line, blank lines between."""
        return "\n\n".join((self.title, *self.paragraphs)) + "\n"

    @property
    def html(self) -> str:
        """The article as a small whole page that declares no encoding."""
        return page(self)


def page(article: Article, *, head: str = "", body: str = "") -> str:
    """The article as a page, with `head` added to its head and `body` after its title."""
    paragraphs = "\n".join(f"<p>{paragraph}</p>" for paragraph in article.paragraphs)
    return (
        f"<!DOCTYPE html>\n<html><head>{head}<title>{article.title}</title></head>\n"
        f"<body><article><h1>{article.title}</h1>\n{body}{paragraphs}\n</article></body></html>\n"
    )


def english(rng: Random) -> Article:
    """An article of four paragraphs; the number in its title makes its bytes its own."""
    sentences = rng.sample(ENGLISH, 12)
    paragraphs = tuple(" ".join(sentences[n : n + 3]) for n in range(0, 12, 3))
    return Article(f"Town record number {rng.getrandbits(60)}", paragraphs, sentences[6])


def in_script(language: str, rng: Random) -> Article:
    """The article of a script, its paragraphs twice so that an encoding can be guessed."""
    title, *sentences = SCRIPTS[language]
    body = (" ".join(sentences[:2]), " ".join(sentences[2:]), " ".join(sentences))
    return Article(f"{title} {rng.getrandbits(60)}", body, sentences[2])
