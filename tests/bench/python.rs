//! What do competitors tell that are used from Python?
//!
//! Their scripts stand beside this file and are handed to whichever Python the setup names. Each takes files of
//! lines, times nothing but its work, and prints one line of JSON. Where Python or the package is missing, the row
//! says so.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use serde::Deserialize;

/// A Python that has a package.
pub struct Python {
    program: OsString,
    package: &'static str,
}

/// What a script tells.
#[derive(Deserialize)]
pub struct Told {
    /// Of the package.
    pub version: String,
    pub seconds: f64,
    /// Bytes of text that were dealt with.
    pub bytes: u64,
    /// What was found, where something was looked for.
    #[serde(default)]
    pub n_found: u64,
}

impl Python {
    /// This Python, if it can import the package.
    pub fn with(program: &OsStr, package: &'static str) -> Option<Python> {
        let import = format!("import {package}");
        let output = Command::new(program).arg("-c").arg(import).output().ok()?;
        output.status.success().then(|| Python {
            program: program.to_owned(),
            package,
        })
    }

    /// Runs a script over files.
    pub fn run(&self, script: &str, files: &[&Path]) -> anyhow::Result<Told> {
        let package = self.package;
        let output = Command::new(&self.program)
            .arg("-c")
            .arg(script)
            .args(files)
            .output()
            .with_context(|| format!("cannot start the Python that has {package}"))?;
        let complaint = String::from_utf8_lossy(&output.stderr);
        let complaint = complaint.trim_end().lines().next_back().unwrap_or("");
        ensure!(
            output.status.success(),
            "the script that measures {package} failed: {complaint}"
        );
        serde_json::from_slice(&output.stdout)
            .with_context(|| format!("cannot read what the script that measures {package} tells"))
    }
}

/// The note of a row whose competitor is not there.
pub fn not_measured(package: &str) -> String {
    format!(
        "not measured: pip install {package}; VERBATIM_BENCH_PYTHON may name the Python that has it"
    )
}

/// Writes texts to a file, one a line. Line ends inside of a text become spaces, so that bytes stay as many.
pub fn write_lines<'t>(path: &Path, texts: impl Iterator<Item = &'t str>) -> anyhow::Result<()> {
    let file = File::create(path).context("cannot write lines for a competitor")?;
    let mut out = BufWriter::new(file);
    for text in texts {
        writeln!(out, "{}", text.replace(['\n', '\r'], " "))?;
    }
    Ok(out.flush()?)
}
