//! Which words before a colon are not a name, and which stand for somebody without naming them?
//!
//! Only lists: `speaker_label` knows when each of them counts. They are kept as blocks, since one word a line
//! would be pages.

/// Words of a sentence. In lower case anywhere in a label, or in front of it, they make it a sentence.
#[rustfmt::skip]
pub(super) const SENTENCE: &[&str] = &[
    "actually", "again", "also", "am", "are", "aren't", "as", "at", "basically", "be", "because",
    "been", "but", "by", "bye", "can't", "could", "did", "didn't", "do", "does", "doesn't", "don't",
    "every", "for", "from", "get", "going", "got", "had", "has", "have", "he", "he's", "hello",
    "her", "here", "here's", "hey", "hi", "his", "how", "i", "i'd", "i'll", "i'm", "i've", "if",
    "is", "isn't", "it", "it's", "its", "just", "know", "let", "let's", "like", "maybe", "me",
    "mean", "means", "might", "must", "my", "no", "not", "now", "oh", "ok", "okay", "or", "our",
    "please", "really", "right", "said", "say", "saying", "says", "she", "she's", "should", "since",
    "so", "some", "sorry", "sure", "than", "thank", "thanks", "that", "that's", "their", "them",
    "then", "there", "there's", "these", "they", "they're", "think", "this", "those", "thus", "to",
    "too", "us", "very", "was", "wasn't", "we", "we'd", "we'll", "we're", "we've", "well", "were",
    "what", "what's", "whatever", "when", "where", "whether", "which", "who", "who's", "why",
    "with", "won't", "would", "yeah", "yep", "yes", "you", "you'd", "you'll", "you're", "you've",
    "your",
];

/// Words of a sentence by which people are also called, in Chinese, Korean, Vietnamese, Arabic, Dutch, Norwegian and
/// others: `So Young Kim`, `He Xiaoming`, `Are Olsen`.
#[rustfmt::skip]
pub(super) const ALSO_NAMES: &[&str] = &[
    "am", "are", "be", "do", "he", "her", "how", "i", "just", "let", "like", "me", "my",
    "oh", "ok", "or", "said", "say", "she", "so", "than", "then", "to", "too", "us", "we", "you",
];

/// Nouns that head a remark, a list or a field of a document. At a label's end they make it a heading.
#[rustfmt::skip]
pub(super) const HEADING: &[&str] = &[
    "action", "actions", "address", "agenda", "answer", "answers", "attachment", "attendee",
    "attendees", "author", "background", "bcc", "beispiel", "budget", "category", "caution", "cc",
    "chapter", "comment", "comments", "commit", "conclusion", "context", "copyright", "criteria",
    "date", "deadline", "debug", "decision", "decisions", "description", "details", "disclaimer",
    "discussion", "duration", "ejemplo", "email", "error", "example", "examples", "exemple", "fact",
    "facts", "fatal", "feature", "features", "feedback", "figure", "file", "ftp", "goals",
    "hinweis", "http", "https", "idea", "ideas", "important", "info", "introduction", "invited",
    "invitees", "item", "items", "keywords", "language", "link", "links", "location", "mailto",
    "meeting", "minutes", "mission", "name", "nota", "note", "notes", "notiz", "objective",
    "objectives", "option", "options", "outcome", "outcomes", "overview", "parameters",
    "participants", "password", "path", "phone", "point", "points", "priority", "problem",
    "problems", "program", "properties", "question", "questions", "reason", "reasons", "recap",
    "recording", "requirements", "resources", "result", "results", "section", "source", "sources",
    "status", "step", "steps", "story", "subject", "submission", "summary", "tags", "takeaway",
    "takeaways", "task", "tasks", "thing", "things", "thoughts", "time", "timeline", "timestamp",
    "title", "todo", "topic", "topics", "transcript", "transcription", "type", "update", "updates",
    "url", "usage", "value", "values", "version", "warn", "warning", "website",
];

/// Words that are no name when they stand alone, though people are called so.
#[rustfmt::skip]
pub(super) const ALONE: &[&str] = &[
    "account", "a.k.a.", "aka", "bonus", "call", "case", "class", "company", "cost", "deal",
    "default", "e.g", "e.g.", "eg", "etc", "finally", "first", "firstly", "from", "fyi", "goal",
    "hint", "i.e", "i.e.", "ie", "id", "import", "industry", "issue", "issues", "key", "last",
    "lastly", "nb", "next", "number", "one", "other", "p.s", "p.s.", "page", "part", "percent",
    "price", "pricing", "private", "protected", "ps", "public", "re", "reminder", "return",
    "second", "secondly", "sent", "stage", "table", "third", "three", "tip", "tl;dr", "tldr",
    "total", "trace", "two",
];

/// Small words inside names, which stay in lower case.
#[rustfmt::skip]
pub(super) const PARTICLES: &[&str] = &[
    "al", "and", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du",
    "el", "et", "from", "ibn", "la", "las", "le", "los", "of", "ten", "ter", "und", "van", "von",
    "y", "zu", "zum", "zur",
];

/// Labels that stand for somebody whom they don't name.
#[rustfmt::skip]
pub(super) const NOBODY: &[&str] = &[
    "account executive", "ae", "agent", "answerer", "buyer", "caller", "client", "consultant",
    "customer", "female speaker", "guest", "host", "interviewee", "interviewer", "lead",
    "male speaker", "me", "moderator", "operator", "participant", "prospect", "rep",
    "representative", "respondent", "sales", "sales agent", "sales rep", "salesperson", "sdr",
    "seller", "speaker", "them", "unidentified", "unidentified speaker", "unknown",
    "unknown speaker", "uu", "vendor", "you",
];

/// What stands before the number or letter in `Speaker 1`, `spk_0`, `Sprecher B`, `S1`.
#[rustfmt::skip]
pub(super) const NUMBERED: &[&str] = &[
    "agent", "buyer", "call-in user", "caller", "channel", "ch", "client", "customer", "guest",
    "female speaker", "hablante", "interlocutor", "intervenant", "locuteur", "male speaker",
    "mówca", "orador", "participant", "person", "prospect", "relatore", "rep", "s", "seller",
    "speaker", "spk", "sprecher", "sprecherin", "unidentified speaker", "unknown",
    "unknown speaker", "user", "voice", "спикер", "говорящий", "发言人",
    "说话人", "话者", "話者", "화자",
];

/// What stands before a colon in lower case again and again and is nobody: kinds of changes, of entries in journals and
/// of arguments, days, languages.
#[rustfmt::skip]
pub(super) const KEY: &[&str] = &[
    "ask", "asks", "blocked", "blocker", "blockers", "build", "champion", "chore", "ci", "con",
    "cons", "de", "docs", "doing", "done", "en", "es", "feat", "fix", "fr", "friday", "it", "job",
    "like", "likes", "lost", "monday", "need", "needs", "pain", "pains", "perf", "plan", "pro",
    "pros", "pt", "quote", "refactor", "revert", "risk", "risks", "saturday", "style", "sunday",
    "test", "tests", "thursday", "today", "tomorrow", "tuesday", "wednesday", "win", "wins",
    "yesterday",
];

/// Words by which whoever speaks means themselves or whoever listens, or answers.
#[rustfmt::skip]
pub(super) const ADDRESS: &[&str] = &[
    "hello", "hi", "i", "me", "my", "okay", "thanks", "yeah", "yep", "yes", "you", "your",
];
