"""Patterns of dates of birth, telephone numbers, addresses on the net, numbers of papers, and streets."""

import re
from collections.abc import Iterator

from caselaw.anonymisation.wording import HAN, any_of

Span = tuple[int, int]

_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º|o|-го)?"
_WORD = r"[^\W\d_]{3,12}\.?"
_DATE = (
    rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|{_DAY}(?: of| de| de el)? {_WORD},?(?: de| del| of)? ?\d{{4}}"
    rf"|{_WORD} {_DAY},? \d{{4}}|\d{{4}} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?[日号])"
)
_BORN = any_of(
    "born|born on|was born on|date of birth|d.o.b.|DOB|birth date|birthday|born in the night of"
    "|né le|née le|nés le|nées le|date de naissance|naissance"
    "|nacida el|nacido el|nació el|fecha de nacimiento|nacida en fecha|nacido en fecha"
    "|родилась|родился|рожд.|дата рождения|родившаяся|родившийся|рождена|уроженка"
    "|مواليد|ولدت في|ولد في|ولدت بتاريخ|ولد بتاريخ|تاريخ الميلاد|المولودة في|المولودة بتاريخ|المولود في|المولود بتاريخ"
    "|تاريخ ميلادها|出生于|生于|出生日期|出生年月日"
)
_BIRTHS = (
    re.compile(rf"(?<![^\W_])(?:{_BORN}|\(b\.|\*)[ :,(\n]{{0,3}}(?:on |in |el |le |of |дня |يوم )?{_DATE}"),
    re.compile(rf"{_DATE} ?(?:{any_of('г.р.|года рождения|г. рождения|гр|出生|生人|ميلادي')}|\(?(?i:dob)\b)"),
    re.compile(
        rf"(?<!\w)(?:{any_of('родилась|родился|nacida|nacido|nació|est née|est né|était née|était né|born|ولدت')})(?!\w)[^.\n\d]{{1,60}}{_DATE}"
    ),
)

_PHONE_WORD = any_of(
    "tel|tel.|telephone|phone|phone number|mobile|cell|cellphone|whatsapp|fax|viber|call|called on"
    "|tél|tél.|téléphone|portable|teléfono|tfno|móvil|celular|тел|тел.|телефон|телефону|моб.|مобильный|мобильный"
    "|هاتف|الهاتف|جوال|رقم الهاتف|محمول|موبايل|电话|手机|手机号|电话号码|联系电话"
)
_PHONES = (
    re.compile(r"(?<![\w+])(?:\+|00)\d{1,3}[ .()-]{0,2}\d(?:[ .()/-]{0,2}\d){6,12}(?!\d)"),
    re.compile(
        rf"(?<![^\W_]){_PHONE_WORD}[ :.]{{0,3}}(?:no|number|n[.ºo]|№|号码|رقم)?[ :.]{{0,3}}\(?\d(?:[ .()-]{{0,2}}\d){{5,13}}"
    ),
    re.compile(r"(?<![\w/.-])\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?![\w/-])"),
    re.compile(r"(?<![\w/.-])(?:0\d{1,4}[ -]\d{3,4}[ -]\d{3,4}|0\d{9,10})(?![\w/-])"),
    re.compile(r"(?<![\w/.-])0[1-9](?:[ .]\d\d){4}(?![\w/-])"),
    re.compile(r"(?<![\w/.-])1[3-9]\d{9}(?![\w/-])"),
    re.compile(r"(?<![\w/.-])8[ -]?\(?9\d{2}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}(?![\w/-])"),
)

_MAILS = (
    re.compile(r"(?<![\w.+-])[\w.+-]{1,64} ?@ ?(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])"),
    re.compile(
        r"(?<![\w.+-])[\w.+-]{2,64} ?[\[(] ?(?:at|arroba|chez) ?[\])] ?[\w-]{1,63}(?: ?(?:[\[(] ?(?:dot|punto) ?[\])]|\.) ?[\w-]{2,24}){1,4}"
    ),
)

_PAPER = any_of(
    "passport|passports|identity card|identity document|ID card|ID number|ID no|ID no.|national ID|national identity"
    "|travel document|social security|driving licence|driver's license|residence permit|visa number|visa no|birth certificate"
    "|alien number|A-number|bank account|account number|IBAN"
    "|passeport|carte d'identité|carte nationale|titre de séjour|numéro de sécurité sociale|acte de naissance"
    "|pasaporte|cédula|DNI|NIE|CURP|documento de identidad|documento nacional|cédula de ciudadanía|permiso de residencia|RUT|CPF"
    "|паспорт|паспорта|паспортом|паспорте|удостоверение личности|СНИЛС|ИНН|загранпаспорт|свидетельство о рождении"
    "|جواز سفر|جواز السفر|جواز سفرها|جواز سفره|بطاقة الهوية|رقم الهوية|الرقم الوطني|الرقم القومي|بطاقة شخصية"
    "|护照|护照号|护照号码|身份证|身份证号|身份证号码|居民身份证|通行证"
)
_PAPERS = (
    re.compile(
        rf"(?<![^\W_]){_PAPER}[^\d.\n;]{{0,25}}?(?:no\.|nr\.|n[.º°]|№|Nº)?[^\d\n;]{{0,4}}(?P<number>\d[\dA-Zo <-]{{3,20}})"
    ),
    re.compile(r"(?<![\w/-])(?P<number>[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx])(?![\w/-])"),
    re.compile(r"(?<![\w/-])(?P<number>[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d)(?![\w/-])"),
    re.compile(r"(?<![\w/.-])(?P<number>\d{3}-\d{2}-\d{4})(?![\w/-])"),
    re.compile(r"(?<![\w/.-])(?P<number>\d{8}-?[A-HJ-NP-TV-Z])(?![\w/-])"),
    re.compile(r"(?<![\w/.-])(?P<number>[XYZ]-?\d{7}-?[A-Z])(?![\w/-])"),
    re.compile(r"(?<![\w<])(?P<number>[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?)(?![\w<])"),
    re.compile(r"(?<![\w/.-])(?P<number>\d{3}\.\d{3}\.\d{3}-\d{2})(?![\w/-])"),
)
_MACHINE_ZONE = re.compile(r"(?<![A-Z0-9<])[A-Z0-9<]{28,44}(?![A-Z0-9<])")
_FEWEST_DIGITS = 5

_STREETS = (
    re.compile(
        r"(?<![\w/.-])\d{1,5}[A-Za-z]?(?:-\d{1,5})?,? (?:[A-Z0-9][\w'.-]{0,20} ){1,4}"
        r"(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Boulevard|Blvd\.?|Close|Terrace|Square|Crescent|Gardens"
        r"|Highway|Row|Mews|Parade)(?!\w)"
    ),
    re.compile(
        rf"(?<![\w/.-])\d{{1,4}} ?(?:bis|ter|[a-dA-D])?,? {any_of('rue|avenue|av.|boulevard|bd|bd.|chemin|impasse|allée|quai|route|place|passage')}"
        r" (?:de la |de l'|du |des |de |d')?[\w'-]{2,20}"
    ),
    re.compile(
        rf"(?<!\w){any_of('calle|c/|avenida|av.|avda.|avda|carrera|cra.|plaza|paseo|camino|pasaje|jirón|jr.|travesía')}(?:(?<=[/.]) ?| )"
        r"(?:(?:de|del|la|las|los|el) ){0,3}[A-Z][^\n,;]{0,40}?,? ?(?:n[.ºo°]{0,2} ?|num\. ?|numero ?|# ?)?\d{1,5}(?!\d|\w| de [a-z])"
    ),
    re.compile(
        rf"(?<!\w){any_of('ул.|улица|улице|улицы|улицу|пр.|пр-т|проспект|проспекте|проспекта|пер.|переулок|переулке|шоссе|бульвар|бульваре|наб.|набережная')}(?:(?<=[/.]) ?| )"
        rf"[^\n,;\d]{{2,40}},? ?(?:{any_of('д.|дом|доме|дома|д')} ?)?\d{{1,4}}"
    ),
    re.compile(
        rf"(?<![\u0621-\u064a])(?:ب|في )?{any_of('شارع|حي|طريق')} [^\n,،.\d]{{2,40}}[,،]? ?(?:رقم|بناية|مبنى|عمارة|منزل)? ?(?:رقم )?\d{{1,4}}"
    ),
    re.compile(r"(?<!\d)(?:رقم )?\d{1,4}[,،]? (?:شارع|طريق) [\u0621-\u064a]{2,20}"),
    re.compile(rf"[{HAN}]{{2,12}}(?:路|街|巷|弄|大道|胡同) ?\d{{1,5}} ?[号弄]"),
)
_COURT = re.compile(
    any_of(
        "court|courthouse|tribunal|cour|juzgado|corte|audiencia|суд|суда|суде|محكمة|المحكمة|法院|embassy|ministry|ministère|ministerio"
    )
)
_BEFORE_STREET = 60


def births(text: str) -> Iterator[Span]:
    """Give the spans of full dates of birth; a year alone is none."""
    for pattern in _BIRTHS:
        for match in pattern.finditer(text):
            yield match.span()


def phones(text: str) -> Iterator[Span]:
    """Give the spans of telephone numbers."""
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            yield match.span()


def mails(text: str) -> Iterator[Span]:
    """Give the spans of e-mail addresses."""
    for pattern in _MAILS:
        for match in pattern.finditer(text):
            yield match.span()


def papers(text: str) -> Iterator[Span]:
    """Give the spans of numbers of passports and other papers, and of the lines that machines read on them."""
    for pattern in _PAPERS:
        for match in pattern.finditer(text):
            if sum(sign.isdigit() for sign in match["number"]) >= _FEWEST_DIGITS:
                yield match.span()
    for match in _MACHINE_ZONE.finditer(text):
        if "<<" in match[0]:
            yield match.span()


def streets(text: str) -> Iterator[Span]:
    """Give the spans of street addresses, but not of a court's."""
    for pattern in _STREETS:
        for match in pattern.finditer(text):
            before = re.split(r"[.;\n]", text[max(0, match.start() - _BEFORE_STREET) : match.start()])[-1]
            if not _COURT.search(before):
                yield match.span()
