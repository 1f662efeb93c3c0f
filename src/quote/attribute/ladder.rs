//! By which wider and wider words may a title, an industry, a size and a region be told?
//!
//! Title: as it is, then what kind of person ("operations executive"), then the buying role, then nobody in particular.
//! Industry: as it is, then its sector. Size: small, mid-size or large. Region: as it is, then the country.

use super::Facts;
use super::kinds::{country, kind_of_title, sector, size, spelled_alike};

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

impl Ladder {
    pub(super) fn of(facts: &Facts) -> Ladder {
        let title = filled(facts.title.as_deref());
        let industry = filled(facts.industry.as_deref()).map(first_part);
        let region = filled(facts.region.as_deref()).map(first_region);
        let persona = filled(Some(facts.persona.as_str())).filter(|persona| *persona != "unknown");
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
        let own = self.key(part, rung);
        own.is_some() && own == other.key(part, rung)
    }

    fn key(&self, part: usize, rung: usize) -> Option<&str> {
        let rung = self.parts[part].get(rung)?.as_ref()?;
        Some(&rung.key)
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

fn persona_text(persona: &str) -> String {
    match persona {
        "economic-buyer" => "decision maker".to_owned(),
        "end-user" => "user".to_owned(),
        other => other.replace('-', " "),
    }
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
