//! Where is the receipt of a deletion kept?
//!
//! Deleting cannot be undone and leaves nothing to make a receipt of. So its file is opened before anything is deleted, and
//! filled once all is done.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use anyhow::anyhow;

/// The file that somebody named for the receipt, open.
pub(super) struct ReceiptFile<'p> {
    path: &'p Path,
    file: File,
    is_new: bool,
}

impl<'p> ReceiptFile<'p> {
    /// Opens it; what stands in it stays until it is filled. Where there is none, one is made that its owner alone may read.
    pub(super) fn open(path: &'p Path) -> anyhow::Result<ReceiptFile<'p>> {
        let is_new = !path.exists();
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|cause| {
            anyhow!(
                "cannot write the receipt to {}: {cause}; nothing was deleted; give --receipt a file in a folder that \
                 may be written to",
                path.display()
            )
        })?;
        Ok(ReceiptFile { path, file, is_new })
    }

    /// Puts the receipt in the place of what stood there.
    pub(super) fn fill(mut self, receipt: &str) -> anyhow::Result<()> {
        replace(&mut self.file, receipt).map_err(|cause| {
            anyhow!(
                "cannot write the receipt to {}: {cause}; the deletion is done; keep what is shown here in its place",
                self.path.display()
            )
        })
    }

    /// Leaves everything as it was, where nothing was deleted after all.
    pub(super) fn give_up(self) {
        if self.is_new {
            // An empty file is no harm.
            let _ = std::fs::remove_file(self.path);
        }
    }
}

fn replace(file: &mut File, text: &str) -> io::Result<()> {
    // /dev/stdout and its like have nothing to cut off and no disk to wait for.
    let is_on_disk = file.metadata()?.is_file();
    if is_on_disk {
        file.set_len(0)?;
    }
    file.write_all(text.as_bytes())?;
    if is_on_disk {
        file.sync_all()?;
    }
    Ok(())
}
