//! What lines of frames say, in the languages of European news, by the words they begin with.

/// A set of kinds of phrase, one bit each.
pub(crate) type Phrases = u16;

/// Share buttons and calls to follow.
pub(crate) const SHARE: Phrases = 1;
/// Opens a list of other items: *Related*, *Latest news*.
pub(crate) const OTHERS: Phrases = 1 << 1;
/// Opens or belongs to reader comments.
pub(crate) const COMMENT: Phrases = 1 << 2;
/// Subscription, log in, e-mail forms.
pub(crate) const FORM: Phrases = 1 << 3;
/// Copyright, terms, imprint.
pub(crate) const LEGAL: Phrases = 1 << 4;
/// *Advertisement*.
pub(crate) const ADVERT: Phrases = 1 << 5;
/// Picture credits.
pub(crate) const CREDIT: Phrases = 1 << 6;
/// *By*, *Von*, *Par*.
pub(crate) const BY: Phrases = 1 << 7;
/// A link to another item in mid-text: *Read more:*.
pub(crate) const MORE: Phrases = 1 << 8;
/// Cookies, consent, scripts switched off.
pub(crate) const NOTICE: Phrases = 1 << 9;
/// *Published*, *Updated*.
pub(crate) const DATED: Phrases = 1 << 10;
/// *Tags:*, *Filed under*.
pub(crate) const TAGS: Phrases = 1 << 11;
/// *Home*, *Menu*, *Search*, *Skip to content*.
pub(crate) const MENU: Phrases = 1 << 12;
/// *About the author*.
pub(crate) const BIO: Phrases = 1 << 13;
/// How many kinds.
pub(crate) const COUNT: usize = 14;

/// Beginnings in lower case. `$` at the end asks for the whole line, punctuation apart.
const TABLE: &[(Phrases, &str)] = &[
    (
        SHARE,
        "share|teilen|auf facebook|auf twitter|partager|compartir|compártelo|condividi|udostępnij|\
         поделиться|поділитися|paylaş|tweet$|facebook|twitter|whatsapp|telegram|pinterest|linkedin|\
         reddit|email$|e-mail$|print$|drucken|copy link|follow us|follow on|folgen sie|suivez|\
         síguenos|seguici|obserwuj|подписывайтесь|підписуйтесь|x (twitter)|click to share|save$|\
         like this|gefällt mir|instagram|youtube|bookmark|send by email|like us",
    ),
    (
        OTHERS,
        "related|read also|more from|more on|more stories|more news|mehr zum thema|mehr aus|\
         you may also|you might also|you might like|recommended|recommendations|trending|popular|\
         most popular|most read|most viewed|meistgelesen|latest|recent posts|recent news|\
         recent articles|recent comments|recent$|news feed|newsfeed|all news|top stories|top news|\
         editors' picks|editors’ picks|editor's picks|editor’s picks|don't miss|what's next|\
         up next|next article|next post|next story|previous article|previous post|\
         previous story|das könnte|ähnliche|weitere artikel|weitere themen|auch interessant|\
         neueste|à lire aussi|lire aussi|sur le même|articles liés|les plus lus|noticias relacionadas|\
         te puede interesar|lo más leído|relacionad|leggi anche|ti potrebbe|potrebbe interessarti|\
         i più letti|czytaj także|czytaj też|zobacz także|polecane|najnowsze|najczęściej|читайте также|\
         читайте також|похожие|новости по теме|популярное|схожі|останні новини|последние новости|\
         ilgili haber|son haberler|benzer|other stories|in other news|also read|see also|continue reading|\
         sponsored|around the web|from the web|promoted stories|suggested|explore more|discover more|\
         keep reading|what to read next|similar|further reading$|more like this|featured|stay connected",
    ),
    (
        COMMENT,
        "comments|comment|leave a reply|leave a comment|add a comment|post a comment|reply$|\
         cancel reply|join the discussion|join the conversation|view comments|show comments|kommentare|\
         kommentieren|kommentar schreiben|schreibe einen kommentar|commentaires|laisser un commentaire|\
         comentarios|deja un comentario|deja una respuesta|commenti|lascia un commento|komentarze|\
         dodaj komentarz|комментарии|коментарі|добавить комментарий|yorum|your email address will not|\
         log in to comment|be the first to comment|write a comment|no comments|antworten$|responder$|\
         your name|required fields|submit comment|sort by|newest|oldest",
    ),
    (
        FORM,
        "subscribe|sign up|sign in|log in|login|register|enter your email|enter email|email address|\
         get the latest|get our|newsletter|join our|join us|abonnieren|anmelden|jetzt anmelden|\
         s'abonner|abonnez|inscrivez|suscríbete|iscriviti|zapisz się|подпишитесь|підпишіться|abone ol|\
         already a subscriber|already have an account|forgot|password|username|create an account|\
         * indicates required|thank you for signing|thank you for subscribing|successfully subscribed|\
         become a member|become our patron|donate|support us|please enter|start your free|free trial|\
         buy now|add to cart|submit$|search for|invalid email|unsubscribe|manage your|have a news tip|\
         send us|contact us at|get in touch",
    ),
    (
        LEGAL,
        "©|copyright|(c) 20|all rights reserved|alle rechte|tous droits|todos los derechos|\
         tutti i diritti|wszelkie prawa|все права|всі права|tüm hakları|terms|privacy|datenschutz|\
         impressum|agb$|mentions légales|aviso legal|disclaimer|powered by|this material may not be|\
         reprints|licensed under|permission|the views expressed|the opinions expressed|originally published|\
         this article was originally|first published|this story was originally|this article originally",
    ),
    (
        ADVERT,
        "advertisement|advertisment|advertising|anzeige$|werbung|publicité|publicidad|pubblicità|reklama|реклама|reklam|ad$|ads$|scroll to continue|story continues below|article continues|continue reading below|sponsored content|paid content",
    ),
    (
        CREDIT,
        "photo|image:|image credit|image source|images:|picture:|foto:|fotos:|bild:|bildquelle|crédit|\
         getty|credit:|credits:|фото|zdj.|fot.|video:|watch:|source: getty|courtesy|illustration|\
         caption|file photo|quelle:|imagen:|photograph",
    ),
    (
        BY,
        "by |by: |von |par |por |di |autor|author|written by|posted by|автор|yazar|текст:|text:|reported by|reporting by|édité par|redaktion|door |af |od |przez ",
    ),
    (
        MORE,
        "read more|read:|read the|read next|see:|see more|more:|also:|learn more|find out more|\
         click here|lea también|lea más|lea:|lee también|leer más|mehr lesen|weiterlesen|lesen sie auch|\
         mehr dazu|mehr:|lire la suite|leggi tutto|więcej|подробнее|детальніше|читать|devamı|watch now|\
         view more|load more|show more|view all|see all|must read|don’t miss|don't miss|listen to|\
         download the|watch |read our|for more|check out|want more|visit our|go to",
    ),
    (
        NOTICE,
        "cookie|we use cookies|this website uses|this site uses|diese website|ce site utilise|please enable|javascript|your browser|ad blocker|accept|akzeptieren|by continuing|by clicking|by signing|by submitting|consent|gdpr|we value your privacy",
    ),
    (
        DATED,
        "published|updated|last updated|posted|stand:|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|opublikowano|aktualizacja|опубликовано|опубліковано|обновлено|оновлено|yayın|güncelle|date |date:|created|first posted|last modified|datum|erstellt|modified",
    ),
    (
        TAGS,
        "tags|tag:|filed under|topics|categories|category|keywords|schlagwörter|schlagworte|themen|mots-clés|etiquetas|temas|argomenti|tagi|теги|etiketler|posted in|in this article|related topics",
    ),
    (
        MENU,
        "home|menu|close|search|skip to|toggle|navigation|startseite|accueil|inicio|strona główna|главная|головна|anasayfa|about us|contact us|back to top|nach oben|top$|sitemap|breadcrumb|sections|all sections|open menu|main menu|suche|suchen|advertise|careers|jobs|faq|help|rss|expand|collapse|next$|previous$|prev$|weiter$|zurück|edition|language",
    ),
    (
        BIO,
        "about the author|about author|about the writer|über den autor|sobre el autor|à propos de l|written by|follow the author|view all posts|all posts by|more articles by|contact the author|is a freelance|is a staff writer",
    ),
];

/// The kinds of phrase that `line` begins with.
pub(crate) fn phrases(line: &str) -> Phrases {
    let mut low = String::with_capacity(48);
    let start =
        line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '*' | '('));
    for c in start.chars().take(32) {
        low.extend(c.to_lowercase());
    }
    let Some(first) = low.chars().next() else {
        return 0;
    };
    let bare = low.trim_end_matches(|c: char| !c.is_alphanumeric());
    let whole = line.len() <= 32;
    let mut out = 0;
    for (kind, phrase) in by_letter(first) {
        let hit = match phrase.strip_suffix('$') {
            Some(p) => whole && bare == p,
            None => low.starts_with(phrase),
        };
        if hit {
            out |= kind;
        }
    }
    out
}

/// The phrases that begin with this character.
fn by_letter(first: char) -> &'static [(Phrases, &'static str)] {
    use std::collections::HashMap;
    use std::sync::LazyLock;
    type Index = HashMap<char, Vec<(Phrases, &'static str)>>;
    static INDEX: LazyLock<Index> = LazyLock::new(|| {
        let mut index = Index::new();
        for (kind, list) in TABLE {
            for phrase in list.split('|') {
                if let Some(c) = phrase.chars().next() {
                    index.entry(c).or_default().push((*kind, phrase));
                }
            }
        }
        index
    });
    INDEX.get(&first).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_frames_are_known() {
        assert_ne!(phrases("Advertisement:") & ADVERT, 0);
        assert_ne!(phrases("• Click to share on a site") & SHARE, 0);
        assert_ne!(phrases("Lea también: Otra nota") & MORE, 0);
        assert_eq!(phrases("The harbour master waited."), 0);
        assert_eq!(phrases("Printing presses"), 0);
    }
}
