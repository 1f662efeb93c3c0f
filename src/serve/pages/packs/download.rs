//! How does a pack leave by the page?
//!
//! `POST /packs/{name}/download`: what may leave, as a file, and in the history that it left, when and by whom. A post
//! and no link, since it is written down. What may not leave is told on the page of the preview, with status 409.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::config::Config;
use crate::quote::pack::Pack;
use crate::quote::pack::render::PackFormat;
use crate::serve::app::App;
use crate::serve::auth::visitor::Visitor;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::leaving::{Made, Wanted, file_name, make, record};
use crate::serve::packs::{opened, who, writing};
use crate::serve::pages::packs::preview::{PreviewView, page};
use crate::serve::trouble::Trouble;
use crate::serve::work::aside;
use crate::store::catalogue::Catalogue;

/// What came of it.
enum Left {
    File { name: String, bytes: Vec<u8> },
    Stopped(Box<(Pack, Made, String)>),
}

/// `POST /packs/{name}/download`
pub async fn post(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let fields = Fields::read(&body);
    let wanted = Wanted::read(&fields)?;
    let by = who(&visitor, fields.get("by"))?;
    let only_granted = fields.get("only-granted") == "yes";
    let left = aside(move || {
        writing(&app.dir, |catalogue| {
            leave(catalogue, &name, wanted, only_granted, by, &app.config)
        })
    })
    .await?;
    match left {
        Left::File { name, bytes } => Ok(file(&name, wanted.format, bytes)),
        Left::Stopped(stopped) => {
            let (pack, made, why) = *stopped;
            let view = PreviewView::tried(&pack, made, wanted, why)?;
            let shown = page(view, &visitor)?;
            Ok((StatusCode::CONFLICT, shown).into_response())
        }
    }
}

fn leave(
    catalogue: &mut Catalogue,
    name: &str,
    wanted: Wanted,
    only_granted: bool,
    by: String,
    config: &Config,
) -> Result<Left, Trouble> {
    let pack = opened(catalogue, name)?;
    let made = make(catalogue, &pack, wanted, config)?;
    let why = made.stopped(wanted.purpose, only_granted);
    if let (None, Ok(bytes)) = (&why, &made.file) {
        record(catalogue, &pack, &made, wanted, by, bytes)?;
        return Ok(Left::File {
            name: file_name(&made, wanted),
            bytes: bytes.clone(),
        });
    }
    let why = why.unwrap_or_default();
    Ok(Left::Stopped(Box::new((pack, made, why))))
}

fn file(name: &str, format: PackFormat, bytes: Vec<u8>) -> Response {
    let kind = match format {
        PackFormat::Markdown => "text/markdown; charset=utf-8",
        PackFormat::Html => "text/html; charset=utf-8",
        PackFormat::Docx => {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        }
        PackFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        PackFormat::Csv => "text/csv; charset=utf-8",
        PackFormat::Json => "application/json",
        PackFormat::Text => "text/plain; charset=utf-8",
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, bytes).into_response()
}
