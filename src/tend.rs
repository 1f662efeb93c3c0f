//! How is a lexicon kept in order, tried, brought in from elsewhere, and weighed before it is used?
//!
//! What people do with lexicons between writing them and listening with them. Texts and calls come in, findings and
//! texts go out; nothing here reads or writes a file.

pub mod guide;

pub mod tags;

pub mod layout;

pub mod written;

pub mod covers;

pub mod check;

pub mod example;

pub mod import;

pub mod discover;

pub mod teach;

pub mod diff;

pub mod edit;
