//! Invented pages on which the law of libraries is tried.

use headwater_page::Article;
use headwater_text::When;

const FERRY: &str = "The ferry to Orvel stays in port until the storm has passed, the harbour \
    master said on Monday. “Nobody sails before noon on Tuesday,” Mara Lind told the Strait Post. \
    Fishing boats lie two rows deep along the northern quay of the island.";
const FERRY_SHORT: &str = "The ferry to Orvel stays in port until the storm has passed. “Nobody \
    sails before noon,” Mara Lind told reporters.";
const FERRY_OTHER: &str = "Orvel's ferry will not leave its port while the storm lasts, said the \
    harbour master. Lind said that nobody would sail before noon on Tuesday. Along the northern \
    quay of the island the fishing boats lie in two rows.";
const TOLL: &str = "“We will pay no toll for the bridge, not this year,” Tomas Almen, the mayor of \
    Karst, said after the vote. The council of Karst rejected the bridge toll by nine votes to \
    four after a debate of six hours.";
const TOLL_OTHER: &str = "Karst's council has rejected the toll for its bridge. Ruta Almen, who \
    leads the opposition, called the vote “a gift to lorry drivers”. Mayor Almen had said: “We \
    will pay no toll for the bridge”.";
const TOLL_LATER: &str = "A year after the vote Tomas Almen repeated in Karst: “We will pay no toll \
    for the bridge”. Nobody in the council contradicted him this time.";
const BOILER: &str = "Sign up for the weekly letter of the harbour desk and never miss a tide.";

fn page(id: &str, outlet: &str, date: &str, text: &str) -> Article {
    Article {
        outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
        date: When::parse(date),
        ..Article::plain(id, text)
    }
}

/// A few stories, and what is nasty: ids that stand twice, or look like names that we give; one
/// body under several names; undated, empty and tiny pages; pages that bring their story.
pub(crate) fn articles() -> Vec<Article> {
    let titled = |title: &str, text: &str| format!("{title}\n\n{text}\n\n{BOILER}");
    let bare = |title: &str, text: &str| format!("{title}\n\n{text}");
    let mut of_story = page("given-1", "Tide", "2031-03-05", "It rained in Velholm.");
    of_story.extra.insert("story".into(), "mine".into());
    let mut of_story_too = page("given-2", "Echo", "2031-07-05", &titled("Ferry waits", FERRY));
    of_story_too.extra.insert("story".into(), "mine".into());
    vec![
        page("a", "Strait Post", "2031-03-03T08:10", &titled("Ferry stays in port", FERRY)),
        page("b", "Coast Wire", "2031-03-03T09:00", &titled("Orvel ferry stays in port", FERRY)),
        page("c", "Tide", "2031-03-03", &titled("Ferry waits for the storm", FERRY_SHORT)),
        page("d", "Echo", "2031-03-04", &titled("Nobody sails from Orvel", FERRY_OTHER)),
        page("e", "", "", &titled("Ferry stays in port", FERRY)),
        page("f", "Strait Post", "2031-03-03", &bare("Karst rejects its toll", TOLL)),
        page("g", "Tide", "2031-03-04", &bare("No toll in Karst", TOLL_OTHER)),
        page("h", "Echo", "2032-03-03", &bare("Almen stays firm", TOLL_LATER)),
        page("i", "Coast Wire", "2031-03-09", &titled("Ferry sails again", FERRY_SHORT)),
        // The same id as another page, with the same body and with another one.
        page("a", "Echo", "2031-03-03", &titled("Ferry stays in port", FERRY)),
        page("a", "Strait Post", "2031-03-05", TOLL_OTHER),
        page("a#2", "Strait Post", "2031-03-03", FERRY_SHORT),
        page("lost-1", "Tide", "2031-03-03", TOLL),
        // One body of one outlet in two files.
        page("f-copy", "The Strait Post", "2031-03-03", &bare("Karst rejects its toll", TOLL)),
        page("empty", "Tide", "2031-03-03", ""),
        page("", "", "", ""),
        page("marks", "", "", "“ ” “"),
        of_story,
        of_story_too,
    ]
}
