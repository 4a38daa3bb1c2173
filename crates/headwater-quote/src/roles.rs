//! Tells whether a word, given in lower case, names an office, an occupation or a title.

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
