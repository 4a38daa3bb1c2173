//! The words that rules look for, by language: cues, pronouns, function words, roles, dates.
//! No names of people or outlets.

/// A cue verb in any of the languages.
pub(crate) fn is_cue(low: &str) -> bool {
    CUES.binary_search(&low).is_ok() || foreign_cue(low)
}

/// An English cue verb.
pub(crate) fn is_english_cue(low: &str) -> bool {
    CUES.binary_search(&low).is_ok()
}

/// Whether the cue keeps its distance from what is said.
pub(crate) fn is_claiming(low: &str) -> bool {
    const STEMS: &[&str] = &[
        "claim",
        "alleg",
        "purport",
        "behaupt",
        "angeblich",
        "prétend",
        "affirmait",
        "asegur",
        "presunt",
        "стверджу",
        "утвержд",
        "якобы",
        "нібито",
        "sosten",
        "presunt",
        "twierdz",
        "rzekom",
    ];
    STEMS.iter().any(|s| low.starts_with(s))
}

/// Forms of writing among the cues.
pub(crate) fn is_writing(low: &str) -> bool {
    matches!(
        low,
        "wrote"
            | "writes"
            | "written"
            | "writing"
            | "tweeted"
            | "tweets"
            | "posted"
            | "schrieb"
            | "schreibt"
            | "écrit"
            | "escribió"
            | "написав"
            | "написал"
            | "написала"
            | "пише"
            | "пишет"
            | "scrive"
            | "scritto"
            | "napisał"
            | "napisała"
            | "pisze"
    )
}

#[rustfmt::skip]
const CUES: &[&str] = &[
    "accused", "acknowledged", "acknowledges", "added", "adding", "adds", "admits", "admitted", "advised",
    "affirmed", "agreed", "agrees", "alleged", "alleges", "announced", "announces", "answered", "argue", "argued",
    "argues", "arguing", "asked", "asks", "asserted", "asserts", "assured", "believe", "believed", "believes", "boasted", "called", "charged", "cited",
    "claim", "claimed", "claiming", "claims", "clarified", "commented", "complained", "conceded", "concedes", "concluded", "concludes",
    "confirmed", "confirms", "contended", "contends", "continued", "cried", "declared", "declares", "demanded", "demands", "denied",
    "denies", "described", "disclosed", "emphasised", "emphasises", "emphasized", "emphasizes", "estimated", "exclaimed", "explained", "explains", "expressed",
    "hinted", "informed", "insisted", "insists", "joked", "maintained", "maintains", "mentioned", "noted", "notes",
    "noting", "objected", "observed", "observes", "offered", "ordered", "pledged", "predicted", "predicts", "proclaimed", "promised", "promises",
    "proposed", "proposes", "quipped", "quoted", "recalled", "recalls", "recommended", "remarked", "reminded", "repeated", "replied", "replies",
    "reported", "reports", "responded", "responds", "retorted", "revealed", "reveals", "said", "saying", "says",
    "shouted", "speculated", "stated", "states", "stressed", "stresses", "stressing", "suggested", "suggests", "summed", "tells", "testified",
    "thinks", "told", "tweeted", "tweets", "underlined", "underlines", "underscored", "underscores", "underscoring", "urged", "urges",
    "vowed", "vows", "warned", "warning", "warns", "whispered", "wondered", "writes", "wrote", "yelled",
];

/// Cue verbs of the other languages, by stem.
fn foreign_cue(low: &str) -> bool {
    if low.is_ascii() && is_latin_cue(low) {
        return true;
    }
    const STEMS: &[&str] = &[
        // German
        "sagte",
        "sagt",
        "erklärt",
        "betont",
        "berichtet",
        "schrieb",
        "meint",
        "kritisiert",
        "fordert",
        "warnt",
        "teilte",
        "fügte",
        "äußert",
        "ergänzt",
        "behauptet",
        "versichert",
        "verkündet",
        "kommentiert",
        "erzählt",
        "antwortet",
        "bestätigt",
        "erläutert",
        "stellte",
        "räumte",
        "hieß",
        "heißt",
        "mahnt",
        "sprach",
        "nannte",
        "begründet",
        "resümiert",
        "bezeichnet",
        "konstatiert",
        "hoffte",
        "beschrieb",
        "bedauert",
        "verurteilt",
        "würdigt",
        "kündigte",
        "verteidigt",
        "beschuldigt",
        "beklagt",
        "plädiert",
        "appelliert",
        "unterstrich",
        "zitiert",
        // French
        "déclar",
        "précis",
        "expliqu",
        "ajout",
        "affirm",
        "soulign",
        "estim",
        "indiqu",
        "dit-",
        "confi",
        "répond",
        "lâch",
        "assur",
        "rappel",
        "racont",
        "écri",
        "martel",
        "insist",
        "prévien",
        "averti",
        "regrett",
        "conclu",
        "lanc",
        "promi",
        "selon",
        // Spanish
        "declaró",
        "dijo",
        "afirmó",
        "explicó",
        "añadió",
        "señaló",
        "aseguró",
        "indicó",
        "advirtió",
        "sostuvo",
        "manifestó",
        "subrayó",
        "precisó",
        "agregó",
        "recordó",
        "comentó",
        "respondió",
        "concluyó",
        "apuntó",
        "destacó",
        "reconoció",
        "denunció",
        "admitió",
        "escribió",
        "anunció",
        // Ukrainian and Russian
        "сказа",
        "заяви",
        "зазначи",
        "наголоси",
        "повідоми",
        "підкресли",
        "дода",
        "пояснив",
        "пояснила",
        "розпові",
        "відпові",
        "напис",
        "вважа",
        "запевни",
        "попереди",
        "отмети",
        "подчеркн",
        "добави",
        "сообщи",
        "объясни",
        "рассказ",
        "ответи",
        "счита",
        "завери",
        "предупреди",
        "говорит",
        "говори",
        "утвержда",
        "стверджу",
        "призна",
        "визна",
        "уточни",
        "наголошу",
        "пише",
        "пишет",
        "цитир",
        "процити",
        "поясни",
        "напомни",
        "нагада",
        "констат",
        // Polish
        "powiedział",
        "stwierdził",
        "dodał",
        "podkreślił",
        "oświadczył",
        "zaznaczył",
        "wyjaśnił",
        "poinformował",
        "napisał",
        "ocenił",
        "przyznał",
        "zapewnił",
        "mówił",
        "mówi",
        "tłumaczył",
        "odpowiedział",
        "ostrzegł",
        "zapowiedział",
        "przekonywał",
        "przypomniał",
        "podsumował",
        "wskazał",
        // Italian
    ];
    STEMS.iter().any(|s| low.starts_with(s)) && !low.starts_with("confia") && low != "insisted"
}

/// Stems without accents; kept to forms that are no English words.
fn is_latin_cue(low: &str) -> bool {
    const STEMS: &[&str] = &[
        "sagte",
        "berichtete",
        "schrieb",
        "meinte",
        "kritisierte",
        "forderte",
        "warnte",
        "teilte",
        "betonte",
        "kommentierte",
        "versicherte",
        "behauptete",
        "antwortete",
        "mahnte",
        "sprach",
        "bezeichnete",
        "konstatierte",
        "hoffte",
        "beschrieb",
        "bedauerte",
        "verurteilte",
        "verteidigte",
        "beschuldigte",
        "beklagte",
        "appellierte",
        "unterstrich",
        "zitierte",
        "ha detto",
        "dichiar",
        "spieg",
        "aggiun",
        "afferm",
        "sottoline",
        "rispost",
        "scritto",
        "avvert",
        "conclus",
        "ricord",
        "dice",
        "dijo",
        "explic",
        "racont",
        "expliqu",
        "ajout",
        "soulign",
        "indiqu",
        "disse",
        "detto",
        "ribad",
        "precisat",
        "annunciat",
        "ammess",
        "comment\u{f3}",
        "osserv",
        "raccont",
        "doda\u{142}",
        "oceni",
        "mowi",
    ];
    STEMS.iter().any(|s| low.starts_with(s))
}

/// Personal pronouns that may be a speaker.
pub(crate) fn is_pronoun(low: &str) -> bool {
    matches!(
        low,
        "he" | "she"
            | "they"
            | "i"
            | "we"
            | "it"
            | "his"
            | "her"
            | "their"
            | "er"
            | "sie"
            | "il"
            | "elle"
            | "ils"
            | "él"
            | "ella"
            | "він"
            | "вона"
            | "вони"
            | "он"
            | "она"
            | "они"
            | "lui"
            | "lei"
            | "egli"
            | "on"
            | "ona"
            | "who"
    )
}

/// Third person singular pronouns for one person.
pub(crate) fn is_personal(low: &str) -> bool {
    matches!(
        low,
        "he" | "she"
            | "his"
            | "her"
            | "er"
            | "sie"
            | "il"
            | "elle"
            | "él"
            | "ella"
            | "він"
            | "вона"
            | "он"
            | "она"
            | "lui"
            | "lei"
            | "egli"
            | "ona"
            | "him"
    )
}

/// Articles, possessives and demonstratives that begin a noun phrase.
pub(crate) fn is_determiner(low: &str) -> bool {
    matches!(
        low,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "its"
            | "this"
            | "these"
            | "those"
            | "some"
            | "many"
            | "several"
            | "other"
            | "both"
            | "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "most"
            | "few"
            | "another"
            | "no"
            | "all"
            | "our"
            | "my"
            | "your"
            | "der"
            | "die"
            | "das"
            | "ein"
            | "eine"
            | "le"
            | "la"
            | "les"
            | "un"
            | "une"
            | "el"
            | "los"
            | "las"
            | "una"
            | "il"
            | "lo"
            | "gli"
            | "i"
    )
}

/// Small words inside a name.
pub(crate) fn is_particle(low: &str) -> bool {
    matches!(
        low,
        "de" | "del"
            | "della"
            | "di"
            | "da"
            | "du"
            | "des"
            | "van"
            | "von"
            | "der"
            | "den"
            | "la"
            | "le"
            | "al"
            | "bin"
            | "ibn"
            | "zu"
            | "y"
            | "e"
            | "ter"
            | "dos"
            | "el"
    )
}

/// Auxiliaries and adverbs between a subject and its cue.
pub(crate) fn is_between(low: &str) -> bool {
    matches!(
        low,
        "has"
            | "have"
            | "had"
            | "also"
            | "later"
            | "then"
            | "is"
            | "was"
            | "were"
            | "are"
            | "be"
            | "been"
            | "will"
            | "would"
            | "did"
            | "not"
            | "once"
            | "again"
            | "further"
            | "even"
            | "just"
            | "still"
            | "now"
            | "never"
            | "often"
            | "already"
            | "himself"
            | "herself"
            | "themselves"
            | "since"
            | "earlier"
            | "first"
            | "ha"
            | "a"
            | "hat"
            | "habe"
            | "haben"
    ) || low.len() > 4
        && low.ends_with("ly")
        && !matches!(
            low,
            "family" | "assembly" | "ally" | "daily" | "monthly" | "weekly" | "july" | "italy"
        )
}

/// Prepositions and conjunctions that end a noun phrase to the left.
pub(crate) fn is_breaker(low: &str) -> bool {
    matches!(
        low,
        "and"
            | "but"
            | "or"
            | "that"
            | "which"
            | "who"
            | "when"
            | "while"
            | "as"
            | "because"
            | "if"
            | "after"
            | "before"
            | "since"
            | "although"
            | "though"
            | "so"
            | "in"
            | "on"
            | "at"
            | "by"
            | "with"
            | "from"
            | "to"
            | "into"
            | "than"
            | "about"
            | "during"
            | "until"
            | "where"
            | "what"
            | "whether"
            | "then"
            | "und"
            | "aber"
            | "dass"
            | "wie"
    )
}

/// Head words of offices and occupations.
pub(crate) fn is_role(low: &str) -> bool {
    const ENDS: &[&str] = &[
        "minister",
        "president",
        "secretary",
        "general",
        "chancellor",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "chief",
        "chair",
        "chairman",
        "chairwoman",
        "chairperson",
        "director",
        "senator",
        "governor",
        "mayor",
        "commissioner",
        "ambassador",
        "officer",
        "leader",
        "representative",
        "manager",
        "strategist",
        "analyst",
        "professor",
        "expert",
        "lawyer",
        "attorney",
        "judge",
        "prosecutor",
        "commander",
        "doctor",
        "head",
        "deputy",
        "editor",
        "reporter",
        "correspondent",
        "adviser",
        "advisor",
        "aide",
        "official",
        "economist",
        "historian",
        "founder",
        "ceo",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "bishop",
        "archbishop",
        "congressman",
        "congresswoman",
        "premier",
        "coach",
        "captain",
        "colonel",
        "major",
        "lieutenant",
        "sergeant",
        "admiral",
        "envoy",
        "speaker",
        "councillor",
        "counsel",
        "candidate",
        "lawmaker",
        "activist",
        "author",
        "coordinator",
        "scientist",
        "researcher",
        "sheriff",
        "inspector",
        "treasurer",
        "sen",
        "rep",
        "gov",
        "gen",
        "col",
        "prof",
        "dr",
        "president-elect",
        "nominee",
        "executive",
        "teacher",
        "engineer",
        "farmer",
        "resident",
        "witness",
        "organizer",
        "organiser",
        "owner",
        "principal",
        "vice-president",
    ];
    let low = low.trim_end_matches('.');
    ENDS.contains(&low) || is_foreign_role(low)
}

/// Offices of the other languages: German ones by their end, the rest by word.
fn is_foreign_role(low: &str) -> bool {
    const ENDS: &[&str] = &[
        "minister",
        "ministerin",
        "sprecher",
        "sprecherin",
        "präsident",
        "präsidentin",
        "chef",
        "chefin",
        "vorsitzende",
        "vorsitzender",
        "kanzler",
        "kanzlerin",
        "vorstand",
        "leiter",
        "leiterin",
        "direktor",
        "direktorin",
        "meister",
        "meisterin",
        "anwalt",
        "anwältin",
        "abgeordnete",
        "abgeordneter",
        "sekretär",
        "sekretärin",
        "vorsitzenden",
        "ministers",
    ];
    const WORDS: &[&str] = &[
        "ministre",
        "président",
        "présidente",
        "porte-parole",
        "maire",
        "directeur",
        "directrice",
        "député",
        "députée",
        "sénateur",
        "procureur",
        "ministro",
        "ministra",
        "presidente",
        "presidenta",
        "portavoz",
        "alcalde",
        "alcaldesa",
        "director",
        "directora",
        "diputado",
        "fiscal",
        "portavoce",
        "sindaco",
        "sindaca",
        "direttore",
        "direttrice",
        "deputato",
        "rzecznik",
        "rzeczniczka",
        "prezydent",
        "burmistrz",
        "dyrektor",
        "dyrektorka",
        "posłanka",
        "minister",
        "premier",
        "мер",
        "мерка",
        "президент",
        "міністр",
        "міністерка",
        "министр",
        "речник",
        "речниця",
        "представитель",
        "представник",
        "директор",
        "директорка",
        "глава",
        "голова",
        "мэр",
        "депутат",
        "губернатор",
        "пресс-секретарь",
        "прессекретар",
    ];
    low.len() > 5 && ENDS.iter().any(|e| low.ends_with(e)) || WORDS.contains(&low)
}

/// Titles before a name that are no part of it.
pub(crate) fn is_title(low: &str) -> bool {
    matches!(
        low.trim_end_matches('.'),
        "mr" | "mrs"
            | "ms"
            | "miss"
            | "dr"
            | "prof"
            | "sir"
            | "lord"
            | "lady"
            | "dame"
            | "sen"
            | "rep"
            | "gov"
            | "gen"
            | "col"
            | "lt"
            | "sgt"
            | "capt"
            | "rev"
            | "herr"
            | "frau"
            | "monsieur"
            | "madame"
            | "mme"
            | "m"
            | "señor"
            | "señora"
            | "don"
            | "doña"
            | "signor"
            | "signora"
            | "pan"
            | "pani"
            | "пан"
            | "пані"
            | "господин"
            | "hon"
            | "maj"
            | "adm"
    )
}

/// The number of a weekday, Monday 0.
pub(crate) fn weekday(low: &str) -> Option<i64> {
    const DAYS: &[&str] =
        &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().position(|d| *d == low).map(|d| d as i64)
}

/// The number of a month, January 1.
pub(crate) fn month(low: &str) -> Option<i8> {
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let low = low.trim_end_matches('.');
    let at = MONTHS
        .iter()
        .position(|m| *m == low || low.len() >= 3 && low.len() <= 4 && m.starts_with(low));
    at.map(|m| m as i8 + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_of_cues_is_sorted() {
        assert!(super::CUES.is_sorted());
    }
}
