//! How do people and programs ask without a terminal?
//!
//! Pages for marketers and an API for programs, over the same archive and the same query as the command line.
//! Nothing here knows how calls are read or heard; it shows what is kept.

pub mod app;

pub mod listen;

pub mod auth;

pub mod limits;

pub mod log;

pub mod metrics;

mod health;

pub mod room;

pub mod ask;

mod values;

pub mod live;

pub mod feed;

mod saved;

mod period;

pub mod work;

pub mod hooks;

pub mod alerts;

pub mod deletions;

pub mod tools;

mod basket;

mod packs;

mod desk;

mod lesson;

mod preview;

mod intake;

pub mod trouble;

mod headers;

mod assets;

mod marked;

mod shown;

mod counted;

mod answered;

mod by_hand;

mod pages;

pub mod api;

pub mod openapi;
