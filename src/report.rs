//! What do counts say, over everything that is kept?
//!
//! By independent accounts first, then calls, then mentions: one loud account must not outshout the market. Every
//! count is one that somebody could count again by hand, and what is left out of it is counted beside it.

pub mod month;

pub mod ledger;

pub mod themes;

pub mod speech;

pub mod digest;
