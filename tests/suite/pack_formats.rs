//! Does a pack leave in every format word for word, the same on every day, and come back as what it is?

use std::io::{Cursor, Read};
use std::path::PathBuf;

use docx_rs::{DocumentChild, Docx, Name, Paragraph, Run, read_docx};

use verbatim::archive::Archive;
use verbatim::call::Span;
use verbatim::quote::edit;
use verbatim::quote::pack::render::template::{self, House, Rendered};
use verbatim::quote::pack::render::{PackFormat, render};
use verbatim::quote::pack::{Item, Pack};
use verbatim::quote::rights::Purpose;
use verbatim::quote::rights::book::Rights;
use verbatim::quote::rights::gate::{Cleared, gate};
use verbatim::quote::seal::seal;
use verbatim::quote::verify::finding::{Class, Finding};
use verbatim::quote::verify::read::{Unit, read};
use verbatim::quote::verify::{Whose, verify};
use verbatim::store::DataDir;

use crate::harness::{Desk, Talk, project};

const TYPED: &str = "We type it all in by hand, every night, and it takes hours.";

/// What is hard to write in one format or another.
fn hard() -> Vec<String> {
    let mut texts: Vec<String> = [
        TYPED,
        "  Two spaces  in front, and  within.",
        "It takes\u{a0}three\u{a0}hours\u{202f}a day.",
        "We love it \u{1f389}\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} and it pays.",
        "The cafe\u{301} in Zu\u{308}rich closes early.",
        "\u{5d0}\u{5e0}\u{5d7}\u{5e0}\u{5d5} \u{5de}\u{5e7}\u{5dc}\u{5d9}\u{5d3}\u{5d9}\u{5dd} \u{5d4}\u{5db}\u{5dc}.",
        "\"They\" said 'fine' and <b>bold</b> & <p>paragraph</p> &amp; &nbsp; so.",
        "=SUM(A1:A9) is what they typed in.",
        "+49 is the prefix we dial.",
        "-40 degrees in the warehouse.",
        "@support answers after a week.",
        "First line of it\nsecond line of it\n\nand\ta third.",
        "# heading *stars* _under_ [link](http://x) `code` | pipe > quote ~~x~~ {{ name }} {% if %}",
        "The field is _x0041_ and then _x005F_ on the form.",
        "]]> and <!-- a comment --> went through.",
    ]
    .map(str::to_owned)
    .to_vec();
    let long: Vec<String> = (0..170)
        .map(|n| format!("We rekey order {n} by hand."))
        .collect();
    texts.push(long.join(" "));
    assert!(texts.iter().any(|text| text.len() > 4_000));
    texts
}

/// The hard texts as turns of a kept call, and a pack of all of them.
fn shelf() -> (Desk, Archive, Pack) {
    let desk = Desk::new();
    let talk = hard()
        .iter()
        .fold(Talk::new("h"), |talk, text| talk.prospect(text));
    desk.keep(&[talk]);
    let archive = Archive::open(&DataDir::new(desk.path("data"))).unwrap();
    let (_, call) = archive.catalogue.call("h").unwrap().unwrap();
    assert_eq!(call.turns.len(), hard().len());
    let items = (0_u32..).zip(&call.turns).map(|(index, turn)| {
        let end = turn.text.len() as u32;
        let seal = seal(&call, index, Span { start: 0, end }, "test").unwrap();
        Item {
            section: Some(format!("Part {} <&\"", index / 4)),
            note: (index % 2 == 1).then(|| "“said twice today”, <b>&".to_owned()),
            ..Item::new(seal, &call, &[])
        }
    });
    let pack = Pack {
        name: "By hand & \u{201c}foot\u{201d}".to_owned(),
        query: "\u{201c}all of it by hand\u{201d}".to_owned(),
        filters: vec![("persona".to_owned(), "end-user".to_owned())],
        items: items.collect(),
    };
    (desk, archive, pack)
}

/// The pack as it may leave for use in the house.
fn cleared(pack: &Pack) -> Cleared<Pack> {
    gate(
        pack,
        &Rights::none(jiff::civil::date(2026, 3, 1)),
        Purpose::Internal,
    )
    .allowed
}

/// The file of a pack.
fn written(format: PackFormat, pack: &Pack) -> Result<Vec<u8>, String> {
    render(format, &cleared(pack)).map_err(|error| error.to_string())
}

/// What a house's template makes of a pack.
fn house(name: &str, text: &str, pack: &Pack) -> Result<Rendered, String> {
    let house = House { name, text };
    let beside = |name: &str| match name {
        "row.txt" => Some("{{ quote.quote }}\n".to_owned()),
        "wrong.txt" => Some("one\n{{ quote.qoute }}\n".to_owned()),
        _ => None,
    };
    template::render(house, beside, &cleared(pack)).map_err(|error| error.to_string())
}

/// The pack in every format and by both templates that are shipped.
#[track_caller]
fn rendered(pack: &Pack) -> Vec<(String, Vec<u8>)> {
    let formats = PackFormat::ALL.iter().map(|format| {
        let bytes = written(*format, pack).unwrap();
        (format.name().to_owned(), bytes)
    });
    let mut all: Vec<(String, Vec<u8>)> = formats.collect();
    for name in ["slides.txt.j2", "testimonials.html.j2"] {
        let path: PathBuf = project().join("corpus-samples/templates").join(name);
        let text = std::fs::read_to_string(path).unwrap();
        all.push((name.to_owned(), house(name, &text, pack).unwrap().bytes));
    }
    all
}

fn checked(archive: &Archive, bytes: &[u8]) -> Vec<Finding> {
    let page = read(bytes).unwrap();
    verify(archive, &page.claims, Whose::Prospects).unwrap()
}

fn verdicts(archive: &Archive, bytes: &[u8]) -> Vec<Class> {
    let found = checked(archive, bytes);
    found.into_iter().map(|finding| finding.verdict).collect()
}

/// A part of a container.
#[track_caller]
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = archive.by_name(name).unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

// ---- word for word ----------------------------------------------------------------------------------------

#[test]
fn whatever_was_said_comes_back_exact_from_every_format() {
    let (_desk, archive, pack) = shelf();
    for (name, bytes) in rendered(&pack) {
        let found = checked(&archive, &bytes);
        assert_eq!(found.len(), pack.items.len(), "{name}: {found:#?}");
        for (finding, item) in found.iter().zip(&pack.items) {
            assert_eq!(finding.verdict, Class::Exact, "{name}: {finding:#?}");
            assert_eq!(finding.turn, Some(item.seal.turn), "{name}");
        }
    }
}

/// One letter in the middle of each quote is gone.
#[test]
fn a_letter_that_is_gone_is_caught_in_every_format() {
    let (_desk, archive, mut pack) = shelf();
    for item in &mut pack.items {
        let words = item.seal.exact.clone();
        let letters: Vec<(usize, char)> = words
            .char_indices()
            .filter(|(_, c)| c.is_alphanumeric())
            .collect();
        let (at, c) = letters[letters.len() / 2];
        item.seal.exact = format!("{}{}", &words[..at], &words[at + c.len_utf8()..]);
    }
    for (name, bytes) in rendered(&pack) {
        let found = verdicts(&archive, &bytes);
        let accepted = found.iter().filter(|class| class.is_accepted()).count();
        assert_eq!((found.len(), accepted), (pack.items.len(), 0), "{name}");
    }
}

#[test]
fn marks_come_back_as_marks() {
    let (_desk, archive, mut pack) = shelf();
    pack.items.truncate(1);
    let marked = "We type […] by hand, every night, and it [the typing] takes hours.";
    let (_, edits) = edit::read(marked, TYPED).unwrap();
    pack.items[0].edits = edits;
    for (name, bytes) in rendered(&pack) {
        assert_eq!(verdicts(&archive, &bytes), [Class::Edited], "{name}");
    }
}

#[test]
fn what_somebody_wrote_beside_the_quotes_is_no_better_for_it() {
    let (_desk, archive, mut pack) = shelf();
    pack.items.truncate(2);
    let page = String::from_utf8(written(PackFormat::Html, &pack).unwrap()).unwrap();
    let page = page.replace(
        "</main>",
        "<p>“Our elephants paint all day long.”</p></main>",
    );
    assert_eq!(
        verdicts(&archive, page.as_bytes()),
        [Class::Exact, Class::Exact, Class::NotFound]
    );
}

// ---- the same bytes ---------------------------------------------------------------------------------------

#[test]
fn the_same_pack_gives_the_same_bytes_on_any_day_and_thread() {
    let (_desk, _, pack) = shelf();
    let once = rendered(&pack);
    assert_eq!(rendered(&pack), once, "again, in the same thread");
    let elsewhere = std::thread::scope(|scope| scope.spawn(|| rendered(&pack)).join().unwrap());
    assert_eq!(elsewhere, once, "in another thread");
    let today = jiff::Timestamp::now().to_string();
    for (name, bytes) in &once {
        let has = |words: &str| {
            bytes
                .windows(words.len())
                .any(|window| window == words.as_bytes())
        };
        assert!(!has(&today[..10]), "{name} knows what day it is");
        // Behind the signature of each part: version, flags, method, then time and day of MS-DOS, of 1 January 1980.
        let parts = bytes
            .windows(14)
            .filter(|part| part.starts_with(b"PK\x03\x04"));
        for part in parts {
            assert_eq!(part[10..14], [0, 0, 0x21, 0], "{name}");
        }
    }
}

#[test]
fn the_format_is_that_of_the_files_ending() {
    let (desk, _, _) = shelf();
    desk.verbatim(&["pack", "add", "p", "h:0", "h:7"]).done();
    for ending in ["md", "html", "docx", "xlsx", "csv", "json", "txt"] {
        let (here, there) = (format!("p.{ending}"), format!("q.{ending}"));
        desk.verbatim(&["pack", "export", "p", "--out", &here])
            .done();
        let far = ["pack", "export", "p", "--format", ending, "-o", &there];
        desk.verbatim_where("TZ", "Pacific/Auckland", &far).done();
        let bytes = |name: &str| std::fs::read(desk.path(name)).unwrap();
        assert_eq!(bytes(&here), bytes(&there), "{ending}");
        desk.verbatim(&["verify", &here])
            .done()
            .says("2 quotes: 2 exact");
    }
    desk.verbatim(&["verify", "p.docx"]).says("paragraph ");
    desk.verbatim(&["verify", "p.xlsx"]).says("row 2");
    desk.verbatim(&["pack", "export", "p", "-o", "p.pptx"])
        .has_trouble()
        .warns("the formats are md, html");
}

// ---- each format ------------------------------------------------------------------------------------------

#[test]
fn a_page_stands_alone_and_runs_nothing() {
    let (_desk, _, mut pack) = shelf();
    pack.items[0].said_by.link = Some("javascript:alert(1)".to_owned());
    pack.items[1].said_by.link = Some("https://calls.example/1?a=1&b=2".to_owned());
    pack.items[2].said_by.role = "<script>alert(1)</script>".to_owned();
    let page = String::from_utf8(written(PackFormat::Html, &pack).unwrap()).unwrap();
    for never in ["<script", "javascript:", "src=", "<link", "@import", "url("] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.contains("href=\"https://calls.example/1?a=1&#38;b=2\""));
    assert!(page.contains("@media print"));
    let count = |words: &str| page.matches(words).count();
    assert_eq!(count("<blockquote"), pack.items.len());
    assert_eq!(count("data-quote-sha256=\""), pack.items.len());
    assert_eq!(count("<h2>Part "), 4, "a heading for each section");
    assert!(page.contains("First line of it<br>second line of it<br><br>and\ta third."));
}

#[test]
fn a_document_has_real_styles_and_its_sources_as_footnotes() {
    let (_desk, _, pack) = shelf();
    let bytes = written(PackFormat::Docx, &pack).unwrap();
    let document = read_docx(&bytes).unwrap();
    for (id, name) in [
        ("Title", "Title"),
        ("Heading1", "heading 1"),
        ("Heading2", "heading 2"),
        ("Quote", "Quote"),
        ("Caption", "caption"),
        ("FootnoteText", "footnote text"),
    ] {
        let style = document.styles.find_style_by_id(id).unwrap();
        assert_eq!(style.name, Name::new(name));
    }
    let paragraphs: Vec<&Paragraph> = document
        .document
        .children
        .iter()
        .filter_map(|child| match child {
            DocumentChild::Paragraph(paragraph) => Some(paragraph.as_ref()),
            _ => None,
        })
        .collect();
    let of = |style: &str| -> Vec<&Paragraph> {
        let is_own = |paragraph: &&Paragraph| {
            let own = paragraph.property.style.as_ref();
            own.is_some_and(|own| own.val == style)
        };
        paragraphs.iter().copied().filter(is_own).collect()
    };
    assert_eq!(of("Title").len(), 1);
    assert_eq!(of("Heading1").len(), 4);
    let quotes = of("Quote");
    assert_eq!(quotes.len(), pack.items.len());
    assert_eq!(quotes[0].raw_text(), TYPED);
    assert!(
        quotes[1]
            .raw_text()
            .contains("spaces  in front, and  within")
    );
    // What the crate writes and does not read.
    let xml = part(&bytes, "word/document.xml");
    assert_eq!(
        xml.matches("<w:bidi />").count(),
        1,
        "one is written from right to left"
    );
    let notes = part(&bytes, "word/footnotes.xml");
    for number in 1..=quotes.len() {
        let mark = format!("<w:footnoteReference w:id=\"{number}\" />");
        assert_eq!(xml.matches(&mark).count(), 1, "{number}");
        assert!(notes.contains(&format!("<w:footnote w:id=\"{number}\">")));
    }
    assert_eq!(notes.matches(" Source: h:").count(), quotes.len());
    let facts = part(&bytes, "docProps/core.xml");
    assert!(facts.contains("By hand &amp; ") && !facts.contains("creator"));
}

#[test]
fn every_cell_of_a_workbook_is_a_string() {
    let (_desk, _, pack) = shelf();
    let bytes = written(PackFormat::Xlsx, &pack).unwrap();
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains("name=\"Quotes\"") && book.contains("name=\"About\""));
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        let sheet = part(&bytes, sheet);
        assert!(!sheet.contains("<f>"), "a formula");
        let cells = sheet.split("<c ").skip(1);
        let heads: Vec<&str> = cells.filter_map(|cell| cell.split('>').next()).collect();
        assert!(!heads.is_empty());
        for head in heads {
            assert!(head.contains("t=\"s\""), "{head}");
        }
    }
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("<pane "));
    let strings = part(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("<t>=SUM(A1:A9) is what they typed in.</t>"));
}

/// A format, what is put into an item, and what the refusal says.
type Case<'a> = (PackFormat, &'a dyn Fn(&mut Item), [&'a str; 2]);

#[test]
fn what_a_format_has_no_place_for_is_refused_and_named() {
    let (_desk, _, pack) = shelf();
    let refused = |format: PackFormat, change: &dyn Fn(&mut Item)| {
        let mut pack = pack.clone();
        change(&mut pack.items[2]);
        written(format, &pack).unwrap_err()
    };
    let long = "We type it in. ".repeat(2_300);
    let cases: [Case<'_>; 6] = [
        (
            PackFormat::Docx,
            &|item| item.seal.exact = "bell\u{7} rings".to_owned(),
            ["the words of quote 3", "U+0007"],
        ),
        (
            PackFormat::Docx,
            &|item| item.note = Some("\u{fffe}".to_owned()),
            ["the note of quote 3", "U+FFFE"],
        ),
        (
            PackFormat::Html,
            &|item| item.seal.exact = "a\0b".to_owned(),
            ["the words of quote 3", "U+0000"],
        ),
        (
            PackFormat::Xlsx,
            &|item| item.seal.exact = long.clone(),
            ["the words of quote 3", "32,767"],
        ),
        (
            PackFormat::Xlsx,
            &|item| item.seal.exact = "<r>so we said</r>".to_owned(),
            ["the words of quote 3", "markup"],
        ),
        (
            PackFormat::Xlsx,
            &|item| item.section = Some("<r></r>".to_owned()),
            ["the section of quote 3", "markup"],
        ),
    ];
    for (format, change, told) in cases {
        let error = refused(format, change);
        for words in told.iter().chain(&[format.name(), "choose another format"]) {
            assert!(error.contains(words), "{words}: {error}");
        }
        assert!(!error.contains("so we said"), "{error}");
    }
    // A workbook writes controls as spreadsheets do.
    let mut spoken = pack;
    spoken.items[0].seal.exact = "bell\u{7} rings".to_owned();
    let bytes = written(PackFormat::Xlsx, &spoken).unwrap();
    assert_eq!(read(&bytes).unwrap().claims[0].words, "bell\u{7} rings");
}

#[test]
fn a_row_says_so_whichever_of_its_cells_was_neutralized() {
    let (_desk, _, mut pack) = shelf();
    pack.items[0].note = Some("=cmd()".to_owned());
    let bytes = written(PackFormat::Csv, &pack).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let row = reader.records().next().unwrap().unwrap();
    assert_eq!((&row[3], &row[25]), ("'=cmd()", "yes"));
    assert_eq!(read(&bytes).unwrap().claims[0].words, TYPED);
}

// ---- documents of others ----------------------------------------------------------------------------------

fn document(paragraphs: &[(&str, &str)]) -> Vec<u8> {
    let write = |document: Docx, (style, text): &(&str, &str)| {
        let run = Run::new().add_text(*text);
        document.add_paragraph(Paragraph::new().style(style).add_run(run))
    };
    let document = paragraphs.iter().fold(Docx::new(), write);
    let mut bytes = Cursor::new(Vec::new());
    document.pack(&mut bytes).unwrap();
    bytes.into_inner()
}

#[test]
fn words_that_were_pasted_into_a_document_are_verified() {
    let (_desk, archive, _) = shelf();
    let altered = "We type it all in by feet, every night, and it takes hours.";
    let says = format!("She said \u{201c}{TYPED}\u{201d} to us.");
    for (paragraphs, expected) in [
        (vec![("Normal", says.as_str())], vec![(1, Class::Exact)]),
        (vec![("Normal", TYPED)], vec![(1, Class::Exact)]),
        (
            vec![("Heading1", "A story"), ("Normal", ""), ("Quote", TYPED)],
            vec![(3, Class::Exact)],
        ),
        (
            vec![("Quote", altered), ("Normal", says.as_str())],
            vec![(1, Class::Altered), (2, Class::Exact)],
        ),
    ] {
        let bytes = document(&paragraphs);
        assert_eq!(read(&bytes).unwrap().unit, Unit::Paragraph);
        let found = checked(&archive, &bytes);
        let found: Vec<(u32, Class)> = found.iter().map(|one| (one.line, one.verdict)).collect();
        assert_eq!(found, expected, "{paragraphs:?}");
    }
}

// ---- templates --------------------------------------------------------------------------------------------

#[test]
fn a_template_is_told_where_it_is_wrong_and_what_was_expected() {
    let (_desk, _, pack) = shelf();
    for (text, told) in [
        ("a\n{% for %}\n", "t.txt:2: this is no Jinja"),
        ("{{ quotes[0].qoute }}", "t.txt:1: "),
        ("{{ quotes[0].qoute }}", "verbatim schema pack"),
        ("\n\n{{ name }}", "t.txt:3: "),
        ("{{ pack.name | shout }}", "t.txt:1: unknown filter"),
        ("{% include 'none.txt' %}", "does not lie beside it"),
        (
            "{% for quote in quotes %}{% include 'wrong.txt' %}{% endfor %}",
            "wrong.txt:2: ",
        ),
        ("{% include 't.txt' %}", "t.txt:"),
        (
            "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
            "too many steps",
        ),
        (
            "{% for a in range(9) %}{{ 'x' * 9000000 }}{% endfor %}",
            "larger than 16 MiB",
        ),
    ] {
        let error = house("t.txt", text, &pack).unwrap_err();
        assert!(error.contains(told), "{text}: {error}");
        assert!(!error.contains("by hand"), "words in an error: {error}");
    }
}

#[test]
fn a_template_sees_the_pack_and_escapes_by_its_ending() {
    let (_desk, _, pack) = shelf();
    let said = |name: &str, text: &str| {
        let bytes = house(name, text, &pack).unwrap().bytes;
        String::from_utf8(bytes).unwrap()
    };
    let name = "By hand & \u{201c}foot\u{201d}\n";
    assert_eq!(said("t.txt", "{{ pack.name }}"), name);
    assert_eq!(
        said("t.HTML.j2", "{{ pack.name }}"),
        name.replace('&', "&amp;")
    );
    assert_eq!(
        said("t.txt", "{{ quotes|length }} {{ sections|length }}"),
        "16 4\n"
    );
    assert_eq!(
        said("t.txt", "[{{ quotes[0].note }}]"),
        "[]\n",
        "none prints nothing"
    );
    assert_eq!(
        said("t.txt", "{{ quotes[11].quote|one_line }}"),
        "First line of it second line of it and a third.\n"
    );
    let row = "{% for quote in quotes[:1] %}{% include 'row.txt' %}{% endfor %}";
    assert_eq!(said("t.txt", row), format!("{TYPED}\n"));
    for (field, expected) in [
        ("quotes[0].number", "1"),
        ("quotes[0].source", "h:0:0-59"),
        ("quotes[0].seal.side", "prospect"),
        ("quotes[0].section", "Part 0 <&\""),
        ("pack.filters[0].value", "end-user"),
    ] {
        assert_eq!(
            said("t.txt", &format!("{{{{ {field} }}}}")),
            format!("{expected}\n")
        );
    }
}

#[test]
fn a_template_that_changes_words_is_told() {
    let (_desk, _, pack) = shelf();
    let changed = |name: &str, text: &str| house(name, text, &pack).unwrap().changed;
    let all = "{% for quote in quotes %}{{ quote.quote }}\n{% endfor %}";
    assert_eq!(changed("t.txt", all), Vec::<usize>::new());
    let marked = "{% for quote in quotes %}<p><b>{{ quote.quote }}</b></p>\n{% endfor %}";
    assert_eq!(changed("t.html", marked), Vec::<usize>::new());
    let shouted =
        "{{ quotes[0].quote|upper }}{% for quote in quotes[1:] %}{{ quote.quote }}\n{% endfor %}";
    assert_eq!(changed("t.txt", shouted), [1]);
    assert_eq!(
        changed("t.txt", "{{ quotes[0].quote }}").len(),
        pack.items.len() - 1
    );
}

#[test]
fn templates_are_filled_in_at_the_command_line() {
    let (desk, _, _) = shelf();
    desk.verbatim(&["pack", "add", "p", "h:0"]).done();
    desk.write(
        "house/page.html.j2",
        "{% include 'quote.j2' %}{% include '../secret.j2' %}",
    );
    desk.write("house/quote.j2", "<q>{{ quotes[0].quote }}</q>\n");
    desk.write("secret.j2", "secret");
    let page = ["pack", "export", "p", "--template", "house/page.html.j2"];
    let run = desk.verbatim(&page).has_trouble();
    let run = run.warns("page.html.j2:1: the template that it includes");
    assert!(!run.stdout.contains("secret"));
    desk.write("house/page.html.j2", "{% include 'quote.j2' %}");
    desk.verbatim(&page).done().says(&format!("<q>{TYPED}</q>"));
    desk.write("house/loud.txt", "{{ quotes[0].quote|upper }}");
    desk.verbatim(&["pack", "export", "p", "--template", "house/loud.txt"])
        .done()
        .warns("the words of quote 1");
    desk.verbatim(&["pack", "export", "p", "--template", "house/none.j2"])
        .has_trouble()
        .warns("cannot read house/none.j2");
}
