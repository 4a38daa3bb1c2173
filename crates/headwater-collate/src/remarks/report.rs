//! Pages that report nothing.

use headwater_page::Article;
use headwater_text::Remark;

/// Log odds of telling news at which a page is said not to: of pages judged by readers, each by weights
/// that its host had no part in, 98 in 100 that lie below are guides, offers and the like.
const SURELY: f64 = -1.5;

/// What stands for a page that reads as a guide, an offer or a manual, if it does: its headline, or its
/// first paragraph. `news`: the log odds that it tells news.
pub(super) fn none(article: &Article, news: f64) -> Option<Remark> {
    let place = article.title_span.or(article.body.first().copied())?;
    let text = "Reads as a guide, an offer or a manual: it seems to report nothing that happened.";
    (news <= SURELY).then(|| Remark::new("no-report", text, vec![place]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::Profile;
    use headwater_quote::Quoted;

    fn found(text: &str) -> Option<Remark> {
        let quoted = Quoted { article: Article::plain("a", text), ..Quoted::default() };
        none(&quoted.article, Profile::new(&quoted).tells_news())
    }

    #[test]
    fn an_offer_is_said_to_report_nothing_and_a_report_is_not() {
        let offer = "Net repair and rope work for every boat\n\nOur loft mends nets of any mesh and makes ropes \
            to measure. You can choose from three kinds of twine, get a free quote online and have your order \
            delivered within a week. Contact our team today to find the product that suits your needs.";
        assert_eq!(
            found(offer).map(|r| (r.kind, r.places.len())),
            Some(("no-report".to_owned(), 1))
        );
        let report = "Net loft burns down in Velholm\n\nA fire destroyed the old net loft of Velholm on Sunday night, \
            the fire brigade said. Nobody was hurt. Owner Tamsin Orr said she would rebuild it.";
        assert_eq!(found(report), None);
        assert_eq!(found(""), None);
    }
}
