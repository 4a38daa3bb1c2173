//! The deep tagger against the framework it is trained in: a tiny random model and what that said
//! of a few sentences. Both are made by `training/deep/tiny.py`.

use headwater_quote::deep::Deep;
use headwater_text::Span;
use serde_json::Value;

const MODEL: &[u8] = include_bytes!("deep/tiny.bin");
const WANT: &str = include_str!("deep/tiny.json");

fn cases() -> Vec<Value> {
    let want: Value = serde_json::from_str(WANT).unwrap();
    want.as_array().unwrap().clone()
}

#[test]
fn scores_are_those_of_the_training_side() {
    let deep = Deep::load(MODEL).unwrap();
    for case in cases() {
        let text = case["text"].as_str().unwrap();
        let got = deep.tag(text, Span::new(0, text.len()));
        let words: Vec<&str> = got.iter().map(|w| w.span.of(text)).collect();
        let want: Vec<&str> =
            case["words"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
        assert_eq!(words, want);
        for (word, want) in got.iter().zip(case["scores"].as_array().unwrap()) {
            for (a, b) in word.scores.iter().zip(want.as_array().unwrap()) {
                let b = b.as_f64().unwrap() as f32;
                assert!((a - b).abs() < 2e-3, "{}: {a} {b}", word.span.of(text));
            }
        }
    }
}

#[test]
fn contents_are_those_of_the_training_side() {
    let deep = Deep::load(MODEL).unwrap();
    for case in cases() {
        let text = case["text"].as_str().unwrap();
        let chars = |byte: usize| text[..byte].chars().count() as u64;
        let got: Vec<(u64, u64)> = deep
            .sayings(text, Span::new(0, text.len()))
            .iter()
            .map(|s| (chars(s.content[0].start), chars(s.content[s.content.len() - 1].end)))
            .collect();
        let want: Vec<(u64, u64)> = case["contents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (c[0].as_u64().unwrap(), c[1].as_u64().unwrap()))
            .collect();
        assert_eq!(got, want);
    }
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
    let long = "x".repeat(5000);
    let marks = "“\"‘„».\n".repeat(300);
    let combining = "\u{301}".repeat(99).repeat(20) + &"a1".repeat(49).repeat(3);
    for text in [long.as_str(), &marks, &combining, "\u{0}\u{feff}\u{202e}", "\n\n\n", " "] {
        for s in deep.sayings(text, Span::new(0, text.len())) {
            assert!(s.content.iter().all(|c| c.end <= text.len() && c.start < c.end));
            assert!((0.0..=1.0).contains(&s.confidence));
        }
    }
}

#[test]
fn a_cut_off_model_is_refused() {
    for cut in [0, 7, 8, 40, 300, 20_000, MODEL.len() - 1] {
        assert!(Deep::load(&MODEL[..cut]).is_err());
    }
    assert!(Deep::load(&[MODEL, &[0]].concat()).is_err());
}
