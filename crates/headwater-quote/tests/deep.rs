//! The deep tagger against the framework it is trained in: tiny random models and what that said of
//! a few sentences. `training/deep/tiny.py` makes those of the second version.

use headwater_page::Article;
use headwater_quote::deep::Deep;
use headwater_quote::{Tagger, quotes};
use headwater_text::Span;
use serde_json::Value;

const FIRST: &[u8] = include_bytes!("deep/tiny.bin");
const MODEL: &[u8] = include_bytes!("deep/tiny2.bin");

fn cases(second: bool) -> Vec<Value> {
    let text =
        if second { include_str!("deep/tiny2.json") } else { include_str!("deep/tiny.json") };
    let want: Value = serde_json::from_str(text).unwrap();
    want.as_array().unwrap().clone()
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

#[test]
fn scores_are_those_of_the_training_side() {
    for (model, second) in [(FIRST, false), (MODEL, true)] {
        let deep = Deep::load(model).unwrap();
        assert_eq!(deep.wide(), second);
        for case in cases(second) {
            let text = case["text"].as_str().unwrap();
            let got = deep.tag(text, whole(text));
            let words: Vec<&str> = got.iter().map(|w| w.span.of(text)).collect();
            let want: Vec<&str> =
                case["words"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
            assert_eq!(words, want);
            for (word, want) in got.iter().zip(case["scores"].as_array().unwrap()) {
                for (a, b) in word.scores.iter().chain(&word.outer).zip(want.as_array().unwrap()) {
                    let b = b.as_f64().unwrap() as f32;
                    assert!((a - b).abs() < 2e-3, "{}: {a} {b}", word.span.of(text));
                }
            }
        }
    }
}

/// Places in code points.
fn places(text: &str, spans: &[Span]) -> Vec<Vec<u64>> {
    let chars = |byte: usize| text[..byte].chars().count() as u64;
    spans.iter().map(|s| vec![chars(s.start), chars(s.end)]).collect()
}

fn numbers(v: &Value) -> Vec<Vec<u64>> {
    serde_json::from_value(v.clone()).unwrap()
}

#[test]
fn contents_are_those_of_the_training_side() {
    let deep = Deep::load(FIRST).unwrap();
    for case in cases(false) {
        let text = case["text"].as_str().unwrap();
        let hull = |s: &headwater_quote::deep::Saying| {
            places(text, &[s.content[0].hull(s.content[s.content.len() - 1])])
        };
        let got: Vec<_> = deep.sayings(text, whole(text)).iter().flat_map(hull).collect();
        assert_eq!(got, numbers(&case["contents"]));
    }
}

#[test]
fn quotations_are_those_of_the_training_side() {
    let deep = Deep::load(MODEL).unwrap();
    let mut seen = 0;
    for case in cases(true) {
        let text = case["text"].as_str().unwrap();
        let got = deep.sayings(text, whole(text));
        let want = case["quotes"].as_array().unwrap();
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            seen += 1;
            let one = |s: Option<Span>| places(text, s.as_slice());
            assert_eq!(places(text, &got.content), numbers(&want["content_spans"]));
            assert_eq!(one(got.speaker), numbers(&want["speaker_spans"]));
            assert_eq!(one(got.cue), numbers(&want["cue_spans"]));
            let name = one(got.name).first().map(|s| s[0]);
            assert_eq!(name, want["name"].as_u64());
            for (got, key) in [(got.via, "via"), (got.informant, "chain"), (got.day, "said")] {
                let want = want[key].as_array().unwrap().first().and_then(Value::as_str);
                assert_eq!(got.map(|s| s.of(text)), want);
            }
            let stance = match got.stance.unwrap().name() {
                "stated" => "asserted",
                "announced" => "future",
                other => other,
            };
            assert_eq!(stance, want["stance"].as_str().unwrap());
        }
    }
    assert!(seen > 5);
}

#[test]
fn a_part_of_a_text_is_read_alone() {
    let deep = Deep::load(MODEL).unwrap();
    let text = "Menu\nAda Quill said it is “late”.\nMenu";
    let within = Span::new(5, 33);
    let part = deep.tag(text, within);
    let alone = deep.tag(within.of(text), Span::new(0, within.of(text).len()));
    assert_eq!(part.len(), alone.len());
    for (a, b) in part.iter().zip(&alone) {
        assert_eq!(a.span.of(text), b.span.of(within.of(text)));
        assert_eq!(a.scores, b.scores);
    }
}

#[test]
fn hostile_texts_are_read() {
    let deep = Deep::load(MODEL).unwrap();
    let first = Deep::load(FIRST).unwrap();
    let long = "x".repeat(5000);
    let marks = "“\"‘„».\n".repeat(300);
    let combining = "\u{301}".repeat(99).repeat(20) + &"a1".repeat(49).repeat(3);
    for text in [long.as_str(), &marks, &combining, "\u{0}\u{feff}\u{202e}", "\n\n\n", " "] {
        let all = [&deep, &first].map(|d| d.sayings(text, whole(text)));
        for s in all.iter().flatten() {
            assert!(s.content.iter().all(|c| c.end <= text.len() && c.start < c.end));
            assert!((0.0..=1.0).contains(&s.confidence));
        }
    }
}

#[test]
fn a_cut_off_model_is_refused() {
    for model in [FIRST, MODEL] {
        for cut in [0, 7, 8, 40, 300, 20_000, model.len() - 1] {
            assert!(Deep::load(&model[..cut]).is_err());
        }
        assert!(Deep::load(&[model, &[0]].concat()).is_err());
    }
}

#[test]
fn other_languages_are_read_by_a_model_that_knows_them() {
    let text = "»Nein«, sagte Jörn Quill am Montag. Er wolle „später“ antworten, so Quill.";
    let with = |tagger: Tagger| {
        let mut article = Article::plain("p", text);
        article.lang = Some("de".into());
        quotes(article, &tagger).quotes
    };
    let deep = |model| Tagger::Deep(Box::new(Deep::load(model).unwrap()));
    let rules = with(Tagger::Rules);
    assert_eq!(with(deep(FIRST)), rules);
    let learned = with(deep(MODEL));
    assert_ne!(learned, rules);
    for q in learned {
        assert!(q.content.iter().chain(&q.chain_spans).all(|s| !s.of(text).is_empty()));
        assert_eq!(q.via.is_some(), q.via_span.is_some());
    }
}
