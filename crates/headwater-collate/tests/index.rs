//! An index kept as bytes and extended later gives the same pairs as one made at once.

use headwater_collate::{Index, Prepared, candidates, fingerprints, passages};
use headwater_page::Article;

const REPORTS: [&str; 4] = [
    "The harbour of Orvel stays closed until the storm has passed, the harbour master told \
     reporters on Monday evening. Fishing boats lie two rows deep along the northern quay.",
    "Schools in the valley open an hour later from next week, the council decided after a long \
     debate about buses, bakers and the early dark.",
    "Ferries will not sail. The harbour of Orvel stays closed until the storm has passed, the \
     harbour master told reporters on Monday evening.",
    "From next week schools in the valley open an hour later, the council decided after a long \
     debate about buses, bakers and the early dark. Parents had asked for it.",
];

fn articles() -> Vec<Article> {
    let made = |(i, text): (usize, &&str)| Article::plain(&format!("{i}"), text);
    REPORTS.iter().enumerate().map(made).collect()
}

fn index(articles: &[Article], first: usize) -> Index {
    let prints: Vec<Vec<u64>> = articles.iter().map(fingerprints).collect();
    Index::build(&prints, first)
}

#[test]
fn an_index_on_disk_is_extended_by_new_articles() {
    let all = articles();
    let (old, new) = all.split_at(2);
    let folder = std::env::temp_dir().join(format!("headwater-index-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("index");
    std::fs::write(&file, index(old, 0).to_bytes()).unwrap();

    let read = Index::from_bytes(&std::fs::read(&file).unwrap()).unwrap();
    let extended = read.merge(index(new, old.len()));
    std::fs::remove_dir_all(folder).unwrap();

    assert_eq!(extended, index(&all, 0));
    let pairs: Vec<(u32, u32)> = candidates(&extended).iter().map(|c| (c.a, c.b)).collect();
    assert_eq!(pairs, [(0, 2), (1, 3)]);
    for (a, b) in pairs {
        let (x, y) = (&all[a as usize], &all[b as usize]);
        let (p, q) = (Prepared::new(x), Prepared::new(y));
        assert!(!passages((a as usize, &x.text, &p), (b as usize, &y.text, &q)).is_empty());
    }
}

#[test]
fn bytes_that_are_no_index_are_refused() {
    let bytes = index(&articles(), 0).to_bytes();
    assert!(Index::from_bytes(&bytes).is_some());
    assert_eq!(Index::from_bytes(&bytes[1..]), None);
    assert_eq!(Index::from_bytes(&bytes[..bytes.len() - 3]), None);
    let mut other = bytes.clone();
    other[0] ^= 1;
    assert_eq!(Index::from_bytes(&other), None);
    assert_eq!(Index::from_bytes(&[]), None);
}
