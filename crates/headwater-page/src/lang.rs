//! The language of a body, as an ISO 639-1 code.

use whatlang::Lang;

/// Guesses from up to 1,000 characters; `declared` decides where these are too few.
pub(crate) fn language(body: &str, declared: Option<&str>) -> Option<String> {
    let end = body.char_indices().nth(1000).map_or(body.len(), |c| c.0);
    let info = whatlang::detect(body.get(..end).unwrap_or(body));
    let sure = info.as_ref().filter(|i| i.is_reliable() || i.confidence() > 0.6 && end > 300);
    let guessed = sure.and_then(|i| code(i.lang())).map(str::to_owned);
    let declared = declared.and_then(|d| {
        let short: String = d.trim().chars().take_while(|c| c.is_ascii_alphabetic()).collect();
        (short.len() == 2).then(|| short.to_ascii_lowercase())
    });
    guessed.or(declared)
}

fn code(lang: Lang) -> Option<&'static str> {
    use Lang::*;
    Some(match lang {
        Eng => "en",
        Deu => "de",
        Fra => "fr",
        Spa => "es",
        Ita => "it",
        Pol => "pl",
        Ukr => "uk",
        Rus => "ru",
        Tur => "tr",
        Por => "pt",
        Nld => "nl",
        Ces => "cs",
        Slk => "sk",
        Ron => "ro",
        Hun => "hu",
        Ell => "el",
        Bul => "bg",
        Srp => "sr",
        Hrv => "hr",
        Slv => "sl",
        Swe => "sv",
        Nob => "nb",
        Dan => "da",
        Fin => "fi",
        Est => "et",
        Lav => "lv",
        Lit => "lt",
        Bel => "be",
        Mkd => "mk",
        Kat => "ka",
        Hye => "hy",
        Aze => "az",
        Ara => "ar",
        Heb => "he",
        Pes => "fa",
        Hin => "hi",
        Ben => "bn",
        Urd => "ur",
        Cmn => "zh",
        Jpn => "ja",
        Kor => "ko",
        Vie => "vi",
        Ind => "id",
        Tha => "th",
        Cat => "ca",
        Epo => "eo",
        Lat => "la",
        Afr => "af",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn languages_and_declarations() {
        let german = "Der Nebel blieb über dem Hafen, und die Fähren fuhren erst am Abend wieder.";
        assert_eq!(language(german, None).as_deref(), Some("de"));
        assert_eq!(language("", Some("pl-PL")).as_deref(), Some("pl"));
    }
}
