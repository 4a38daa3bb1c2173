//! Calendar words of European news languages, folded, with what they mean.

use crate::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word means in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// 1 to 12.
    Month(i8),
    /// Monday is 0.
    Weekday(i8),
    /// Days from today.
    Shift(i16),
    /// Minutes in one of them.
    Unit(i64),
    /// *a*, *an*, *einer*: one unit.
    One,
    /// *ago*, after the number and unit.
    AgoAfter,
    /// *vor*, *hace*, *il y a*: before the number and unit.
    AgoBefore,
    /// *last*.
    Last,
    /// *next*.
    Next,
    /// 0 early, 1 middle, 2 late.
    Part(i8),
    /// Words between day, month and year that mean nothing: *of*, *de*.
    Of,
    /// Words before a time: *at*, *um*.
    At,
    /// Words after a year: *року*, *г.*.
    AfterYear,
}

/// English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Ukrainian, Russian,
/// Turkish, and a few neighbours; whole names, cases and usual short forms.
const MONTHS: [&str; 12] = [
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari stycznia \
     styczeń sty січня січень січ января январь янв ocak oca ianuarie ian leden ledna január \
     januára gener tammikuuta",
    "february feb febr februar februari feber février févr fév febrero febbraio fevereiro fev \
     lutego luty lut лютого лютий лют февраля февраль фев şubat şub februarie února únor februára \
     febrer helmikuuta",
    "march mar märz mär mrz mars marzo março maart mrt marca marzec березня березень бер марта \
     март мар mart martie března březen marec març maaliskuuta",
    "april apr avril avr abril abr aprile aprilie kwietnia kwiecień kwi квітня квітень квіт апреля \
     апрель апр nisan nis dubna duben apríla april huhtikuuta",
    "may mai mayo maggio mag maio mei maja maj травня травень трав мая май mayıs may května květen \
     mája maig toukokuuta",
    "june jun juni juin junio giugno giu junho czerwca czerwiec cze червня червень черв июня июнь \
     июн haziran haz iunie června červen júna juny kesäkuuta",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec lip липня липень лип июля июль \
     июл temmuz tem iulie července červenec júla juliol heinäkuuta",
    "august aug août aout agosto ago augustus sierpnia sierpień sie серпня серпень серп августа \
     август авг ağustos ağu srpna srpen augusta agost elokuuta augusti",
    "september sept sep septembre septiembre setiembre settembre set setembro września wrzesień \
     wrz вересня вересень вер сентября сентябрь сен сент eylül eyl septembrie září septembra \
     setembre syyskuuta",
    "october oct okt oktober octobre octubre ottobre ott outubro out października październik paź \
     жовтня жовтень жовт октября октябрь окт ekim eki octombrie října říjen októbra lokakuuta",
    "november nov novembre noviembre novembro listopada listopad lis листопада листопад лист \
     ноября ноябрь ноя нояб kasım kas noiembrie novembra marraskuuta",
    "december dec dez dezember décembre déc diciembre dic dicembre dezembro dez grudnia grudzień \
     gru грудня грудень груд декабря декабрь дек aralık ara decembrie prosince prosinec decembra \
     desembre joulukuuta",
];

const WEEKDAYS: [&str; 7] = [
    "monday mon montag lundi lunes lunedì segunda maandag poniedziałek poniedziałku понеділок \
     понеділка понедельник понедельника pazartesi luni pondělí",
    "tuesday tue tues dienstag mardi martes martedì terça dinsdag wtorek wtorku вівторок вівторка \
     вторник вторника salı marți úterý",
    "wednesday wed mittwoch mercredi miércoles mercoledì quarta woensdag środa środę середа середу \
     среда среду çarşamba miercuri středa",
    "thursday thu thur thurs donnerstag jeudi jueves giovedì quinta donderdag czwartek czwartku \
     четвер четверга четверг perşembe joi čtvrtek",
    "friday fri freitag vendredi viernes venerdì sexta vrijdag piątek piątku пʼятниця п'ятниця \
     п'ятницю пʼятницю пятница пятницу cuma vineri pátek",
    "saturday sat samstag sonnabend samedi sábado sabato zaterdag sobota sobotę субота суботу \
     суббота субботу cumartesi sâmbătă",
    "sunday sun sonntag dimanche domingo domenica zondag niedziela niedzielę неділя неділю \
     воскресенье воскресенья pazar duminică neděle",
];

const OTHERS: &[(&str, Word)] = &[
    (
        "today heute aujourd'hui aujourd’hui hoy oggi hoje dziś dzisiaj сьогодні сегодня bugün \
         vandaag",
        Word::Shift(0),
    ),
    ("yesterday gestern hier ayer ieri ontem wczoraj вчора вчера dün gisteren", Word::Shift(-1)),
    ("tomorrow morgen demain mañana domani amanhã jutro завтра yarın", Word::Shift(1)),
    (
        "minute minutes min mins minuten minuto minutos minuti minut minuty minutę минуту хвилин \
         хвилини хвилину минут минуты dakika",
        Word::Unit(1),
    ),
    (
        "hour hours hr hrs stunde stunden heure heures hora horas ora ore godzin godziny \
         godzinę годин години годину час часа часов saat",
        Word::Unit(60),
    ),
    (
        "day days tag tage tagen jour jours día días giorno giorni dzień dni день дні днів дня \
         дней gün",
        Word::Unit(1440),
    ),
    (
        "week weeks woche wochen semaine semaines semana semanas settimana settimane tydzień \
         tygodni tygodnie тиждень тижні тижнів неделя недели неделю недель hafta",
        Word::Unit(10_080),
    ),
    ("ago fa atrás temu тому назад önce geleden", Word::AgoAfter),
    ("vor hace há", Word::AgoBefore),
    // *Il* for *il y a*, which is read by its words.
    ("a an one einer einem eine un una une uno um uma il", Word::One),
    (
        "last past letzten vergangenen dernier pasado scorso passado ostatni minulého минулого \
         минулої минулий минулу прошлого прошлый прошлую прошлой geçen vorige",
        Word::Last,
    ),
    ("next nächsten kommenden prochain próximo prossimo наступного следующий gelecek", Word::Next),
    (
        "early beginning anfang début principios inizio początku початку початок начале başında",
        Word::Part(0),
    ),
    ("mid middle mitte mi-année mediados metà połowie середині середине ortasında", Word::Part(1)),
    ("late end ende fin finales fine końcu наприкінці кінці конце sonunda", Word::Part(2)),
    ("of de del d' der den le the di do vom am", Word::Of),
    ("at um à a às alle ore o об в saat kl klokken um", Word::At),
    ("року р рік год года г roku r yılı", Word::AfterYear),
];

static TABLE: LazyLock<HashMap<String, Vec<Word>>> = LazyLock::new(|| {
    let mut table: HashMap<String, Vec<Word>> = HashMap::new();
    let mut add = |words: &str, meaning: Word| {
        for word in words.split_whitespace() {
            let list = table.entry(fold(word)).or_default();
            if !list.contains(&meaning) {
                list.push(meaning);
            }
        }
    };
    for (i, words) in MONTHS.iter().enumerate() {
        add(words, Word::Month(i as i8 + 1));
    }
    for (i, words) in WEEKDAYS.iter().enumerate() {
        add(words, Word::Weekday(i as i8));
    }
    for (words, meaning) in OTHERS {
        add(words, *meaning);
    }
    table
});

/// What `word` can mean in a date; empty for other words.
pub(super) fn meanings(word: &str) -> &'static [Word] {
    if word.len() > 30 {
        return &[];
    }
    TABLE.get(&fold(word)).map_or(&[], Vec::as_slice)
}

/// Distance from UTC in minutes of a zone's short name. Names used for several zones
/// (*CST* in Asia, *IST*) count as the most usual one in news or are left out.
pub(super) fn zone(name: &str) -> Option<i16> {
    Some(match name {
        "GMT" | "UTC" | "WET" | "Z" => 0,
        "EST" => -300,
        "EDT" => -240,
        "CDT" => -300,
        "MST" => -420,
        "MDT" => -360,
        "PST" => -480,
        "PDT" => -420,
        "BST" | "CET" | "MEZ" | "WAT" => 60,
        "CEST" | "MESZ" | "EET" | "SAST" => 120,
        "EEST" | "MSK" | "TRT" | "EAT" => 180,
        "JST" | "KST" => 540,
        "AEST" => 600,
        "AEDT" => 660,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_languages() {
        for (word, month) in
            [("Dezember", 12), ("грудня", 12), ("мая", 5), ("Ağustos", 8), ("października", 10)]
        {
            assert!(meanings(word).contains(&Word::Month(month)), "{word}");
        }
        assert!(meanings("MARTES").contains(&Word::Weekday(1)));
        assert_eq!(meanings("headwater"), []);
    }
}
