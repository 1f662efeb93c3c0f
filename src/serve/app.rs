//! Which address is answered by what, and what does it ask of whoever opens it?
//!
//! Every route stands here with what it needs, so that nothing is open that nobody meant to open: what is not in the
//! table needs everything.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{self, MethodRouter};

use crate::config::Config;
use crate::mine::lexicon::Lexicons;
use crate::serve::auth::scope::{Needs, Scope};
use crate::serve::auth::{Door, login};
use crate::serve::feed::Feed;
use crate::serve::hooks::Hooks;
use crate::serve::limits::Limits;
use crate::serve::live::Live;
use crate::serve::metrics::Gauges;
use crate::serve::room::Readers;
use crate::serve::tools::Tools;
use crate::serve::{
    api, assets, auth, headers, health, hooks, intake, limits, log, metrics, openapi, pages,
};
use crate::store::DataDir;

/// What every request may use.
#[derive(Clone)]
pub struct App {
    pub readers: Readers,
    pub config: Arc<Config>,
    pub dir: DataDir,
    pub door: Arc<Door>,
    pub limits: Arc<Limits>,
    pub gauges: Arc<Gauges>,
    /// Whether every request is told on stderr.
    pub log: log::Log,
    /// The lexicons that are listened with now.
    pub lexicons: Live,
    /// What the pages for work share.
    pub tools: Arc<Tools>,
    /// What vendors deliver to.
    pub hooks: Arc<Hooks>,
    /// Who follows what comes in.
    pub feed: Arc<Feed>,
}

impl App {
    /// A server for this machine alone, without a log.
    pub fn new(readers: Readers, config: Config, dir: DataDir, lexicons: Lexicons) -> App {
        let door = Door::new(&dir, IpAddr::V4(Ipv4Addr::LOCALHOST), &[]);
        App {
            readers,
            limits: Arc::new(Limits::new(config.max_file_mb)),
            config: Arc::new(config),
            lexicons: Live::new(lexicons),
            tools: Arc::new(Tools::of(&dir)),
            hooks: Arc::new(Hooks::none()),
            dir,
            door: Arc::new(door),
            gauges: Arc::default(),
            feed: Arc::default(),
            log: log::Log::Off,
        }
    }
}

/// One method of one address.
struct Route {
    method: Method,
    path: &'static str,
    needs: Needs,
    handler: MethodRouter<App>,
}

impl Route {
    /// The same for whole files.
    fn with_large_body(self) -> Route {
        let limit = DefaultBodyLimit::max(intake::MOST_BYTES);
        Route {
            handler: self.handler.layer(limit),
            ..self
        }
    }
}

/// Where vendors deliver. Who signs is let in, so it needs nothing else.
const HOOK: &str = "/hooks/{name}";

/// Open to everybody: what a browser needs before the login, and whether the server lives.
const NOTHING: Needs = Needs::Nothing;
const READ: Needs = Needs::Scope(Scope::Read);
const MARK: Needs = Needs::Scope(Scope::Mark);
const INGEST: Needs = Needs::Scope(Scope::Ingest);
const EXPORT: Needs = Needs::Scope(Scope::Export);
const ADMIN: Needs = Needs::Scope(Scope::Admin);

/// Every route there is.
fn routes() -> Vec<Route> {
    vec![
        get("/", READ, pages::search::get),
        get("/calls/{id}", READ, pages::call::get),
        post("/calls/{id}/marks", MARK, pages::call::marks::put),
        post("/calls/{id}/marks/undo", MARK, pages::call::marks::undo),
        post("/calls/{id}/sides", MARK, pages::call::sides::put),
        get("/themes", READ, pages::themes::get),
        get("/personas", READ, pages::personas::list),
        get("/personas/{slug}", READ, pages::personas::get),
        get("/digest", READ, pages::digest::get),
        get("/live", READ, pages::live::get),
        get("/live/events", READ, pages::live::events),
        get("/watches", READ, pages::watches::get),
        post("/watches", MARK, pages::watches::add),
        post("/watches/remove", MARK, pages::watches::remove),
        get("/work", READ, pages::working::get),
        get("/lexicons", READ, pages::lexicons::get),
        get("/lexicons/try", READ, pages::lexicons::attempt::get),
        get(
            "/lexicons/{file}/{entry}",
            READ,
            pages::lexicons::entry::get,
        ),
        get(
            "/lexicons/{file}/{entry}/preview",
            READ,
            pages::lexicons::edit::get,
        ),
        post(
            "/lexicons/{file}/{entry}/preview",
            READ,
            pages::lexicons::edit::preview,
        ),
        post(
            "/lexicons/{file}/{entry}/save",
            ADMIN,
            pages::lexicons::edit::save,
        ),
        post(
            "/lexicons/{file}/{entry}/download",
            READ,
            pages::lexicons::edit::download,
        ),
        get("/labels", READ, pages::labels::get),
        post("/labels/queue", MARK, pages::labels::queue),
        post("/labels/answer", MARK, pages::labels::answer),
        post("/labels/undo", MARK, pages::labels::undo),
        post("/labels/learn", ADMIN, pages::labels::learn),
        post("/labels/unlearn", ADMIN, pages::labels::unlearn),
        get("/basket", READ, pages::basket::get),
        get("/basket/count", READ, pages::basket::count),
        get("/basket/export", EXPORT, pages::basket::export),
        post("/basket/add", READ, pages::basket::add),
        post("/basket/note", READ, pages::basket::note),
        post("/basket/move", READ, pages::basket::shift),
        post("/basket/remove", READ, pages::basket::remove),
        post("/basket/clear", READ, pages::basket::clear),
        post("/basket/restore", READ, pages::basket::restore),
        post("/basket/pack", EXPORT, pages::packs::gather::of_basket),
        post("/into-pack", EXPORT, pages::packs::put_in::post),
        get("/packs", READ, pages::packs::get),
        post("/packs", EXPORT, pages::packs::gather::new),
        get("/packs/{name}", READ, pages::packs::pack::get),
        post("/packs/{name}/arrange", EXPORT, pages::packs::arrange::post),
        post("/packs/{name}/undo", EXPORT, pages::packs::arrange::undo),
        post("/packs/{name}/rename", EXPORT, pages::packs::manage::rename),
        post(
            "/packs/{name}/duplicate",
            EXPORT,
            pages::packs::manage::duplicate,
        ),
        get("/packs/{name}/delete", EXPORT, pages::packs::manage::ask),
        post("/packs/{name}/delete", EXPORT, pages::packs::manage::delete),
        post("/packs/{name}/words", EXPORT, pages::packs::words::post),
        post("/packs/{name}/decide", EXPORT, pages::packs::decide::post),
        // Who may take quotes out must not allow himself to: what is granted binds him.
        post("/packs/{name}/grant", ADMIN, pages::packs::grant::post),
        get("/withdraw", ADMIN, pages::withdraw::get),
        post("/withdraw", ADMIN, pages::withdraw::sure),
        post("/withdraw/now", ADMIN, pages::withdraw::put),
        get("/withdrawals/{number}", ADMIN, pages::withdraw::done),
        // A whole file on a page is a whole file.
        get("/packs/{name}/preview", EXPORT, pages::packs::preview::get),
        get(
            "/packs/{name}/preview/page",
            EXPORT,
            pages::packs::preview::framed,
        ),
        post(
            "/packs/{name}/preview/accept",
            EXPORT,
            pages::packs::preview::accept,
        ),
        post(
            "/packs/{name}/download",
            EXPORT,
            pages::packs::download::post,
        ),
        get("/packs/{name}/history", READ, pages::packs::history::get),
        post("/packs/{name}/uses", EXPORT, pages::packs::history::used),
        // Whoever may read a quote may say what he thinks of it; nothing that leaves is changed by it.
        post("/packs/{name}/feedback", READ, pages::packs::history::said),
        get("/intake", READ, pages::intake::get),
        post("/intake", INGEST, pages::intake::post).with_large_body(),
        get("/api", READ, pages::api::get),
        get("/api/v1/openapi.json", READ, openapi::get),
        get("/api/v1/search", READ, api::search::get),
        get("/api/v1/facets", READ, api::search::facets),
        get("/api/v1/calls/{id}", READ, api::call::get),
        get("/api/v1/themes", READ, api::heard::themes),
        get("/api/v1/personas", READ, api::heard::personas),
        get("/api/v1/digest", READ, api::digest::get),
        get("/api/v1/watches", READ, api::watches::get),
        get("/api/v1/lexicons", READ, api::lexicons::get),
        get("/api/v1/intake", READ, api::intake::get),
        get("/api/v1/packs", EXPORT, api::packs::list),
        get("/api/v1/packs/{name}", EXPORT, api::packs::get),
        get("/api/v1/marks", READ, api::marks::get),
        post("/api/v1/marks", MARK, api::marks::said::put),
        post("/api/v1/marks/undo", MARK, api::marks::said::undo),
        get("/login", NOTHING, login::get),
        post("/login", NOTHING, login::post),
        post("/logout", NOTHING, login::logout),
        get("/healthz", NOTHING, health::healthz),
        get("/readyz", NOTHING, health::readyz),
        get(HOOK, NOTHING, hooks::get),
        post(HOOK, NOTHING, hooks::post),
        get("/metrics", ADMIN, metrics::get),
        get("/assets/{version}/{name}", NOTHING, assets::get),
    ]
}

fn get<H, T>(path: &'static str, needs: Needs, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route {
        method: Method::GET,
        path,
        needs,
        handler: routing::get(handler),
    }
}

fn post<H, T>(path: &'static str, needs: Needs, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route {
        method: Method::POST,
        path,
        needs,
        handler: routing::post(handler),
    }
}

/// Method, path as it stands in the table, and what it needs.
pub static TABLE: LazyLock<Vec<(Method, &'static str, Needs)>> = LazyLock::new(|| {
    let routes = routes().into_iter();
    routes
        .map(|route| (route.method, route.path, route.needs))
        .collect()
});

/// What a request needs. An address that there is not must be told so only to those who may read.
pub fn needs(request: &Request) -> Needs {
    let Some(path) = request.extensions().get::<MatchedPath>() else {
        return READ;
    };
    let asked = request.method();
    // Whoever may read something may ask whether it is there.
    let is_head = *asked == Method::HEAD;
    TABLE
        .iter()
        .filter(|(known, _, _)| known == asked || (is_head && *known == Method::GET))
        .find(|(_, route, _)| *route == path.as_str())
        .map_or(ADMIN, |(_, _, needs)| *needs)
}

/// Whether a request is a vendor's delivery, which shows by its signature alone that it may come in.
pub fn is_delivery(request: &Request) -> bool {
    let path = request.extensions().get::<MatchedPath>();
    path.is_some_and(|path| path.as_str() == HOOK)
}

/// The path of a request as it stands in the table: without anything that somebody typed.
pub fn template(request: &Request) -> &'static str {
    let path = request.extensions().get::<MatchedPath>();
    path.and_then(|path| TABLE.iter().find(|(_, route, _)| *route == path.as_str()))
        .map_or("other", |(_, route, _)| *route)
}

/// Every route, behind the door.
pub fn router(app: App) -> Router {
    let open = routes().into_iter().fold(Router::new(), |router, route| {
        router.route(route.path, route.handler)
    });
    // The last one is the first that a request meets.
    open.fallback(pages::not_there)
        .layer(from_fn_with_state(app.clone(), auth::check))
        .layer(from_fn_with_state(app.clone(), limits::keep))
        .layer(from_fn(headers::add))
        .layer(from_fn_with_state(app.clone(), log::watch))
        .with_state(app)
}
