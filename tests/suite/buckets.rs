//! Object storage is a place like others: each object is fetched once, and none that is too large.

#[cfg(not(feature = "s3"))]
use crate::harness::Desk;

#[cfg(not(feature = "s3"))]
#[test]
fn where_it_was_not_built_in_the_way_out_is_told() {
    let desk = Desk::new();
    desk.verbatim(&["ingest", "s3://calls/2026/"])
        .has_trouble()
        .warns("--features s3");
    desk.write(
        "verbatim.toml",
        "lexicons = \"lexicons\"\n[nightly]\nfolders = [\"s3://calls/2026/\"]\n",
    );
    desk.verbatim(&["nightly"])
        .has_trouble()
        .says("s3://calls/2026/ [bucket-not-built]");
}

#[cfg(feature = "s3")]
mod simulated {
    use std::io::{BufRead, BufReader, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::{Arc, Mutex};

    use serde_json::Value;

    use crate::harness::{Desk, Talk};

    /// Objects with key, version and bytes, and which paths were asked for.
    #[derive(Default)]
    struct Shelf {
        objects: Vec<(String, String, Vec<u8>)>,
        asked: Vec<String>,
    }

    impl Shelf {
        /// One object a page, so that lists have several.
        fn list(&self, query: &str) -> String {
            let prefix = value(query, "prefix").replace("%2F", "/");
            let start: usize = value(query, "continuation-token").parse().unwrap_or(0);
            let found: Vec<_> = self
                .objects
                .iter()
                .filter(|(key, ..)| key.starts_with(&prefix))
                .collect();
            let mut page = String::new();
            if let Some((key, version, bytes)) = found.get(start) {
                page = format!(
                    "<Contents><Key>{key}</Key><LastModified>2026-03-01T10:00:00.000Z</LastModified><ETag>\"{version}\"</ETag><Size>{}</Size></Contents>",
                    bytes.len()
                );
            }
            let next = if start + 1 < found.len() {
                format!(
                    "<NextContinuationToken>{}</NextContinuationToken>",
                    start + 1
                )
            } else {
                String::new()
            };
            format!("<ListBucketResult>{next}{page}</ListBucketResult>")
        }
    }

    fn value(query: &str, name: &str) -> String {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let found = pairs.clone().find(|(known, _)| *known == name);
        found.map_or(String::new(), |(_, value)| value.to_owned())
    }

    fn serve(shelf: &Arc<Mutex<Shelf>>) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shelf = Arc::clone(shelf);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(&shelf, stream.unwrap());
            }
        });
        port
    }

    fn answer(shelf: &Mutex<Shelf>, stream: TcpStream) {
        let mut reader = BufReader::new(stream);
        let mut first = String::new();
        reader.read_line(&mut first).unwrap();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap() == 0 || line.trim().is_empty() {
                break;
            }
        }
        let path = first.split_whitespace().nth(1).unwrap_or("").to_owned();
        let mut shelf = shelf.lock().unwrap();
        let (etag, body) = match path.split_once('?') {
            Some((_, query)) => ("list".to_owned(), shelf.list(query).into_bytes()),
            None => {
                shelf.asked.push(path.clone());
                let key = path.trim_start_matches("/calls/");
                let found = shelf.objects.iter().find(|(known, ..)| known == key);
                found
                    .map(|(_, version, bytes)| (version.clone(), bytes.clone()))
                    .unwrap_or_default()
            }
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\netag: \"{etag}\"\r\nlast-modified: Sun, 01 Mar 2026 10:00:00 GMT\r\nconnection: close\r\n\r\n",
            body.len()
        );
        reader.get_mut().write_all(head.as_bytes()).unwrap();
        reader.get_mut().write_all(&body).unwrap();
    }

    /// Ends with trouble, because one object is too large; gives the summary.
    fn ingest(desk: &Desk) -> Value {
        let mut command = desk.command(&["ingest", "s3://calls/2026/", "--json"]);
        command
            .env("AWS_ACCESS_KEY_ID", "key")
            .env("AWS_SECRET_ACCESS_KEY", "secret");
        let ended = command.output().unwrap();
        assert_eq!(ended.status.code(), Some(2), "{ended:?}");
        let said = String::from_utf8(ended.stdout).unwrap();
        serde_json::from_str(said.lines().last().unwrap()).unwrap()
    }

    #[test]
    fn each_version_of_an_object_is_fetched_once() {
        let call = |id: &str, words: &str| Talk::new(id).prospect(words).line().into_bytes();
        let shelf = Arc::new(Mutex::new(Shelf::default()));
        shelf.lock().unwrap().objects = vec![
            (
                "2026/a.json".to_owned(),
                "v1".to_owned(),
                call("one", "we do it by hand"),
            ),
            (
                "2026/b.json".to_owned(),
                "v1".to_owned(),
                call("two", "it is expensive"),
            ),
            ("2026/README.md".to_owned(), "v1".to_owned(), b"x".to_vec()),
            (
                "2025/c.json".to_owned(),
                "v1".to_owned(),
                call("three", "by hand"),
            ),
            (
                "2026/big.json".to_owned(),
                "v1".to_owned(),
                vec![b' '; 3 << 20],
            ),
        ];
        let port = serve(&shelf);
        let desk = Desk::new();
        desk.write(
            "verbatim.toml",
            format!("lexicons = \"lexicons\"\nmax_file_mb = 2\n[bucket]\nendpoint = \"http://127.0.0.1:{port}\"\n"),
        );
        let asked = || std::mem::take(&mut shelf.lock().unwrap().asked);
        let first = ingest(&desk);
        assert_eq!(first["calls"]["new"], 2, "{first}");
        assert_eq!(first["failed"][0]["code"], "too-large", "{first}");
        assert_eq!(asked(), ["/calls/2026/a.json", "/calls/2026/b.json"]);
        ingest(&desk);
        assert!(asked().is_empty());
        {
            let mut shelf = shelf.lock().unwrap();
            let object = &mut shelf.objects[1];
            (object.1, object.2) = ("v2".to_owned(), call("two", "it is far too expensive"));
        }
        assert_eq!(ingest(&desk)["calls"]["updated"], 1);
        assert_eq!(asked(), ["/calls/2026/b.json"]);
        assert_eq!(desk.finds(&["hand"]), ["one:0"]);
    }
}
