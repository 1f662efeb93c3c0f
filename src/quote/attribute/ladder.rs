//! By which wider and wider words may a title, an industry, a size and a region be told?
//!
//! Title: as it is, then what kind of person ("operations executive"), then the buying role, then nobody in particular.
//! Industry: as it is, then its sector. Size: small, mid-size or large. Region: as it is, then the country.

use super::Facts;

/// The words for each part, the narrowest first; `None` where a part has no such word. The last rung fits everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ladder {
    parts: [Vec<Option<Rung>>; 4],
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rung {
    /// What is compared.
    key: String,
    /// What is written.
    text: String,
}

/// What somebody is called of whom nothing is told.
const SOMEBODY: &str = "a prospect";
/// Below these numbers of people a company is small, or mid-size.
const SMALL: u32 = 50;
const MID_SIZE: u32 = 1000;

impl Ladder {
    pub(super) fn of(facts: &Facts) -> Ladder {
        let title = filled(facts.title.as_deref());
        let industry = filled(facts.industry.as_deref()).map(first_part);
        let region = filled(facts.region.as_deref()).map(first_region);
        let persona = filled(Some(&facts.persona)).filter(|persona| *persona != "unknown");
        let same = |text: &str| rung(&text.to_lowercase(), text);
        let nobody = Some(rung("", ""));
        Ladder {
            parts: [
                vec![
                    title.map(|title| rung(&spelled_alike(title), title)),
                    title.and_then(kind_of_title).map(|kind| same(&kind)),
                    persona.map(|persona| rung(persona, &persona_text(persona))),
                    nobody.clone(),
                ],
                vec![
                    industry.map(same),
                    industry.and_then(sector).map(same),
                    nobody.clone(),
                ],
                vec![
                    facts.size.as_deref().and_then(size).map(same),
                    nobody.clone(),
                ],
                vec![
                    region.map(|region| rung(&region.to_lowercase(), without_country(region))),
                    region.and_then(country).map(|country| same(&country)),
                    nobody,
                ],
            ],
        }
    }

    /// Whether a part can be told on a rung.
    pub(super) fn has(&self, part: usize, rung: usize) -> bool {
        matches!(self.parts[part].get(rung), Some(Some(_)))
    }

    /// Whether somebody else's part is told by the same word.
    pub(super) fn fits(&self, other: &Ladder, part: usize, rung: usize) -> bool {
        let key = |ladder: &Ladder| -> Option<String> {
            let rung = ladder.parts[part].get(rung)?.as_ref()?;
            Some(rung.key.clone())
        };
        key(self).is_some() && key(self) == key(other)
    }

    /// The attribution with each part on its rung.
    pub(super) fn text(&self, rungs: [usize; 4]) -> String {
        let of = |part: usize| -> &str {
            let rung = self.parts[part].get(rungs[part]);
            rung.and_then(Option::as_ref)
                .map_or("", |rung| rung.text.as_str())
        };
        let who = if of(0).is_empty() { SOMEBODY } else { of(0) };
        let company = match (of(2), of(1)) {
            ("", "") => String::new(),
            (size, "") => format!("{size} company"),
            ("", industry) => firm(industry),
            (size, industry) => format!("{size} {}", firm(industry)),
        };
        let parts = [who, company.as_str(), of(3)];
        let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        told.join(", ")
    }
}

fn rung(key: &str, text: &str) -> Rung {
    Rung {
        key: key.to_owned(),
        text: text.to_owned(),
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// `charity, hospice care` is told as a charity.
fn first_part(text: &str) -> &str {
    text.split([',', '(', ';']).next().unwrap_or(text).trim()
}

/// `Germany / remote EU` is told as Germany.
fn first_region(text: &str) -> &str {
    text.split(['/', ';', '(']).next().unwrap_or(text).trim()
}

/// One spelling for titles that are one: `Vice President of IT` and `VP, IT`.
fn spelled_alike(title: &str) -> String {
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
fn kind_of_title(title: &str) -> Option<String> {
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

fn persona_text(persona: &str) -> String {
    match persona {
        "economic-buyer" => "decision maker".to_owned(),
        "end-user" => "user".to_owned(),
        other => other.replace('-', " "),
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

fn sector(industry: &str) -> Option<&'static str> {
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
fn size(text: &str) -> Option<&'static str> {
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
    ("us ", "US"),
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
fn country(region: &str) -> Option<String> {
    let lower = format!("{} ", region.to_lowercase());
    let listed = COUNTRIES.iter().find(|(part, _)| lower.contains(part));
    if let Some((_, country)) = listed {
        return Some((*country).to_owned());
    }
    // "Canada, Atlantic" has the country in front; a known country's name at either end would be needed to tell.
    let last = region.rsplit(',').next().map(str::trim)?;
    (!last.is_empty()).then(|| last.to_owned())
}

/// `US Midwest` is told as the Midwest.
fn without_country(region: &str) -> &str {
    let rest = region.strip_prefix("US ").unwrap_or(region);
    if rest.is_empty() { region } else { rest }
}

/// An industry as a noun for a company.
fn firm(industry: &str) -> String {
    let nouns = [
        "firm",
        "bank",
        "company",
        "practice",
        "clinic",
        "clinics",
        "agency",
        "school",
        "university",
        "hospital",
        "charity",
        "manufacturer",
        "distributor",
        "retailer",
        "supplier",
        "wholesaler",
    ];
    let last = industry.rsplit(' ').next().unwrap_or("").to_lowercase();
    if nouns.contains(&last.as_str()) {
        industry.to_owned()
    } else {
        format!("{industry} firm")
    }
}
