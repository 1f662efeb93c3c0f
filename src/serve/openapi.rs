//! How does a program learn what it may ask?
//!
//! `GET /api/v1/openapi.json`: an OpenAPI 3.1 document made of the code itself. The shapes are those of the structs that
//! are sent, the addresses and scopes those of the route table, the parameters those of the search page; a test sees to
//! it that no address of the API is missing.

use std::sync::LazyLock;

use axum::Json;
use axum::http::Method;
use serde_json::Value;
use utoipa::openapi::content::Content;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, Object, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required, Response, ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use crate::report::digest::shape::Digest;
use crate::search::query::Field;
use crate::serve::api::call::CallAnswer;
use crate::serve::api::heard::{PersonasAnswer, ThemesAnswer};
use crate::serve::api::intake::IntakeAnswer;
use crate::serve::api::lexicons::LexiconsAnswer;
use crate::serve::api::marks::said::{MarkWanted, MarksTakenBack, MarksUnwanted};
use crate::serve::api::marks::{MarkGiven, MarksAnswer};
use crate::serve::api::packs::{PackAnswer, PacksAnswer};
use crate::serve::api::search::{DEPTH, FacetsAnswer, MOST, MOST_CONTEXT, SearchAnswer};
use crate::serve::api::watches::WatchesAnswer;
use crate::serve::app::TABLE;
use crate::serve::ask::{MANY, PAGE};
use crate::serve::auth::scope::Needs;
use crate::serve::trouble::PROBLEMS;

/// What nobody expects who has not read it, and would miss mentions by.
const LED_IS_LEFT_OUT: &str =
    "`unprompted`, `led` or `any`; without it, mentions that the rep led to are left out.";

/// The document. Made once: the code does not change while it runs.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(document()).unwrap_or_default());

/// `GET /api/v1/openapi.json`
pub async fn get() -> Json<&'static Value> {
    Json(&*DOCUMENT)
}

/// One method of one address of the API.
struct Described {
    method: HttpMethod,
    path: &'static str,
    summary: &'static str,
    parameters: Vec<Parameter>,
    /// The name of the schema of what is sent.
    body: Option<String>,
    /// The name of the answer's schema.
    answer: String,
    /// The schemas themselves, and those in them.
    schemas: Vec<(String, RefOr<Schema>)>,
}

fn described<T: ToSchema>(
    path: &'static str,
    summary: &'static str,
    parameters: Vec<Parameter>,
) -> Described {
    let mut schemas = Vec::new();
    let answer = add_schema::<T>(&mut schemas);
    Described {
        method: HttpMethod::Get,
        path,
        summary,
        parameters,
        body: None,
        answer,
        schemas,
    }
}

/// An address that takes a body.
fn taking<B: ToSchema, T: ToSchema>(path: &'static str, summary: &'static str) -> Described {
    let mut address = described::<T>(path, summary, vec![]);
    address.method = HttpMethod::Post;
    address.body = Some(add_schema::<B>(&mut address.schemas));
    address
}

/// Adds a schema with those in it, and says its name.
fn add_schema<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) -> String {
    T::schemas(schemas);
    let name = T::name().into_owned();
    schemas.push((name.clone(), <T as PartialSchema>::schema()));
    name
}

fn addresses() -> Vec<Described> {
    let id = ParameterBuilder::from(parameter("id", "The call, as it stands in every hit."))
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .build();
    let name = ParameterBuilder::from(parameter("name", "The pack."))
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .build();
    let kind = "`pain`, `objection`, …, one of them. Without it that of the tags, else `pain`.";
    let mut of_a_kind = narrowed();
    of_a_kind.retain(|known| known.name != "kind");
    of_a_kind.insert(0, parameter("kind", kind));
    let call = parameter("call", "Only this call's.");
    vec![
        described::<SearchAnswer>(
            "/api/v1/search",
            "Turns that answer a question, best first",
            [asked(), paging()].concat(),
        ),
        described::<FacetsAnswer>(
            "/api/v1/facets",
            "How the turns that answer spread over personas, tags, accounts, …",
            asked(),
        ),
        described::<CallAnswer>(
            "/api/v1/calls/{id}",
            "A whole call: who, what was said, what was heard",
            vec![id],
        ),
        described::<ThemesAnswer>(
            "/api/v1/themes",
            "What is heard most widely, by independent accounts",
            of_a_kind,
        ),
        described::<PersonasAnswer>("/api/v1/personas", "How much each persona says", narrowed()),
        described::<Digest>(
            "/api/v1/digest",
            "What the calls brought that came in during a period",
            period(),
        ),
        described::<WatchesAnswer>(
            "/api/v1/watches",
            "The saved searches, and what answered them last",
            vec![],
        ),
        described::<LexiconsAnswer>("/api/v1/lexicons", "What is listened for", vec![]),
        described::<IntakeAnswer>("/api/v1/intake", "What has come in, and its state", vec![]),
        described::<PacksAnswer>("/api/v1/packs", "The quote packs there are", vec![]),
        described::<PackAnswer>(
            "/api/v1/packs/{name}",
            "A quote pack for internal use, without what was withdrawn",
            vec![name],
        ),
        described::<MarksAnswer>("/api/v1/marks", "What people decided", vec![call]),
        taking::<MarkWanted, MarkGiven>(
            "/api/v1/marks",
            "Keeps what a person decided about some words, and obeys it at once",
        ),
        taking::<MarksUnwanted, MarksTakenBack>(
            "/api/v1/marks/undo",
            "Takes back what was decided about a tag in a turn",
        ),
    ]
}

/// What the search page's address may say, too.
fn asked() -> Vec<Parameter> {
    let q = "What to look for: words, \"exact words\", -not, +must, a OR b, prefix*, field:value. \
             Nothing: whatever passes the filters.";
    let mut asked = vec![parameter("q", q)];
    asked.extend(narrowed());
    asked.push(parameter(
        "sort",
        "`newest` or `breadth`; best first without it.",
    ));
    asked
}

/// The filters of the search page.
fn narrowed() -> Vec<Parameter> {
    let many = MANY.iter().map(|field| {
        let about = "May be given more than once; any of the values may hold.";
        match field {
            Field::Origin => parameter(field.name(), &format!("{LED_IS_LEFT_OUT} {about}")),
            _ => parameter(field.name(), about),
        }
    });
    let mut filters: Vec<Parameter> = many.collect();
    filters.extend([
        parameter("since", "First day: 2026-03-01, or 2026-03, or 2026."),
        parameter("until", "Last day, written likewise."),
        parameter(
            "side",
            "`prospect` (as without it), `rep`, `unknown` or `any`.",
        ),
        parameter(
            "friends",
            "`show` counts deals with friends in, which are left out without it.",
        ),
    ]);
    filters
}

fn period() -> Vec<Parameter> {
    let since = "From when on: 7d, 24h, 2w, a date or an RFC 3339 moment. Without it: 7d.";
    let until = "Up to when, a day or a month included. Without it: now.";
    vec![parameter("since", since), parameter("until", until)]
}

fn paging() -> Vec<Parameter> {
    let limit = format!("Hits of a page, 1 to {MOST}; {PAGE} without it.");
    let context = format!("Turns before and after each hit, 0 to {MOST_CONTEXT}; 0 without it.");
    let cursor = format!(
        "`next` of the page before. Not to be taken apart; it ends when the archive changes. {DEPTH} hits deep at most."
    );
    vec![
        parameter("limit", &limit),
        parameter("context", &context),
        parameter("cursor", &cursor),
    ]
}

fn parameter(name: &str, about: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(Object::with_type(Type::String)))
        .build()
}

fn document() -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut components = ComponentsBuilder::new()
        .schema("Problem", problem())
        .security_scheme("token", SecurityScheme::Http(token()));
    for address in addresses() {
        let operation = operation(&address);
        let item = PathItem::new(address.method.clone(), operation);
        paths = paths.path(address.path, item);
        components = components.schemas_from_iter(address.schemas);
    }
    let about = "Read what prospects say hurts and why they hesitate, and say what is heard wrongly. Every answer to a \
                 GET carries a weak ETag; send it back as If-None-Match and get 304 until something changes. Spans are bytes of \
                 UTF-8.";
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("verbatim")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(about)),
        )
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

fn operation(address: &Described) -> OperationBuilder {
    let is_get = address.method == HttpMethod::Get;
    let name = address.path.trim_start_matches("/api/v1/");
    let id = if name == "packs/{name}" {
        // Beside the list of all packs, whose name it would have else.
        "pack".to_owned()
    } else if is_get {
        name.split('/').next().unwrap_or(name).to_owned()
    } else {
        format!("post-{}", name.replace('/', "-"))
    };
    let ok = ResponseBuilder::new()
        .description("The answer")
        .content("application/json", content(&address.answer));
    let mut operation = OperationBuilder::new()
        .operation_id(Some(id))
        .summary(Some(address.summary))
        .response("200", ok);
    if is_get {
        let same = Response::new("What If-None-Match names still holds");
        operation = operation.response("304", same);
    }
    if let Some(body) = &address.body {
        let body = RequestBodyBuilder::new()
            .content("application/json", content(body))
            .required(Some(Required::True))
            .build();
        operation = operation.request_body(Some(body));
    }
    for status in problem_statuses() {
        let problem = ResponseBuilder::new()
            .description("A problem (RFC 9457)")
            .content("application/problem+json", content("Problem"));
        operation = operation.response(status, problem);
    }
    if !address.parameters.is_empty() {
        operation = operation.parameters(Some(address.parameters.clone()));
    }
    operation.security(SecurityRequirement::new("token", scopes(address)))
}

fn content(schema: &str) -> Content {
    Content::new(Some(Ref::from_schema_name(schema)))
}

/// Every status with which a problem comes, once.
fn problem_statuses() -> Vec<String> {
    let mut statuses: Vec<u16> = PROBLEMS.iter().map(|(_, status, _)| *status).collect();
    statuses.dedup();
    statuses.iter().map(u16::to_string).collect()
}

/// What the route table asks for.
fn scopes(address: &Described) -> Vec<&'static str> {
    let method = if address.method == HttpMethod::Get {
        Method::GET
    } else {
        Method::POST
    };
    let routes = TABLE.iter();
    routes
        .filter(|(known, route, _)| *known == method && *route == address.path)
        .filter_map(|(_, _, needs)| match needs {
            Needs::Nothing => None,
            Needs::Scope(scope) => Some(scope.name()),
        })
        .collect()
}

fn token() -> utoipa::openapi::security::Http {
    HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "Made with `verbatim token new`. On this machine, where no token was ever made, none is needed.",
        ))
        .build()
}

fn problem() -> Object {
    utoipa::openapi::ObjectBuilder::new()
        .description(Some("What went wrong, as RFC 9457 has it"))
        .property("type", Object::with_type(Type::String))
        .property("title", Object::with_type(Type::String))
        .property("status", Object::with_type(Type::Integer))
        .property("detail", Object::with_type(Type::String))
        .required("type")
        .required("title")
        .required("status")
        .required("detail")
        .build()
}
