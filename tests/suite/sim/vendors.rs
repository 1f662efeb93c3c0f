//! How does each vendor answer? As its documentation says, with two or three calls, overlapping pages and late words.

use serde_json::{Value, json};

use super::{Asked, Reply};

/// What stands behind every credential.
pub const SECRET: &str = "s3cr3t-that-nobody-may-see";

/// A vendor's script, what its config needs besides kind and address, and what must come of it.
pub struct Vendor {
    pub kind: &'static str,
    /// Lines of the config; `SECRET_FILE` and `BASE` are filled in.
    pub config: &'static str,
    pub script: fn(&Asked) -> Reply,
    /// Calls by id, and how many utterances each has.
    pub calls: &'static [(&'static str, usize)],
    /// Ids of deals.
    pub deals: &'static [&'static str],
}

pub const VENDORS: &[Vendor] = &[
    Vendor {
        kind: "gong",
        config: "access_key = \"key\"\naccess_key_secret = SECRET_FILE",
        script: gong,
        calls: &[
            ("10000000000000000001", 2),
            ("10000000000000000002", 1),
            ("3", 1),
        ],
        deals: &[],
    },
    Vendor {
        kind: "fireflies",
        config: "token = SECRET_FILE\npage_size = 2",
        script: fireflies,
        calls: &[("ff1", 2), ("ff2", 1), ("ff3", 1)],
        deals: &[],
    },
    Vendor {
        kind: "zoom",
        config: "account_id = \"acc\"\nclient_id = \"cli\"\nclient_secret = SECRET_FILE\nlogin_url = BASE",
        script: zoom,
        calls: &[("/ab+c==", 2), ("zz==", 2)],
        deals: &[],
    },
    Vendor {
        kind: "fathom",
        config: "api_key = SECRET_FILE",
        script: fathom,
        calls: &[("71", 1), ("72", 1)],
        deals: &[],
    },
    Vendor {
        kind: "grain",
        config: "token = SECRET_FILE",
        script: grain,
        calls: &[("g1", 1), ("g2", 1)],
        deals: &[],
    },
    Vendor {
        kind: "granola",
        config: "api_key = SECRET_FILE",
        script: granola,
        calls: &[("not_1", 1), ("not_2", 3)],
        deals: &[],
    },
    Vendor {
        kind: "hubspot",
        config: "token = SECRET_FILE\npage_size = 2",
        script: hubspot,
        calls: &[("101", 1)],
        deals: &["501", "502"],
    },
    Vendor {
        kind: "salesforce",
        config: "client_id = \"cli\"\nclient_secret = SECRET_FILE\nfields = [\"Loss_Reason__c\"]",
        script: salesforce,
        calls: &[],
        deals: &["006000000000001AAA", "006000000000002AAA"],
    },
    Vendor {
        kind: "salesloft",
        config: "api_key = SECRET_FILE",
        script: salesloft,
        calls: &[("t1", 3), ("t2", 1)],
        deals: &[],
    },
    Vendor {
        kind: "json",
        config: "token = SECRET_FILE\n[api]\nlist = \"/list?from={since_day}&page={page}\"\nitems = \"calls\"\n\
                 transcript = \"/words/{id}\"\npaging = \"page\"\nformat = \"verbatim-json\"",
        script: generic,
        calls: &[("j1", 1), ("j2", 1), ("j3", 1)],
        deals: &[],
    },
];

/// The vendor of a kind.
pub fn vendor(kind: &str) -> &'static Vendor {
    VENDORS.iter().find(|vendor| vendor.kind == kind).unwrap()
}

fn refused() -> Reply {
    Reply::new(401, "{}")
}

fn nothing() -> Reply {
    Reply::new(404, "{}")
}

/// The secret as a bearer's.
fn is_known(asked: &Asked) -> bool {
    asked.header("authorization") == Some(&format!("Bearer {SECRET}"))
}

/// What comes first before `?`.
fn bare(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}

pub fn gong_call(id: &str) -> Value {
    json!({
        "metaData": { "id": id, "title": "Call", "started": "2026-11-20T10:00:00Z", "primaryUserId": "1" },
        "parties": [
            { "speakerId": "11", "name": "Pam Vale", "affiliation": "External" },
            { "speakerId": "12", "name": "Rea Holt", "affiliation": "Internal" },
        ],
    })
}

pub fn gong_words(id: &str, said: &[&str]) -> Value {
    let sentences: Vec<Value> = said
        .iter()
        .enumerate()
        .map(|(at, text)| json!({ "start": at * 1000, "end": at * 1000 + 900, "text": text }))
        .collect();
    json!({ "callId": id, "transcript": [{ "speakerId": "11", "sentences": sentences }] })
}

fn gong(asked: &Asked) -> Reply {
    // `key:` and the secret.
    let is_known = asked
        .header("authorization")
        .is_some_and(|value| value.starts_with("Basic a2V5On"));
    if !is_known {
        return refused();
    }
    let all = [
        gong_words(
            "10000000000000000001",
            &["We type it all in.", "Every night."],
        ),
        gong_words("10000000000000000002", &["It is too slow."]),
        gong_words("3", &["Nobody has the time."]),
    ];
    let question = asked.json();
    let ids = &question["filter"]["callIds"];
    if asked.path == "/v2/calls/transcript" {
        let is_wanted = |words: &&Value| ids.as_array().unwrap().contains(&words["callId"]);
        let words: Vec<&Value> = all.iter().filter(is_wanted).collect();
        return Reply::json(&json!({ "callTranscripts": words, "records": {} }));
    }
    if ids[0].is_string() {
        return Reply::json(
            &json!({ "calls": [gong_call(ids[0].as_str().unwrap())], "records": {} }),
        );
    }
    // The second page brings a call of the first one again.
    let (ids, next) = match question["cursor"].as_str() {
        None => (
            ["10000000000000000001", "10000000000000000002"],
            json!({ "cursor": "two" }),
        ),
        Some(_) => (["10000000000000000002", "3"], json!({})),
    };
    Reply::json(&json!({ "calls": ids.map(gong_call), "records": next }))
}

pub fn fireflies_meeting(id: &str, said: &[&str]) -> Value {
    let sentences: Vec<Value> = said
        .iter()
        .map(|text| json!({ "speaker_id": 0, "speaker_name": "Pam Vale", "text": text, "start_time": 1.0, "end_time": 2.0 }))
        .collect();
    json!({ "id": id, "title": "Call", "date": "1782438600000", "organizer_email": "rea@us.example", "sentences": sentences })
}

fn fireflies(asked: &Asked) -> Reply {
    if !is_known(asked) {
        return refused();
    }
    let meetings = match asked.json()["variables"]["skip"].as_u64() {
        Some(0) => vec![
            fireflies_meeting("ff1", &["We type it all in.", "Every night."]),
            fireflies_meeting("ff2", &["It is too slow."]),
        ],
        _ => vec![fireflies_meeting("ff3", &["Nobody has the time."])],
    };
    Reply::json(&json!({ "data": { "transcripts": meetings } }))
}

pub const VTT: &str = "WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000\r\nPam Vale: It is too slow.\r\n\r\n2\r\n\
    00:00:03.000 --> 00:00:04.000\r\nRea Holt: How slow?\r\n\r\n";

fn zoom(asked: &Asked) -> Reply {
    if asked.path.starts_with("/oauth/token") {
        let is_known = asked
            .header("authorization")
            .is_some_and(|value| value.starts_with("Basic Y2xpO"));
        return match is_known && asked.path.contains("account_id=acc") {
            true => Reply::json(&json!({ "access_token": "hour", "expires_in": 3600 })),
            false => Reply::new(400, "{}"),
        };
    }
    if asked.header("authorization") != Some("Bearer hour") {
        return refused();
    }
    let host = asked.header("host").unwrap_or_default();
    let meeting = |uuid: &str, file: &str| {
        json!({
            "uuid": uuid,
            "start_time": "2026-11-20T10:00:00Z",
            "recording_files": [
                { "id": "m", "file_type": "MP4", "status": "completed", "download_url": format!("http://{host}/video") },
                { "id": file, "file_type": "TRANSCRIPT", "status": "completed", "file_size": 99,
                  "download_url": format!("http://{host}/download/{file}") },
            ],
        })
    };
    match bare(&asked.path) {
        "/v2/users" => Reply::json(
            &json!({ "users": [{ "id": "u1" }, { "id": "u2" }], "next_page_token": "" }),
        ),
        "/v2/users/u1/recordings" => {
            Reply::json(&json!({ "meetings": [meeting("/ab+c==", "f1")], "next_page_token": "" }))
        }
        "/v2/users/u2/recordings" => {
            Reply::json(&json!({ "meetings": [meeting("zz==", "f2")], "next_page_token": "" }))
        }
        "/v2/meetings/%252Fab%252Bc%253D%253D/recordings" => Reply::json(&meeting("/ab+c==", "f1")),
        "/v2/meetings/zz%3D%3D/recordings" => Reply::json(&meeting("zz==", "f2")),
        path if path.starts_with("/download/") => {
            let file = path.replace("/download/", "/file/");
            Reply::new(302, "").with("location", &file)
        }
        path if path.starts_with("/file/") => Reply::new(200, VTT),
        _ => nothing(),
    }
}

fn fathom(asked: &Asked) -> Reply {
    if asked.header("x-api-key") != Some(SECRET) {
        return refused();
    }
    let meeting = |id: u32| {
        json!({
            "recording_id": id,
            "recording_start_time": "2026-11-20T10:00:00Z",
            "calendar_invitees": [],
            "transcript": [{ "speaker": { "display_name": "Pam Vale" }, "text": "It is too slow.", "timestamp": "00:00:01" }],
        })
    };
    let page = if asked.path.contains("cursor=two") {
        json!({ "items": [meeting(72)], "next_cursor": null })
    } else {
        json!({ "items": [meeting(71)], "next_cursor": "two" })
    };
    Reply::json(&page)
}

fn grain(asked: &Asked) -> Reply {
    if !is_known(asked) || asked.header("public-api-version") != Some("2025-10-31") {
        return refused();
    }
    let recording = |id: &str| json!({ "id": id, "title": "Call", "start_datetime": "2026-11-20T10:00:00Z", "end_datetime": "2026-11-20T10:30:00Z" });
    match (asked.method.as_str(), asked.path.as_str()) {
        ("POST", "/recordings") if asked.json()["cursor"] == "two" => Reply::json(
            &json!({ "recordings": [recording("g2"), recording("g1")], "cursor": null }),
        ),
        ("POST", "/recordings") => {
            Reply::json(&json!({ "recordings": [recording("g1")], "cursor": "two" }))
        }
        ("GET", path) if path.ends_with("/transcript") => Reply::json(&json!([
            { "participant_id": "p", "speaker": "Pam Vale", "start": 1000, "end": 2000, "text": "It is too slow." }
        ])),
        ("POST", path) => Reply::json(&recording(path.rsplit('/').next().unwrap())),
        _ => nothing(),
    }
}

/// The second note's transcript is too long for one answer.
fn granola(asked: &Asked) -> Reply {
    if !is_known(asked) {
        return refused();
    }
    let note = |id: &str| {
        json!({
            "id": id, "object": "note", "title": "Call", "owner": { "name": "Rea Holt", "email": "rea@us.example" },
            "created_at": "2026-11-20T10:30:00Z", "updated_at": "2026-11-20T10:31:00Z",
        })
    };
    let said = |text: &str| json!({ "speaker": { "source": "speaker" }, "text": text, "start_time": "2026-11-20T10:00:00Z", "end_time": "2026-11-20T10:00:02Z" });
    let is_second = asked.path.contains("cursor=two");
    match bare(&asked.path) {
        "/v1/notes" if is_second => Reply::json(
            &json!({ "notes": [note("not_2"), note("not_1")], "hasMore": false, "cursor": null }),
        ),
        "/v1/notes" => {
            Reply::json(&json!({ "notes": [note("not_1")], "hasMore": true, "cursor": "two" }))
        }
        "/v1/notes/not_1" => {
            let mut note = note("not_1");
            note["transcript"] = json!([said("It is too slow.")]);
            Reply::json(&note)
        }
        "/v1/notes/not_2" if asked.path.contains("include=") => Reply::new(413, "{}"),
        "/v1/notes/not_2" => Reply::json(&note("not_2")),
        "/v1/notes/not_2/transcript" if is_second => Reply::json(
            &json!({ "transcript": [said("Nobody has the time.")], "hasMore": false, "cursor": null }),
        ),
        "/v1/notes/not_2/transcript" => Reply::json(
            &json!({ "transcript": [said("We type it in."), said("Every night.")], "hasMore": true, "cursor": "two" }),
        ),
        _ => nothing(),
    }
}

fn hubspot(asked: &Asked) -> Reply {
    if !is_known(asked) {
        return refused();
    }
    let is_next = asked.body.contains("\"GT\"");
    match bare(&asked.path) {
        _ if is_next => Reply::json(&json!({ "results": [] })),
        "/crm/v3/objects/calls/search" => Reply::json(&json!({ "results": [
            { "id": "101", "properties": { "hs_call_transcription_id": "9001", "hs_timestamp": "2026-11-20T10:00:00Z" } },
            { "id": "102", "properties": { "hs_call_transcription_id": null } },
        ] })),
        "/crm/v3/objects/calls/101" => Reply::json(&json!({
            "id": "101", "properties": { "hs_call_transcription_id": "9001", "hs_timestamp": "2026-11-20T10:00:00Z" }
        })),
        "/crm/v3/extensions/calling/transcripts/9001" => Reply::json(&json!({
            "id": "9001", "engagementId": "101",
            "transcriptUtterances": [{ "speaker": { "id": "1", "name": "Pam Vale" }, "text": "It is too slow.", "startTimeMillis": 1000, "endTimeMillis": 2000 }],
        })),
        "/crm/v3/objects/deals/search" => Reply::json(&json!({ "results": [
            { "id": "501", "properties": { "dealname": "First, \"big\"", "dealstage": "closedlost", "closed_lost_reason": "price", "hs_is_closed_won": "false", "hs_is_closed": "true" } },
            { "id": "502", "properties": { "dealname": "Second", "dealstage": "77", "hs_is_closed": "false" } },
        ] })),
        // The newest change first.
        "/crm/v3/objects/deals/batch/read" if asked.body.contains("propertiesWithHistory") => {
            Reply::json(&json!({ "results": [
            { "id": "501", "propertiesWithHistory": { "dealstage": [
                { "value": "closedlost", "timestamp": "2026-11-18T16:00:00.123Z", "sourceType": "CRM_UI" },
                { "value": "77", "timestamp": "2026-11-05T09:30:00Z", "sourceType": "CRM_UI" },
                { "value": "1", "timestamp": "2026-10-01T08:00:00.5Z", "sourceType": "API" },
            ] } },
        ] }))
        }
        "/crm/v3/pipelines/deals" => Reply::json(&json!({ "results": [
            { "stages": [{ "id": "77", "label": "Demo done" }, { "id": "closedlost", "label": "Closed (lost)" }] },
            { "stages": [{ "id": "1", "label": "First talk" }] },
        ] })),
        "/crm/v4/associations/deals/companies/batch/read" => Reply::json(&json!({ "results": [
            { "from": { "id": "501" }, "to": [
                { "toObjectId": 8, "associationTypes": [{ "typeId": 341 }] },
                { "toObjectId": 7, "associationTypes": [{ "typeId": 5 }] },
            ] }
        ] })),
        "/crm/v3/objects/companies/batch/read" => Reply::json(&json!({ "results": [
            { "id": "7", "properties": { "name": "Brindle Creek", "domain": "brindle.example", "country": null, "state": "Ohio" } },
            { "id": "8", "properties": { "name": "Other", "domain": "other.example" } },
        ] })),
        // Not every token may read contacts.
        _ => Reply::new(403, "{}"),
    }
}

fn salesforce(asked: &Asked) -> Reply {
    if asked.path == "/services/oauth2/token" {
        return Reply::json(
            &json!({ "access_token": "hour", "instance_url": "https://elsewhere.example" }),
        );
    }
    if asked.header("authorization") != Some("Bearer hour") {
        return refused();
    }
    let record = |id: &str| {
        json!({
            "attributes": { "type": "Opportunity" },
            "Id": id, "Name": "Deal", "StageName": "Closed Lost", "IsClosed": true, "IsWon": false,
            "Loss_Reason__c": "price",
            "Account": { "Name": "Brindle Creek", "Website": "brindle.example", "BillingCountry": "United States", "BillingState": "Ohio" },
        })
    };
    let change = |deal: &str, stage: &str, at: &str| json!({ "OpportunityId": deal, "StageName": stage, "CreatedDate": at });
    if asked.path.contains("FROM%20OpportunityHistory") {
        let (one, two) = ("006000000000001AAA", "006000000000002AAA");
        return Reply::json(&match asked.path.contains(one) {
            // The second row is a change of the amount.
            true => json!({
                "done": false,
                "nextRecordsUrl": "/services/data/v62.0/query/01g-past",
                "records": [
                    change(one, "Prospecting", "2026-10-01T08:00:00.000+0000"),
                    change(one, "Prospecting", "2026-11-09T08:00:00.000+0000"),
                ],
            }),
            false => {
                json!({ "done": true, "records": [change(two, "Closed Lost", "2026-11-18T16:00:00.000+0000")] })
            }
        });
    }
    if asked.path == "/services/data/v62.0/query/01g-past" {
        let lost = change(
            "006000000000001AAA",
            "Closed Lost",
            "2026-11-18T16:00:00.000+0000",
        );
        return Reply::json(&json!({ "done": true, "records": [lost] }));
    }
    if asked.path == "/services/data/v62.0/query/01g-2000" {
        return Reply::json(&json!({ "done": true, "records": [record("006000000000002AAA")] }));
    }
    Reply::json(&json!({
        "done": false,
        "nextRecordsUrl": "/services/data/v62.0/query/01g-2000",
        "records": [record("006000000000001AAA")],
    }))
}

/// The first transcription has two pages of sentences; nobody may read the second one's conversation.
fn salesloft(asked: &Asked) -> Reply {
    if !is_known(asked) {
        return refused();
    }
    let transcription = |id: &str| json!({ "id": id, "updated_at": "2026-11-20T10:31:00.000Z" });
    let said = |id: &str, number: u32, text: &str| {
        json!({
            "id": format!("{id}-{number}"), "order_number": number, "recording_attendee_id": "a1", "text": text,
            "start_time": f64::from(number), "end_time": f64::from(number) + 0.5, "conversation": { "id": format!("call-{id}") },
        })
    };
    let page = |entries: Vec<Value>, next: Value| {
        Reply::json(&json!({ "data": entries, "metadata": { "paging": { "next_page": next } } }))
    };
    let is_first = asked.path.ends_with("&page=1");
    match bare(&asked.path) {
        "/v2/transcriptions" if is_first => page(vec![transcription("t1")], json!(2)),
        "/v2/transcriptions" => page(vec![transcription("t2"), transcription("t1")], json!(null)),
        "/v2/transcriptions/t1/sentences" if is_first => page(
            vec![
                said("t1", 2, "Every night."),
                said("t1", 1, "We type it in."),
            ],
            json!(2),
        ),
        "/v2/transcriptions/t1/sentences" => {
            page(vec![said("t1", 3, "Nobody has the time.")], json!(null))
        }
        "/v2/transcriptions/t2/sentences" => {
            page(vec![said("t2", 1, "It is too slow.")], json!(null))
        }
        "/v2/conversations/call-t1/extensive" => Reply::json(&json!({ "data": {
            "id": "call-t1", "title": "Call", "attendees": [{ "id": "a1", "full_name": "Pam Vale", "email": "pam@ridge.example" }],
        } })),
        _ => Reply::new(403, "{}"),
    }
}

fn generic(asked: &Asked) -> Reply {
    if !is_known(asked) {
        return refused();
    }
    if let Some(id) = asked.path.strip_prefix("/words/") {
        return Reply::json(
            &json!({ "id": id, "turns": [{ "speaker": "Pam Vale", "text": "It is too slow." }] }),
        );
    }
    let calls = match asked.path.rsplit('=').next() {
        Some("1") => json!([{ "id": "j1" }, { "id": "j2" }]),
        Some("2") => json!([{ "id": "j2" }, { "id": "j3" }]),
        _ => json!([]),
    };
    Reply::json(&json!({ "calls": calls }))
}
