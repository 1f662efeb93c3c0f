//! Is the list of formats the same in the code, in the README and at the command line?

use serde_json::Value;
use verbatim::cli::formats;
use verbatim::ingest::format::{Evidence, FORMATS, Format};

use crate::harness::{Desk, project};

const BEGIN: &str = "<!-- formats: what `verbatim formats --markdown` prints -->\n";
const END: &str = "<!-- end of formats -->";

#[test]
fn the_table_of_the_readme_is_that_of_the_code() {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let (_, rest) = readme.split_once(BEGIN).expect("the table's beginning");
    let (table, _) = rest.split_once(END).expect("the table's end");
    assert_eq!(
        table,
        formats::markdown(),
        "write what `verbatim formats --markdown` prints into the README"
    );
}

#[test]
fn every_format_is_listed_once_and_found_by_its_name() {
    let desk = Desk::new();
    let lines = desk.verbatim(&["formats", "--json"]).done().lines();
    assert_eq!(lines.len(), FORMATS.len());
    for (line, about) in lines.iter().zip(FORMATS) {
        assert_eq!(line["format"], about.name);
        assert_eq!(line["title"], about.title);
        let is_experimental = about.evidence == Evidence::SecondHand;
        assert_eq!(line["experimental"], Value::Bool(is_experimental));
        assert_eq!(Format::named(about.name), Some(about.format));
        assert_eq!(about.format.name(), about.name);
    }
    let shown = desk.verbatim(&["formats"]).done().stdout;
    let table = desk.verbatim(&["formats", "--markdown"]).done().stdout;
    assert_eq!(table, formats::markdown());
    for about in FORMATS {
        assert!(shown.contains(about.name) && shown.contains(about.title));
    }
    assert_eq!(shown.lines().count(), FORMATS.len() + 1);
}

#[test]
fn two_shapes_at_once_are_refused() {
    let desk = Desk::new();
    desk.verbatim(&["formats", "--json", "--markdown"])
        .has_trouble();
}
