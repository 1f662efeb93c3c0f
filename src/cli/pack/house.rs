//! Where do the templates of a house lie?
//!
//! One is named; it may include files of its own folder and no others: no path, no hidden file, no link. They are read
//! here and handed on as text, so that whoever renders opens no file.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::quote::pack::Pack;
use crate::quote::pack::render::template::{self, House, Rendered};
use crate::quote::rights::gate::Cleared;

/// Larger files are no templates.
const MOST_BYTES: u64 = 1 << 20;

/// Renders a pack by the template in a file.
pub(super) fn render(path: &Path, pack: &Cleared<Pack>) -> anyhow::Result<Rendered> {
    let told = path.display();
    let bytes = std::fs::metadata(path)
        .with_context(|| format!("cannot read {told}; check the path and its rights"))?
        .len();
    if bytes > MOST_BYTES {
        bail!("{told} is larger than {MOST_BYTES} bytes, which no template is; name the template");
    }
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read {told} as UTF-8 text; name the template"))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let house = House {
        name: &name,
        text: &text,
    };
    template::render(house, move |name| beside(&folder, name), pack).map_err(anyhow::Error::from)
}

/// Another template of the same folder.
fn beside(folder: &Path, name: &str) -> Option<String> {
    let is_plain = !name.starts_with('.') && !name.contains(['/', '\\', ':']);
    let path: PathBuf = folder.join(name);
    let facts = std::fs::symlink_metadata(&path).ok()?;
    if !is_plain || !facts.is_file() || facts.len() > MOST_BYTES {
        return None;
    }
    std::fs::read_to_string(path).ok()
}
