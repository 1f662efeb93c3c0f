//! Who said what, as far as the files tell?
//!
//! Bytes come in, [`crate::call::Call`]s go out: found (`source`), parsed (`parse`), and made into turns with
//! known sides (`normalize`). Nothing here knows what is listened for, where calls are kept, or how they are found.

pub mod format;

pub mod transcript;

pub mod source;

pub mod companions;

pub mod crm;

pub mod parse;

pub mod normalize;

pub mod read;

pub mod hooks;
pub mod pull;
