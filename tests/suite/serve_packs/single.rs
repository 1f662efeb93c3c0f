//! Does a single quote come into a pack from where it is read, and can a pack be renamed, doubled and deleted?

use verbatim::serve::auth::scope::Scope;

use super::{FIRST, SECOND, form, keys, leads, never_says, post, says, served, talks, words};
use crate::serving::Served;

#[test]
fn a_hit_goes_into_a_new_pack_behind_another_and_not_twice() {
    let served = Served::with(&talks());
    let found = served.get("/?q=%22by+hand%22").is(200);
    says(&found, "class=\"results packing\"");
    says(&found, "<kbd>p</kbd>");
    says(&found, "action=\"/into-pack\"");
    let place = |call: &'static str, to: usize| {
        vec![
            ("call", call.to_owned()),
            ("turn", "1".to_owned()),
            ("from", "0".to_owned()),
            ("to", to.to_string()),
            ("name", " typing ".to_owned()),
        ]
    };
    let put = |place: &[(&str, String)]| {
        let place: Vec<(&str, &str)> = place.iter().map(|(n, v)| (*n, v.as_str())).collect();
        leads(&served, "/into-pack", &place)
    };
    let first = place("c1", FIRST.len());
    let to = put(&first);
    let key = keys(&served, "typing")[0].clone();
    assert_eq!(to, format!("/packs/typing?told=put-in#q-{key}"));
    says(
        &served.get("/packs/typing?told=put-in"),
        "The quote is in the pack.",
    );
    let second = place("c2", SECOND.len());
    put(&second);
    assert_eq!(words(&served, "typing"), [FIRST, SECOND]);
    says(&served.get("/packs/typing"), "Undo the last change");
    assert_eq!(put(&first), format!("/packs/typing?told=there#q-{key}"));
    assert_eq!(words(&served, "typing").len(), 2);
    says(&served.get("/packs/typing?told=there"), "nothing was added");
    // The page offers the packs there are.
    says(&served.get("/?q=hand"), "<option value=\"typing\">");

    let piece = |place: &[(&str, String)]| {
        let place: Vec<(&str, &str)> = place.iter().map(|(n, v)| (*n, v.as_str())).collect();
        served.post_with("/into-pack", &[("hx-request", "true")], &form(&place))
    };
    let there = piece(&first).is(200);
    says(&there, "These words are already in the pack");
    says(
        &there,
        &format!("<a href=\"/packs/typing#q-{key}\">typing</a>"),
    );
    never_says(&there, "<html");
    let mut other = second.clone();
    other[4].1 = "<b>new".to_owned();
    let new = piece(&other).is(200);
    says(&new, "Put into the new pack <a href=\"/packs/%3Cb%3Enew#q-");
    never_says(&new, "<b>");
}

#[test]
fn words_of_a_turn_go_into_a_pack_by_sentences_or_as_they_are_copied() {
    let served = Served::with(&[crate::harness::Talk::new("c1")
        .rep("How?")
        .prospect("We type it. It takes hours. Nobody likes it.")]);
    let page = served.get("/calls/c1?quote=1").is(200);
    says(&page, "action=\"/into-pack\"");
    says(&page, "value=\"12-27\"");
    never_says(&served.get("/calls/c1?quote=0"), "action=\"/into-pack\"");
    says(
        &served.get("/calls/c1"),
        "href=\"/calls/c1?quote=1#turn-1\"",
    );
    let put = |more: &[(&str, &str)]| {
        let place = [("call", "c1"), ("turn", "1"), ("name", "p")];
        post(&served, "/into-pack", &[&place[..], more].concat())
    };
    put(&[("span", "0-11"), ("span", "12-27")]).is(303);
    put(&[("span", "0-11"), ("words", "takes hours. Nobody likes it")]).is(303);
    let expected = [
        "We type it. It takes hours.",
        "takes hours. Nobody likes it",
    ];
    assert_eq!(words(&served, "p"), expected);
    for (more, message) in [
        (&[("span", "soon")][..], "which words are meant"),
        (&[("span", "1-11")][..], "inside of a word"),
        (
            &[("words", "We never type")][..],
            "do not stand in this turn",
        ),
        (&[][..], "which words are meant"),
    ] {
        says(&put(more).is(400), message);
    }
    let reps = [
        ("call", "c1"),
        ("turn", "0"),
        ("from", "0"),
        ("to", "4"),
        ("name", "p"),
    ];
    let refused = post(&served, "/into-pack", &reps).is(400);
    says(&refused, "this turn is a rep");
    let nameless = [("call", "c1"), ("turn", "1"), ("name", " ")];
    post(&served, "/into-pack", &nameless).is(400);
    let gone = [
        ("call", "c9"),
        ("turn", "1"),
        ("span", "0-4"),
        ("name", "p"),
    ];
    post(&served, "/into-pack", &gone).is(404);
    assert_eq!(words(&served, "p").len(), 2);
}

#[test]
fn whoever_only_reads_is_offered_no_pack() {
    let served = served();
    let bearer = |scope: Scope| format!("Bearer {}", served.token(scope, scope.name()));
    let (read, export) = (bearer(Scope::Read), bearer(Scope::Export));
    let place = form(&[
        ("call", "c3"),
        ("turn", "1"),
        ("from", "0"),
        ("to", "19"),
        ("name", "p"),
    ]);
    for (token, is_export) in [(&read, false), (&export, true)] {
        let shown = [("authorization", token.as_str())];
        let found = served.get_with("/?q=hand", &shown).is(200);
        assert_eq!(found.body.contains("pack-names\">"), is_export);
        assert_eq!(found.body.contains("results packing"), is_export);
        let call = served.get_with("/calls/c1?quote=1", &shown).is(200);
        assert_eq!(call.body.contains("/into-pack\""), is_export);
        let page = served.get_with("/packs/p", &shown).is(200);
        assert_eq!(page.body.contains("/packs/p/delete"), is_export);
        served
            .get_with("/packs/p/delete", &shown)
            .is(if is_export { 200 } else { 403 });
        for act in ["rename", "duplicate"] {
            let to = form(&[("to", "p")]);
            let answer = served.post_with(&format!("/packs/p/{act}"), &shown, &to);
            assert_eq!(answer.status == 403, !is_export, "{act}");
        }
        let answer = served.post_with("/into-pack", &shown, &place);
        assert_eq!(answer.status == 403, !is_export);
    }
}

#[test]
fn a_renamed_pack_takes_its_history_along() {
    let served = served();
    let key = keys(&served, "p")[0].clone();
    post(&served, "/packs/p/download", &[("format", "text")]).is(200);
    leads(
        &served,
        "/packs/p/uses",
        &[("where", "https://a.example/1")],
    );
    let said = [("quote", &*key), ("verdict", "up"), ("comment", "love it")];
    leads(&served, "/packs/p/feedback", &said);
    let to = leads(&served, "/packs/p/rename", &[("to", "By hand")]);
    assert_eq!(to, "/packs/By%20hand?told=renamed");
    says(&served.get(&to).is(200), "The pack has this name now");
    assert_eq!(words(&served, "By%20hand"), [FIRST, SECOND]);
    served.get("/packs/p").is(404);
    let history = served.get("/packs/By%20hand/history").is(200);
    for told in ["2 quotes as text", "https://a.example/1", "love it"] {
        says(&history, told);
    }
    let listed = served.desk.verbatim(&["pack", "uses", "By hand"]);
    listed.done().says("https://a.example/1");
    served.desk.verbatim(&["pack", "add", "q", "c3:1"]).done();
    for (from, to, status) in [
        ("By%20hand", "q", 400),
        ("By%20hand", " ", 400),
        ("nowhere", "r", 404),
        ("By%20hand", "By hand", 303),
    ] {
        post(&served, &format!("/packs/{from}/rename"), &[("to", to)]).is(status);
    }
    assert_eq!(words(&served, "By%20hand").len(), 2);
}

#[test]
fn a_copy_has_the_quotes_and_not_the_history() {
    let served = served();
    post(&served, "/packs/p/download", &[("format", "text")]).is(200);
    let withdraw = ["rights", "withdraw", "call:c1", "--by", "Pam"];
    served.desk.verbatim(&withdraw).done();
    let to = leads(&served, "/packs/p/duplicate", &[("to", "copy")]);
    assert_eq!(to, "/packs/copy?told=duplicated");
    assert_eq!(words(&served, "copy"), words(&served, "p"));
    says(&served.get("/packs/copy"), "1 withdrawn: in no file");
    says(&served.get("/packs/copy/history"), "Nothing has left yet");
    post(&served, "/packs/p/duplicate", &[("to", "copy")]).is(400);
    post(&served, "/packs/nowhere/duplicate", &[("to", "r")]).is(404);
}

#[test]
fn a_deleted_pack_is_asked_about_first_and_its_history_stays() {
    let served = served();
    post(&served, "/packs/p/download", &[("format", "text")]).is(200);
    leads(
        &served,
        "/packs/p/uses",
        &[("where", "https://a.example/1")],
    );
    let asked = served.get("/packs/p/delete").is(200);
    for told in [
        "Delete p?",
        "Its 2 quotes go",
        "1 file that left",
        "1 recorded use<",
        "action=\"/packs/p/delete\"",
    ] {
        says(&asked, told);
    }
    never_says(&asked, "feedback");
    assert_eq!(words(&served, "p").len(), 2, "asking deletes nothing");
    let to = leads(&served, "/packs/p/delete", &[]);
    assert_eq!(to, "/packs?told=deleted");
    says(&served.get(&to).is(200), "The pack is deleted.");
    served.get("/packs/p").is(404);
    served.get("/packs/p/delete").is(404);
    post(&served, "/packs/p/delete", &[]).is(404);
    // What left is found all the same.
    let withdraw = ["rights", "withdraw", "call:c1", "--by", "Pam"];
    let told = served.desk.verbatim(&withdraw).done();
    told.says("https://a.example/1 (p)");
}
