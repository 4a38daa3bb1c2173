//! Tells whether a word, given in lower case, attributes what is said (*said*, *wrote*), and how.

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

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_of_cues_is_sorted() {
        assert!(super::CUES.is_sorted());
    }
}
