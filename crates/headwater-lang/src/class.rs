//! Classes of words: what each is for, how its keys look, and what an unknown language may use.

/// What stands between the name of a class and its colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Nothing: the class is one set of words.
    None,
    /// A whole number from the first to the second: the number of a month.
    Number(i32, i32),
    /// A name that the reader of the class gives a meaning to: `assent+`.
    Name,
}

/// How the entries of a class stand in a text, and so who tries its example sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Words and phrases within sentences; tried by this crate, with [`crate::Language::found`].
    Words,
    /// Beginnings of lines, or whole lines where a `$` ends the entry; tried by this crate, with
    /// [`crate::Language::opens`].
    Line,
    /// Parts of a text, wherever they stand in it, also within words; tried by this crate.
    Part,
    /// No entries at all, only sentences with an expectation; tried by the crate that reads them.
    Cases,
}

/// Which of its words stand in [`crate::Language::unknown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// A word about whose key all languages that have it in this class agree.
    Agreed,
    /// The same; and words of up to three letters must be no function words of another language
    /// (*des* is December in Norwegian, and French for *of the*).
    AgreedLong,
    /// A word that every language which lists it anywhere has in this class, with the same key:
    /// Polish *i* joins clauses, but English *I* speaks.
    Sole,
    /// Every word of every language; and that a word stands here says nothing of what else it is:
    /// *AS* ends the names of companies in Danish, and *as* remains English.
    Free,
}

/// One row of the table of classes.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The class.
    pub class: Class,
    /// Its name in the files.
    pub name: &'static str,
    /// What stands after the name.
    pub keys: Keys,
    /// How entries stand in a text.
    pub shape: Shape,
    /// What an unknown language may use.
    pub fallback: Fallback,
    /// Whether each file must have the class, or name it after `none:`.
    pub required: bool,
}

/// What the grammar of a language does that rules of reading turn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trait {
    /// Every noun begins with a capital letter.
    LargeNouns,
    /// The verb stands second, whatever opens the sentence: *Heute sagt Lind*.
    VerbSecond,
    /// Two negators in a clause deny once: *nikt nie przyszedł*.
    DoubleNegation,
    /// *He* and *she* are persons alone: things and bodies have a pronoun of their own.
    PersonalHe,
}

impl Trait {
    /// All of them with their names in the files.
    #[allow(dead_code)] // only who reads files asks: the build script and the tests
    pub(crate) const NAMES: &[(&str, Trait)] = &[
        ("large-nouns", Trait::LargeNouns),
        ("verb-second", Trait::VerbSecond),
        ("double-negation", Trait::DoubleNegation),
        ("personal-he", Trait::PersonalHe),
    ];
}

macro_rules! classes {
    ($($(#[doc = $doc:literal])+ $class:ident $name:literal $keys:expr, $shape:ident, $fallback:ident $(, $required:ident)?;)+) => {
        /// A class of words.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Class {
            $($(#[doc = $doc])+ $class,)+
        }

        /// All classes, in the order of the enum.
        pub(crate) const ROWS: &[Row] = &[$(Row {
            class: Class::$class,
            name: $name,
            keys: $keys,
            shape: Shape::$shape,
            fallback: Fallback::$fallback,
            required: 0 $(+ { let $required = 1; $required })? > 0,
        },)+];
    };
}

classes! {
    // The calendar: read by `headwater-text`.
    /// Months, 1 to 12, in all cases that stand in dates.
    Month "month" Keys::Number(1, 12), Words, AgreedLong, required;
    /// Short forms of months, without their full stop.
    MonthShort "month-short" Keys::Number(1, 12), Words, AgreedLong, required;
    /// Months of the Iranian year, 1 to 12 from the spring on, in all spellings.
    SolarMonth "solar-month" Keys::Number(1, 12), Words, AgreedLong;
    /// Days of the week, Monday 1.
    Weekday "weekday" Keys::Number(1, 7), Words, AgreedLong, required;
    /// Short forms of days of the week, without their full stop, and names of days that are other
    /// words as well (Portuguese *segunda*, second): they count beside a date only.
    WeekdayShort "weekday-short" Keys::Number(1, 7), Words, AgreedLong, required;
    /// Days counted from today: *yesterday* is -1.
    RelativeDay "relative-day" Keys::Number(-9, 9), Words, Agreed, required;
    /// Units of time, by their minutes.
    TimeUnit "time-unit" Keys::Number(1, 10_080), Words, Agreed, required;
    /// *ago*, behind number and unit.
    AgoAfter "ago-after" Keys::None, Words, Agreed, required;
    /// *vor*, *hace*: before number and unit.
    AgoBefore "ago-before" Keys::None, Words, Agreed, required;
    /// *an*, *einem*: one unit.
    OneUnit "one-unit" Keys::None, Words, Agreed, required;
    /// *last*, before a day of the week.
    LastDay "last-day" Keys::None, Words, Agreed, required;
    /// *next*, before a day of the week.
    NextDay "next-day" Keys::None, Words, Agreed, required;
    /// Parts of a month or year: 0 early, 1 middle, 2 late.
    PartOfTime "part-of-time" Keys::Number(0, 2), Words, Agreed;
    /// Words between day, month and year that mean nothing: *of*, *de*.
    DateOf "date-of" Keys::None, Words, Agreed;
    /// Words before a time of day: *at*, *um*.
    TimeAt "time-at" Keys::None, Words, Agreed;
    /// Words after a year: *року*.
    AfterYear "after-year" Keys::None, Words, Agreed;
    /// Words behind a time of day: *9.05 Uhr*.
    Clock "clock" Keys::None, Words, Agreed;
    /// What is written right behind the number of a day: *3rd*.
    Ordinal "ordinal" Keys::None, Words, Agreed;
    /// What follows the number of a year, 1, a month, 2, a day, 3: *2030年12月3日*.
    NumberedDate "numbered-date" Keys::Number(1, 3), Words, Agreed;
    /// The half of a clock of twelve hours behind a time, by the hours it adds: *pm* 12.
    HalfDay "half-day" Keys::Number(0, 12), Words, Free;
    /// Between a time and its date: *13:41 on 3 December*.
    DateOn "date-on" Keys::None, Words, Free;
    /// Words for tomorrow that mean nothing else: *Morgen* and *mañana* are also the morning.
    ClearTomorrow "clear-tomorrow" Keys::None, Words, Free;
    /// Endings of days of the week that are always written large: in small letters they are none.
    LargeDayEnd "large-day-end" Keys::None, Part, Free;
    /// Short names of zones, in minutes east of Greenwich; of a name for several the one most usual in
    /// news.
    ZoneName "zone-name" Keys::Number(-720, 840), Words, Free;
    /// Sentences with the date they give, for a page of 2 April 2031: `3 grudnia 2030 -> 2030-12-03`.
    DateCase "date" Keys::None, Cases, Agreed, required;
    // Words of substance: read by `headwater-collate`, which tells by them what differs.
    /// Words that turn a statement round.
    Negator "negator" Keys::None, Words, Sole, required;
    /// Verbs that turn down what follows: *refuse*.
    Refusal "refusal" Keys::None, Words, Sole;
    /// Verbs by which somebody denies what is said: *denied*.
    Denial "denial" Keys::None, Words, Sole;
    /// Words that look like one of substance and are another, by what tells them apart: a
    /// `modal-month` is a month with a capital or a number beside it, and a `verb-month` no verb
    /// there; a word is another `beside-number` alone, where its `accent` is missing, where no
    /// `clause` begins with it, where it is `large` at all, or `large-name`, within a sentence.
    Twin "twin" Keys::Name, Words, Free;
    /// Words that a negator is glued to, by the negator: *cannot*.
    GluedNot "glued-not" Keys::Name, Words, Free;
    /// Endings that are a negator, by its full form: *n't*.
    NotEnd "not-end" Keys::Name, Part, Free;
    /// How a word before such an ending is spelt, by its full form: the *wo* of *won't*.
    BeforeNotEnd "before-not-end" Keys::Name, Words, Free;
    /// Articles that the name of an outlet may begin with or not: *The Strait Post*.
    OutletArticle "outlet-article" Keys::None, Words, Free;
    /// Words by which nobody is named, though a capital begins them: *The study*, *Some experts*.
    Nobody "nobody" Keys::None, Words, Sole;
    /// Verbs of demanding: `head` those that a headline is asked about, `body` further ones that
    /// stand for them in its text.
    Demand "demand" Keys::Name, Words, Sole;
    /// Words behind which a word is a noun, not a verb: *the call*.
    BeforeNoun "before-noun" Keys::None, Words, Sole;
    /// Words of one of two opposite poles: `rise+`, `rise-`.
    Pole "pole" Keys::Name, Words, Sole;
    /// Numbers in letters, by their value; `o` before an ordinal, `x` before a factor, `~` before
    /// a round number.
    Number "number" Keys::Name, Words, Sole;
    /// Hundred, million.
    Scale "scale" Keys::Name, Words, Sole;
    /// What is counted or measured in.
    Unit "unit" Keys::Name, Words, Sole;
    /// Further words of the calendar: `m5` a month, `w1` a day of the week, `r0` today, seasons,
    /// last and next week.
    Calendar "calendar" Keys::Name, Words, Sole;
    /// May, must, allegedly.
    Modality "modality" Keys::Name, Words, Sole;
    /// All, some, only.
    Scope "scope" Keys::Name, Words, Sole;
    /// Words of saying: `verb`, and `pre` for *according to*.
    Said "said" Keys::Name, Words, Sole;
    /// More than, about, at most: how a number bounds what is counted.
    Bound "bound" Keys::Name, Words, Sole;
    /// What stands before a word glued to it: `negating` for *un-*, `other` for *anti-*.
    Prefix "prefix" Keys::Name, Words, Agreed;
    /// Words behind which a clause begins that may stand alone elsewhere: *that*.
    ClauseAfter "clause-after" Keys::None, Words, Free;
    /// Words before which such a clause ends: *and*.
    ClauseBefore "clause-before" Keys::None, Words, Free;
    /// What stands before an apostrophe and is a word of its own: *l’eau*, *dell’acqua*.
    Elision "elision" Keys::None, Words, Free;
    /// Titles and offices that are printed with a capital before a name and are no part of it:
    /// *Senator*.
    CapitalTitle "capital-title" Keys::None, Words, Free;
    // Frames of pages: read by `headwater-page`, mostly by `Language::unknown`, because frames are
    // in the language of a site's program.
    /// Share buttons and calls to follow.
    Share "share" Keys::None, Line, Agreed;
    /// Opens a list of other items: *Related*, *Latest news*.
    Others "others" Keys::None, Line, Agreed;
    /// Opens or belongs to reader comments.
    Comment "comment" Keys::None, Line, Agreed;
    /// Subscription, log in, e-mail forms.
    Form "form" Keys::None, Line, Agreed;
    /// Copyright, terms, imprint.
    Legal "legal" Keys::None, Line, Agreed;
    /// *Advertisement*.
    Advert "advert" Keys::None, Line, Agreed;
    /// Opens the credit of a picture: *Photo*.
    PictureCredit "picture-credit" Keys::None, Line, Agreed;
    /// Opens a byline: *By*, *Von*, *Par*.
    ByOpening "by-opening" Keys::None, Line, Agreed;
    /// A link to another item in mid-text: *Read more:*.
    More "more" Keys::None, Line, Agreed;
    /// Cookies, consent, scripts switched off.
    Notice "notice" Keys::None, Line, Agreed;
    /// *Published*, *Updated*.
    Dated "dated" Keys::None, Line, Agreed;
    /// *Tags:*, *Filed under*.
    Tags "tags" Keys::None, Line, Agreed;
    /// *Home*, *Menu*, *Search*, *Skip to content*.
    Menu "menu" Keys::None, Line, Agreed;
    /// *About the author*.
    Bio "bio" Keys::None, Line, Agreed;
    /// Speaks to readers for the outlet: to follow it, to pay for it, to tell it of mistakes.
    Appeal "appeal" Keys::None, Line, Agreed;
    /// What the offer of a subscription holds: *cancel anytime*. One alone may stand in a report.
    Offer "offer" Keys::None, Part, Agreed;
    /// What the headline of a live blog, or a label by it, holds: *live blog*.
    LiveSign "live-sign" Keys::None, Part, Agreed;
    /// What a line holds that names a picture's maker or agency: *photo by*.
    PictureSign "picture-sign" Keys::None, Part, Agreed;
    /// What a line or sentence holds that names who only helped with a report: *additional reporting*.
    HelpSign "help-sign" Keys::None, Part, Agreed;
    /// Words before names in a byline.
    Byline "byline" Keys::None, Words, Agreed, required;
    /// What joins two names: *and*.
    NameJoin "name-join" Keys::None, Words, Agreed, required;
    /// Words at either end of what a byline names, which belong to no name: *posted*.
    BylineEdge "byline-edge" Keys::None, Words, Free;
    /// What stands before a name inside a line, with the blanks around it: *2 April by Mara Lind*.
    ByInside "by-inside" Keys::None, Part, Free;
    /// The same where its word may begin with a capital.
    ByInsideLarge "by-inside-large" Keys::None, Part, Free;
    /// What stands between an author's name and the same name once more, where a page has lost the
    /// break: *Mara LindBy Mara Lind*.
    ByTwice "by-twice" Keys::None, Words, Free;
    /// What may be glued to a name where the space was lost: *ByMara Lind*.
    ByGlued "by-glued" Keys::None, Words, Free;
    /// Behind a name in a byline, what leads on to a place or day.
    ByPlace "by-place" Keys::None, Part, Free;
    /// The word of copyright in the foot of a page.
    Copyright "copyright" Keys::None, Part, Free;
    /// Between that word and the owner's name.
    CopyrightBy "copyright-by" Keys::None, Words, Free;
    /// Behind the owner's name, where the words of the law begin: *all rights*.
    CopyrightEnd "copyright-end" Keys::None, Part, Free;
    /// A line that alone says that a page is a live blog.
    LiveAlone "live-alone" Keys::None, Line, Free;
    /// Words as short as an author's initials that stand where these do: *am*, *Uhr*.
    NoInitials "no-initials" Keys::None, Words, Free;
    /// Words by which a desk signs, read without accents: *newsdesk*, *agencias*.
    DeskAuthor "desk-author" Keys::None, Words, Free;
    /// What stands behind the name of an outlet whose desk signs: *The Lervik Post news desk*.
    DeskOf "desk-of" Keys::None, Part, Free;
    /// Links over a masthead that lead to the text: *Skip to content*. Read without accents.
    SkipLink "skip-link" Keys::None, Line, Free;
    /// How many read an account or channel, below its name: *24.1K followers*.
    Followers "followers" Keys::None, Words, Free;
    /// Forms of companies behind a name, read as letters alone: *Ltd*, *d.o.o.*
    CompanyForm "company-form" Keys::None, Words, Free;
    /// Words by which a company is a publisher and not its paper: *Verlag*, *Holdings*. Read without accents.
    Publisher "publisher" Keys::None, Words, Free;
    /// Words of the law in the foot of a page: *rights reserved*. Read without accents.
    LawWord "law-word" Keys::None, Words, Free;
    /// What stands in the foot between an outlet's name and what it is: *is a*.
    WhatItIs "what-it-is" Keys::None, Part, Free;
    /// Words that end a byline or are in no name: *comments*, *minutes*.
    NoName "no-name" Keys::None, Words, Agreed;
    /// Words of an organisation or a desk: *newsroom*.
    Desk "desk" Keys::None, Words, Agreed;
    /// Words of posts and institutions that bylines set beside names: *editor*.
    Post "post" Keys::None, Words, Agreed;
    /// Words of the name of an account or desk that are in no name of a person: *news*.
    AccountWord "account-word" Keys::None, Words, Free;
    /// Accounts that stand for nobody: *admin*.
    Account "account" Keys::None, Words, Agreed;
    /// What stands near a date of change: *updated*.
    UpdatedSign "updated-sign" Keys::None, Part, Agreed;
    /// What stands near a date of publication: *posted*.
    PublishedSign "published-sign" Keys::None, Part, Agreed;
    /// What stands near the date of a reader's comment: *replied*.
    ReaderSign "reader-sign" Keys::None, Part, Agreed;
    /// Words of what has not happened, or need not have: *will*.
    Ahead "ahead" Keys::None, Words, Agreed;
    /// Words of the past: *was*.
    Past "past" Keys::None, Words, Sole;
    /// Endings of verbs that tell of the past: *-ed*.
    PastEnding "past-ending" Keys::None, Part, Sole;
    /// Words right before a date that belong to it: *in late 2023*.
    BeforeDate "before-date" Keys::None, Words, Agreed;
    // Attribution: read by `headwater-quote`. A language without verbs of saying is read there as
    // the unknown one.
    /// Verbs of saying and thinking that attribute words: *said*.
    Cue "cue" Keys::None, Words, Agreed, required;
    /// Words that are none, though a stem of a cue begins them.
    NoCue "no-cue" Keys::None, Words, Agreed;
    /// Cues that keep their distance from what is said: *claimed*.
    Claiming "claiming" Keys::None, Words, Agreed;
    /// Forms of writing among the cues.
    Writing "writing" Keys::None, Words, Agreed;
    /// Head words of offices and occupations.
    Role "role" Keys::None, Words, Agreed, required;
    /// Endings of such words where a language glues them: *Außenminister*.
    RoleEnd "role-end" Keys::None, Part, Agreed;
    /// Titles before a name that are no part of it: *Mrs*.
    Title "title" Keys::None, Words, Agreed;
    /// Personal pronouns that may be a speaker.
    Pronoun "pronoun" Keys::None, Words, Agreed;
    /// Third person singular pronouns for one person.
    Personal "personal" Keys::None, Words, Agreed;
    /// Pronouns and titles of a woman.
    She "she" Keys::None, Words, Agreed;
    /// Pronouns and titles of a man.
    He "he" Keys::None, Words, Agreed;
    /// Articles before a woman's office, and before a man's; those of phrases behind a preposition
    /// are left out.
    SheArticle "she-article" Keys::None, Words, Agreed;
    /// The same of a man.
    HeArticle "he-article" Keys::None, Words, Agreed;
    /// Endings of verbs of saying in the past that tell of a woman.
    PastShe "past-she" Keys::None, Part, Agreed;
    /// The same of a man.
    PastHe "past-he" Keys::None, Part, Agreed;
    /// Articles, possessives and demonstratives that begin a noun phrase.
    Determiner "determiner" Keys::None, Words, Agreed;
    /// Words that begin a phrase for somebody not named before, or for several: `article` in
    /// languages where a phrase without an article is one of these too (*officials*), `long` where
    /// only one of several words is, since a lone word may be a verb without its subject; `some`
    /// others.
    Indefinite "indefinite" Keys::Name, Words, Agreed;
    /// Pronouns that stand for no single person: *they*.
    NoPerson "no-person" Keys::None, Words, Agreed;
    /// Nouns of what is no single person: `work` what was recorded, counted or laid down (*the
    /// recording*; a report or book may stand for its author), `body` bodies and groups (*the board*).
    NotOne "not-one" Keys::Name, Words, Agreed;
    /// Possessives: whoever stands behind one is somebody's (*my grandmother*).
    Possessive "possessive" Keys::None, Words, Agreed;
    /// Small words inside names, of all peoples whose names are printed in the language: *van*.
    Particle "particle" Keys::None, Words, Agreed;
    /// Auxiliaries and adverbs between a subject and its cue.
    Between "between" Keys::None, Words, Agreed;
    /// Endings of adverbs: *-ly*.
    AdverbEnd "adverb-end" Keys::None, Part, Agreed;
    /// Words with such an ending that are no adverbs: *family*.
    NoAdverb "no-adverb" Keys::None, Words, Agreed;
    /// Prepositions and conjunctions that end a noun phrase.
    Breaker "breaker" Keys::None, Words, Agreed;
    /// Documents and bodies without a name of their own that headlines cite: *poll*.
    Document "document" Keys::None, Words, Agreed;
    /// Nouns for works and names, which stand in marks without being said: *novel*.
    Work "work" Keys::None, Words, Agreed;
    /// Words before words in marks that are a name for something: *spoke of a “…”*.
    Called "called" Keys::None, Words, Agreed;
    /// What a page of questions and answers calls itself: *interview*.
    Interview "interview" Keys::None, Words, Agreed;
    /// Informants without a name: *sources*.
    Informant "informant" Keys::None, Words, Agreed;
    /// Prepositions that open a sentence whose subject follows the verb.
    Preposition "preposition" Keys::None, Words, Agreed;
    /// Adverbs and connectives that open a sentence and speak for nobody.
    Opener "opener" Keys::None, Words, Agreed;
    /// Adverbs between the verb and the subject behind it: *sagt auch Lind*.
    Adverb "adverb" Keys::None, Words, Agreed;
    /// Nouns of *nach Meinung des …*.
    Opinion "opinion" Keys::None, Words, Agreed;
    /// Verb forms that report what somebody else says: *sei*.
    Subjunctive "subjunctive" Keys::None, Words, Agreed;
    /// Forms of verbs in which nobody speaks for himself: a sentence with one goes on reporting.
    Reported "reported" Keys::None, Words, Agreed;
    /// Words of who speaks for himself, and of set phrases in which such a form reports nothing.
    OwnVoice "own-voice" Keys::None, Words, Agreed;
    /// Endings of verbs that follow words in marks: *strich Lind heraus*.
    VerbEnd "verb-end" Keys::None, Part, Agreed;
    /// Commonest words, by which an article that does not say its language is told.
    Commonest "commonest" Keys::None, Words, Agreed;
    /// Kinds of medium before its name: *the public broadcaster Radio Halmark*.
    MediumKind "medium-kind" Keys::None, Words, Agreed;
    /// Media and their people at the end of whom words were told to: *reporters*.
    MediumPeople "medium-people" Keys::None, Words, Agreed;
    /// People whom words are told to, who are no medium: *reporters*.
    Addressee "addressee" Keys::None, Words, Agreed;
    /// What many hear at once and reports quote from: *debate*, *hearing*.
    Gathering "gathering" Keys::None, Words, Agreed;
    /// Bodies that are spoken to and publish nothing: *the Senate*.
    BodyOfState "body-of-state" Keys::None, Words, Agreed;
    /// People behind a name whom words went to: *told Orr aides*.
    PeopleOf "people-of" Keys::None, Words, Agreed;
    /// Words that label what follows their colon and speak for nobody: *Background:*.
    Label "label" Keys::None, Words, Free;
    /// Words of the tag behind a headline's last dash: *– video*.
    HeadlineTag "headline-tag" Keys::None, Words, Free;
    // Small words in their places: read by the rules of `headwater-quote` that tell the parts of a
    // sentence by its word order. Whether such a word is another one in some language does not
    // matter there.
    /// Joins a noun to what it is of: *mayor of Varn*.
    PhraseJoin "phrase-join" Keys::None, Words, Free;
    /// Leads on from a person to what the person did: *Lind, who said*.
    Who "who" Keys::None, Words, Free;
    /// Begins what only describes somebody further: *the clerk, who came late*.
    Describing "describing" Keys::None, Words, Free;
    /// Behind a name, what is no part of it: *Lind of the harbour board*.
    NameStop "name-stop" Keys::None, Words, Free;
    /// Behind a name and a comma, where its office ends: *Lind, a doctor who came*.
    AfterOffice "after-office" Keys::None, Words, Free;
    /// Before an office, where anybody may hold it: *a minister*.
    AnyHolder "any-holder" Keys::None, Words, Free;
    /// Words that stand for a narrower office: `head` of a country, as *the Halmark leader* is its
    /// president, or `any`.
    WideOffice "wide-office" Keys::Name, Words, Free;
    /// The offices that a word of [`Class::WideOffice`] with the key `head` stands for.
    LeaderOffice "leader-office" Keys::None, Words, Free;
    /// Small words inside names that headlines set before a colon.
    NameSmall "name-small" Keys::None, Words, Free;
    /// Short forms at the end of a name that a full stop belongs to: *Jr.*
    NameShort "name-short" Keys::None, Words, Free;
    /// Endings of an office where several hold it: *officials*.
    PluralEnd "plural-end" Keys::None, Part, Free;
    /// Words that alone speak for nobody: *the*.
    NeverAlone "never-alone" Keys::None, Words, Free;
    /// Verbs of saying that headlines in capitals leave at the end of a name: *CBP Says*.
    HeadlineVerb "headline-verb" Keys::None, Words, Free;
    /// Words that alone report nothing: *this*.
    Pointing "pointing" Keys::None, Words, Free;
    /// Verbs that name the occasion and not the attribution: *Talking to the Post, Lind said …*.
    OccasionVerb "occasion-verb" Keys::None, Words, Free;
    /// What is left of words cut at their front, with the mark before them: *’em*.
    Elided "elided" Keys::None, Words, Free;
    /// *that* behind a verb of saying, where rules read what it reports by word order.
    ReportThat "report-that" Keys::None, Words, Free;
    /// Behind a comma, where a report inside other words ends: *…, but*.
    FurtherClause "further-clause" Keys::None, Words, Free;
    /// Behind a comma, what joins quoted words to those that lead them in.
    LeadJoin "lead-join" Keys::None, Words, Free;
    /// Stands before whoever says it: *according to*. A stem ends a phrase of a case.
    According "according" Keys::None, Words, Free;
    /// The same between a mark or comma and the name, or before an article: *so Lind*.
    AccordingMark "according-mark" Keys::None, Words, Free;
    /// Stands behind whoever says it: *Lind zufolge*.
    AccordingBehind "according-behind" Keys::None, Words, Free;
    /// Endings of verbs that stand for a clause: *-ing*.
    ParticipleEnd "participle-end" Keys::None, Part, Free;
    /// Verbs whose object is whom something is told to: *told the Post*.
    Telling "telling" Keys::None, Words, Free;
    /// Verbs of asking, which an infinitive follows: *urged them to*.
    Asking "asking" Keys::None, Words, Free;
    /// What stands before an infinitive: *to*.
    Infinitive "infinitive" Keys::None, Words, Free;
    /// Verbs of saying that a clause follows without *that*: *said it is late*.
    PlainCue "plain-cue" Keys::None, Words, Free;
    /// Begins such a clause, beside names, pronouns and articles: *said there is*.
    ClauseOpening "clause-opening" Keys::None, Words, Free;
    /// Behind informants without a name, where what describes them begins: *sources close to*.
    InformantJoin "informant-join" Keys::None, Words, Free;
    /// What leads to the medium that words were spoken to: *spoke to the Post*.
    SpeechTo "speech-to" Keys::None, Words, Free;
    /// What was written: *a letter to the Post*.
    WrittenWork "written-work" Keys::None, Words, Free;
    /// Between what was written and its medium.
    WorkFor "work-for" Keys::None, Words, Free;
    /// What leads to the medium that passed words on: *quoted by the Post*.
    BroughtBy "brought-by" Keys::None, Words, Free;
    /// Stands before the informant: `any`, or `headline` in headlines too: *through a spokesman*.
    Informing "informing" Keys::Name, Words, Free;
    /// Opens a line that gives the source of the whole article: *Source:*.
    SourceLabel "source-label" Keys::None, Words, Free;
    /// Opens a sentence about the words around it: *This was said in …*.
    AboutOpening "about-opening" Keys::None, Words, Free;
    /// The verb of such a sentence.
    AboutVerb "about-verb" Keys::None, Words, Free;
    /// Before the number of a year in which something was said: *in 2031*.
    YearLead "year-lead" Keys::None, Words, Free;
    /// Before a day of the week, where nothing was said on it: *by Monday*.
    NoDayBefore "no-day-before" Keys::None, Words, Free;
    /// Articles that a genitive begins with: *vor der Kamera des Senders*.
    GenitiveArticle "genitive-article" Keys::None, Words, Free;
    /// Prepositions before a day behind a name: *ein Sprecher am Montag*.
    DayLead "day-lead" Keys::None, Words, Free;
    /// Prepositions before the source of a sentence whose subject is empty: *In dem Bericht heißt es*.
    SourceLead "source-lead" Keys::None, Words, Free;
    /// Such a subject: *es*.
    EmptySubject "empty-subject" Keys::None, Words, Free;
    /// Reflexive pronouns between a verb and its subject: *zeigte sich Lind erfreut*.
    Reflexive "reflexive" Keys::None, Words, Free;
    /// Before a noun of [`Class::Opinion`]: *nach Meinung*.
    OpinionLead "opinion-lead" Keys::None, Words, Free;
    /// Behind such a noun: *nach Meinung von*.
    OpinionOf "opinion-of" Keys::None, Words, Free;
    /// Endings of surnames and places in the genitive, in languages that decline.
    GenitiveEnd "genitive-end" Keys::None, Part, Free;
    /// Endings that surnames take by their case, in languages that decline: *Reissa*, *Reissovi*.
    NameCase "name-case" Keys::None, Part, Free;
    /// Endings of offices of a woman, by the ending of a man's, `-` where that has none: *actrice*
    /// by *acteur*.
    RoleForm "role-form" Keys::Name, Part, Free;
    /// Words by which the ends of reported words are judged: features 6 to 11 of the judges' forests.
    EndJudge "end-judge" Keys::Number(6, 11), Words, Free;
    /// The same of endings of words, features 14 and 15.
    EndJudgeEnd "end-judge-end" Keys::Number(14, 15), Part, Free;
    /// Words at which reported words may begin.
    ClauseStart "clause-start" Keys::None, Words, Free;
    /// Prepositions between a verb of saying and the words it reports: *spoke about*.
    MatterLead "matter-lead" Keys::None, Words, Free;
    // Credits: read by `headwater-stemma`.
    /// Words right before a name that give it as the source of something: `written`, where words
    /// were first printed or said; `reported`, others.
    CreditBefore "credit-before" Keys::Name, Words, Agreed;
    /// Of these, the ones that stand before any name as well: *told*.
    CreditWeak "credit-weak" Keys::None, Words, Agreed;
    /// Words right after a name that make it a source: *reported*.
    CreditAfter "credit-after" Keys::None, Words, Agreed;
    /// Words between those before a name and the name: *the newspaper*.
    CreditFiller "credit-filler" Keys::None, Words, Agreed;
    /// Words in names of publications: *Courier*.
    Press "press" Keys::None, Words, Agreed;
    /// Words near the name of a medium that make it the source of what is told: *reports*, *citing*.
    Cite "cite" Keys::None, Words, Agreed;
    /// What a medium is, before its name: *the newspaper*.
    Medium "medium" Keys::None, Words, Agreed;
    /// Pronouns that a verb has as its object and that begin nobody's words: *called him “…”*.
    ObjectPronoun "object-pronoun" Keys::None, Words, Agreed;
    /// Opens the headline of a page that is itself what was issued: *Statement on …*.
    ReleaseTitle "release-title" Keys::None, Line, Agreed;
    /// Words before what a medium is, by which a page speaks of itself: *this newspaper*.
    OwnMedium "own-medium" Keys::None, Words, Agreed;
    /// What media are, behind an adjective that is not their name: *the Merrish radio station*.
    MediumNoun "medium-noun" Keys::None, Words, Free;
    /// Opens a paragraph that corrects an earlier version: *Correction:*.
    Correction "correction" Keys::None, Line, Agreed;
    /// Where words were said or written that reports quote, by its kind: `conference`, `statement`
    /// (a press release, a letter), `post`, `speech`, `ruling`, `call`, `bulletin`, `session` (of a
    /// council or parliament), `column`.
    Occasion "occasion" Keys::Name, Words, Agreed;
    // Sentences: read by `headwater-text`.
    /// The commonest function words, by which a language is told from others.
    Stop "stop" Keys::None, Words, Sole;
    /// Words that begin a new clause behind a comma: *and*, *because*.
    Conjunction "conjunction" Keys::None, Words, Sole, required;
    /// Words that set what follows against what was said: *but*.
    Contrast "contrast" Keys::None, Words, Sole;
    /// *that*, before a clause that tells what was said.
    That "that" Keys::None, Words, Sole;
    /// Words that are written with a full stop and do not end a sentence. Case counts.
    Abbreviation "abbreviation" Keys::None, Words, Agreed, required;
    /// Texts with the number of their sentences: `Dr. Lind came. She spoke. -> 2`.
    SentenceCase "sentences" Keys::None, Cases, Agreed;
}

impl Class {
    /// How many classes there are.
    pub const COUNT: usize = ROWS.len();

    /// All classes with what is known of them.
    pub const fn all() -> &'static [Row] {
        ROWS
    }

    /// The row of this class.
    pub fn row(self) -> &'static Row {
        // The table is made from the enum, in its order.
        &ROWS[self as usize]
    }

    /// The class of that name.
    #[allow(dead_code)] // only who reads files asks: the build script and the tests
    pub(crate) fn named(name: &str) -> Option<&'static Row> {
        ROWS.iter().find(|r| r.name == name)
    }
}
