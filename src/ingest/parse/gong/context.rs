//! What do the CRM objects attached to a Gong call say about account and deal?

use super::shape::{ContextJson, FieldJson, ObjectJson};
use crate::call::{Account, Deal};
use crate::ingest::parse::deal::outcome_of_stage;

/// The facts of the first account and the first opportunity among the objects.
pub(super) fn facts(context: &[ContextJson]) -> (Option<Account>, Option<Deal>) {
    let objects = || context.iter().flat_map(|system| system.objects.iter());
    let account = objects()
        .find(|object| is_type(object, &["account", "company"]))
        .map(account);
    let deal = objects()
        .find(|object| is_type(object, &["opportunity", "deal"]))
        .map(deal);
    (account, deal)
}

fn is_type(object: &ObjectJson, names: &[&str]) -> bool {
    let object_type = object.object_type.0.as_deref().unwrap_or("");
    names
        .iter()
        .any(|name| name.eq_ignore_ascii_case(object_type))
}

fn account(object: &ObjectJson) -> Account {
    let mut account = Account::default();
    for (key, value) in object.fields.iter().filter_map(named_value) {
        let fact = match key.as_str() {
            "name" | "accountname" => &mut account.name,
            "industry" => &mut account.industry,
            "numberofemployees" | "employees" | "size" | "companysize" => &mut account.size,
            "region" | "territory" | "billingcountry" | "country" => &mut account.region,
            _ => continue,
        };
        fact.get_or_insert_with(|| value.to_owned());
    }
    account
}

fn deal(object: &ObjectJson) -> Deal {
    let mut deal = Deal {
        id: object.object_id.0.clone(),
        ..Deal::default()
    };
    let mut is_won = None;
    let mut is_closed = None;
    for (key, value) in object.fields.iter().filter_map(named_value) {
        let fact = match key.as_str() {
            "iswon" => &mut is_won,
            "isclosed" => &mut is_closed,
            "stagename" | "stage" | "dealstage" => &mut deal.stage,
            "amount" => &mut deal.amount,
            // Salesforce has no standard field for it: `Loss_Reason__c`, `Closed_Lost_Reason__c`, ….
            reason if reason.contains("reason") => &mut deal.reason,
            _ => continue,
        };
        fact.get_or_insert_with(|| value.to_owned());
    }
    deal.outcome = outcome(
        is_won.as_deref(),
        is_closed.as_deref(),
        deal.stage.as_deref(),
    );
    deal
}

/// A field's name without case, marks and the `__c` of custom fields, and its value if it has one.
fn named_value(field: &FieldJson) -> Option<(String, &str)> {
    let name = field.name.0.as_deref()?.to_ascii_lowercase();
    let name = name.strip_suffix("__c").unwrap_or(&name);
    let key = name.chars().filter(|c| c.is_alphanumeric()).collect();
    Some((key, field.value.0.as_deref()?))
}

/// The CRM's own flags decide; only without them the stage's name, and only where it is plain.
fn outcome(won: Option<&str>, closed: Option<&str>, stage: Option<&str>) -> Option<String> {
    let is_true = |flag: &str| flag.eq_ignore_ascii_case("true");
    let word = match (won.map(is_true), closed.map(is_true)) {
        (Some(true), _) => "won",
        (Some(false), Some(true)) => "lost",
        (_, Some(false)) => "open",
        _ => return outcome_of_stage(stage?),
    };
    Some(word.to_owned())
}
