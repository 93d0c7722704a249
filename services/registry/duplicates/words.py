"""What tells nothing of whom a name means, in six languages: legal forms, small words, and words that translate each
other. Tables alone; how they are used is in names.py."""

from typing import Final

LEGAL_PHRASES: Final = (
    "societa cooperativa sociale", "societa cooperativa", "cooperativa sociale", "soc coop sociale", "soc coop soc",
    "soc coop", "coop soc", "coop sociale", "societa per azioni", "societa a responsabilita limitata",
    "associazione di promozione sociale", "organizzazione di volontariato", "ente del terzo settore",
    "organizzazione non lucrativa di utilita sociale", "impresa sociale",
    "gemeinnutzige gesellschaft mit beschrankter haftung", "gesellschaft mit beschrankter haftung",
    "aktiengesellschaft", "eingetragener verein", "eingetragene genossenschaft", "kommanditgesellschaft",
    "gmbh co kg", "gmbh und co kg",
    "korlatolt felelossegu tarsasag", "zartkoruen mukodo reszvenytarsasag", "nyilvanosan mukodo reszvenytarsasag",
    "reszvenytarsasag", "beteti tarsasag", "nonprofit kft", "kozhasznu egyesulet",
    "societe a responsabilite limitee", "societe par actions simplifiee", "societe anonyme",
    "association sans but lucratif", "association loi 1901",
    "sociedad de responsabilidad limitada", "sociedad limitada", "sociedad anonima", "sociedad cooperativa",
    "public limited company", "limited company", "limited liability company", "non profit corporation",
)  # fmt: skip
"""Written out, folded; longer ones first where one holds the other."""

_LEGAL_FORMS = """
spa srl srls snc sapa scarl scrl scs onlus aps odv ets gmbh ggmbh mbh ag kg kgaa ohg gbr ev eg ug kft nkft zrt
nyrt rt bt kkt kht sarl sas sasu eurl sci scop sa asbl aisbl vzw sl slu sll sau sac scoop ltd limited llc inc
incorporated plc corp corporation llp cic bv nv oy doo sro
"""
LEGAL_FORMS: Final = frozenset(_LEGAL_FORMS.split())
"""Abbreviated, without dots. A name is never made of these alone."""

_SMALL_WORDS = """
a ad al alla alle allo ai agli con da dal dalla dei del della delle dello degli di e ed i il in la le lo gli l d
per su sul sulla tra un una uno am an auf aus bei das dem den der des die ein eine fur im mit und vom von zu zum
zur studi au aux avec ce cet dans de du en et les par pour sur une as el las los por para y az es and at by for
from of on the to with
"""
SMALL_WORDS: Final = frozenset(_SMALL_WORDS.split())

_TRANSLATED: Final = """
school: scuola scuole school schools ecole ecoles schule schulen escuela escuelas colegio iskola iskolaja
university: universita universitario university uni univ universite universitat universidad egyetem
college: college collegio kolleg kollegium
institute: istituto istituti institute institut instituto intezet intezete inst ist
center: centro centri center centre centres zentrum centrum kozpont kozpontja ctr cntr ctro
association: associazione assoc ass association associations verein vereinigung asociacion egyesulet egyesulete
association: asociatia
foundation: fondazione foundation fondation stiftung fundacion alapitvany fond
cooperative: cooperativa coop cooperative genossenschaft szovetkezet
training: formazione training formation ausbildung weiterbildung formacion kepzes kepzo formativo
vocational: professionale professionali vocational professionnelle professionnel beruf beruflich berufliche
vocational: profesional szakkepzes szakkepzo prof
education: educazione istruzione education bildung educacion oktatas oktatasi enseignement
adult: adulti adult adults adultes erwachsene erwachsenen adultos felnott felnottek felnottkepzo felnottkepzes
municipality: comune municipality municipio mairie commune gemeinde ayuntamiento onkormanyzat onkormanyzata ville
municipality: stadt city
province: provincia province provinz diputacion megye
region: regione region regional regionale
chamber: camera chamber chambre kammer camara kamara kamaraja
commerce: commercio commerce handel handels comercio kereskedelmi
industry: industria industry industrie ipar ipari
crafts: artigianato crafts artisanat handwerk handwerks artesania kezmuves
employment: impiego employment emploi arbeitsmarkt empleo foglalkoztatas foglalkoztatasi
work: lavoro work labour travail arbeit trabajo munka
agency: agenzia agency agence agentur agencia ugynokseg
office: ufficio office bureau buro amt oficina hivatal hivatala
service: servizio servizi service services dienst dienste servicio servicios szolgalat szolgalata svc svcs
social: sociale sociali social sociaux soziale sozialer soziales sociales szocialis
migrant: migranti migrante immigrati immigrant immigrants migrant migrants migranten migrantes inmigrantes
migrant: bevandorlo bevandorlok migransok
refugee: rifugiati refugee refugees refugies fluchtlinge refugiados menekult menekultek
women: donne women femmes frauen mujeres nok
youth: giovani giovanile youth jeunes jeunesse jugend jovenes juventud ifjusag ifjusagi
culture: cultura culturale culture cultural culturel culturelle kultur kulturelle kulturalis
research: ricerca ricerche research recherche forschung investigacion kutatas kutato kutatokozpont
development: sviluppo development developpement entwicklung desarrollo fejlesztes fejlesztesi
network: rete network reseau netzwerk red halozat
help: aiuto help aide hilfe ayuda segito segitseg
council: consiglio council conseil rat consejo tanacs
union: unione union sindacato gewerkschaft syndicat sindicato szakszervezet
house: casa house maison haus haz
people: popolare popular populaire volks nep peoples
legal: legale legali legal juridique rechts juridico jogi
international: internazionale international internationale internacional nemzetkozi int intl
national: nazionale national nationale nacional nemzeti natl
european: europeo europea european europeen europeenne europaisch europaische europaisches europai
company: societa company societe gesellschaft sociedad compania tarsasag
library: biblioteca library bibliotheque bibliothek bucherei konyvtar
health: salute sanitaria health sante gesundheit salud egeszseg egeszsegugyi
north: nord north norte eszak eszaki
south: sud south sur deli
northwest: northwest nordwest noroeste
northeast: northeast nordost
southwest: southwest sudwest
southeast: southeast sudost
florence: firenze florence florenz florencia
rome: roma rome rom
milan: milano milan mailand milanes
turin: torino turin
naples: napoli naples neapel napoles
venice: venezia venice venise venedig velence
genoa: genova genoa genes genua
bologna: bologna bologne bolonia
vienna: wien vienna vienne viena becs
munich: munchen munich monaco
cologne: koln cologne colonia
berlin: berlin berlino
paris: paris parigi parizs
dunkirk: dunkerque dunkirk dunkirchen
brussels: bruxelles brussels brussel bruselas
antwerp: antwerpen antwerp anvers
seville: sevilla seville siviglia
saragossa: zaragoza saragossa saragosse
lisbon: lisboa lisbon lisbonne lissabon
prague: praha prague prag praga
warsaw: warszawa warsaw varsovie warschau
budapest: budapest budapesti
hungary: magyar hungarian magyarorszag magyarorszagi
"""

CANONICAL: Final = {
    word: line.split(":")[0] for line in _TRANSLATED.strip().splitlines() for word in line.split(":")[1].split()
}
"""What a word is called in English, whatever language it stands in."""

_PLACES = """
florence rome milan turin naples venice genoa bologna vienna munich cologne berlin paris dunkirk brussels antwerp
seville saragossa lisbon prague warsaw budapest hungary
"""
PLACES: Final = frozenset(_PLACES.split())
GENERIC: Final = frozenset(CANONICAL.values()) - PLACES
"""What many are called: it weighs less than a name of its own."""
