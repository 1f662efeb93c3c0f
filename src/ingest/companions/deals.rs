//! What does `deals.csv` say about accounts and deals?
//!
//! Headings, outcomes, dates and amounts are read as in a CRM's export that is imported: people put one beside their calls.

use super::DealRow;
use crate::ingest::crm::rows_beside;
use crate::ingest::parse::encoding;
use crate::ingest::transcript::Problem;

/// The rows that can be put to a call.
pub(super) fn rows(bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<DealRow> {
    let Ok(decoded) = encoding::decode(bytes) else {
        let message = "deals.csv is no text and is left out; save it as CSV in UTF-8";
        problems.push(Problem::of_file("companion-unreadable", message));
        return Vec::new();
    };
    let rows = rows_beside(&decoded.text, problems);
    rows.unwrap_or_else(|| {
        problems.push(Problem::at_line(
            "deals-without-heading",
            1,
            "deals.csv has no column `call`, `account`, `domain` or `deal` and is left out; begin it \
             with call,account,domain,industry,size,region,deal,stage,outcome,reason,relationship,\
             amount,date",
        ));
        Vec::new()
    })
}
