//! Are words taken back on the pages as on the command line, after a look at all that carries them?

use verbatim::serve::auth::scope::Scope;

use crate::serving::{Answer, Served, asked};

use super::{FIRST, SECOND, form, keys, leads, never_says, post, says, served};

/// The address of the form that a quote of the pack `p` leads to.
fn withdraw_url(served: &Served, at: usize) -> String {
    let page = served.get("/packs/p").is(200);
    let links = page.body.split("href=\"/withdraw?").skip(1);
    let mut links = links.filter_map(|rest| rest.split('"').next());
    let link = links.nth(at).unwrap().replace("&#38;", "&");
    format!("/withdraw?{}", link.replace("&amp;", "&"))
}

/// What can be chosen on that form, as it is sent.
fn choices(page: &Answer) -> Vec<String> {
    let radios = page.body.split("name=\"about\" value=\"").skip(1);
    let radios = radios.filter_map(|rest| rest.split('"').next());
    radios.map(str::to_owned).collect()
}

#[test]
fn a_quote_of_a_pack_is_withdrawn_after_a_look_at_what_carries_it() {
    let served = served();
    let key = keys(&served, "p")[0].clone();
    leads(
        &served,
        "/packs/p/uses",
        &[("where", "https://a.example/story"), ("quote", &*key)],
    );
    post(&served, "/packs/p/download", &[("format", "text")]).is(200);

    let address = withdraw_url(&served, 0);
    let page = served.get(&address).is(200);
    says(&page, FIRST);
    says(&page, &format!("href=\"/packs/p#q-{key}\""));
    let words = format!("quote:c1:1:0-{}", FIRST.len());
    let expected = [&*words, "person:Acme/Pam", "call:c1", "account:Acme"];
    assert_eq!(choices(&page), expected);

    let wish = [
        ("call", "c1"),
        ("turn", "1"),
        ("about", &*words),
        ("reason", "she left"),
        ("evidence", "https://mail.example/9"),
        ("by", "Pam"),
        ("on", "2026-03-01"),
    ];
    let sure = post(&served, "/withdraw", &wish).is(200);
    for told in [
        "Nothing is withdrawn yet",
        "<a href=\"/packs/p\">p</a>: quote 1<",
        "href=\"https://a.example/story\"",
        "2 quotes of p as text for internal",
        "she left",
        "href=\"/calls/c1#turn-1\"",
    ] {
        says(&sure, told);
    }
    never_says(&served.get("/packs/p"), "Withdrawn: in no file");

    let to = leads(&served, "/withdraw/now", &wish);
    assert_eq!(to, "/withdrawals/1");
    // Pressed twice is withdrawn once.
    assert_eq!(leads(&served, "/withdraw/now", &wish), to);
    let done = served.get(&to).is(200);
    for told in [
        "Withdrawn: words of turn 1 of the call c1",
        "she left; evidence: https://mail.example/9",
        "<dd>Pam</dd>",
        "<a href=\"/packs/p\">p</a>: quote 1<",
        "https://a.example/story",
        "p as text for internal</a>",
    ] {
        says(&done, told);
    }
    says(&served.get("/packs/p"), "Withdrawn: in no file");
    let again = served.get("/packs/p/preview?format=text&for=internal");
    never_says(&again.is(200), "type it all");
    let file = post(&served, "/packs/p/download", &[("format", "text")]).is(200);
    never_says(&file, "type it all");
    says(&file, SECOND);
    let listed = served.desk.verbatim(&["rights", "list"]).done();
    listed.says("c1:1:0-");
}

#[test]
fn a_call_offers_its_turns_its_people_itself_and_its_account() {
    let served = served();
    let page = served.get("/calls/c2").is(200);
    says(&page, "href=\"/withdraw?call=c2\"");
    // Only a prospect's words can be in a pack.
    let turns: Vec<&str> = page.body.split("/withdraw?call=c2").skip(1).collect();
    assert_eq!(turns.len(), 2, "{}", page.body);
    let of_call = served.get("/withdraw?call=c2").is(200);
    let expected = ["person:Brindle/Pam", "call:c2", "account:Brindle"];
    assert_eq!(choices(&of_call), expected);
    says(&of_call, "href=\"/calls/c2\"");
    let of_turn = served.get("/withdraw?call=c2&turn=1").is(200);
    assert_eq!(choices(&of_turn).len(), 4);
    says(&of_turn, SECOND);
    for (wish, carried) in [
        ("person:Brindle/Pam", "quote 2<"),
        ("call:c2", "quote 2<"),
        ("account:Brindle", "quote 2<"),
        ("account:Nobody", "No pack, no recorded use"),
    ] {
        let wish = [("call", "c2"), ("about", wish), ("reason", "asked")];
        says(&post(&served, "/withdraw", &wish).is(200), carried);
    }
    let wish = [("about", "call:c2"), ("reason", "asked")];
    leads(&served, "/withdraw/now", &wish);
    says(&served.get("/packs/p"), "1 withdrawn: in no file");
}

#[test]
fn what_is_unclear_is_refused_and_nothing_is_withdrawn() {
    let served = served();
    for (wish, status) in [
        (&[("reason", "x")][..], 400),
        (&[("about", "deal:7"), ("reason", "x")][..], 400),
        (&[("about", "call:c1"), ("reason", " ")][..], 400),
        (
            &[("about", "call:c1"), ("reason", "x"), ("on", "soon")][..],
            400,
        ),
        (&[("about", "quote:c1:1:0-900"), ("reason", "x")][..], 400),
        (&[("about", "quote:c1:9:0-4"), ("reason", "x")][..], 404),
        (&[("about", "quote:gone:1:0-4"), ("reason", "x")][..], 404),
    ] {
        post(&served, "/withdraw", wish).is(status);
        post(&served, "/withdraw/now", wish).is(status);
    }
    served.get("/withdraw?call=gone").is(404);
    served.get("/withdraw?call=c1&turn=9").is(404);
    served.get("/withdrawals/1").is(404);
    served.get("/withdrawals/x").is(404);
    let page = served.get("/withdraw?call=c1&pack=//evil.example&key=x");
    says(&page.is(200), "href=\"/packs/%2F%2Fevil.example#q-x\"");
}

#[test]
fn only_whoever_may_do_everything_withdraws() {
    let served = served();
    let bearer = |scope: Scope| format!("Bearer {}", served.token(scope, scope.name()));
    let (read, export, admin) = (
        bearer(Scope::Read),
        bearer(Scope::Export),
        bearer(Scope::Admin),
    );
    let wish = form(&[("about", "call:c1"), ("reason", "asked")]);
    for (token, status) in [(&read, 403), (&export, 403), (&admin, 303)] {
        let shown = [("authorization", token.as_str())];
        served.post_with("/withdraw/now", &shown, &wish).is(status);
        let page = served.get_with("/packs/p", &shown).is(200);
        assert_eq!(page.body.contains("/withdraw?"), status == 303);
        let call = served.get_with("/calls/c1", &shown).is(200);
        assert_eq!(call.body.contains("/withdraw?"), status == 303);
        let form = served.get_with("/withdraw?call=c1", &shown);
        assert_eq!(form.status == 200, status == 303);
        let told = served.get_with("/withdrawals/1", &shown);
        assert_eq!(told.status == 200, status == 303);
    }
    let shown = [("authorization", admin.as_str())];
    let told = served.get_with("/withdrawals/1", &shown).is(200);
    says(&told, "written down with the token admin");
    // Another site's page cannot make a browser do it.
    let home = super::served();
    let foreign = [("sec-fetch-site", "cross-site")];
    let sent = asked("POST", "/withdraw/now", &foreign, &wish);
    home.send(sent).is(403);
    home.get("/withdrawals/1").is(404);
}
