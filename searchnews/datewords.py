"""The words dates are written with: months, weekdays and time zones of many languages."""

from __future__ import annotations

import functools
import unicodedata
from datetime import datetime, timedelta

# A line a language: twelve months, "/" between spellings. Accents and capitals do not matter.
_MONTH_LINES = """
january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct november/nov december/dec
januar/jänner/jän februar/feber märz/mrz/mär april mai juni juli august september oktober/okt november dezember/dez
janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août/aoû septembre octobre novembre décembre/déc
enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre diciembre/dic
gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/set ottobre/ott novembre dicembre
janeiro fevereiro/fev março abril maio/mai junho julho agosto setembro outubro/out novembro dezembro
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro
januari februari maart/mrt april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december/des
januar februar mars april mai juni juli august september oktober november desember
janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember
tammikuuta/tammikuu helmikuuta/helmikuu maaliskuuta/maaliskuu huhtikuuta/huhtikuu toukokuuta/toukokuu kesäkuuta/kesäkuu heinäkuuta/heinäkuu elokuuta/elokuu syyskuuta/syyskuu lokakuuta/lokakuu marraskuuta/marraskuu joulukuuta/joulukuu
jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
janvāris/janvārī/janvāra februāris/februārī/februāra marts/martā aprīlis/aprīlī/aprīļa maijs/maijā/maija jūnijs/jūnijā/jūnija jūlijs/jūlijā/jūlija augusts/augustā/augusta septembris/septembrī oktobris/oktobrī novembris/novembrī decembris/decembrī
sausio/sausis vasario/vasaris kovo/kovas balandžio/balandis gegužės/gegužė birželio/birželis liepos/liepa rugpjūčio/rugpjūtis rugsėjo/rugsėjis spalio/spalis lapkričio/lapkritis gruodžio/gruodis
stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja/maj czerwca/czerwiec/cze lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz października/październik/paź listopada/listopad/lis grudnia/grudzień/gru
ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen září října/říjen listopadu/listopad prosince/prosinec
januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl augusta/august septembra/september októbra/október novembra/november decembra/december
január/janu február március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept október november december
ianuarie/ian februarie martie aprilie mai iunie/iun iulie/iul august septembrie octombrie/oct noiembrie/noi decembrie
januara/januar februara/februar marta/mart aprila/april maja/maj juna/jun jula/jul avgusta/avgust/avg septembra/septembar oktobra/oktobar novembra/novembar decembra/decembar
siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj lipnja/lipanj srpnja/srpanj kolovoza/kolovoz rujna/rujan x studenoga/studeni/studenog prosinca/prosinac
januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra
janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas aralık/ara
yanvar fevral mart aprel may iyun iyul avqust/avgust sentyabr oktyabr noyabr dekabr
января/январь/янв февраля/февраль/фев марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн июля/июль/июл августа/август/авг сентября/сентябрь/сен/сент октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек
січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень
януари февруари март април май юни юли август септември октомври ноември декември
јануар/јануара фебруар/фебруара март/марта април/априла мај/маја јун/јуна јул/јула август/августа септембар/септембра октобар/октобра новембар/новембра децембар/децембра
ιανουαρίου/ιανουάριος/ιαν φεβρουαρίου/φεβρουάριος/φεβ μαρτίου/μάρτιος/μαρ απριλίου/απρίλιος/απρ μαΐου/μάιος/μαι ιουνίου/ιούνιος/ιουν ιουλίου/ιούλιος/ιουλ αυγούστου/αύγουστος/αυγ σεπτεμβρίου/σεπτέμβριος/σεπ οκτωβρίου/οκτώβριος/οκτ νοεμβρίου/νοέμβριος/νοε δεκεμβρίου/δεκέμβριος/δεκ
januari februari/pebruari maret april mei juni juli agustus/agt/agu september oktober november/nopember desember
januari februari mac april mei jun julai ogos september oktober november disember
januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
يناير/كانون_الثاني/جانفي فبراير/شباط/فيفري مارس/آذار أبريل/ابريل/إبريل/نيسان/أفريل مايو/أيار/ماي يونيو/حزيران/جوان يوليو/تموز/جويلية أغسطس/اغسطس/آب/أوت سبتمبر/أيلول أكتوبر/اكتوبر/تشرين_الأول نوفمبر/تشرين_الثاني ديسمبر/كانون_الأول
ژانویه فوریه مارس آوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر
جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर
জানুয়ারি/জানুয়ারী ফেব্রুয়ারি/ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট/আগষ্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
มกราคม/ม.ค กุมภาพันธ์/ก.พ มีนาคม/มี.ค เมษายน/เม.ย พฤษภาคม/พ.ค มิถุนายน/มิ.ย กรกฎาคม/ก.ค สิงหาคม/ส.ค กันยายน/ก.ย ตุลาคม/ต.ค พฤศจิกายน/พ.ย ธันวาคม/ธ.ค
"""
_WEEKDAY_WORDS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lun mar mié jue vie sáb dom
lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta sexta feira
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek neděle
hétfő kedd szerda csütörtök péntek szombat vasárnap luni marți miercuri joi vineri sâmbătă duminică
pazartesi salı çarşamba perşembe cuma cumartesi pazar
понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер субота неділя
δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή
senin selasa rabu kamis jumat sabtu minggu isnin jumaat ahad
الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت الأحد دوشنبه جمعه شنبه یکشنبه
星期一 星期二 星期三 星期四 星期五 星期六 星期日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 월요일 화요일 수요일 목요일 금요일 토요일 일요일
सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার
"""
_ZONES = {
    "UTC": 0, "GMT": 0, "WET": 0, "WAT": 60, "BST": 60, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120, "EET": 120, "CAT": 120,
    "SAST": 120, "EEST": 180, "EAT": 180, "MSK": 180, "TRT": 180, "TSI": 180, "AST": 180, "IRST": 210, "GST": 240, "AFT": 270, "PKT": 300, "IST": 330,
    "NPT": 345, "BDST": 360, "ICT": 420, "WIB": 420, "WITA": 480, "HKT": 480, "SGT": 480, "MYT": 480, "PHT": 480, "AWST": 480, "WIT": 540,
    "JST": 540, "KST": 540, "ACST": 570, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "BRT": -180, "ART": -180,
}  # fmt: skip
_AMERICAN = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}  # winter; an hour more in summer
_MONTH_FIRST = frozenset([*_AMERICAN, "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "PHT"])
_NEITHER = frozenset(["UTC", "GMT", "AST", "JST", "KST"])  # of these clocks some write day first, some do not
# Elsewhere than in English, and outside the countries that begin with the year, the day comes first.
_OPEN_LANGUAGES = frozenset(["", "en", "zh", "ja", "ko", "hu", "lt", "eu"])


@functools.lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A word without capitals, accents and the Turkish dots, for comparing."""
    loose = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in loose if not unicodedata.combining(letter)).replace("ı", "i").strip(".")


def _months() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in _MONTH_LINES.strip().splitlines():
        for number, spellings in enumerate(line.split(), 1):
            for name in spellings.split("/"):
                table.setdefault(fold(name.replace("_", " ")), number)
    return table


MONTHS = _months()
_HEBREW_PREFIXES = ("ב", "ל")
WEEKDAYS = frozenset(fold(word) for word in _WEEKDAY_WORDS.split())


def month_number(word: str, language: str = "") -> int | None:
    """The month a word names, None for any other word."""
    name = fold(word)
    if language == "hr" and name in {"listopada", "listopad"}:  # November to its neighbours
        return 10
    if name[:1] in _HEBREW_PREFIXES:  # "3 במאי 2021": the preposition is written together with the month
        return MONTHS.get(name) or MONTHS.get(name[1:])
    return MONTHS.get(name)


def zone_offset(name: str, moment: datetime) -> int | None:
    """Minutes east of UTC of a zone's name at a civil time; None for an unknown name."""
    key = name.upper().replace("İ", "I")
    if key in _AMERICAN:
        return _AMERICAN[key] + (60 if _american_summer(moment) else 0)
    return _ZONES.get(key)


def zone_day_first(name: str) -> bool | None:
    """Whether people on this clock write the day before the month; None where both are common."""
    key = name.upper().replace("İ", "I")
    if key in _NEITHER or (key not in _ZONES and key not in _AMERICAN):
        return None
    return key not in _MONTH_FIRST


def language_day_first(language: str) -> bool | None:
    """True for languages that write the day before the month in numbers, None where it is open."""
    return None if language in _OPEN_LANGUAGES else True


def _american_summer(moment: datetime) -> bool:
    """From the second Sunday of March to the first of November."""
    march, november = datetime(moment.year, 3, 1), datetime(moment.year, 11, 1)
    begin = march + timedelta(days=(6 - march.weekday()) % 7 + 7, hours=2)
    end = november + timedelta(days=(6 - november.weekday()) % 7, hours=2)
    return begin <= moment < end
