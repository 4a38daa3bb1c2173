//! What every file must hold, and that its sentences show what they say.

use headwater_lang::{Class, Example, Language, Shape};

fn fails(language: &Language, e: &Example) -> Option<String> {
    let found: Vec<String> = match e.class.row().shape {
        Shape::Words => {
            language.found(e.class, e.sentence).into_iter().map(str::to_lowercase).collect()
        }
        Shape::Line => {
            language.opens(e.class, e.sentence).map(|e| e.word.to_owned()).into_iter().collect()
        }
        Shape::Part => {
            let low = e.sentence.to_lowercase();
            let parts = language.words(e.class).iter().filter(|p| low.contains(p.word));
            parts.map(|p| p.word.to_owned()).collect()
        }
        Shape::Cases => return None,
    };
    let fits = if e.want.is_empty() {
        e.good != found.is_empty()
    } else {
        found.iter().any(|f| *f == e.want.to_lowercase()) == e.good
    };
    (!fits)
        .then(|| format!("{}: {} found {found:?} in: {}", e.place, e.class.row().name, e.sentence))
}

#[test]
fn the_sentences_of_every_file_show_what_they_say() {
    let mut all = 0;
    let mut wrong = Vec::new();
    for language in Language::all() {
        all += language.examples().len();
        wrong.extend(language.examples().iter().filter_map(|e| fails(language, e)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all >= 60, "only {all} sentences were read");
}

#[test]
fn a_sentence_that_shows_the_contrary_is_found_out() {
    let english = Language::of("en").unwrap();
    let example = |good, sentence, want| Example {
        class: Class::Month,
        good,
        sentence,
        want,
        place: "lang/en.txt:1",
    };
    assert_eq!(fails(english, &example(true, "On 3 May 2030.", "may")), None);
    assert_eq!(fails(english, &example(false, "On Monday.", "")), None);
    assert!(fails(english, &example(true, "On Monday.", "")).is_some());
    assert!(fails(english, &example(false, "On 3 May 2030.", "")).is_some());
    assert!(fails(english, &example(true, "On 3 May 2030.", "june")).is_some());
}

/// Each language has twelve months and seven days, or writes months as numbers.
#[test]
fn every_language_has_its_calendar_whole() {
    assert!(Language::all().len() >= 40);
    for language in Language::all() {
        let keys = |class: Class| {
            let mut keys: Vec<i32> =
                language.words(class).iter().filter_map(|e| e.key.parse().ok()).collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        let numbered = !language.words(Class::NumberedDate).is_empty();
        let months = keys(Class::Month);
        assert!(
            months == (1..=12).collect::<Vec<_>>() || numbered && months.is_empty(),
            "{}: months {months:?}",
            language.code
        );
        let mut days = keys(Class::Weekday);
        days.extend(keys(Class::WeekdayShort));
        days.sort_unstable();
        days.dedup();
        assert_eq!(days, (1..=7).collect::<Vec<_>>(), "{}", language.code);
        assert!(
            language.examples().iter().any(|e| e.class == Class::DateCase && e.good),
            "{}: no date that is read",
            language.code
        );
    }
}

#[test]
fn codes_name_languages_with_and_without_a_region() {
    for (code, want) in [("pt-BR", "pt"), ("no", "nb"), ("SR_Latn", "sr"), ("en", "en")] {
        assert_eq!(Language::of(code).map(|l| l.code), Some(want), "{code}");
    }
    assert!(Language::of("xx").is_none());
    assert_eq!(Language::or_unknown(Some("xx")).code, "und");
    assert_eq!(Language::or_unknown(None).code, "und");
    let mut codes: Vec<&str> =
        Language::all().iter().flat_map(|l| l.also.iter().chain([&l.code])).copied().collect();
    codes.sort_unstable();
    let all = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), all, "two files go by one code");
}

#[test]
fn the_unknown_language_has_only_what_is_one_thing_in_all() {
    let unknown = Language::unknown();
    let key = |class, word| unknown.find(class, word).map(|e| e.key);
    assert_eq!(key(Class::Month, "december"), Some("12"));
    assert_eq!(key(Class::Month, "грудня"), Some("12"));
    // November in Polish, October in Croatian.
    assert_eq!(key(Class::Month, "listopada"), None);
    // December in Norwegian, *of the* in French.
    assert_eq!(key(Class::MonthShort, "des"), None);
    // Today in Slovenian, people in English: marked with `!` in the file.
    assert_eq!(key(Class::RelativeDay, "danes"), None);
    assert_eq!(
        Language::of("sl").unwrap().find(Class::RelativeDay, "danes").map(|e| e.key),
        Some("0")
    );
}
