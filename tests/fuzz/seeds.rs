//! From which files does the search begin?
//!
//! A small one of every format, in the folder beside this file: `deepgram.json`, `webvtt.rolling.vtt`; what stands before
//! the first full stop is the format. A Word document is there as the XML that it is made of, so that it can be
//! changed before it is packed.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::Context;
use verbatim::ingest::format::{FORMATS, Format};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Files by the name of their format. No format lacks one.
pub fn load() -> anyhow::Result<BTreeMap<&'static str, Vec<Vec<u8>>>> {
    let mut seeds: BTreeMap<&'static str, Vec<Vec<u8>>> = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds");
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(&folder).context("cannot list the seeds")? {
        paths.push(entry?.path());
    }
    paths.sort();
    for path in paths {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let name = file.split('.').next().unwrap_or_default();
        let format =
            Format::named(name).with_context(|| format!("{file} is named after no format"))?;
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {file}"))?;
        seeds.entry(format.name()).or_default().push(bytes);
    }
    for about in FORMATS {
        anyhow::ensure!(
            seeds.contains_key(about.name),
            "{} has no seed: put a small file into {}",
            about.name,
            folder.display()
        );
    }
    Ok(seeds)
}

/// Whether a format's seeds are packed before they are parsed.
pub fn is_packed(format: Format) -> bool {
    matches!(format, Format::Docx | Format::TeamsDocx | Format::MeetDocx)
}

/// A Word document around its XML.
pub fn packed(xml: &[u8]) -> Vec<u8> {
    let parts: [(&str, &[u8]); 2] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", xml),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("memory takes a part");
        writer.write_all(bytes).expect("memory takes bytes");
    }
    writer.finish().expect("memory takes the end").into_inner()
}
