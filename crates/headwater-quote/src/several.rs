//! One attribution, several statements: *“We wait,” she said. “The harbour is ours.”*

use crate::marks::is_mark;
use crate::quotation::{Kind, Quotation};
use headwater_text::Span;

/// Marks that end a sentence, or lead on to the words of somebody.
const ENDS: &[char] = &['.', '!', '?', '…', ':', '。', '！', '？', '։', '؟', '।'];

impl Quotation {
    /// The statements of a quotation. Its parts are one as long as they are one sentence (*“We wait,” she
    /// said, “until noon.”*); where a part ends with its sentence and the next begins one, they are
    /// two: other reports have one without the other. Places in bytes of `text`, the article's.
    /// Linear in the parts; a statement is left as it is.
    ///
    /// ```
    /// use headwater_page::Article;
    /// use headwater_quote::{Tagger, quotes};
    ///
    /// let text = "“We wait,” Mara Lind said on Monday. “The harbour is ours.”";
    /// let mut quoted = quotes(Article::plain("a", text), &Tagger::Fast);
    /// let both = quoted.quotes.remove(0).statements(text);
    /// assert_eq!(both.len(), 2);
    /// assert_eq!(both[1].span.of(text), "“The harbour is ours.”");
    /// assert_eq!(both[1].speaker.as_deref(), Some("Mara Lind"));
    /// ```
    #[must_use]
    pub fn statements(self, text: &str) -> Vec<Quotation> {
        let mut groups: Vec<Vec<Span>> = Vec::new();
        for part in &self.content {
            match groups.last_mut() {
                Some(group) if !group.last().is_some_and(|last| parted(text, *last, *part)) => {
                    group.push(*part);
                }
                _ => groups.push(vec![*part]),
            }
        }
        if groups.len() < 2 {
            return vec![self];
        }
        let id = self.id.clone();
        let statement = |(n, content): (usize, Vec<Span>)| Quotation {
            id: if n == 0 { id.clone() } else { format!("{id}.{}", n + 1) },
            span: content.iter().copied().reduce(Span::hull).unwrap_or_default(),
            kind: kind(self.kind, text, &content),
            content,
            ..self.clone()
        };
        groups.into_iter().enumerate().map(statement).collect()
    }
}

/// Whether a sentence ends with `a` or behind it, and another begins with `b`.
fn parted(text: &str, a: Span, b: Span) -> bool {
    let between = text.get(a.end..b.start).unwrap_or("");
    let closes = |c: char| c.is_whitespace() || is_mark(c.encode_utf8(&mut [0; 4]));
    let before = if between.trim_matches(closes).is_empty() && !between.contains('\n') {
        text.get(a.start..b.start).unwrap_or("")
    } else {
        between
    };
    let ended = before.trim_end_matches(closes).ends_with(ENDS) || between.contains('\n');
    let first = b.of(text).chars().find(|c| c.is_alphanumeric());
    ended && first.is_some_and(|c| !c.is_lowercase())
}

/// How a statement's words are given: as the whole, but of a mixed one by the marks at the ends of its parts.
fn kind(whole: Kind, text: &str, content: &[Span]) -> Kind {
    if whole != Kind::Mixed {
        return whole;
    }
    let mark = |c: char| is_mark(c.encode_utf8(&mut [0; 4]));
    let words = |s: &Span| s.of(text).trim_matches([' ', '.', ',', ';', '\n']).to_owned();
    let direct = content.iter().map(words).all(|w| w.starts_with(mark) && w.ends_with(mark));
    let any = content.iter().any(|s| s.of(text).chars().any(mark));
    match (direct, any) {
        (true, _) => Kind::Direct,
        (false, true) => Kind::Mixed,
        (false, false) => Kind::Indirect,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(marked: &str) -> Vec<String> {
        let mut text = String::new();
        let mut content = Vec::new();
        for (n, part) in marked.split('|').enumerate() {
            let start = text.len();
            text.push_str(part);
            if n % 2 == 1 {
                content.push(Span::new(start, text.len()));
            }
        }
        let span = content.iter().copied().reduce(Span::hull).unwrap();
        let article = headwater_page::Article::plain("a", "“We wait,” Mara Lind said.");
        let quote = crate::quotes(article, &crate::Tagger::Rules).quotes.remove(0);
        let q = Quotation { id: "q1".into(), span, content, kind: Kind::Mixed, ..quote };
        let all = q.statements(&text);
        all.iter().map(|q| format!("{} {} {}", q.id, q.kind.name(), q.span.of(&text))).collect()
    }

    #[test]
    fn sentences_of_one_attribution_are_statements_of_their_own() {
        let two = cut("|The quay is closed| , she said. |“We wait for the pilot.”|");
        assert_eq!(two, ["q1 indirect The quay is closed", "q1.2 direct “We wait for the pilot.”"]);
        let two = cut("|Der Kai sei gesperrt|. |„Wir warten“|, so Lind.");
        assert_eq!(two.len(), 2);
        assert_eq!(cut("|«Esperamos»|, dijo, y añadió: |«¿Quién paga?»|").len(), 2);
    }

    #[test]
    fn one_sentence_stays_one() {
        assert_eq!(cut("|“We wait,”| she said, |“until the pilot comes.”|").len(), 1);
        assert_eq!(cut("|In 2035|, she said, |the quay will be closed|").len(), 1);
        // A noun with a capital begins no sentence.
        assert_eq!(cut("|„Wir warten“|, begründete Lind |Schritt für Schritt|").len(), 1);
        assert_eq!(cut("|“We wait”|").len(), 1);
    }
}
