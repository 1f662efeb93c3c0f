//! Which units run the nightly work under systemd, with no more rights than it needs?

use super::Job;

/// The units, one after the other, each with where it goes.
pub(super) fn units(job: &Job) -> String {
    let (folder, ctl, owner) = if job.is_users {
        (
            "~/.config/systemd/user",
            "systemctl --user",
            "It runs as you, while you are logged in; `loginctl enable-linger` lets it run otherwise too.",
        )
    } else {
        (
            "/etc/systemd/system",
            "sudo systemctl",
            "Set User= to the account that owns the data folder.",
        )
    };
    format!(
        "# {folder}/verbatim-nightly.service\n\
         #\n\
         # Put each part into the file above it, then:\n\
         #   {ctl} daemon-reload\n\
         #   {ctl} start verbatim-nightly.service && journalctl -e -u verbatim-nightly   # to test it once\n\
         #   {ctl} enable --now verbatim-nightly.timer\n\
         #   {ctl} list-timers verbatim-nightly.timer\n\
         # {owner}\n\
         {nightly}\n\
         # {folder}/verbatim-nightly.timer\n\
         {timer}\n\
         # {folder}/verbatim.service\n\
         #\n\
         # The page, if it is wanted: {ctl} enable --now verbatim.service\n\
         {page}",
        nightly = nightly(job),
        timer = timer(job),
        page = page(job),
    )
}

fn nightly(job: &Job) -> String {
    let command = command(job, "nightly", "--quiet");
    let rest = hardening(job);
    format!(
        "[Unit]\n\
         Description=verbatim: the night's work\n\
         Wants=network-online.target\n\
         After=network-online.target\n\
         \n\
         [Service]\n\
         Type=oneshot\n\
         ExecStart={command}\n\
         # What was cut off is gone on with, so there is no hurry to end it.\n\
         TimeoutStartSec=8h\n\
         Nice=10\n\
         IOSchedulingClass=idle\n\
         {rest}"
    )
}

fn timer(job: &Job) -> String {
    format!(
        "[Unit]\n\
         Description=verbatim: every night\n\
         \n\
         [Timer]\n\
         OnCalendar=*-*-* {:02}:{:02}:00\n\
         # A night that the machine slept through is made up for.\n\
         Persistent=true\n\
         RandomizedDelaySec=15min\n\
         \n\
         [Install]\n\
         WantedBy=timers.target\n",
        job.at.hour, job.at.minute
    )
}

fn page(job: &Job) -> String {
    let command = command(job, "serve", "--log on");
    let rest = hardening(job);
    let target = if job.is_users {
        "default.target"
    } else {
        "multi-user.target"
    };
    format!(
        "[Unit]\n\
         Description=verbatim: the page\n\
         After=network.target\n\
         \n\
         [Service]\n\
         ExecStart={command}\n\
         Restart=on-failure\n\
         RestartSec=5\n\
         {rest}\
         \n\
         [Install]\n\
         WantedBy={target}\n"
    )
}

/// What takes away every right that is not needed. The user's own systemd may not take all of them away.
fn hardening(job: &Job) -> String {
    let data = path(&job.data);
    let owner = if job.is_users { "" } else { "User=verbatim\n" };
    // Capabilities and system call filters need a system manager or no_new_privs; the latter is set for both.
    let capabilities = if job.is_users {
        ""
    } else {
        "CapabilityBoundingSet=\nAmbientCapabilities=\nPrivateDevices=true\nProtectKernelModules=true\n\
         ProtectKernelTunables=true\nProtectKernelLogs=true\nProtectClock=true\nProtectHostname=true\n\
         ProtectControlGroups=true\nProtectHome=read-only\n"
    };
    format!(
        "{owner}\
         UMask=0077\n\
         # Only the data folder can be written; add folders of --done and --report, with a space between.\n\
         ProtectSystem=strict\n\
         ReadWritePaths={data}\n\
         NoNewPrivileges=true\n\
         PrivateTmp=true\n\
         {capabilities}\
         RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n\
         RestrictNamespaces=true\n\
         RestrictRealtime=true\n\
         RestrictSUIDSGID=true\n\
         LockPersonality=true\n\
         SystemCallArchitectures=native\n\
         SystemCallFilter=@system-service\n\
         SystemCallErrorNumber=EPERM\n\
         # Secrets: keep each in a file of its own, name it here, and write in verbatim.toml\n\
         # {{ file = \"/run/credentials/UNIT.service/zoom\" }} with the unit's name (`man systemd.exec`, CREDENTIALS).\n\
         #LoadCredential=zoom:/etc/verbatim/zoom.secret\n"
    )
}

/// A command line as `ExecStart=` takes it. The program itself is a path: no variable is looked for in it.
fn command(job: &Job, name: &str, flags: &str) -> String {
    let words = job.words(name);
    let mut line = path(&job.program);
    for text in words.iter().skip(1) {
        line.push(' ');
        line.push_str(&word(text));
    }
    format!("{line} {flags}")
}

/// A word of a command line: in quotes, with `%` and `$` doubled, because both mean something even there.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':');
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '%' => out.push_str("%%"),
            '$' => out.push_str("$$"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A path in a setting: as a word, but `$` stands for itself there.
fn path(text: &str) -> String {
    word(text).replace("$$", "$")
}

#[cfg(test)]
mod tests {
    use super::super::tests::job;
    use super::*;

    #[test]
    fn words_mean_what_they_say() {
        for (text, expected) in [
            ("/usr/bin/verbatim", "/usr/bin/verbatim"),
            ("/my calls", "\"/my calls\""),
            ("/100%", "\"/100%%\""),
            ("/$HOME", "\"/$$HOME\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("it's", "\"it's\""),
            ("", "\"\""),
        ] {
            assert_eq!(word(text), expected);
        }
        assert_eq!(path("/$a 100%"), "\"/$a 100%%\"");
    }

    #[test]
    fn the_timer_says_when_and_the_service_where() {
        let text = units(&job("3:05"));
        for line in [
            "OnCalendar=*-*-* 03:05:00",
            "Persistent=true",
            "ExecStart=\"/opt/my tools/verbatim\" --data \"/srv/100%% \\\"calls\\\"/$$HOME & <co>\" --config \
             \"/etc/it's/verbatim.toml\" nightly --quiet",
            "ReadWritePaths=\"/srv/100%% \\\"calls\\\"/$HOME & <co>\"",
            "CapabilityBoundingSet=",
        ] {
            assert!(text.lines().any(|had| had == line), "no {line} in\n{text}");
        }
    }
}
