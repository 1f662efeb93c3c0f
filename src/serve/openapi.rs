//! How does a program learn what it may ask?
//!
//! `GET /api/v1/openapi.json`: an OpenAPI 3.1 document made of the code itself. The shapes are those of the structs that
//! are sent, the addresses and scopes those of the route table, the parameters those of the search page; a test sees to
//! it that no address of the API is missing.

use std::sync::LazyLock;

use axum::Json;
use serde_json::Value;
use utoipa::openapi::content::Content;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::schema::{ComponentsBuilder, Object, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required, Response, ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use crate::serve::api::call::CallAnswer;
use crate::serve::api::heard::{PersonasAnswer, ThemesAnswer};
use crate::serve::api::intake::IntakeAnswer;
use crate::serve::api::lexicons::LexiconsAnswer;
use crate::serve::api::marks::MarksAnswer;
use crate::serve::api::search::{DEPTH, FacetsAnswer, MOST, MOST_CONTEXT, SearchAnswer};
use crate::serve::app::TABLE;
use crate::serve::ask::{MANY, PAGE};
use crate::serve::auth::scope::Needs;
use crate::serve::trouble::PROBLEMS;

/// The document. Made once: the code does not change while it runs.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(document()).unwrap_or_default());

/// `GET /api/v1/openapi.json`
pub async fn get() -> Json<&'static Value> {
    Json(&*DOCUMENT)
}

/// One address of the API.
struct Described {
    path: &'static str,
    summary: &'static str,
    parameters: Vec<Parameter>,
    /// The name of the answer's schema; the schema itself, and those in it.
    answer: String,
    schemas: Vec<(String, RefOr<Schema>)>,
}

fn described<T: ToSchema>(
    path: &'static str,
    summary: &'static str,
    parameters: Vec<Parameter>,
) -> Described {
    let mut schemas = Vec::new();
    T::schemas(&mut schemas);
    let answer = T::name().into_owned();
    schemas.push((answer.clone(), <T as PartialSchema>::schema()));
    Described {
        path,
        summary,
        parameters,
        answer,
        schemas,
    }
}

fn addresses() -> Vec<Described> {
    let id = ParameterBuilder::from(parameter("id", "The call, as it stands in every hit."))
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .build();
    let kind = parameter("kind", "`pain`, `objection`, … Without it: `pain`.");
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
            vec![kind],
        ),
        described::<PersonasAnswer>("/api/v1/personas", "How much each persona says", vec![]),
        described::<LexiconsAnswer>("/api/v1/lexicons", "What is listened for", vec![]),
        described::<IntakeAnswer>("/api/v1/intake", "What has come in, and its state", vec![]),
        described::<MarksAnswer>("/api/v1/marks", "What people decided", vec![call]),
    ]
}

/// What the search page's address may say, too.
fn asked() -> Vec<Parameter> {
    let q = "What to look for: words, \"exact words\", -not, +must, a OR b, prefix*, field:value. \
             Nothing: whatever passes the filters.";
    let mut asked = vec![parameter("q", q)];
    asked.extend(MANY.iter().map(|field| {
        let about = "May be given more than once; any of the values may hold.";
        parameter(field.name(), about)
    }));
    asked.extend([
        parameter("since", "First day: 2026-03-01, or 2026-03, or 2026."),
        parameter("until", "Last day, written likewise."),
        parameter(
            "side",
            "`prospect` (as without it), `rep`, `unknown` or `any`.",
        ),
        parameter("sort", "`newest` or `breadth`; best first without it."),
    ]);
    asked
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
        paths = paths.path(address.path, PathItem::new(HttpMethod::Get, operation));
        components = components.schemas_from_iter(address.schemas);
    }
    let about = "Read what prospects say hurts and why they hesitate. Every answer carries a weak ETag; send it back as \
                 If-None-Match and get 304 until something changes. Spans are bytes of UTF-8.";
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
    let name = address.path.trim_start_matches("/api/v1/");
    let id = name.split('/').next().unwrap_or(name);
    let ok = ResponseBuilder::new()
        .description("The answer")
        .content("application/json", content(&address.answer));
    let mut operation = OperationBuilder::new()
        .operation_id(Some(id))
        .summary(Some(address.summary))
        .response("200", ok)
        .response("304", Response::new("What If-None-Match names still holds"));
    for status in problem_statuses() {
        let problem = ResponseBuilder::new()
            .description("A problem (RFC 9457)")
            .content("application/problem+json", content("Problem"));
        operation = operation.response(status, problem);
    }
    if !address.parameters.is_empty() {
        operation = operation.parameters(Some(address.parameters.clone()));
    }
    operation.security(SecurityRequirement::new("token", scopes(address.path)))
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
fn scopes(path: &str) -> Vec<&'static str> {
    let routes = TABLE.iter().filter(|(_, route, _)| *route == path);
    routes
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
