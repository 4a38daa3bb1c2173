//! What an outlet says to its readers on its own behalf, told from its report: appeals (*follow us*,
//! *if you spot a mistake*) and offers of subscriptions. The words are `headwater-lang`'s.

use crate::body::Body;
use crate::title::Title;
use crate::view::View;
use headwater_lang::Class;
use headwater_text::Span;

/// Longer lines are read as reports.
const LONGEST: u32 = 60;
/// Signs of an offer that make one.
const SIGNS: usize = 2;
/// An offer's short lines stand at most so far from it in flattened text.
const AROUND: usize = 8;
/// What an offer is set in holds at most so many words.
const OFFER: u32 = 160;
/// Offers of one page beyond this many are left as they are.
const MOST: usize = 60;
/// A text that breaks off at an offer has fewer words.
const BROKEN_OFF: u32 = 250;

/// Takes appeals and offers out of the body. Where the text breaks off at an offer: the offer's place.
pub(crate) fn without_appeals(view: &View, found: &mut Body, title: &Title) -> Option<Span> {
    let chosen = |found: &Body, i: usize| found.is_body.get(i) == Some(&true);
    let last = found.is_body.iter().rposition(|b| *b)?;
    let looked = |i: usize| chosen(found, i) || i > last && i <= last + AROUND;
    let own = |i: usize| if looked(i) { sign(view, i) } else { Sign::None };
    let signs: Vec<Sign> = (0..view.len()).map(own).collect();
    let is = |i: usize, s: Sign| signs.get(i) == Some(&s);
    if !(0..view.len()).any(|i| is(i, Sign::Offer) || is(i, Sign::Appeal) && chosen(found, i)) {
        return None;
    }
    let runs = |i: usize| {
        let runs = view.shapes.get(i).is_some_and(|s| s.words >= 12 && s.closed());
        runs && is(i, Sign::None) && chosen(found, i)
    };
    let kept = (0..view.len()).filter(|i| runs(*i)).count();
    // A page about offers is no offer.
    let offers = (0..view.len()).filter(|i| is(*i, Sign::Offer) && chosen(found, *i)).count();
    if kept == 0 || offers > kept * 3 {
        return None;
    }
    let stays = stays(view, title, &runs);
    let end = (0..view.len()).rfind(|i| runs(*i)).unwrap_or(0);
    let mut gone: Vec<usize> = Vec::new();
    let (mut first, mut offered) = (None, 0);
    for i in 0..view.len() {
        match signs.get(i) {
            Some(Sign::Appeal) => gone.push(i),
            Some(Sign::Offer) if offered < MOST => {
                offered += 1;
                // Among paragraphs it is what a report tells of.
                if i < end && (view.flat || !apart(view, i, &stays)) {
                    continue;
                }
                first = first.or(Some(i));
                let part = if view.flat { beside(view, i) } else { within(view, i, &stays) };
                let part: Vec<usize> =
                    part.filter(|j| !runs(*j) && title.block != Some(*j)).collect();
                let words = |j: &usize| view.shapes.get(*j).map_or(0, |s| s.words);
                let small = part.iter().map(words).sum::<u32>() <= OFFER;
                if small { gone.extend(part) } else { gone.push(i) }
            }
            _ => {}
        }
    }
    for i in gone {
        if let Some(flag) = found.is_body.get_mut(i) {
            *flag = false;
        }
    }
    let last = (0..view.len()).rfind(|i| chosen(found, *i))?;
    let all: u32 = (0..=last)
        .filter(|i| chosen(found, *i))
        .filter_map(|i| view.shapes.get(i))
        .map(|s| s.words)
        .sum();
    let near = |o: &usize| *o > last && *o <= last + AROUND;
    first.filter(near).filter(|_| all < BROKEN_OFF).map(|o| view.span(o))
}

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Appeal,
    /// One word that offers have, and reports have too.
    Weak,
    Offer,
}

fn sign(view: &View, i: usize) -> Sign {
    let Some(s) = view.shapes.get(i).filter(|s| (2..=LONGEST).contains(&s.words)) else {
        return Sign::None;
    };
    let line = view.line(i);
    // Words in marks are somebody's.
    if s.quotes > 0 || line.len() > 600 {
        return Sign::None;
    }
    let low = line.to_lowercase().replace('\'', "’");
    let all = view.language;
    let holds = |w: &str| low.contains(&w.replace('\'', "’"));
    let mut signs: Vec<&str> =
        all.words(Class::Offer).iter().map(|e| e.word).filter(|w| holds(w)).collect();
    // *Days free* in *14 days free* and *free*: one sign.
    let copy = signs.clone();
    signs.retain(|w| !copy.iter().any(|o| o != w && o.contains(w)));
    if signs.len() >= SIGNS {
        return Sign::Offer;
    }
    let bare = low.trim_start_matches(|c: char| !c.is_alphanumeric());
    // A short line may turn to readers behind a comma: *If you like it, become a member.*
    let turned = if s.words <= 25 { bare.rsplit_once([',', ':', '–', '—']) } else { None };
    let turned = turned.map_or("", |t| t.1.trim_start());
    let opens = |w: &str| {
        let w = w.replace('\'', "’");
        bare.starts_with(&w) || w.contains(' ') && turned.starts_with(&w)
    };
    match all.words(Class::Appeal).iter().any(|e| opens(e.word)) {
        true => Sign::Appeal,
        false if signs.is_empty() => Sign::None,
        false => Sign::Weak,
    }
}

/// Elements that hold the headline or running text: what an offer is set in ends below them.
fn stays(view: &View, title: &Title, runs: &dyn Fn(usize) -> bool) -> Vec<bool> {
    let mut out = vec![false; view.doc.nodes.len()];
    for (i, block) in view.doc.blocks.iter().enumerate() {
        if !runs(i) && title.block != Some(i) {
            continue;
        }
        let mut at = block.node;
        // Each element is marked once.
        while let Some(flag) = out.get_mut(at as usize).filter(|f| !**f) {
            *flag = true;
            at = view.doc.nodes.get(at as usize).map_or(0, |n| n.parent);
        }
    }
    out
}

/// Whether block `i` is set in an element of its own, without running text.
fn apart(view: &View, i: usize, stays: &[bool]) -> bool {
    let node = view.doc.blocks.get(i).map_or(0, |b| b.node);
    let up = view.doc.nodes.get(node as usize).map_or(0, |n| n.parent);
    [node, up].iter().all(|n| stays.get(*n as usize) == Some(&false))
}

/// The blocks of the element that the offer of block `i` is set in.
fn within(view: &View, i: usize, stays: &[bool]) -> std::ops::Range<usize> {
    let mut at = view.doc.blocks.get(i).map_or(0, |b| b.node);
    if stays.get(at as usize) == Some(&true) {
        return i..i + 1;
    }
    loop {
        let up = view.doc.nodes.get(at as usize).map_or(0, |n| n.parent);
        if up == 0 || stays.get(up as usize) == Some(&true) {
            break;
        }
        at = up;
    }
    let held = |j: usize| {
        let mut node = view.doc.blocks.get(j).map_or(0, |b| b.node);
        // Numbers of elements grow inwards.
        while node > at {
            node = view.doc.nodes.get(node as usize).map_or(0, |n| n.parent);
        }
        node == at
    };
    let reach = 40;
    let from = (i.saturating_sub(reach)..i).rev().take_while(|j| held(*j)).last().unwrap_or(i);
    let to = (i + 1..(i + reach).min(view.len())).take_while(|j| held(*j)).last().unwrap_or(i);
    from..to + 1
}

/// The short lines around the offer of line `i`: its heading and what it lists.
fn beside(view: &View, i: usize) -> std::ops::Range<usize> {
    let short = |j: &usize| view.shapes.get(*j).is_some_and(|s| s.words <= 10 && !s.closed());
    let head = i.checked_sub(1).filter(short).unwrap_or(i);
    let to = (i + 1..(i + AROUND).min(view.len())).take_while(short).last().unwrap_or(i);
    head..to + 1
}

#[cfg(test)]
mod tests {
    use crate::{Article, Hint, read};

    fn body(a: &Article) -> String {
        a.body.iter().map(|s| s.of(&a.text)).collect::<Vec<_>>().join("\n")
    }

    const PAGES: [(&str, &str, &str, &str); 5] = [
        (
            "Fog keeps ferries waiting",
            "The ferries of Lervik waited until noon on Monday because of thick fog, the harbour office said, and two hundred travellers stood on the quay.",
            "Read on for 2 crowns per week after 14 days free. Cancel anytime, no questions asked.",
            "If you spot a mistake in this text, write to the news desk.",
        ),
        (
            "Nebel hält Fähren auf",
            "Die Fähren von Lervik haben am Montag bis zum Mittag gewartet, weil dichter Nebel über dem Hafen lag, wie das Hafenamt am Nachmittag mitteilte.",
            "Jetzt 14 Tage gratis testen, danach 2 Kronen pro Woche, jederzeit kündbar.",
            "Haben Sie einen Fehler gefunden? Schreiben Sie der Redaktion.",
        ),
        (
            "Le brouillard retient les bacs",
            "Les bacs de Lervik ont attendu lundi jusqu’à midi à cause d’un brouillard épais, a indiqué la capitainerie, et deux cents voyageurs sont restés sur le quai.",
            "Un mois d’essai gratuit, puis 2 couronnes par mois, sans engagement.",
            "Suivez-nous sur tous les canaux pour ne rien manquer de l’actualité.",
        ),
        (
            "La niebla detiene los transbordadores",
            "Los transbordadores de Lervik esperaron el lunes hasta el mediodía por una niebla espesa, informó la oficina del puerto, y doscientos viajeros quedaron en el muelle.",
            "Por 2 coronas al mes el primer mes y sin permanencia, en todos tus dispositivos.",
            "Suscríbete a nuestro boletín para no perderte nada de lo que pasa.",
        ),
        (
            "Туман затримує пороми",
            "Пороми Лервіка чекали в понеділок до полудня через густий туман, повідомила адміністрація порту, і двісті пасажирів стояли на причалі з валізами.",
            "Повний доступ за 2 крони на місяць, перший місяць за пів ціни.",
            "Підписуйтесь на наш канал, щоб першими дізнаватися про новини громади.",
        ),
    ];

    #[test]
    fn offers_and_appeals_are_no_body() {
        for (title, text, offer, appeal) in PAGES {
            let html = format!(
                "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p><p>{appeal}</p>\
                 <section><h3>Plus</h3><p>{offer}</p><ul><li>All of it</li></ul></section></article></body></html>"
            );
            let flat = format!("{title}\n\n{text}\n\n{appeal}\n\nPlus\n{offer}\nAll of it\n");
            for (page, html) in [(html, true), (flat, false)] {
                let a = read(page.as_bytes(), &Hint { html: Some(html), ..Hint::default() });
                let got = body(&a);
                assert!(got.contains(text), "{html} {got}");
                assert!(
                    ![offer, appeal, "All of it"].iter().any(|w| got.contains(w)),
                    "{html} {got}"
                );
                assert!(a.remarks.iter().any(|r| r.kind == "paywall"), "{html} {title}");
            }
        }
    }

    #[test]
    fn a_report_of_an_offer_is_body() {
        let (title, text, offer, _) = PAGES[0];
        let told = format!(
            "“{offer}” the poster says, and the harbour office has asked for it to be taken down."
        );
        let page = format!(
            "<h1>{title}</h1><p>{text}</p><p>{told}</p><p>{text} Nobody has taken it down.</p>"
        );
        let a = read(page.as_bytes(), &Hint { html: Some(true), ..Hint::default() });
        assert!(body(&a).contains(&told), "{}", body(&a));
    }
}
