//! Pages that report nothing.

use crate::stories::tells_news;
use headwater_page::Article;
use headwater_text::Remark;

/// Log odds of telling news at which a page is said not to: of pages judged by readers, each by weights
/// that its host had no part in, 98 in 100 that lie below are guides, offers and the like.
const SURELY: f64 = -1.5;

/// What stands for a page that reads as a guide, an offer or a manual, if it does: its headline, or its
/// first paragraph.
pub(super) fn none(article: &Article) -> Option<Remark> {
    let place = article.title_span.or(article.body.first().copied())?;
    let text = "Reads as a guide, an offer or a manual: it seems to report nothing that happened.";
    (tells_news(article) <= SURELY).then(|| Remark::new("no-report", text, vec![place]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_is_said_to_report_nothing_and_a_report_is_not() {
        let offer = "Net repair and rope work for every boat\n\nOur loft mends nets of any mesh and makes ropes \
            to measure. You can choose from three kinds of twine, get a free quote online and have your order \
            delivered within a week. Contact our team today to find the product that suits your needs.";
        let found = none(&Article::plain("a", offer));
        assert_eq!(found.map(|r| (r.kind, r.places.len())), Some(("no-report".to_owned(), 1)));
        let report = "Net loft burns down in Velholm\n\nA fire destroyed the old net loft of Velholm on Sunday night, \
            the fire brigade said. Nobody was hurt. Owner Tamsin Orr said she would rebuild it.";
        assert_eq!(none(&Article::plain("b", report)), None);
        assert_eq!(none(&Article::plain("c", "")), None);
    }
}
