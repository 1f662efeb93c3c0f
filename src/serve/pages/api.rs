//! What may programs ask, for people to read?
//!
//! `GET /api`: the OpenAPI document as a page, made by the server itself.

use askama::Template;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde_json::Value;

use crate::serve::auth::origin::called;
use crate::serve::openapi::DOCUMENT;
use crate::serve::pages::{Frame, render};
use crate::serve::trouble::{PROBLEMS, Trouble};

#[derive(Template)]
#[template(path = "api.html", config = "src/serve/askama.toml")]
struct ApiPage {
    frame: Frame,
    /// Where this server was asked, for the example.
    called: String,
    about: String,
    addresses: Vec<Address>,
    shapes: Vec<Shape>,
    problems: Vec<Problem>,
}

/// One method of one address.
struct Address {
    method: String,
    path: String,
    summary: String,
    scope: String,
    parameters: Vec<Named>,
    /// The shape of what is sent; empty where nothing is.
    body: String,
    /// The shape of its answer.
    answer: String,
}

/// What is sent.
struct Shape {
    name: String,
    about: String,
    fields: Vec<Named>,
}

/// A parameter or a field.
struct Named {
    name: String,
    kind: String,
    about: String,
}

/// A kind of trouble.
struct Problem {
    slug: &'static str,
    status: u16,
    about: &'static str,
}

/// `GET /api`
pub async fn get(uri: Uri, headers: HeaderMap) -> Result<Response, Trouble> {
    let document = &*DOCUMENT;
    let problems = PROBLEMS.iter().map(|(slug, status, about)| Problem {
        slug,
        status: *status,
        about,
    });
    render(&ApiPage {
        frame: Frame::of("api"),
        called: called(&uri, &headers),
        about: text(&document["info"]["description"]),
        addresses: entries(&document["paths"]).flat_map(addresses).collect(),
        shapes: entries(&document["components"]["schemas"])
            .map(shape)
            .collect(),
        problems: problems.collect(),
    })
}

fn entries(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn addresses((path, item): (&String, &Value)) -> Vec<Address> {
    entries(item)
        .filter(|(_, operation)| operation["responses"].is_object())
        .map(|(method, operation)| address(method, path, operation))
        .collect()
}

fn address(method: &str, path: &str, operation: &Value) -> Address {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let answer = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    Address {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        scope: text(&operation["security"][0]["token"][0]),
        parameters: parameters
            .map(|parameter| Named {
                name: text(&parameter["name"]),
                kind: text(&parameter["in"]),
                about: text(&parameter["description"]),
            })
            .collect(),
        body: kind(&operation["requestBody"]["content"]["application/json"]["schema"]),
        answer: kind(answer),
    }
}

fn shape((name, schema): (&String, &Value)) -> Shape {
    let fields = entries(&schema["properties"]).map(|(name, field)| Named {
        name: name.clone(),
        kind: kind(field),
        about: text(&field["description"]),
    });
    Shape {
        name: name.clone(),
        about: text(&schema["description"]),
        fields: fields.collect(),
    }
}

/// A schema in a word or two.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or("").to_owned();
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let choices: Vec<String> = choices.iter().map(kind).collect();
        return choices.join(" or ");
    }
    let written = match &schema["type"] {
        Value::String(one) => one.clone(),
        Value::Array(several) => {
            let several: Vec<&str> = several.iter().filter_map(Value::as_str).collect();
            several.join(" or ")
        }
        _ => String::new(),
    };
    let (items, values) = (&schema["items"], &schema["additionalProperties"]);
    if written == "array" && !items.is_null() {
        return format!("list of {}", kind(items));
    }
    if written == "object" && !values.is_null() {
        return format!("map to {}", kind(values));
    }
    written
}
