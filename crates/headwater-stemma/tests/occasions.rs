//! Words of one occasion in several reports, in invented news.

mod common;

use common::story;
use headwater_collate::{Place, Reading, Relation, Utterance};
use headwater_page::Article;
use headwater_quote::{Quoted, Tagger, quotes};
use headwater_stemma::{Reason, Stemma, stemma};
use headwater_text::{Span, When};

const SAID: &str = "We will not sell the quay to anybody, not this year and not in ten years";

const HEARD: &str = "Mayor Ada Lind spoke at a press conference in Varn on Friday.\n\
    “We will not sell the quay to anybody, not this year and not in ten years,” Lind said at the press \
    conference.\n\
    Nine gulls sat on the wall behind her, and the coffee was cold.";

const SILENT: &str = "The harbour of Varn stays with the town.\n\
    “We will not sell the quay to anybody, not this year and not in ten years,” Mayor Ada Lind said.\n\
    Two buyers from Osk had asked for the price, and a third was expected by train in the evening.";

const LATER: &str = "Varn has sold a tug and bought a crane.\n\
    “We will not sell the quay to anybody, not this year and not in ten years,” Mayor Ada Lind said.\n\
    The crane came from Osk by road, and the road was wet.";

fn page(id: &str, outlet: &str, day: &str, text: &str) -> Quoted {
    let mut article = Article::plain(id, text);
    article.lang = Some("en".into());
    article.outlet = Some(outlet.into());
    article.date = When::parse(day);
    quotes(article, &Tagger::Rules)
}

/// The tree of pages that all have the mayor's words.
fn tree(pages: &[Quoted]) -> Stemma {
    let reading = |(i, q): (usize, &Quoted)| {
        let at = q.article.text.find(SAID).unwrap();
        let place = Place { article: i, span: Span::new(at, at + SAID.len()) };
        let relation = if i == 0 { Relation::Base } else { Relation::Verbatim };
        Reading { place, quote: None, relation, repeat: false }
    };
    let said = Utterance {
        id: "u1".into(),
        speaker: Some("Ada Lind".into()),
        said_on: None,
        readings: pages.iter().enumerate().map(reading).collect(),
        apparatus: Vec::new(),
        differs: Vec::new(),
    };
    stemma(&story(pages), pages, &[said])
}

#[test]
fn who_has_the_words_of_an_occasion_has_them_from_there() {
    let pages = [
        page("a", "Coast Light", "2031-03-07", HEARD),
        page("b", "Glas", "2031-03-08", SILENT),
        page("c", "Berg", "2031-04-20", LATER),
    ];
    let s = tree(&pages);
    let lost: Vec<_> = s.nodes.iter().filter(|n| n.occasion.is_some()).collect();
    assert_eq!(lost.len(), 1, "{:?}", s.nodes);
    assert_eq!(lost[0].label, "press conference, Ada Lind");
    let below = |child: &str| s.edges.iter().find(|e| e.child == child && e.parent == lost[0].id);
    assert!(below("a").is_some());
    let edge = below("b").expect("its words are those of the press conference");
    assert!(edge.grounds.iter().any(|g| matches!(g.what, Reason::Heard { other: 0, .. })));
    assert!(s.springs.iter().all(|x| x.node != "b"), "it is no spring besides");
    assert!(below("c").is_none(), "six weeks later the mayor may have said it again");
}

#[test]
fn what_is_said_to_come_from_elsewhere_does_not() {
    let told = SILENT.replace("Mayor Ada Lind said.", "Mayor Ada Lind told the Harbour Gazette.");
    let pages =
        [page("a", "Coast Light", "2031-03-07", HEARD), page("b", "Glas", "2031-03-08", &told)];
    let s = tree(&pages);
    let lost = s.nodes.iter().find(|n| n.occasion.is_some()).expect("the press conference");
    assert!(!s.edges.iter().any(|e| e.child == "b" && e.parent == lost.id));
}

#[test]
fn a_reprint_hangs_below_the_older_print() {
    let release = "The harbour board of Varn has closed the old lock for the winter.\n\
        “Nobody will drown in our basin this year,” said its chairman, Omar Vey.\n\
        The gates weigh nine tons each, and the keeper has put the keys into a tin.\n\
        Boats are asked to wait at the mole until a pilot comes for them in the morning.";
    let cut = release.rsplit_once('\n').unwrap().0;
    let other = "Snow fell on Osk. The trams were late, and the market opened at ten.";
    let list = [
        page("a", "Harbour Board of Varn", "2031-03-07", release),
        page("b", "Sunday Glas", "2031-03-12", cut),
        page("c", "Berg", "2031-03-08", other),
    ];
    let s = stemma(&story(&list), &list, &[]);
    assert_eq!(common::parents(&s, "b"), ["a"]);
    let turned = [
        page("a", "Harbour Board of Varn", "2031-03-07", cut),
        page("b", "Sunday Glas", "2031-03-12", other),
    ];
    let s = stemma(&story(&turned), &turned, &[]);
    assert!(common::parents(&s, "b").is_empty());
}
