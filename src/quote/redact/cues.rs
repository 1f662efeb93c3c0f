//! Which words around a name tell what it names?
//!
//! Closed lists of English, with a few German words for calls that mix both; folded, without apostrophes.

use std::sync::LazyLock;

use super::lists::{List, set};

/// Where people work: the word behind the name of a place.
pub(super) static SITES: List = LazyLock::new(|| {
    set(
        "branch branches campus clinic crew depot depots facility factory hub lager location mill office offices \
        plant plants shop showroom site sites store stores team terminal warehouse warehouses werk yard",
    )
});
/// Behind these a name is a place.
pub(super) static BEFORE_PLACES: List = LazyLock::new(|| set("around closed in nahe near outside"));
/// Behind these a name is a product.
pub(super) static BEFORE_TOOLS: List = LazyLock::new(|| {
    set(
        "bought called demoed evaluate evaluated evaluating implement implemented implementing install installed \
        into on open opened through tried use used uses using via",
    )
});
/// Behind these a name is a company.
pub(super) static BEFORE_COMPANIES: List = LazyLock::new(|| {
    set(
        "account against at auditor by client customer firma for from like lost supplier than vendor versus vs with",
    )
});
/// Titles of people, with or without a capital.
pub(super) static TITLES: List = LazyLock::new(|| {
    set("dr frau herr mister mme monsieur mr mrs ms prof professor senor senora shri sri")
});
/// Titles that are words, so that they need a capital.
pub(super) static CAPITAL_TITLES: List = LazyLock::new(|| {
    set("captain dame father judge lady lord madame miss officer pastor sergeant sheikh sir sister")
});
/// What somebody is to the speaker: "my boss Karen".
pub(super) static ROLES: List = LazyLock::new(|| {
    set(
        "accountant admin agent analyst assistant aunt bookkeeper boss boyfriend bro broker brother buddy buyer \
        cashier ceo cfo chairman cio clerk colleague comptroller consultant controller coo cousin coworker cto dad \
        daughter developer director dispatcher doctor driver engineer father foreman founder friend gal girlfriend \
        guy head husband intern lady landlord lawyer lead manager mate mom mother neighbor nephew niece nurse \
        owner partner planner predecessor president recruiter rep secretary sister son superintendent supervisor \
        technician trainer treasurer uncle vp wife",
    )
});
/// Roles at home.
pub(super) static FAMILY: List = LazyLock::new(|| {
    set(
        "aunt boyfriend brother cousin dad daughter father girlfriend husband mom mother nephew niece sister son \
        uncle wife",
    )
});
/// What companies are called behind their names.
pub(super) static COMPANY_WORDS: List = LazyLock::new(|| {
    set(
        "advisors aerospace agency airlines airways architects associates attorneys authority auto automotive \
        aviation bakery bank brewery bros brothers builders capital cargo chemicals church clinic clinics college \
        construction consulting coop cooperative council county couriers dairy dental depot distribution district \
        electric energy engineering enterprises equipment express farm farms financial foods foundation freight \
        gas group health healthcare holding holdings homes hospital hotel hotels industries institute insurance \
        labs law legal lines llp logistics machinery manufacturing marine media medical metals mills mining motors \
        mutual networks oil packaging paper park partners pharma pharmacy plastics plumbing power press products \
        properties realtors realty resort roofing savings school schools services shipping society software \
        solicitors solutions sons steel stores studios supply systems technologies technology telecom telekom \
        tools transport transportation trucking trust union university ventures water winery wireless works",
    )
});
/// Legal forms of companies, and words that stand like them.
pub(super) static LEGAL: List = LazyLock::new(|| {
    set(
        "ab ag aps as bv co company corp corporation gmbh group holding holdings inc incorporated kg kgaa limited \
        llc llp lp ltd nv oy pc plc pllc private pty pvt sa sarl sas se spa srl ug",
    )
});
/// Legal forms that are nothing else.
pub(super) static CLEAR_LEGAL: List = LazyLock::new(|| {
    set(
        "ab ag aps bv corp corporation gmbh inc incorporated kg kgaa llc llp lp ltd nv oy plc pllc pty pvt sa sarl \
        sas spa srl ug",
    )
});
/// First words of companies that by themselves name none.
pub(super) static GENERIC: List = LazyLock::new(|| {
    set(
        "advanced all american atlantic best big central city cloud county data digital early east eastern federal \
        first general global golden good great group international little national new north northern old one \
        pacific premier royal smart south southern state team tech the united west western",
    )
});
/// Small parts of last names.
pub(super) static PARTICLES: List = LazyLock::new(|| {
    set(
        "al bin da das de degli dei del della delle den der di dos du el ibn la le mac mc st ten ter van von zu",
    )
});
/// Words that companies leave out of their names or not.
pub(super) static CONNECTIVES: List = LazyLock::new(|| set("& and et n of the und y"));
/// Parts of display names that are nobody's name.
pub(super) static NOBODY: List = LazyLock::new(|| {
    set(
        "and attendee caller dr external guest host internal iphone me mr mrs ms participant phone prof speaker the \
        unknown user you",
    )
});
/// Words that begin sentences and no names.
pub(super) static FUNCTION: List = LazyLock::new(|| {
    set(
        "a about actually after again all also always am an and another any apparently are around as ask at \
        basically be because been before bei between both but by call can could das dem den der des did die do \
        does down each ein eine even every for from get go got had has have he hello her here hey hi his honestly \
        how i ich if im in into is it its just last let lets like look many may maybe might more most must my \
        never next no not now of ok okay on once one only or other our out over please see she should since so \
        some sometimes still tell than thank thanks that the their then there these they this those three to today \
        tomorrow too two und under unser unsere until up usually very was we well went were what when where while \
        who why will wir with without would yeah yes yesterday you your",
    )
});
/// Verbs that people are the subject of.
pub(super) static SAYING: List = LazyLock::new(|| {
    set(
        "agreed approved approves asked asks brought built called calls came decided did does emailed gets got had \
        handles has hates insists is joined keeps kept knew knows left loves made makes manages owns prints \
        promised promises quit refuses retired runs said say says sends sent signed signs started tells thinks \
        thought told used uses wanted wants was went writes wrote",
    )
});
/// Verbs that an unknown abbreviation is hardly the subject of unless it is a company.
pub(super) static SPEAKING: List =
    LazyLock::new(|| set("asked asks billed insists quoted said says thinks told wanted wants"));
/// Verbs of posture, speech and feeling, in their first form: whoever does this is somebody rather than something.
pub(super) static PERSONAL: List = LazyLock::new(|| {
    set(
        "admit agree apologise apologize argue ask beg believe call care complain cry dislike drive enjoy explain \
        fear feel forget guess hate hear hope insist join joke know laugh lean leave like listen love mention moan \
        mumble nod panic phone prefer pretend promise quit realise realize recall refuse regret remember remind \
        reply resent resign retire say scream shout sigh sit sleep smile speak stand stare suggest swear talk tell \
        thank think type understand wait walk want warn watch wear whisper wish wonder worry yell",
    )
});
/// Their irregular past forms.
pub(super) static PERSONAL_PAST: List = LazyLock::new(|| {
    set(
        "drove felt forgot heard knelt knew left met said sat slept spoke stood swore thought told understood wept \
        woke wore",
    )
});
/// What stands between somebody and what he does, and changes no verb.
pub(super) static ADVERBS: List = LazyLock::new(|| {
    set(
        "actually also always already basically eventually even finally first honestly just literally never often \
        once only quietly really simply sometimes soon still suddenly then usually",
    )
});
/// Behind these a verb has its first form or a past one.
pub(super) static AUXILIARIES: List = LazyLock::new(|| {
    set(
        "can cannot cant could couldnt did didnt does doesnt had hadnt has hasnt may might must shall should \
        shouldnt will wont would wouldnt",
    )
});
/// First names among the words with a capital that tell nothing: somebody where he speaks.
pub(super) static KEPT_NAMES: List =
    LazyLock::new(|| set("april august bill christian dean dot eve frank june may ruby valentine"));
/// What somebody has rather than something: the word behind "Grace's".
pub(super) static BELONGINGS: List = LazyLock::new(|| {
    set(
        "account boss calendar car colleague computer crew department desk desktop email emails guy guys inbox job \
        laptop list login manager notes number office password people phone predecessor replacement screen \
        sheet spreadsheet spreadsheets team",
    )
});
/// Irregular past forms: a name stands before them.
pub(super) static PAST: List = LazyLock::new(|| {
    set(
        "began bought broke cut drew drove dug fell felt flew forgot found gave grew heard held hung let lost meant \
        met paid put ran sat saw set sold spent spoke stood stuck swore taught threw took tore understood woke \
        wore",
    )
});
/// Behind a product at the beginning of a sentence.
pub(super) static AFTER_TOOLS: List = LazyLock::new(|| {
    set(
        "always can cannot cant could did didnt does doesnt had has is isnt just never still was wasnt will wont \
        would",
    )
});
/// What products and companies do.
pub(super) static PRESENT: List = LazyLock::new(|| {
    set(
        "breaks costs crashes eats falls gets gives goes keeps lets loses makes needs runs says sends shows takes \
        wants works",
    )
});
/// Before a product whose name is a word.
pub(super) static TOOL_CUES: List = LazyLock::new(|| {
    set(
        "and at between bought by called from had have in into is like look of off on or our see than through to \
        tried under use used uses using via with",
    )
});
/// Products that are named without a capital although they are words.
pub(super) static SMALL_TOOLS: List =
    LazyLock::new(|| set("concur epic gong gusto monday notion oracle sage sap slack tally"));
/// Months that are names as well.
pub(super) static MONTHS: List = LazyLock::new(|| set("april august january june march may"));
/// Behind these a month is a month.
pub(super) static BEFORE_MONTHS: List = LazyLock::new(|| {
    set(
        "after around before by early end every in last late mid next of since this through till until",
    )
});
/// Behind these openings the word before was a verb: "Will you", "Mark my words".
pub(super) static AFTER_VERBS: List = LazyLock::new(|| {
    set(
        "a all an any anybody anyone be both customers each everybody everyone he her him his i it its me my no not \
        of one our people she so somebody someone that the their them there these they this those to us we what \
        you your",
    )
});
/// Behind these somebody is named, with or without a capital.
pub(super) static BEFORE_NAMES: List = LazyLock::new(|| {
    set(
        "ask asked asking asks aunt called cc dear dr emailed hello hey hi love meet met miss mr mrs ms named ping \
        pinged tell telling tells text texted thank thanks told uncle",
    )
});
/// Behind these a small word is a thing.
pub(super) static DETERMINERS: List = LazyLock::new(|| {
    set(
        "a an another any big each every first her his its last monthly my new no of one our some that the their \
        this your",
    )
});
/// Behind these a small word is a thing as well.
pub(super) static ADJECTIVES: List =
    LazyLock::new(|| set("early every good great last late more much next this"));
/// Names that are words for what cannot be counted, so that no article tells them apart.
pub(super) static MASS: List = LazyLock::new(|| {
    set(
        "art autumn charity dawn faith grace honor hope joy justice king love may patience price rich rose summer \
        winter young",
    )
});
/// Names that are verbs or countable things: behind a preposition without an article they are names.
pub(super) static MODALS: List = LazyLock::new(|| {
    set(
        "bill chase chip dale dean drew ed frank gene glen grant guy jack mark nick pat ray rich rob rod skip sue \
        will",
    )
});
/// Names that are verbs, so that "to" before them tells nothing.
pub(super) static VERB_NAMES: List = LazyLock::new(|| {
    set(
        "bill chase drew frank grant hope love mark may park pat price ray rich rob skip sue will young",
    )
});
/// Words that open a sentence, an answer or a greeting, before a comma too, and are nobody's name.
pub(super) static OPENINGS: List = LazyLock::new(|| {
    set(
        "accordingly admittedly afterwards again agreed ahem ahoy alas albeit alright alrighty also although amen amid \
        among anyhow anyway apparently bah besides bonjour boy bravo cheers ciao consequently congrats conversely cool \
        correct danke dang darn despite during else especially everybody everyone exactly except excuse fair fine folks \
        forgive furthermore gee genau given goodbye gosh gotcha gracias granted great greetings guten gut guys hallo \
        hello hence hey hi hmm hola hooray howdy however huh indeed instead ja jawohl jeez lastly later lately likewise \
        listen look man meanwhile merci moreover morning naturally nein nevertheless nice nonetheless nope noted now okay \
        oof oops otherwise ouch perfect perhaps phew plus pardon regarding regardless right salut salve sadly servus \
        similarly sorry still super sure surely team thankfully thanks thereafter therefore though thus today tomorrow \
        tonight touche true ugh uh uhm ultimately um unless unlike versus via welcome well whereas whereby whether whoa \
        whoops whatever whenever wow yay yeah yep yes yesterday yet yikes yup",
    )
});
/// What stands before a colon and names no speaker.
pub(super) static LABELS: List = LazyLock::new(|| {
    set(
        "address agenda answer apt attendees bonus bot bottomline budget caller capacity caveat client comment company \
        conclusion contact context country customer date deadline desk disclaimer downside email example fax fyi goal \
        guest handle header host hypothesis id intro invoice issue item kicker language location menu mobile moderator \
        name nb note notes office operator order outcome outro owner participants payment phone postscript premise \
        prerequisite ps question reason recap region remark reminder result role sender spoiler status subject subtotal \
        summary synopsis system takeaway takeaways tel telefon telephone tel tip title tldr todo topic total upside \
        user verdict via warning website zip",
    )
});
