"""A labelled set for duplicate detection: real names of public bodies, each written wrongly in many ways.

Made the same each time. What is here is written for the test alone and shares no table with what it tests.
"""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path
from typing import Any

import yaml

SHARED = Path(__file__).parents[4] / "shared" / "data"
Sheet = dict[str, Any]

EUROPEAN = """
Istituzione Formazione Lavoro S.r.l.|Bologna|IT
Consorzio Nova S.p.A.|Bologna|IT
Fondazione Aldini Valeriani|Bologna|IT
Centro Provinciale per l'Istruzione degli Adulti|Catania|IT
Cooperativa Sociale Prospettiva|Catania|IT
Associazione Penelope onlus|Catania|IT
Comunità di Sant'Egidio|Roma|IT
Associazione Ricreativa e Culturale Italiana|Roma|IT
Opera Nazionale Montessori|Roma|IT
Camera di Commercio di Firenze|Firenze|IT
Scuola Leonardo da Vinci|Firenze|IT
Scuola Normale Superiore|Pisa|IT
Università degli Studi di Catania|Catania|IT
Università degli Studi di Padova|Padova|IT
Istituto Tecnico Galileo Galilei|Firenze|IT
Agenzia Piemonte Lavoro|Torino|IT
Verein Wiener Jugendzentren|Wien|AT
Österreichisches Rotes Kreuz|Wien|AT
Volkshochschule Hietzing GmbH|Wien|AT
Arbeiterwohlfahrt Bundesverband e.V.|Berlin|DE
Arbeit und Bildung e.V.|Berlin|DE
Club Dialog e.V.|Berlin|DE
Türkischer Bund in Berlin-Brandenburg e.V.|Berlin|DE
Handwerkskammer für München und Oberbayern|München|DE
Internationaler Bund|Frankfurt|DE
Deutsches Institut für Erwachsenenbildung e.V.|Bonn|DE
Goethe-Institut e.V.|München|DE
Maison de la Promotion Sociale|Dunkerque|FR
Association pour la Formation Professionnelle des Adultes|Paris|FR
Mission Locale des Rives de l'Elbe|Dunkerque|FR
France Terre d'Asile|Paris|FR
Emmaüs Solidarité SARL|Paris|FR
Chambre de Commerce et d'Industrie Littoral|Dunkerque|FR
Fundación Santa María la Real|Aguilar|ES
Fundación ONCE|Madrid|ES
Santander Creativa S.L.|Santander|ES
Centro de Formación Padre Piquer|Madrid|ES
Comisión Española de Ayuda al Refugiado|Madrid|ES
Cámara de Comercio de Cantabria|Santander|ES
Menedék Migránsokat Segítő Egyesület|Budapest|HU
Magyar Népfőiskolai Társaság|Budapest|HU
Artemisszió Alapítvány|Budapest|HU
Progress Consult Kft.|Budapest|HU
Budapesti Corvinus Egyetem|Budapest|HU
Tempus Közalapítvány|Budapest|HU
Pro Progressione Nonprofit Kft.|Budapest|HU
European Association for the Education of Adults|Brussels|BE
Citizens Advice Southwark Ltd|London|GB
Refugee Council|London|GB
Learning and Work Institute|Leicester|GB
"""

HARD = """
Scuola Leonardo da Vinci|Pisa|IT
Scuola Leonardo da Vinci|Roma|IT
Scuola Galileo Galilei di Firenze|Firenze|IT
Scuola Galileo Galilei di Pisa|Pisa|IT
Caritas Diocesana|Catania|IT
Caritas Diocesana|Bologna|IT
Caritas Diocesana di Roma|Roma|IT
Camera di Commercio di Bologna|Bologna|IT
Camera di Commercio di Pisa|Pisa|IT
Camera di Commercio di Catania|Catania|IT
Comune di Bologna|Bologna|IT
Comune di Catania|Catania|IT
Istituto Tecnico Leonardo da Vinci|Firenze|IT
Istituto Comprensivo 3|Bologna|IT
Istituto Comprensivo 4|Bologna|IT
Istituto Comprensivo 14|Bologna|IT
Volkshochschule Landstraße GmbH|Wien|AT
Volkshochschule Favoriten GmbH|Wien|AT
Handwerkskammer Berlin|Berlin|DE
Handwerkskammer Dresden|Dresden|DE
Arbeiterwohlfahrt Kreisverband Spree-Wuhle e.V.|Berlin|DE
Arbeiterwohlfahrt Kreisverband Südost e.V.|Berlin|DE
Mission Locale de Lille|Lille|FR
Mission Locale de Paris|Paris|FR
Centro de Formación Santa Clara|Madrid|ES
Centro de Formación San Blas|Madrid|ES
Budapesti Műszaki Egyetem|Budapest|HU
Szegedi Egyetem|Szeged|HU
Fondazione Bruno|Milano|IT
Fondazione Bruna Conti|Milano|IT
"""

LEGAL = re.compile(
    r"[\s,]+(S\.p\.A\.|S\.r\.l\.|onlus|GmbH|e\.V\.|SARL|S\.L\.|Nonprofit Kft\.|Kft\.|Ltd\.?|Inc\.?|LLC)$"
)
WRITTEN_OUT = {
    "S.p.A.": "Società per Azioni", "S.r.l.": "Società a responsabilità limitata", "onlus": "ONLUS",
    "GmbH": "Gesellschaft mit beschränkter Haftung", "e.V.": "eingetragener Verein", "SARL": "S.A.R.L.",
    "S.L.": "Sociedad Limitada", "Kft.": "Korlátolt Felelősségű Társaság", "Nonprofit Kft.": "NKft.",
    "Ltd": "Limited", "Inc.": "Incorporated", "Ltd.": "Limited", "Inc": "Incorporated", "LLC": "L.L.C.",
}  # fmt: skip
ANOTHER_FORM = {"IT": "S.p.A.", "DE": "gGmbH", "AT": "GmbH", "FR": "SARL", "ES": "S.L.", "HU": "Kft.", "GB": "Ltd"}
SHORTENED = {
    "Associazione": "Ass.", "Association": "Assoc.", "Istituto": "Ist.", "Institut": "Inst.", "Università": "Univ.",
    "Egyetem": "Egy.", "Formazione": "Form.", "Cooperativa": "Coop.", "Professionnelle": "Prof.", "Centro": "C.tro",
    "Handwerkskammer": "Handwerksk.", "Fondazione": "Fond.", "Fundación": "Fund.", "Services": "Svcs",
    "Provinciale": "Prov.", "Nazionale": "Naz.", "Legal": "Leg.", "Commercio": "Comm.", "Center": "Ctr",
}  # fmt: skip
IN_ENGLISH = {
    "Università degli Studi": "University", "Istituto": "Institute", "Camera di Commercio": "Chamber of Commerce",
    "Cámara de Comercio": "Chamber of Commerce", "Chambre de Commerce": "Chamber of Commerce", "Egyetem": "University",
    "Fondazione": "Foundation", "Fundación": "Foundation", "Alapítvány": "Foundation", "Scuola": "School",
    "Associazione": "Association", "Centro de Formación": "Training Centre", "Egyesület": "Association",
}  # fmt: skip
EXONYMS = {"Wien": "Vienna", "München": "Munich", "Firenze": "Florence", "Roma": "Rome", "Dunkerque": "Dunkirk"}


def originals() -> tuple[list[Sheet], list[str]]:
    """Every organisation once, and which files were missing."""
    sheets = [_sheet(*line.split("|")) for line in (EUROPEAN + HARD).strip().splitlines() if line]
    missing = [name for name in ("florida/organizations.csv", "lecim.yaml") if not (SHARED / name).exists()]
    if "florida/organizations.csv" not in missing:
        with (SHARED / "florida" / "organizations.csv").open() as file:
            sheets += [_sheet(row["organization_name"], "", "US") for row in csv.DictReader(file)]
    if "lecim.yaml" not in missing:
        partners = yaml.safe_load((SHARED / "lecim.yaml").read_text())["organisations"]
        sheets += [_sheet(one["name"], one["seat"], one["country"]) for one in partners]
    known: dict[tuple[str, str], Sheet] = {(one["name"], one["seat"] or ""): one for one in sheets}
    return list(known.values()), missing


def variants(sheet: Sheet, chance: random.Random) -> list[Sheet]:
    """The same organisation as others write it, each in another way; what cannot be done to this name is left out."""
    name = sheet["name"]
    ways = [
        _misspelt(name, chance, 1), _misspelt(name, chance, 1), _misspelt(_moved(name, chance), chance, 1),
        _moved(name, chance), _shortened(name), _in_english(name), _written_out(name), LEGAL.sub("", name),
        _with_another_form(name, sheet["country"]), _misspelt(_written_out(name), chance, 1), name.upper(),
        _with_place(name, sheet["seat"]), _misspelt(_shortened(name), chance, 1),
    ]  # fmt: skip
    made = [{**sheet, "name": one} for one in dict.fromkeys(ways) if one != name]
    town = EXONYMS.get(sheet["seat"] or "")
    return [*made, *([{**sheet, "seat": town, "name": _misspelt(name, chance, 1)}] if town else [])]


def _sheet(name: str, seat: str, country: str) -> Sheet:
    return {"name": name, "seat": seat or None, "country": country}


def _misspelt(text: str, chance: random.Random, times: int) -> str:
    for _time in range(times):
        at = chance.choice([place for place in range(1, len(text) - 1) if text[place].isalpha()])
        way, letter = chance.randrange(4), chance.choice("aeioulnrst")
        change = (text[at + 1] + text[at], text[at] * 2 + text[at + 1], text[at + 1], letter + text[at + 1])[way]
        text = text[:at] + change + text[at + 2 :]
    return text


def _moved(name: str, chance: random.Random) -> str:
    legal = LEGAL.search(name)
    words = LEGAL.sub("", name).split()
    turn = chance.randrange(1, len(words)) if len(words) > 1 else 0
    return " ".join([*words[turn:], *words[:turn]]) + (legal[0] if legal else "")


def _replaced(name: str, table: dict[str, str]) -> str:
    for word, other in table.items():
        name = re.sub(rf"\b{re.escape(word)}(?!\w)", other, name)
    return name


def _shortened(name: str) -> str:
    return _replaced(name, SHORTENED)


def _in_english(name: str) -> str:
    return _replaced(name, IN_ENGLISH)


def _written_out(name: str) -> str:
    return LEGAL.sub(lambda found: " " + WRITTEN_OUT[found[1]], name)


def _with_another_form(name: str, country: str) -> str:
    return f"{LEGAL.sub('', name)} {ANOTHER_FORM[country]}" if country in ANOTHER_FORM else name


def _with_place(name: str, seat: str | None) -> str:
    return f"{name}, {seat}" if seat and seat not in name else name
