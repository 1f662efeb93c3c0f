//! What `schedule` prints runs the nightly work, with no more rights than it needs.

use crate::harness::Desk;

#[test]
fn every_kind_names_program_data_and_config_by_whole_paths() {
    let desk = Desk::new();
    let folder = desk.path("").canonicalize().unwrap();
    let folder = folder.to_str().unwrap();
    for kind in ["--systemd", "--cron", "--launchd"] {
        let run = desk
            .verbatim(&["schedule", kind, "--at", "03:15"])
            .done()
            .says(crate::harness::PROGRAM)
            .says("nightly");
        for name in ["data", "verbatim.toml"] {
            let whole = run.stdout.contains(&format!("{folder}/{name}"));
            assert!(whole || cfg!(not(target_os = "linux")), "{run}");
        }
        assert!(run.stderr.is_empty(), "{run}");
    }
}

#[test]
fn one_kind_has_to_be_chosen_and_a_time_of_day_be_one() {
    let desk = Desk::new();
    for args in [
        &["schedule"][..],
        &["schedule", "--cron", "--systemd"],
        &["schedule", "--cron", "--at", "25:00"],
    ] {
        desk.verbatim(args).has_trouble();
    }
}

/// Where systemd is at hand, it has nothing to say against the units.
#[cfg(target_os = "linux")]
#[test]
fn systemd_takes_the_units() {
    let desk = Desk::new();
    let text = desk.verbatim(&["schedule", "--systemd"]).done().stdout;
    let mut units: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let named = line.strip_prefix("# /etc/systemd/system/");
        match named.filter(|name| name.starts_with("verbatim")) {
            Some(name) => units.push((name.to_owned(), String::new())),
            None => {
                let (_, unit) = units.last_mut().unwrap();
                unit.push_str(line);
                unit.push('\n');
            }
        }
    }
    let names: Vec<&str> = units.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "verbatim-nightly.service",
        "verbatim-nightly.timer",
        "verbatim.service",
    ];
    assert_eq!(names, expected);
    let mut command = std::process::Command::new("systemd-analyze");
    command.args(["verify", "--man=no"]);
    for (name, unit) in &units {
        desk.write(&format!("units/{name}"), unit);
        command.arg(desk.path("units").join(name));
    }
    let Ok(verified) = command.output() else {
        return;
    };
    let said = String::from_utf8_lossy(&verified.stderr);
    let about_ours: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("/units/"))
        .collect();
    assert!(about_ours.is_empty(), "{about_ours:#?}");
}
