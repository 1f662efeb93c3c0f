//! Which fact stands under which heading?
//!
//! One table for all CRMs: the labels of HubSpot's, Salesforce's, Pipedrive's, Zoho's and Close's exports, the names of
//! their APIs, Fivetran's `property_…`, and our own deals.csv. Headings are compared without case, spaces and marks, so
//! `StageName`, `stage_name` and `Stage Name` are one. German, French, Spanish, Italian, Portuguese and Dutch labels stand
//! where we are sure of them; the import tells which columns were not understood.

/// A fact about a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Name,
    Account,
    Domain,
    Stage,
    Outcome,
    /// Says whether it was won or lost in some CRMs, and something else in other tables.
    Status,
    IsWon,
    IsLost,
    IsClosed,
    LostReason,
    WonReason,
    Reason,
    Amount,
    Currency,
    Relationship,
    Source,
    Type,
    Industry,
    Size,
    Region,
    Owner,
    Created,
    Closed,
    Contacts,
    /// Our own: the call that the row speaks of, and its date.
    Call,
    CallDate,
    IsDeleted,
}

/// By field, the headings that mean it. Of several in one table the first that is not blank in a row counts.
const HEADINGS: &[(Field, &str)] = &[
    (
        Field::Id,
        "opportunityid dealid recordid hsobjectid opportunityid18 casesafeid datensatzid iddelopportunité \
         iddelaopportunité iddelaoportunidad iddelafichedinformations idderegistro idrecord iddoregistro id deal \
         opportunity",
    ),
    (
        Field::Name,
        "dealname opportunityname dealtitle nomdelopportunité nomdelatransaction nombredelaoportunidad \
         nombredelnegocio nometrattativa nomedellatrattativa nomedonegócio dealnaam name title",
    ),
    (
        Field::Account,
        "accountname associatedcompanyprimary associatedcompany associatedcompanynames dealorganization \
         organizationname companyname leadname nomducompte nombredelacuenta unternehmensname \
         zugeordnetesunternehmen entrepriseassociée empresaasociada aziendaassociata empresaassociada gekoppeldbedrijf \
         account company organization customer",
    ),
    (
        Field::Domain,
        "companydomainname companydomain accountdomain emaildomain accountwebsite organizationwebsite website \
         websiteurl domain",
    ),
    (
        Field::Stage,
        "dealstage stagename opportunitystage statuslabel dealphase étapedelatransaction phasedelatransaction \
         etapadelnegocio fasedellatrattativa fasetrattativa etapadonegócio dealfase stage phase étape etapa fase",
    ),
    (Field::Outcome, "outcome dealoutcome dealstatus statustype"),
    (Field::Status, "status opportunitystatus"),
    (
        Field::IsWon,
        "isclosedwon hsisclosedwon iswon istabgeschlossenundgewonnen won",
    ),
    (
        Field::IsLost,
        "isclosedlost hsisclosedlost islost istabgeschlossenundverloren lost",
    ),
    (
        Field::IsClosed,
        "isclosed isdealclosed hsisclosed hsisdealclosed closed",
    ),
    (
        Field::LostReason,
        "closedlostreason lossreason lostreason deallostreason reasonlost reasonforloss verlustgrund \
         grundfürverlust grundfürverlorenendeal raisondelaperte motifdeperte motifdelaperte motivodepérdida \
         motivodelapérdida motivodenegocioperdido",
    ),
    (Field::WonReason, "closedwonreason winreason wonreason"),
    (
        Field::Reason,
        "reason crmreason winlossreason outcomereason",
    ),
    (
        Field::Amount,
        "amount dealamount opportunityamount valueformatted dealvalue closevalue betrag montant importe \
         importo bedrag value valor",
    ),
    (
        Field::Currency,
        "amountcurrency currencyisocode dealcurrencycode dealcurrency dealcurrencyofvalue opportunitycurrency \
         valuecurrency betragwährung montantdevise importedivisa currency währung devise divisa",
    ),
    (Field::Relationship, "relationship"),
    (
        Field::Source,
        "leadsource opportunityleadsource dealsource originalsource originalsourcetype originaltrafficsource \
         latestsource latesttrafficsource hsanalyticssource dealsourceorigin sourceorigin leadquelle \
         originedelapiste source",
    ),
    (Field::Type, "dealtype opportunitytype type typ tipo"),
    (
        Field::Industry,
        "industry accountindustry companyindustry organizationindustry branche secteurdactivité sector",
    ),
    (
        Field::Size,
        "size employees numberofemployees accountemployees accountnumberofemployees companysize mitarbeiter \
         anzahldermitarbeiter nombredemployés númerodeempleados",
    ),
    (
        Field::Region,
        "region territory country countryregion billingcountry accountcountry land pays país stateregion companystate \
         accountstate billingstate billingstateprovince",
    ),
    (
        Field::Owner,
        "dealowner opportunityowner ownername salesagent username hubspotownerid ownerid opportunityinhaber \
         propriétairedelopportunité propietariodelaoportunidad zuständigermitarbeiter propriétairedelatransaction \
         propietariodelnegocio proprietariodellatrattativa proprietáriodonegócio dealeigenaar owner",
    ),
    (
        Field::Created,
        "createdate createddate datecreated dealcreated dealdealcreated createdtime createdat engagedate \
         erstelldatum erstellungsdatum datedecréation fechadecreación datadicreazione datadecriação \
         aanmaakdatum created",
    ),
    (
        Field::Closed,
        "dealclosedon dealdealclosedon dealwontime deallosttime wontime losttime datewon datelost closedate closeddate \
         closingdate dateclosed closedat closedon schlusstermin abschlussdatum datedefermeture datedeclôture \
         fechadecierre datadichiusura datadefechamento sluitingsdatum dealexpectedclosedate expectedclosedate",
    ),
    (
        Field::Contacts,
        "associatedcontact associatedcontacts associatedcontactemails contactemail contactemails \
         primarycontactemail personemail personemailwork dealcontactperson contactname zugeordneterkontakt contactassocié \
         contactoasociado contattoassociato contatoassociado gekoppeldcontact contact contacts email emails",
    ),
    (Field::Call, "call callid file filename"),
    (Field::CallDate, "date calldate"),
    (Field::IsDeleted, "isdeleted fivetrandeleted"),
];

/// A heading without case and marks; what vendors put around names of fields is taken off.
pub(super) fn fold(heading: &str) -> String {
    let lower = heading.trim().to_lowercase();
    let bare = lower.strip_prefix("property_").unwrap_or(&lower);
    let bare = bare.strip_suffix("__c").unwrap_or(bare);
    let bare = bare.strip_suffix("_c").unwrap_or(bare);
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Ranks of headings that are only like those of the table.
const LIKE: usize = 100;

/// The field that a heading means, and its rank among the field's headings; smaller ones count first.
pub(super) fn field(heading: &str) -> Option<(Field, usize)> {
    let folded = fold(heading);
    for (field, names) in HEADINGS {
        if let Some(rank) = names.split(' ').position(|name| name == folded) {
            return Some((*field, rank));
        }
    }
    reason_like(&folded).map(|field| (field, LIKE))
}

/// Salesforce has no field of its own for it, so every team makes one: `Loss_Reason__c`, `Closed_Lost_Reason__c`,
/// `Reason_Lost__c`, `Primary Win Reason`.
fn reason_like(folded: &str) -> Option<Field> {
    if !folded.contains("reason") {
        return None;
    }
    let is_loss = folded.contains("lost") || folded.contains("loss");
    let is_win = folded.contains("won") || folded.contains("win");
    match (is_loss, is_win) {
        (true, true) => Some(Field::Reason),
        (true, false) => Some(Field::LostReason),
        (false, true) => Some(Field::WonReason),
        (false, false) => None,
    }
}

/// What stands before a stage in the label of its column.
const LABEL: &str = "date entered ";

/// HubSpot writes a column for each stage with the moment at which the deal came into it: as the label
/// `Date entered "Qualified To Buy (Sales Pipeline)"`, as the name `hs_v2_date_entered_qualifiedtobuy`.
pub(super) fn stage_entered(heading: &str) -> Option<String> {
    let heading = heading.trim();
    let lower = heading.to_ascii_lowercase();
    let bare = lower.strip_prefix("property_").unwrap_or(&lower);
    for prefix in ["hs_v2_date_entered_", "hs_date_entered_"] {
        if let Some(stage) = bare.strip_prefix(prefix) {
            return Some(stage.to_owned()).filter(|stage| !stage.is_empty());
        }
    }
    if !lower.starts_with(LABEL) {
        return None;
    }
    let label = heading.get(LABEL.len()..)?.trim();
    let label = label.trim_matches(|c: char| matches!(c, '"' | '\'' | '“' | '”' | '«' | '»'));
    let stage = match label.rsplit_once(" (") {
        Some((stage, pipeline)) if pipeline.ends_with(')') => stage,
        _ => label,
    };
    let stage = stage.trim();
    let is_named = !stage.is_empty() && !stage.eq_ignore_ascii_case("current stage");
    is_named.then(|| stage.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_of_the_table_means_one_thing() {
        let mut seen = Vec::new();
        for name in HEADINGS.iter().flat_map(|(_, names)| names.split(' ')) {
            assert_eq!(fold(name), name, "{name} is not written as it is compared");
            assert!(!seen.contains(&name), "{name} stands in the table twice");
            seen.push(name);
        }
    }

    #[test]
    fn a_heading_is_known_however_it_is_spelled() {
        for (heading, expected) in [
            ("Record ID", Field::Id),
            ("DEALSTAGE", Field::Stage),
            ("StageName", Field::Stage),
            ("property_dealname", Field::Name),
            ("Deal - Lost reason", Field::LostReason),
            ("Closed_Lost_Reason__c", Field::LostReason),
            ("reason_lost_c", Field::LostReason),
            ("Primary Win Reason", Field::WonReason),
            ("Win/Loss Reason", Field::Reason),
            ("hs_is_closed_won", Field::IsWon),
            ("Montant", Field::Amount),
            ("Schlusstermin", Field::Closed),
        ] {
            let found = field(heading).map(|(field, _)| field);
            assert_eq!(found, Some(expected), "{heading}");
        }
        for heading in ["Probability (%)", "Age", "", "Next Step", "Reason code"] {
            assert_eq!(field(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_column_of_entered_stages_names_its_stage() {
        for (heading, stage) in [
            ("hs_v2_date_entered_closedwon", Some("closedwon")),
            ("hs_date_entered_99123", Some("99123")),
            (
                "Date entered \"Contract Sent (Sales Pipeline)\"",
                Some("Contract Sent"),
            ),
            ("Date entered Demo", Some("Demo")),
            ("Date entered current stage", None),
            ("Create Date", None),
        ] {
            assert_eq!(stage_entered(heading).as_deref(), stage, "{heading}");
        }
    }
}
