//! What do deals know of calls, people and accounts that were deleted?
//!
//! Deals are the CRM's and outlive calls. Ids of deleted calls are struck from their lists, with the stages told of those
//! calls; e-mail addresses and owners where the person was deleted; the whole deal where its account was.

use rusqlite::{Connection, params};

use crate::store::error::Trouble;
use crate::store::tombstones::{Kind, Tombstones, folded};

/// A deal, as far as deletion goes. Lists are one entry a line.
struct Row {
    key: String,
    accounts: String,
    owner: Option<String>,
    emails: String,
    calls: String,
}

/// Strikes what was deleted and gives the number of deals that changed.
pub(super) fn strike(conn: &Connection, dead: &Tombstones) -> Result<u64, Trouble> {
    let mut n_changed = 0;
    for deal in deals(conn)? {
        if dead.has_gone() && is_of_gone_account(&deal, dead) {
            conn.prepare_cached("DELETE FROM deal WHERE key = ?1")?
                .execute(params![deal.key])?;
            n_changed += 1;
            continue;
        }
        let emails = without(&deal.emails, |email| is_gone(dead, email));
        let calls = without(&deal.calls, |call| dead.has(Kind::Call, call));
        let owner = deal.owner.clone().filter(|owner| !is_gone(dead, owner));
        if emails != deal.emails || calls != deal.calls || owner != deal.owner {
            conn.prepare_cached(
                "UPDATE deal SET emails = ?2, calls = ?3, owner = ?4 WHERE key = ?1",
            )?
            .execute(params![deal.key, emails, calls, owner])?;
            n_changed += 1;
        }
        strike_stages(conn, &deal, dead)?;
    }
    Ok(n_changed)
}

/// What a table said of the stage at the time of a call goes with the call.
fn strike_stages(conn: &Connection, deal: &Row, dead: &Tombstones) -> Result<(), Trouble> {
    for call in deal.calls.lines().filter(|call| dead.has(Kind::Call, call)) {
        conn.prepare_cached("DELETE FROM deal_stage WHERE deal = ?1 AND call = ?2")?
            .execute(params![deal.key, call])?;
    }
    Ok(())
}

fn deals(conn: &Connection) -> Result<Vec<Row>, Trouble> {
    let mut select = conn.prepare("SELECT key, accounts, owner, emails, calls FROM deal")?;
    let mut rows = select.query([])?;
    let mut deals = Vec::new();
    while let Some(row) = rows.next()? {
        deals.push(Row {
            key: row.get(0)?,
            accounts: row.get(1)?,
            owner: row.get(2)?,
            emails: row.get(3)?,
            calls: row.get(4)?,
        });
    }
    Ok(deals)
}

/// A deal of several accounts stays while one of them does.
fn is_of_gone_account(deal: &Row, dead: &Tombstones) -> bool {
    let mut accounts = deal.accounts.lines().peekable();
    accounts.peek().is_some()
        && accounts.all(|account| dead.has(Kind::GoneAccount, &folded(account)))
}

/// Whether somebody of this name or e-mail address was deleted.
pub(super) fn is_gone(dead: &Tombstones, who: &str) -> bool {
    let who = folded(who);
    dead.has_gone() && (dead.has(Kind::GoneEmail, &who) || dead.has(Kind::GoneName, &who))
}

fn without(lines: &str, is_struck: impl Fn(&str) -> bool) -> String {
    let kept: Vec<&str> = lines.lines().filter(|line| !is_struck(line)).collect();
    kept.join("\n")
}
