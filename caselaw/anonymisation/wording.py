"""Pieces of which the patterns are made. All of them are matched against cleaned texts (see folding)."""

import re

from caselaw.anonymisation.folding import clean

# A letter's capitals after cleaning: Latin, Cyrillic, Greek, Armenian, Georgian.
CAPITAL = "A-ZА-ЯΑ-ΩԱ-ՖႠ-Ⴥ"
LETTER = r"[^\W\d_]"
# One to four words that begin with a capital; initials alone ("A.B.", "X") are no name.
_INITIALS = rf"(?:[{CAPITAL}]\.? ?){{0,3}}"
_NAME_WORD = rf"[{CAPITAL}](?:{LETTER}|['-](?={LETTER})){{1,30}}"
_PARTICLE = r"(?:(?:de|del|la|las|los|da|dos|di|van|von|der|den|bin|binti?|ibn|al|el|abu|ter|le|y|e)[ -]){0,3}"
NAME = rf"(?P<name>{_INITIALS}{_PARTICLE}(?:(?:al|el|d|l|o)['-])?{_NAME_WORD}(?:[ -]{_PARTICLE}{_NAME_WORD}){{0,4}})"

ARABIC_WORD = r"[\u0621-\u064a]{2,20}"
HAN = r"\u4e00-\u9fff"
# The commonest Chinese surnames, without those that are also everyday words.
SURNAMES = "王李张刘陈杨黄赵吴徐孙朱胡郭林梁郑罗宋谢韩邓萧冯董袁潘蒋蔡杜叶魏薛阎丁沈姜范姚谭廖邹熊陆郝孔崔康邱秦史侯邵孟龙段雷汤尹黎易武乔贺赖龚庞樊殷翟倪颜俞葛"

# What follows a title and is an office, not a name; Congo, since "DR Congo" is a country.
_OFFICES = """
    congo justice judge magistrate president registrar chancellor speaker chairman chairperson chair chief advocate
    prosecutor commissioner minister attorney ambassador rapporteur recorder sheriff master lord lady secretary
    juez jueza magistrado magistrada presidente presidenta fiscal ministro ministra defensor defensora secretario
    juge magistrat magistrate procureur procureure ministre president presidente greffier avocat rapporteur conseiller
    судья судьи прокурор председатель председателя министр адвокат
"""
OFFICES = frozenset(_OFFICES.split())
# What follows "victim", "named" and the like and is a label or the start of another phrase.
_NO_NAMES = """
    victim victims complainant applicant applicants child group defendant defendants accused witness person persons
    support services service assistance protection compensation impact identification personal rights fund act code
    article articles section sections chapter law laws court courts tribunal convention protocol directive regulation
    centre center unit office ministry department police state states republic government council commission committee
    the she he it they her his their this that these those no not and or but in on at by to for from with when while
    who which both all each every one two three four five six seven eight nine ten many most some several neither as
    if after before during because since under without although however see also so
    la le les el los las un una une des du il elle ils elles en au aux de del que qui se su sus
    он она они его ее в на и по с о об
    january february march april may june july august september october november december
    european african american asian inter united human supreme high federal national international
    monday tuesday wednesday thursday friday saturday sunday
"""
NO_NAMES = OFFICES | frozenset(_NO_NAMES.split())


def any_of(words: str) -> str:
    """Return a group that matches one of the words, in any case; bars part them, spaces stand for any space."""
    cleaned = sorted((clean(word.strip()).text for word in words.split("|")), key=len, reverse=True)
    return "(?i:" + "|".join(re.escape(word).replace(r"\ ", " +") for word in cleaned) + ")"
