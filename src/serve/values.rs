//! Does an address ask for anything that there could be?
//!
//! What the command line refuses in its flags is refused here in parameters: a slip would find nothing, as if nobody had
//! ever said it. The value itself is not repeated, because it may be somebody's words.

use crate::pipeline::values::{missed, told};
use crate::search::query::Field;
use crate::serve::app::App;
use crate::serve::ask::Ask;
use crate::serve::trouble::Trouble;

/// Refuses values that their fields cannot have.
pub fn check(app: &App, ask: &Ask) -> Result<(), Trouble> {
    let filters = ask.filters.iter();
    let filters = filters.map(|(field, value)| (*field, value.as_str()));
    for (field, value) in filters.chain(sides(ask)) {
        if let Some(names) = missed(field, value, || heard(app))? {
            let name = field.name();
            let apart = format!("{name}=…&{name}=…");
            let why = told(field, value, &names, &apart);
            return Err(Trouble::Asked(format!("`{name}`: {why}")));
        }
    }
    Ok(())
}

/// The sides, which stand in one parameter with commas between them.
fn sides(ask: &Ask) -> impl Iterator<Item = (Field, &str)> {
    let sides = ask.side.as_deref().unwrap_or("").split(',').map(str::trim);
    sides
        .filter(|side| !side.is_empty())
        .map(|side| (Field::Side, side))
}

/// The tags of the lexicons that are listened with.
fn heard(app: &App) -> Result<Vec<String>, Trouble> {
    let lexicons = app.lexicons.now();
    let tags = lexicons.entries.iter().map(|entry| entry.tag.0.clone());
    Ok(tags.collect())
}
