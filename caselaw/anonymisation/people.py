"""Patterns of people who are named: titles before a name, and words that bring a name in."""

import re
from collections.abc import Iterator

from caselaw.anonymisation.wording import ARABIC_WORD, HAN, LETTER, NAME, NO_NAMES, OFFICES, SURNAMES, any_of

Span = tuple[int, int]

_TITLES = any_of(
    "Mr|Mrs|Ms|Mx|Dr|Messrs|Madam|Mme|Mlle|Mmes|MM|Monsieur|Madame|Mademoiselle|Sr|Sra|Srta|D.ª|Dª|Don|Doña|Señor|Señora"
    "|Señorita|Sres|г-н|г-жа|г-на|г-жу|г-же|г-ну|г-жой|г-жи|господин|госпожа|господина|госпожи|гражданка|гражданин"
    "|гражданки|гражданина|гражданку|гр-ка|гр-н|Herr|Frau|Signora|Sig.ra|Fräulein"
)
# Titles that are everyday words when they begin with a small letter, or a point ends a sentence before them.
_STRICT_TITLES = r"(?:Miss|MISS|Master|M\.|гр\.)"
_TITLE = re.compile(
    rf"(?<![\w.@/-])(?:{_TITLES}(?:\.|(?=[ \n]))|{_STRICT_TITLES})[ \n]{{0,2}}{NAME}",
)
_VICTIM = any_of(
    "victim|victims|complainant|complainants|survivor|survivors|injured party|minor victim|child victim"
    "|victime|victimes|plaignante|plaignant|la mineure|le mineur|víctima|víctimas|denunciante|agraviada|agraviado"
    "|la menor|el menor|потерпевшая|потерпевший|потерпевшей|потерпевшего|потерпевшую|потерпевшие|потерпевшим"
    "|жертва|жертвы|жертве|жертву|пострадавшая|пострадавшей|пострадавший|пострадавшую"
)
_IS_NAMED = any_of(
    "named|by the name of|her name is|her name was|his name is|his name was|whose name is|whose name was|nicknamed"
    "|whose real name is|whose real name was|identified as|known as|referred to as"
    "|nommé|nommée|nommés|nommées|prénommé|prénommée|dénommé|dénommée|du nom de|s'appelle|s'appelait|appelée|surnommée"
    "|llamada|llamado|de nombre|se llama|se llamaba|apodada|apodado|cuyo nombre es|cuyo nombre era|identificada como"
    "|по имени|по фамилии|которую звали|которого зовут|которую зовут|её звали|его звали"
)
_PERSON = any_of(
    "woman|women|girl|girls|boy|boys|man|men|child|children|person|teenager|minor|daughter|son|sister|brother|mother"
    "|father|aunt|cousin|wife|husband|friend|applicant|complainant|victim|worker|migrant"
)
_BORN_TO = any_of("born to|daughter of|son of|sister of|mother of|hija de|fille de|fils de|дочь|дочери|дочерью")
_QUOTE = r"[ \n]{1,2}[\"“«'„]?"
_INTRODUCED = re.compile(
    rf"(?<!\w)(?:{_VICTIM}|{_IS_NAMED}|{_BORN_TO}|{_PERSON}(?: [a-z]{{1,12}}){{0,3}} called){_QUOTE}{NAME}"
)
# "The victim, Rosa Vargas, was"; "the applicant (Rosa Vargas)".
_APPOSITION = re.compile(rf"(?<!\w)(?:{_VICTIM}|{_PERSON})(?:, | \(){NAME}(?=[,)])")

_ARABIC_STOPS = (
    "القاضي|القاضية|الرئيس|رئيس|الوزير|وزير|المدعي|المستشار|النائب|المحامي|السفير|القضاة|في|من|إلى|على|عن|أن|التي|الذي"
    "|كانت|كان|وكانت|لم|لا|قد|هو|هي|كما|بعد|قبل|هذه|هذا|الأولى|الأول|الثانية|الثاني|الثالثة|ما|أو|وهي|وهو|مجهولة|مجهول"
    "|الضحية|تحت|بسبب|إلا|ليست|غير|مما|حيث|عند|إذ|إذا|حين|ثم|بين|وقد|أي|كل|بأن|لأن"
)
_ARABIC_TITLE = re.compile(
    rf"(?<![\u0621-\u064a])(?:و|ل|ب|ف|ك)?(?:{any_of('السيد|السيدة|الآنسة|الدكتور|الدكتورة|سيدة|آنسة|الأستاذ|الأستاذة')}"
    rf"|لل{any_of('سيد|سيدة|آنسة')})[ \n](?P<name>{ARABIC_WORD}(?: {ARABIC_WORD})?)"
)
_ARABIC_NAMED = re.compile(
    rf"(?<![\u0621-\u064a])(?:و|ل|ب|ف)?"
    rf"{any_of('المدعوة|المدعو|تدعى|يدعى|اسمها|اسمه|المسماة|المسمى|الملقبة|الملقب|تسمى|المجني عليها|المجني عليه')}"
    rf"[ \n:]{{1,2}}(?P<name>{ARABIC_WORD}(?: {ARABIC_WORD})?)"
)
_ARABIC_NO_NAMES = re.compile(
    rf"^{any_of(_ARABIC_STOPS)}(?![\u0621-\u064a])",
)

_CHINESE_TITLE = re.compile(rf"(?P<name>[{SURNAMES}][{HAN}]{{0,2}}(?:先生|女士|小姐|太太))")
_CHINESE_NAMED = re.compile(
    rf"(?:被害人|受害人|受害者|申诉人|女孩|女子|少女|名叫|名为|叫做|叫作|名字是|姓名[::为是]?) ?"
    rf"(?P<name>[{SURNAMES}](?!某|×|X)[{HAN}]{{1,2}})"
)
_CHINESE_NO_NAMES = re.compile(r"^(?:陈述|陈词|康复|罗列|史上|雷同|孔雀|易受|易被|龙门|武力|金额|叶[^\w])")


def titles(text: str) -> Iterator[Span]:
    """Give the spans of titles with a name behind (in Chinese: before) them."""
    for match in _TITLE.finditer(text):
        if is_name(match["name"], OFFICES):
            yield match.span()
    for match in _ARABIC_TITLE.finditer(text):
        if not _ARABIC_NO_NAMES.match(match["name"]):
            yield match.span()
    for match in _CHINESE_TITLE.finditer(text):
        yield match.span()


def introductions(text: str) -> Iterator[Span]:
    """Give the spans of names that follow "victim", "named", "born to" and their like."""
    for pattern in (_INTRODUCED, _APPOSITION):
        for match in pattern.finditer(text):
            if is_name(match["name"], NO_NAMES):
                yield match.span()
    for match in _ARABIC_NAMED.finditer(text):
        if not _ARABIC_NO_NAMES.match(match["name"]):
            yield match.span()
    for match in _CHINESE_NAMED.finditer(text):
        if not _CHINESE_NO_NAMES.match(match["name"]):
            yield match.span()


def is_name(words: str, no_names: frozenset[str]) -> bool:
    """Tell a name from initials, labels and offices: the first whole word decides."""
    found = [word for word in re.findall(rf"{LETTER}+", words) if len(word) > 1]
    if not found or found[0].lower() in no_names:
        return False
    return not all(len(word) == 2 and word.isupper() for word in found)
