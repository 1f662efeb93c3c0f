//! Of what kind are a title, an industry, a size and a region?
//!
//! Small tables of English words, tried in order: the first that stands in the text has the word.

/// Below these numbers of people a company is small, or mid-size.
const SMALL: u32 = 50;
const MID_SIZE: u32 = 1000;

/// One spelling for titles that are one: `Vice President of IT` and `VP, IT`.
pub(super) fn spelled_alike(title: &str) -> String {
    let lower = title.to_lowercase().replace("vice president", "vp");
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let telling = words.filter(|word| !matches!(*word, "" | "of" | "and" | "the" | "for"));
    telling.collect::<Vec<_>>().join(" ")
}

/// What somebody does, by words in the title.
const WORK: [(&str, &str); 31] = [
    ("account", "finance"),
    ("controller", "finance"),
    ("financ", "finance"),
    ("cfo", "finance"),
    ("treasur", "finance"),
    ("procure", "procurement"),
    ("purchas", "procurement"),
    ("buyer", "procurement"),
    ("secur", "security"),
    ("ciso", "security"),
    ("information", "IT"),
    ("technolog", "IT"),
    ("system", "IT"),
    ("cio", "IT"),
    ("cto", "IT"),
    ("it", "IT"),
    ("engineer", "engineering"),
    ("develop", "engineering"),
    ("market", "marketing"),
    ("sales", "sales"),
    ("revenue", "sales"),
    ("human", "HR"),
    ("hr", "HR"),
    ("people", "HR"),
    ("legal", "legal"),
    ("counsel", "legal"),
    ("quality", "quality"),
    ("support", "support"),
    ("operation", "operations"),
    ("logistic", "operations"),
    ("coo", "operations"),
];
/// How high somebody stands, by words in the title, the highest first.
const RANKS: [(&str, &str); 16] = [
    ("owner", "owner"),
    ("founder", "owner"),
    ("chief", "executive"),
    ("president", "executive"),
    ("vp", "executive"),
    ("director", "executive"),
    ("head", "executive"),
    ("partner", "executive"),
    ("ceo", "executive"),
    ("cfo", "executive"),
    ("cio", "executive"),
    ("coo", "executive"),
    ("manager", "manager"),
    ("supervisor", "manager"),
    ("lead", "manager"),
    ("controller", "manager"),
];

/// `VP Operations` is an operations executive.
pub(super) fn kind_of_title(title: &str) -> Option<String> {
    let alike = spelled_alike(title);
    // Two letters are a word of their own, longer beginnings stand for all words that begin so.
    let stands = |beginning: &str| {
        let mut words = alike.split(' ');
        words.any(|word| match beginning.len() {
            0..=3 => word == beginning,
            _ => word.starts_with(beginning),
        })
    };
    let find = |list: &[(&str, &'static str)]| -> Option<&'static str> {
        let found = list.iter().find(|(beginning, _)| stands(beginning));
        found.map(|(_, word)| *word)
    };
    match (find(&WORK), find(&RANKS)) {
        (_, Some("owner")) => Some("owner".to_owned()),
        (Some(work), Some(rank)) => Some(format!("{work} {rank}")),
        (Some(work), None) => Some(format!("{work} specialist")),
        (None, Some(rank)) => Some(rank.to_owned()),
        (None, None) => None,
    }
}

/// Sectors by the beginnings of words that stand in the names of their industries.
const SECTORS: [(&str, &str); 17] = [
    (
        "transport",
        "logistics truck freight transport shipping haul warehous courier",
    ),
    (
        "manufacturing",
        "manufactur automotive parts machin plant furniture steel plastic packag component factory",
    ),
    (
        "construction",
        "construct roof build contract plumb electric hvac solar quarry civil",
    ),
    (
        "healthcare",
        "health hospital clinic medic dental care pharma blood physio veterin",
    ),
    (
        "financial services",
        "bank insur credit financ lend mortgage payment fund accounting",
    ),
    (
        "professional services",
        "law legal consult advis agency recruit staffing architect",
    ),
    (
        "education",
        "educat school university college training academ student",
    ),
    (
        "public sector",
        "government council municipal county public state federal police",
    ),
    (
        "nonprofit",
        "charity nonprofit ngo foundation church hospice",
    ),
    (
        "retail",
        "retail shop store shoe fashion cosmetic grocer e-commerce ecommerce apparel",
    ),
    (
        "wholesale",
        "wholesale distribut import export trading supply",
    ),
    (
        "food",
        "food bakery restaurant brewery seafood dairy catering beverage",
    ),
    (
        "technology",
        "software saas technolog cloud it data semiconductor telecom internet",
    ),
    ("hospitality", "hotel travel tourism event leisure"),
    ("real estate", "property real estate facilit housing"),
    ("energy", "energy oil gas utility water power mining"),
    (
        "agriculture",
        "agricult farm grower flower horticult forestry",
    ),
];

pub(super) fn sector(industry: &str) -> Option<&'static str> {
    let lower = industry.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .collect();
    let begins = |word: &&str, beginning: &str| match beginning.len() {
        0..=2 => *word == beginning,
        _ => word.starts_with(beginning),
    };
    let holds = |beginnings: &str| {
        let mut beginnings = beginnings.split(' ');
        beginnings.any(|beginning| words.iter().any(|word| begins(word, beginning)))
    };
    let found = SECTORS.iter().find(|(_, beginnings)| holds(beginnings));
    found.map(|(sector, _)| *sector)
}

/// The number that counts people, or the first one: `9 clinics, about 70 staff` is 70.
pub(super) fn size(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase().replace(',', "");
    let mut number = None;
    let mut first = None;
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        if let Ok(found) = word.parse::<u32>() {
            number = Some(found);
            first = first.or(number);
        }
        let counts_people = ["employee", "staff", "people", "worker", "head"]
            .iter()
            .any(|people| word.starts_with(people));
        if counts_people && number.is_some() {
            first = number;
            break;
        }
    }
    match first {
        Some(n) if n < SMALL => Some("small"),
        Some(n) if n < MID_SIZE => Some("mid-size"),
        Some(_) => Some("large"),
        None => ["small", "mid-size", "large"]
            .into_iter()
            .find(|size| lower.contains(size)),
    }
}

/// The countries of regions that are told without them.
const COUNTRIES: [(&str, &str); 14] = [
    ("us", "US"),
    ("usa", "US"),
    ("united states", "US"),
    ("midwest", "US"),
    ("uk", "UK"),
    ("england", "UK"),
    ("scotland", "UK"),
    ("wales", "UK"),
    ("west midlands", "UK"),
    ("britain", "UK"),
    ("united kingdom", "UK"),
    ("bavaria", "Germany"),
    ("ontario", "Canada"),
    ("queensland", "Australia"),
];

/// `Queensland, Australia` is Australia, `US Midwest` the US.
pub(super) fn country(region: &str) -> Option<String> {
    let lower = region.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let padded = format!(" {} ", words.join(" "));
    let stands = |part: &str| padded.contains(&format!(" {part} "));
    let listed = COUNTRIES.iter().find(|(part, _)| stands(part));
    if let Some((_, country)) = listed {
        return Some((*country).to_owned());
    }
    // The country stands last: "New South Wales, Australia".
    let last = region.rsplit(',').next().map(str::trim)?;
    (!last.is_empty()).then(|| last.to_owned())
}
