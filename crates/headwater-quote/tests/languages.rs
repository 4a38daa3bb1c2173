//! Direct quotations with their speakers in eight languages. All people, places and papers are
//! invented.

use headwater_page::Article;
use headwater_quote::{Tagger, quotes};

/// Text, and for each quotation a piece of its words and of its speaker's name.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

/// What is wrong in one case: quotations that are missing, superfluous, or another's.
fn faults(lang: &str, (text, want): &Case) -> Vec<String> {
    let mut article = Article::plain("p", text);
    article.lang = Some(lang.into());
    let got = quotes(article, &Tagger::Fast);
    let direct = got.quotes.iter().filter(|q| q.kind == headwater_quote::Kind::Direct);
    let found: Vec<(String, String)> = direct
        .map(|q| {
            let said = q.content.iter().map(|c| c.of(text)).collect();
            (said, format!("{:?} {:?}", q.speaker, q.speaker_text))
        })
        .collect();
    let meets =
        |(said, by): &(String, String), (w, s): &(&str, &str)| said.contains(w) && by.contains(s);
    let missing = want.iter().filter(|w| !found.iter().any(|f| meets(f, w)));
    let wrong = found.iter().filter(|f| !want.iter().any(|w| meets(f, w)));
    let missing = missing.map(|w| format!("{lang}: missing {w:?} in {text}"));
    missing.chain(wrong.map(|f| format!("{lang}: wrong {f:?} in {text}"))).collect()
}

fn check(lang: &str, cases: &[Case]) {
    let faults: Vec<String> = cases.iter().flat_map(|c| faults(lang, c)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn german() {
    check(
        "de",
        &[
            (
                "„Wir warten nicht länger auf den Bund“, sagte Bürgermeisterin Mara Lind am Montag.",
                &[("warten nicht", "Mara Lind")],
            ),
            (
                "Jonas Orr erklärte: „Der Deich hält, solange niemand daran gräbt.“",
                &[("Der Deich", "Jonas Orr")],
            ),
            (
                "»Das ist eine gute Nachricht für Quellbach«, so Sprecher Ivo Tamm.",
                &[("gute Nachricht", "Tamm")],
            ),
            ("Am Abend zeigte das Kino den Film „Der lange Weg nach Hause“.", &[]),
            ("Lind sprach von einem „groben Fehler“ der Verwaltung.", &[("groben Fehler", "Lind")]),
            (
                "„Die Brücke“, betonte Orr, „bleibt vorerst für alle gesperrt.“",
                &[("Die Brücke", "Orr"), ("bleibt vorerst", "Orr")],
            ),
            (
                "Zum Rücktritt sagte Ratsherr Jonas Orr: „Das ist ein Schlag für die ganze Stadt.“",
                &[("ein Schlag", "Jonas Orr")],
            ),
            (
                "„Ich trete im Herbst noch einmal an“, strich Mara Lind in Quellbach heraus.",
                &[("Ich trete", "Mara Lind")],
            ),
            (
                "Nach Angaben von Ivo Tamm ist die Brücke „nicht mehr zu retten und muss weg“.",
                &[("nicht mehr zu", "Ivo Tamm")],
            ),
            (
                "„Wir warten nicht länger“, sagte Mara Lind. Der Vorwurf sei „ein grober Unfug“.",
                &[("Wir warten", "Mara Lind"), ("grober Unfug", "Mara Lind")],
            ),
            (
                "„Der Pegel fällt seit gestern wieder“, sagt auch Jonas Orr.",
                &[("Der Pegel", "Some(\"Jonas Orr\")")],
            ),
            (
                "„Das Wasser stand bis zur Tür“, sagt vor der Kamera ein Bewohner namens Ivo Tamm.",
                &[("Das Wasser", "\"ein Bewohner namens Ivo Tamm\"")],
            ),
            (
                "In dem Schreiben der Stadtwerke heißt es: „Die Leitung wird im Mai erneuert.“",
                &[("Die Leitung", "Stadtwerke")],
            ),
        ],
    );
}

#[test]
fn french() {
    check(
        "fr",
        &[
            (
                "« Nous n’attendrons pas la crue suivante », a déclaré la maire Mara Lind.",
                &[("attendrons", "Mara Lind")],
            ),
            (
                "« Le pont restera fermé jusqu’au printemps », explique Jonas Orr.",
                &[("Le pont", "Jonas Orr")],
            ),
            (
                "Ivo Tamm a ajouté : « Personne ne nous avait prévenus de ce danger. »",
                &[("Personne ne", "Ivo Tamm")],
            ),
            ("Le festival ouvre avec le film « La longue route du nord ».", &[]),
        ],
    );
}

#[test]
fn spanish() {
    check(
        "es",
        &[
            (
                "«No vamos a esperar otra crecida del río», dijo la alcaldesa Mara Lind.",
                &[("otra crecida", "Mara Lind")],
            ),
            (
                "“El puente seguirá cerrado hasta mayo”, explicó Jonas Orr el lunes.",
                &[("El puente", "Jonas Orr")],
            ),
            (
                "Ivo Tamm afirmó: “Nadie nos avisó de ese peligro en el valle”.",
                &[("Nadie nos", "Ivo Tamm")],
            ),
            (
                "Según la directora Ada Morel, “el dique aguantará diez años más sin obras”.",
                &[("el dique", "Ada Morel")],
            ),
        ],
    );
}

#[test]
fn italian() {
    check(
        "it",
        &[
            (
                "«Non aspetteremo la prossima piena», ha dichiarato la sindaca Mara Lind.",
                &[("prossima piena", "Mara Lind")],
            ),
            (
                "“Il ponte resterà chiuso fino a maggio”, spiega Jonas Orr.",
                &[("Il ponte", "Jonas Orr")],
            ),
            (
                "Ivo Tamm ha aggiunto: «Nessuno ci aveva avvertito di questo pericolo».",
                &[("Nessuno ci", "Ivo Tamm")],
            ),
            (
                "«La diga resterà in piedi», ha ribadito il direttore Jonas Orr.",
                &[("La diga", "Jonas Orr")],
            ),
        ],
    );
}

#[test]
fn polish() {
    check(
        "pl",
        &[
            (
                "„Nie będziemy czekać na następną powódź” – powiedziała Mara Lind.",
                &[("czekać", "Mara Lind")],
            ),
            (
                "„Most pozostanie zamknięty do maja”, stwierdził Jonas Orr.",
                &[("Most pozostanie", "Jonas Orr")],
            ),
            (
                "Ivo Tamm dodał: „Nikt nas nie ostrzegł przed tym niebezpieczeństwem”.",
                &[("Nikt nas", "Ivo Tamm")],
            ),
        ],
    );
}

#[test]
fn ukrainian() {
    check(
        "uk",
        &[
            (
                "«Ми не чекатимемо наступної повені», – сказала мерка Мара Лінд.",
                &[("наступної повені", "Мара Лінд")],
            ),
            ("«Міст буде закрито до травня», – пояснив Йонас Орр.", &[("Міст буде", "Йонас Орр")]),
            (
                "Іво Тамм додав: «Ніхто нас не попередив про цю небезпеку».",
                &[("Ніхто нас", "Іво Тамм")],
            ),
        ],
    );
}

#[test]
fn russian() {
    check(
        "ru",
        &[
            (
                "«Мы не будем ждать следующего паводка», – заявила мэр Мара Линд.",
                &[("следующего паводка", "Мара Линд")],
            ),
            ("«Мост будет закрыт до мая», — сказал Йонас Орр.", &[("Мост будет", "Йонас Орр")]),
            (
                "Иво Тамм добавил: «Никто нас не предупредил об этой опасности».",
                &[("Никто нас", "Иво Тамм")],
            ),
        ],
    );
}

#[test]
fn english() {
    check(
        "en",
        &[
            (
                "“We will not wait for the next flood,” Mayor Mara Lind said on Monday.",
                &[("next flood", "Mara Lind")],
            ),
            (
                "Jonas Orr, a dike engineer, said: “The wall holds as long as nobody digs.”",
                &[("The wall", "Jonas Orr")],
            ),
            ("Carl “Shorty” Tamm bought a boat in Quellbach.", &[]),
            (
                "“The bridge stays closed until May,” she said. Lind spoke on Monday.",
                &[("The bridge", "")],
            ),
        ],
    );
}
