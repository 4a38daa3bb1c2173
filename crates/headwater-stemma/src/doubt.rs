//! Words for doubt: the one table by which probabilities are told to people.

/// Bands from below: from this probability on, this word.
const BANDS: [(f64, &str); 7] = [
    (0.0, "very unlikely"),
    (0.1, "unlikely"),
    (0.35, "possibly"),
    (0.55, "rather likely"),
    (0.7, "likely"),
    (0.85, "very likely"),
    (0.97, "almost certain"),
];

/// The word for a probability.
pub fn in_words(probability: f64) -> &'static str {
    BANDS.iter().rev().find(|b| probability >= b.0).map_or("not known", |b| b.1)
}

/// The bands, for a legend: lowest probability and word.
pub fn bands() -> &'static [(f64, &'static str)] {
    &BANDS
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn every_probability_has_a_word() {
        assert_eq!(in_words(0.0), "very unlikely");
        assert_eq!(in_words(0.86), "very likely");
        assert_eq!(in_words(1.0), "almost certain");
        assert_eq!(in_words(f64::NAN), "not known");
    }
}
