//! Do a CRM's deals come with what puts calls to them, and with the stages through which they went?

use verbatim::call::crm::{By, Clues, CrmDeal};
use verbatim::call::{Account, CallId, Deal};
use verbatim::ingest::crm::plan;
use verbatim::store::catalogue::Catalogue;

use super::{QUICK, Source};
use crate::sim::Sim;
use crate::sim::vendors::vendor;

/// The deals that a source gives.
fn listed(kind: &str) -> Vec<CrmDeal> {
    let vendor = vendor(kind);
    let sim = Sim::start(vendor.script);
    let source = Source::of(vendor, &sim.base, QUICK);
    assert_eq!(source.list().trouble, None, "{kind}");
    let catalogue = Catalogue::open_to_read(&source.dir()).unwrap();
    catalogue.deals().unwrap()
}

/// A call with somebody from the deal's company, told by the address alone.
fn call_on(day: &str) -> Clues {
    Clues {
        ord: 0,
        id: CallId("x".to_owned()),
        started_at: Some(format!("{day}T12:00:00Z")),
        source: None,
        account: Account::default(),
        deal: Deal::default(),
        emails: vec!["pam@brindle.example".to_owned()],
    }
}

/// The stage at the time of a call, where the call goes to the deal.
fn stage_on(deal: &CrmDeal, day: &str) -> Option<String> {
    let plan = plan(std::slice::from_ref(deal), &[call_on(day)]);
    let joined = plan.joined.into_iter().next()?;
    assert_eq!(joined.by, By::Domain);
    joined.facts.stage
}

fn told(stages: &[(&str, &str)]) -> Vec<(String, String)> {
    let stages = stages.iter();
    stages
        .map(|(at, stage)| ((*at).to_owned(), (*stage).to_owned()))
        .collect()
}

fn past(deal: &CrmDeal) -> Vec<(String, String)> {
    let changes = deal.stages.iter();
    changes
        .map(|change| (change.at.clone(), change.stage.clone()))
        .collect()
}

#[test]
fn hubspots_deals_know_their_company_and_their_past() {
    let deals = listed("hubspot");
    let deal = &deals[0];
    assert_eq!(deal.id.as_deref(), Some("501"));
    assert_eq!(deal.accounts, ["Brindle Creek"]);
    assert_eq!(deal.domains, ["brindle.example"]);
    assert_eq!(deal.region.as_deref(), Some("Ohio"), "the country is empty");
    assert_eq!(deal.stage.as_deref(), Some("Closed (lost)"));
    assert_eq!(
        past(deal),
        told(&[
            ("2026-10-01T08:00:00Z", "First talk"),
            ("2026-11-05T09:30:00Z", "Demo done"),
            ("2026-11-18T16:00:00Z", "Closed (lost)"),
        ])
    );
    assert_eq!(stage_on(deal, "2026-10-20").as_deref(), Some("First talk"));
    assert_eq!(stage_on(deal, "2026-11-17").as_deref(), Some("Demo done"));
    assert!(deals[1].stages.is_empty(), "nothing is known of the other");
}

#[test]
fn salesforces_opportunities_know_their_company_and_their_past() {
    let deals = listed("salesforce");
    let deal = &deals[0];
    assert_eq!(deal.id.as_deref(), Some("006000000000001AAA"));
    assert_eq!(deal.domains, ["brindle.example"]);
    assert_eq!(deal.region.as_deref(), Some("United States"));
    assert_eq!(
        past(deal),
        told(&[
            ("2026-10-01T08:00:00Z", "Prospecting"),
            ("2026-11-18T16:00:00Z", "Closed Lost"),
        ])
    );
    assert_eq!(stage_on(deal, "2026-11-10").as_deref(), Some("Prospecting"));
    assert_eq!(deals[1].stages.len(), 1);
}
