//! Two wordings laid beside each other, as a record.

use headwater_collate::encoder::Encoder;
use headwater_collate::{compare, compare_with};
use headwater_text::CharIndex;
use serde_json::{Value, json};

/// The record of a pair of wordings `{a, b}` with `score`, `relation` and `differs`, and `model`
/// where the added sentence model had a say. Nothing for a record that has no two strings `a` and
/// `b`; its other fields pass through.
///
/// ```
/// use headwater_tell::compared;
/// use serde_json::json;
///
/// let pair = json!({"id": 7, "a": "about 200 left", "b": "more than 300 left"});
/// let told = compared(pair, None).unwrap_or_default();
/// assert_eq!((&told["id"], &told["differs"][0]["kind"]), (&json!(7), &json!("number")));
/// assert_eq!(compared(json!({"a": 1}), None), None);
/// ```
pub fn compared(mut row: Value, encoder: Option<&Encoder>) -> Option<Value> {
    let a = row.get("a")?.as_str()?.to_owned();
    let b = row.get("b")?.as_str()?.to_owned();
    let found = match encoder {
        Some(encoder) => compare_with(encoder, &a, &b),
        None => compare(&a, &b),
    };
    let fields = row.as_object_mut()?;
    fields.insert("score".into(), json!((found.score * 1e4).round() / 1e4));
    if encoder.is_some() {
        fields.insert("model".into(), json!(headwater::MEANING_NAME));
    }
    fields.insert("relation".into(), json!(found.relation.map(|r| r.name())));
    let (ia, ib) = (CharIndex::new(&a), CharIndex::new(&b));
    let differs = found.differs.iter().map(|d| {
        json!({"kind": d.kind, "a": d.a.of(&a), "a_place": ia.json(d.a),
            "b": d.b.of(&b), "b_place": ib.json(d.b)})
    });
    fields.insert("differs".into(), differs.collect());
    Some(row)
}
