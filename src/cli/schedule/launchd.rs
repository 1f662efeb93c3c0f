//! Which property list runs the nightly work on macOS?

use std::fmt::Write;

use super::Job;

/// The name by which launchd knows it.
const LABEL: &str = "org.verbatim.nightly";

/// The property list, with where it goes.
pub(super) fn plist(job: &Job) -> String {
    let (file, domain) = if job.is_users {
        (
            format!("~/Library/LaunchAgents/{LABEL}.plist"),
            "gui/$(id -u)",
        )
    } else {
        (format!("/Library/LaunchDaemons/{LABEL}.plist"), "system")
    };
    let sudo = if job.is_users { "" } else { "sudo " };
    let mut words = job.words("nightly");
    words.push("--quiet".to_owned());
    let mut arguments = String::new();
    for text in &words {
        // Writing to a string never fails.
        let _ = writeln!(arguments, "    <string>{}</string>", escaped(text));
    }
    let log = escaped(&format!("{}/nightly.log", job.data.trim_end_matches('/')));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <!--\n\
         Keep this as {file}, then:\n\
         {sudo}launchctl bootstrap {domain} {file}\n\
         {sudo}launchctl kickstart {domain}/{LABEL}      to test it once\n\
         {sudo}launchctl print {domain}/{LABEL}          how it went\n\
         A night that the Mac slept through is made up for when it wakes.\n\
         -->\n\
         <plist version=\"1.0\">\n\
         <dict>\n\
         \x20 <key>Label</key>\n\
         \x20 <string>{LABEL}</string>\n\
         \x20 <key>ProgramArguments</key>\n\
         \x20 <array>\n\
         {arguments}\
         \x20 </array>\n\
         \x20 <key>StartCalendarInterval</key>\n\
         \x20 <dict>\n\
         \x20   <key>Hour</key>\n\
         \x20   <integer>{hour}</integer>\n\
         \x20   <key>Minute</key>\n\
         \x20   <integer>{minute}</integer>\n\
         \x20 </dict>\n\
         \x20 <key>ProcessType</key>\n\
         \x20 <string>Background</string>\n\
         \x20 <key>Umask</key>\n\
         \x20 <integer>63</integer>\n\
         \x20 <key>StandardOutPath</key>\n\
         \x20 <string>{log}</string>\n\
         \x20 <key>StandardErrorPath</key>\n\
         \x20 <string>{log}</string>\n\
         </dict>\n\
         </plist>\n",
        hour = job.at.hour,
        minute = job.at.minute,
    )
}

/// Text inside an element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::tests::job;
    use super::*;

    #[test]
    fn the_list_is_xml_whatever_the_paths_are() {
        let text = plist(&job("03:05"));
        assert!(text.contains("<string>/srv/100% \"calls\"/$HOME &amp; &lt;co&gt;</string>"));
        assert!(
            text.contains(
                "    <integer>3</integer>\n    <key>Minute</key>\n    <integer>5</integer>"
            )
        );
        let (comment, _) = text.split_once("-->").unwrap();
        let (_, inside) = comment.split_once("<!--").unwrap();
        assert!(
            !inside.contains("--"),
            "a comment of XML holds no two dashes"
        );
    }
}
