//! How long did it take, how much did it use?

use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use walkdir::WalkDir;

/// Linux tells CPU time in hundredths of a second, whatever the kernel's own clock.
const TICKS_PER_SECOND: f64 = 100.0;

/// Runs something and tells the seconds it took.
pub fn timed<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(T, f64)> {
    let begun = Instant::now();
    let done = work()?;
    Ok((done, begun.elapsed().as_secs_f64()))
}

/// The middle one; 0 of nothing.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 0.5)
}

/// The value that so large a share of the values does not exceed; 0 of nothing.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

/// `one / other`; not a number where that says nothing.
pub fn ratio(one: f64, other: f64) -> f64 {
    if other > 0.0 { one / other } else { f64::NAN }
}

/// Megabytes a second.
pub fn speed(bytes: u64, seconds: f64) -> f64 {
    ratio(bytes as f64 / 1e6, seconds)
}

/// Seconds of CPU that this process used so far, on all threads. Known on Linux only.
pub fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold anything; the third field of the file follows the last bracket.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS_PER_SECOND)
}

/// The most memory, in bytes, that this process ever had resident. Known on Linux only.
pub fn peak_memory() -> Option<u64> {
    memory_of("self", "VmHWM")
}

/// Bytes of a process's memory, under the name that Linux has for the figure. Known on Linux only.
pub fn memory_of(process: &str, figure: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let written = status
        .lines()
        .find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'))?;
    let kilobytes: u64 = written.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Bytes of all files in a folder.
pub fn folder_bytes(folder: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in WalkDir::new(folder) {
        let entry = entry.context("cannot list the folder of the archive")?;
        if entry.file_type().is_file() {
            bytes += entry
                .metadata()
                .context("cannot see a file of the archive")?
                .len();
        }
    }
    Ok(bytes)
}
