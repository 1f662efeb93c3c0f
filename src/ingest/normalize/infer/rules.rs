//! What do people say who sell, and what do people say who might buy?
//!
//! Written from what sales calls are like, not after single ones. Each rule has a weight, above zero for a rep and below
//! for a prospect, and how often it holds in a word of sales talk: what counts is by how much somebody does it more, or
//! less, than people do. Weights and frequencies were calibrated on the labelled calls, without those kept apart.

/// What makes a rule hold.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sign {
    /// A turn holds one of these phrases; a regular expression over plain lower case.
    Phrase(&'static str),
    /// One of these words.
    Words(&'static [&'static str]),
    /// A question mark.
    Question,
    /// A turn that takes up what was said before, and asks.
    TakesUp,
}

/// One thing that people do more on one side of the table than on the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    /// Above zero speaks for a rep.
    pub(super) weight: f64,
    /// How often it holds, for each word that is said.
    pub(super) usual: f64,
    pub(super) sign: Sign,
}

/// Fewer than so many are chance.
const CHANCE_OF_PHRASES: f64 = 1.0;
const CHANCE_OF_WORDS: f64 = 3.0;

impl Rule {
    /// What so many hits in so many words say, between minus and plus [`MOST`] times the weight.
    pub(super) fn says(&self, hits: u32, words: u32) -> f64 {
        let chance = match self.sign {
            Sign::Phrase(_) | Sign::TakesUp => CHANCE_OF_PHRASES,
            Sign::Words(_) | Sign::Question => CHANCE_OF_WORDS,
        };
        let expected = self.usual * f64::from(words) + chance;
        self.weight * more_than(f64::from(hits) + chance, expected)
    }
}

/// No single rule may decide, however often it holds.
const MOST: f64 = 1.5;

/// How much more something is than expected, as a logarithm within bounds.
pub(super) fn more_than(found: f64, expected: f64) -> f64 {
    (found / expected).ln().clamp(-MOST, MOST)
}

/// Turns that begin so take up what was said.
pub(super) const TAKING_UP: &str = r"^(okay|ok|right|got it|understood|ha|haha|great|perfect|brilliant|lovely|excellent|sure|of course|fair|thanks|thank you|no|yes|good|that's (fair|helpful|useful|good|great)|noted|absolutely|makes sense|i hear you|exactly|wow|oh|and|so)\b";

/// Words of which calls about a deal are full, and other conversations are not.
pub(super) const OF_A_DEAL: &str = r"\b(price|prices|pricing|priced|quote|quotes|quoted|proposal|contract|contracts|discount|budget|budgeted|demo|pilot|trial|renewal|renew|vendor|vendors|supplier|suppliers|procurement|licen[cs]e|licen[cs]es|per (user|month|year|seat|site|head)|reference|references|sign|signs|signed|signature|invoice|invoices|a (month|year)|(i'll|i can|we'll|can you|could you|i will) (send|email|book|call|ring|set|put)|send (me|you|us|it|that|over)|next (week|tuesday|wednesday|thursday|friday|monday|month|step|steps)|on (tuesday|wednesday|thursday|friday|monday)|implementation|onboarding|rollout|roll out|go live|training|migration|your (team|people|side|staff|process|board|customers|office|own)|the board|sign off|signoff|shortlist|tender|rfp|hours a (day|week|month)|by hand|spreadsheet|spreadsheets|excel|we (use|pay|need|have|currently)|competitor|competitors|switch|switching|afford|expensive|cheaper|fee|fees|monthly|annual|annually|deposit)\b";

/// The weight of asking more than one's share of the call's questions.
pub(super) const ASKS_MOST: f64 = 1.0;

/// The weight of speaking first: who invites, opens. Calibration would trust it more than real life does.
pub(super) const OPENS: f64 = 0.8;

/// All of them.
pub(super) const RULES: &[Rule] = &[
    // Thanks for coming, and for being frank.
    Rule {
        name: "thanks-for-the-time",
        weight: 1.1,
        usual: 0.000_09,
        sign: Sign::Phrase(
            r"\b(thanks?|thank you)\b[^.?!]{0,25}\bfor (your time|taking|making|joining|hopping|jumping|coming|having|meeting|doing this|the time|being (so )?(honest|straight|candid|frank|open))|good to (see|meet) you|nice to meet",
        ),
    },
    // What the time is for, and whether that suits.
    Rule {
        name: "sets-the-agenda",
        weight: 0.6,
        usual: 0.0013,
        sign: Sign::Phrase(
            r"\b(i'd (like|love) to|i (want|wanted|thought|hoped) (we|i|to)|(the )?(plan|agenda|goal) (for|is)|half (an )?hour|(twenty|thirty|forty|fifteen|forty-five) minutes|before (we|i) (start|begin|go|show|dive)|where (shall|should|do) (we|you want) (start|to start|begin)|shall (we|i) |if that's (okay|ok|all right|fine)|does that (work|sound)|sound (fair|good|okay)|is that (fair|okay|all right)|mind if i)",
        ),
    },
    // A shared screen, and what there is to be seen.
    Rule {
        name: "runs-the-demo",
        weight: 0.9,
        usual: 0.000_62,
        sign: Sign::Phrase(
            r"\b(let me (just |quickly )?(share|show|pull|bring|open|click|go|put|find|walk|take)|i'll (just |quickly )?(share|show|pull|open|click|walk)|shar(e|ing) (my|the) screen|see my screen|show you|what you're (seeing|looking at)|you (can|should|'ll) see|on (the|your) screen|on the (left|right)|if (i|you) click|walk you through|take you through|this is the|here's (the|a|what|how))\b",
        ),
    },
    // What other customers do.
    Rule {
        name: "speaks-of-other-customers",
        weight: 0.7,
        usual: 0.000_15,
        sign: Sign::Phrase(
            r"\b((other|our|some|most|many|several|existing|similar) (customers?|clients?)|(a|another|one) (customer|client) (of ours|who|in|with|near|about|your)|customers (like|your)|people like you|we (hear|see) (that|it|this) |we('ve got| have|'ve) (a |an )?(customers?|clients?)|what (we|i) (usually|often|mostly|normally|tend|typically))",
        ),
    },
    // Our platform, our road map, our engineers.
    Rule {
        name: "speaks-of-our-product",
        weight: 0.5,
        usual: 0.000_18,
        sign: Sign::Phrase(
            r"\bour (platform|product|software|solution|roadmap|system|side|team|engineers?|support|onboarding|implementation|pricing|list|standard|customers|clients|security team|legal|app)\b",
        ),
    },
    // What their process looks like.
    Rule {
        name: "asks-how-it-is-done",
        weight: 0.2,
        usual: 0.0021,
        sign: Sign::Phrase(
            r"\b(how (do|does|are|is|did) (you|your|they|that|it|the)|what (do|does|did|are|is|would) (you|your|they|that|it|the)|what's (your|the|that|it)|who (does|do|is|are|else|gets|decides|signs|would|owns)|who's|where (do|does|is|are)|when (do|does|did|is|would)|which (of|one)|why (is|did|do|does|now))\b[^.]*\?",
        ),
    },
    // How many, how often, how long.
    Rule {
        name: "asks-for-a-figure",
        weight: 0.2,
        usual: 0.000_68,
        sign: Sign::Phrase(
            r"\b(how (often|long|many|much|big|far|soon|late)|what (share|percentage|proportion|kind of number|sort of number)|roughly)\b[^.]*\?",
        ),
    },
    // Walk me through it; what happened then?
    Rule {
        name: "invites-to-tell",
        weight: 1.0,
        usual: 0.0017,
        sign: Sign::Phrase(
            r"\b(tell (me|us)|walk (me|us)|talk (me|us)|help me understand|take (me|us) (back|through)|say more|go on|what happened|what happens|what changed|what made|what brought|what prompted|for example|what would (have|you|make|it|need|help|good)|what else|anything else|how did (that|it|you)|how's (that|the|it)|how was|how are)\b",
        ),
    },
    // What was understood, said back to be confirmed.
    Rule {
        name: "says-it-back",
        weight: 1.0,
        usual: 0.000_85,
        sign: Sign::Phrase(
            r"\b(sounds like|so (it's|that's|you're|you've|the|what|if|you)\b[^.]*\?|i('m| am) hearing|let me (play|repeat|read|check|make sure)|did i (get|hear|understand)|have i (got|understood)|is that (right|it|fair)|am i right|to be clear|makes sense|i hear (you|that)|fair (enough|question|point)|good question|understood|noted|that's (fair|helpful|useful|good to know|a good))\b",
        ),
    },
    // Who signs, by when, out of which budget.
    Rule {
        name: "asks-about-deciding",
        weight: 0.6,
        usual: 0.000_25,
        sign: Sign::Phrase(
            r"\b(who else|who (signs|decides|approves|needs to|has to|would (need|have) to)|decision|sign[- ]?off|approval|budget|timeline|by when|deadline|procurement|next fiscal|your (board|process))\b[^.]*\?",
        ),
    },
    // What will be sent, shown and booked.
    Rule {
        name: "offers-a-next-step",
        weight: 1.0,
        usual: 0.0027,
        sign: Sign::Phrase(
            r"\b(i'll (send|email|get|put|come|write|set|book|check|ask|bring|do|have|drop|call|ring|share|note|leave|add|take|find|follow|confirm|go|make|draft)|i can (send|put|get|set|bring|do|show|share|ask|have|book|come|check)|we'll (send|get|set|do|have|come|put|bring)|shall (i|we)|let's|send you|(tuesday|wednesday|thursday|friday|monday)[^.?]*\?|calendar invite|next step|proposal|written (up|quote)|in writing)\b",
        ),
    },
    // Prices and concessions.
    Rule {
        name: "offers-a-price",
        weight: 0.5,
        usual: 0.0014,
        sign: Sign::Phrase(
            r"\b(per (user|seat|site|month|year|location|vehicle|unit|device|licen[cs]e|head)|(it's|that's|list is|comes to|works out|starts at|starting at|would be|it'd be|which is) (about |around |at )?(\$?\d|[a-z]+ (hundred|thousand|dollars|pounds|euros|percent))|i can (do|offer|hold|take|throw)|we can (do|offer|hold|split|spread|phase|start)|(is|it's|that's|are) included|no extra|list price|pilot|trial)\b",
        ),
    },
    // What you can do with it.
    Rule {
        name: "tells-what-it-does",
        weight: 0.8,
        usual: 0.0041,
        sign: Sign::Phrase(
            r"\b(you('d| would|'ll| will| can| could| just| don't)( not| never| still| also| then| just| have to| need to)? (see|get|have|set|choose|pick|export|import|click|add|filter|drag|run|pull|upload|connect|keep|be able|type|open|put|send|start|need|pay|own)|we (can|do|don't|have|integrate|support|store|host|train|import|sync)|it (can|does|will|flags|sends|shows|syncs|reads|pulls|keeps|goes))\b",
        ),
    },
    // Your team, your process, you guys.
    Rule {
        name: "calls-them-you",
        weight: 0.8,
        usual: 0.000_93,
        sign: Sign::Phrase(
            r"\b(you (guys|folks|all|both|two)|y'all|both of you|your (team|side|end|people|own|data|customers|process|business|company|world|numbers|situation|words|crews?|staff|board|existing))\b",
        ),
    },
    // Of course, no problem, happy to.
    Rule {
        name: "speaks-with-courtesy",
        weight: 0.5,
        usual: 0.0024,
        sign: Sign::Phrase(
            r"\b(sir|ma'am|my pleasure|no problem|no worries|of course|absolutely|happy to|i appreciate|appreciate (it|that|you)|i'm sorry (to hear|about|that)|sorry to hear|thank you|thanks)\b",
        ),
    },
    // I'm an account executive; our solutions engineer.
    Rule {
        name: "names-the-trade",
        weight: 1.0,
        usual: 0.000_062,
        sign: Sign::Phrase(
            r"\b(i('m| am) (an? |the |your |in )?(new )?(account (executive|manager|director)|solutions? (consultant|engineer|architect)|sales|customer success|product specialist)|on (my|our) side|(my|our) (solutions?|implementation|sales|product|onboarding|success)|my colleague|colleague of mine)\b",
        ),
    },
    // What we have and use today.
    Rule {
        name: "uses-something-now",
        weight: -0.7,
        usual: 0.0053,
        sign: Sign::Phrase(
            r"\b(we (currently|already|still|use|used|have|had|do|did|run|ran|keep|kept|pay|paid|bought|tried|lost|print|type|write|send)|we've (got|had|been|tried|always|never)|we're (still|on|using|running|paying|stuck|a|not|in)|i've (got|had|been|seen))\b",
        ),
    },
    // By hand, twice, every night.
    Rule {
        name: "tells-of-a-hurt",
        weight: -0.3,
        usual: 0.0031,
        sign: Sign::Phrase(
            r"\b(by hand|spreadsheets?|excel|nightmare|a mess|falls? (through|behind)|(takes?|took|spend|spends|spent|costs?|cost|lost|lose|wasted?) (us|me|my|our|half|all|about|two|three|four|five|an? )|(can't|cannot|couldn't) (see|find|tell|get|say|trust|prove)|nobody (knows|knew|reads|looks|does|can|told|has)|hates?|complain(s|ed)?|wrong|twice|again|every (time|night|week|month|morning|year|friday|monday))\b",
        ),
    },
    // What I do all day, and whom I do it with.
    Rule {
        name: "tells-their-work",
        weight: -1.0,
        usual: 0.0072,
        sign: Sign::Phrase(
            r"\b(i (do|run|handle|manage|sign|spend|sit|print|type|check|write|copy|take|go|keep|stay|get|call|ring|chase|open|paste|pull|walk|count|drive|have|had|was|did|went|got|said|told|came|know|need|want|like|don't)|my (boss|team|husband|wife|dad|father|brother|office|guys|people|girls|lads|desk|phone|own|staff|manager|side))\b",
        ),
    },
    // Not sure, worried, too much; we'd need …
    Rule {
        name: "has-doubts",
        weight: -0.6,
        usual: 0.0025,
        sign: Sign::Phrase(
            r"\b(i('m| am) not (sure|convinced|saying|going|signing|paying)|worried|worries me|nervous|skeptical|sceptical|my (worry|concern|question|problem|fear|only)|expensive|a lot of money|too (much|many|long|big|small|late)|(i|we)('d| would)? (need|want) (to|it|a|the|that|something)|what if|burned|burnt|last (time|vendor|system|year)|i don't (know|want|need|see|think|trust|like|have)|we don't (have|need|want|know))\b",
        ),
    },
    // My boss, the board, our auditors.
    Rule {
        name: "answers-to-somebody",
        weight: -0.3,
        usual: 0.0013,
        sign: Sign::Phrase(
            r"\b((the|my|our) (boss|ceo|cfo|cio|coo|board|director|owner|partners|legal|procurement|purchasing|accountant|bank|union|auditors?|insurers?|head office|council|trustees|lawyers?|it (team|department|guy|people|manager))|have to (ask|check|take|go|talk|speak|convince|justify)|our (budget|year|season|contract|auditors?|insurance|warehouse|plant|sites?|shop|clinic|school|patients|students|members|trucks|vans|fleet|machines|drivers|nurses))\b",
        ),
    },
    // Does it, can it, what does it cost?
    Rule {
        name: "asks-for-the-offer",
        weight: -0.6,
        usual: 0.0017,
        sign: Sign::Phrase(
            r"\b(does (it|that|this|your|the (system|app|thing|price))|do you (have|do|support|offer|charge|integrate|train|host)|can (it|we|i|they) |could (it|we) |will it|is (it|that|there) (an?|extra|included|in|on|the|per|any)|what does (it|that|yours) cost|how much is|what's the (price|catch|cost)|who (owns|hosts|trains)|are you (going|saying|the|sure|certified)|where does)\b[^.]*\?",
        ),
    },
    // You and yours.
    Rule {
        name: "says-you",
        weight: 2.1,
        usual: 0.02,
        sign: Sign::Words(&[
            "you", "your", "yours", "you'd", "you'll", "you've", "you're", "yourself",
        ]),
    },
    // I, me and my.
    Rule {
        name: "speaks-of-oneself",
        weight: -1.3,
        usual: 0.038,
        sign: Sign::Words(&["i", "my", "me", "i'm", "i've", "i'd", "mine", "myself"]),
    },
    // He, she, they and somebody: who is not on the call.
    Rule {
        name: "speaks-of-others",
        weight: -1.0,
        usual: 0.025,
        sign: Sign::Words(&[
            "he",
            "she",
            "they",
            "him",
            "her",
            "his",
            "them",
            "their",
            "he's",
            "she's",
            "they're",
            "they've",
            "they'd",
            "somebody",
            "someone",
            "everybody",
            "everyone",
            "nobody",
            "somebody's",
            "everybody's",
        ]),
    },
    // Stories, which are told in the past.
    Rule {
        name: "tells-what-was",
        weight: -0.6,
        usual: 0.023,
        sign: Sign::Words(&[
            "was", "were", "had", "said", "told", "came", "went", "got", "took", "bought", "wrote",
            "gave", "did", "didn't", "wasn't", "paid", "lost", "used", "tried", "called", "asked",
        ]),
    },
    // What isn't, doesn't and can't.
    Rule {
        name: "denies",
        weight: -0.7,
        usual: 0.01,
        sign: Sign::Words(&[
            "not", "don't", "can't", "won't", "doesn't", "isn't", "never", "nothing", "cannot",
            "wouldn't", "couldn't", "nobody",
        ]),
    },
    // Because, but, if.
    Rule {
        name: "gives-reasons",
        weight: -0.7,
        usual: 0.0091,
        sign: Sign::Words(&["because", "but", "if", "though", "since", "unless"]),
    },
    // Questions.
    Rule {
        name: "asks",
        weight: 0.3,
        usual: 0.014,
        sign: Sign::Question,
    },
    // Okay, so how …?
    Rule {
        name: "takes-up-and-asks",
        weight: 0.7,
        usual: 0.0056,
        sign: Sign::TakesUp,
    },
];
