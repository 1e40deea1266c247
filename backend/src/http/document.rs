//! What is true of every operation is said of each of them here, so that no handler repeats it: how one shows who one is,
//! and which refusals any such request may meet.

use std::collections::BTreeMap;

use utoipa::openapi::{
    Content, ObjectBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder, Schema, Type,
    path::{Operation, Parameter, ParameterIn},
    schema::ArrayItems,
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};

/// The session's cookie, in the document.
const CARD: &str = "card";
/// The API token, in the document.
const TOKEN: &str = "token";
/// What a refusal is sent as (RFC 9457).
const PROBLEM: &str = "application/problem+json";
/// What a sheet of paper is sent as, by its format.
const PAPER: [&str; 3] = ["application/pdf", "application/vnd.oasis.opendocument.text", "application/json"];

/// Completes the document.
pub fn complete(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    let cookie = ApiKeyValue::with_description(
        "chadiao_session",
        "The session's cookie, by POST /session; its name begins with `__Host-` over TLS.",
    );
    components.security_schemes.insert(CARD.into(), RefOr::T(SecurityScheme::ApiKey(ApiKey::Cookie(cookie))));
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("chadiao_pat_…")
        .description(Some(
            "An API token, by POST /tokens. What an operation lists here is the scope it asks for; an operation without it is open to no token.",
        ));
    components.security_schemes.insert(TOKEN.into(), RefOr::T(SecurityScheme::Http(bearer.build())));
    open_what_is_shared(&mut components.schemas);
    for (path, item) in &mut document.paths.paths {
        let is_paper = path.ends_with("/paper") || path.ends_with("/sheet");
        for (is_write, operation) in operations(item) {
            secure(operation);
            refuse(operation, is_write);
            if is_paper {
                print(operation);
            }
        }
    }
}

/// A form that comes in is closed, and what goes out says the same and more: there the form's own fields are not all.
fn open_what_is_shared(schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    let closed = schemas.clone();
    let opened = |part: &RefOr<Schema>| {
        let RefOr::Ref(part) = part else { return None };
        let name = part.ref_location.rsplit('/').next()?;
        match closed.get(name)? {
            RefOr::T(Schema::Object(form)) if form.additional_properties.is_some() => {
                let mut form = form.clone();
                form.additional_properties = None;
                Some(RefOr::T(Schema::Object(form)))
            }
            _ => None,
        }
    };
    schemas.values_mut().for_each(|schema| open(schema, &opened));
}

fn open(schema: &mut RefOr<Schema>, opened: &impl Fn(&RefOr<Schema>) -> Option<RefOr<Schema>>) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::AllOf(whole) => {
            for part in &mut whole.items {
                match opened(part) {
                    Some(form) => *part = form,
                    None => open(part, opened),
                }
            }
        }
        Schema::OneOf(one) => one.items.iter_mut().for_each(|variant| open(variant, opened)),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(|variant| open(variant, opened)),
        Schema::Object(object) => object.properties.values_mut().for_each(|field| open(field, opened)),
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(row) = &mut array.items {
                open(row, opened);
            }
        }
        _ => {}
    }
}

/// The operations of a path, and whether each may write.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    let all = [(false, get), (true, put), (true, post), (true, delete), (true, patch)];
    all.into_iter().filter_map(|(is_write, operation)| Some((is_write, operation.as_mut()?)))
}

/// Whatever does not say otherwise is for people with their card.
fn secure(operation: &mut Operation) {
    let card = || vec![SecurityRequirement::new(CARD, Vec::<String>::new())];
    operation.security.get_or_insert_with(card);
}

/// Adds the refusals that the operation's own shape brings with it, and sends each as a problem document.
fn refuse(operation: &mut Operation, is_write: bool) {
    let is_open = operation.security.iter().flatten().any(|one| *one == SecurityRequirement::default());
    operation.parameters.iter_mut().flatten().for_each(describe);
    let parameters: Vec<(String, ParameterIn)> =
        operation.parameters.iter().flatten().filter_map(named).collect();
    let has = |name: &str| parameters.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    let has_path = parameters.iter().any(|(_, place)| *place == ParameterIn::Path);
    let is_kept = is_write && (!is_open || has("Idempotency-Key"));
    let may = [
        (200, false, "As asked."),
        (201, false, "It was made."),
        (204, false, "It was done."),
        (410, false, "The server was restored from a backup; start over."),
        (426, false, "The form's schema is too old for this server."),
        (
            400,
            is_write || !is_open || !parameters.is_empty(),
            "The request cannot be read: the detail says where.",
        ),
        (401, !is_open, "Nobody is signed in, or the token opens nothing."),
        (403, is_write || !is_open, "Not for this role, not for a token, or asked by another site's page."),
        (404, has_path, "There is none, or none for these eyes."),
        (409, is_write && !is_open, "The identifier is in use."),
        (412, has("If-Match"), "The record has moved on; `revision` says where it is."),
        (422, is_write && !is_open, "The rules refuse it, or the key was used for something else."),
        (428, has("If-Match"), "`If-Match` is missing."),
        (429, !is_open || is_write, "Too much in a short time; `Retry-After` says when to come back."),
        (503, is_kept, "The write was not taken or not confirmed; retry with the same key."),
        (507, is_kept, "The server's disk is full; nothing was written."),
    ];
    let answers = &mut operation.responses.responses;
    if has("dry_run") && !answers.contains_key("200") {
        let done = answers.values().find_map(|answer| match answer {
            RefOr::T(done) => Some(done.content.clone()),
            RefOr::Ref(_) => None,
        });
        let mut judged = ResponseBuilder::new().description("It was judged only; nothing was done.").build();
        judged.content = done.unwrap_or_default();
        answers.insert("200".into(), RefOr::T(judged));
    }
    for (status, _, what) in may.into_iter().filter(|(_, is, _)| *is) {
        answers.entry(status.to_string()).or_insert_with(|| RefOr::T(problem(what)));
    }
    for (status, answer) in answers.iter_mut() {
        let RefOr::T(answer) = answer else { continue };
        if let Some((.., what)) = may.iter().find(|(known, ..)| known.to_string() == *status)
            && answer.description.is_empty()
        {
            answer.description = (*what).to_owned();
        }
        // The framework writes every body as plain JSON; ours are problem documents but for the capabilities of a 412.
        let is_problem = |content: &RefOr<Content>| matches!(content, RefOr::T(Content { schema: Some(RefOr::Ref(schema)), .. }) if schema.ref_location.ends_with("/Problem"));
        if answer.content.get("application/json").is_some_and(is_problem)
            && let Some(content) = answer.content.shift_remove("application/json")
        {
            answer.content.insert(PROBLEM.into(), content);
        }
        if *status == "412" && !answer.content.contains_key(PROBLEM) {
            answer.content.insert(PROBLEM.into(), RefOr::T(content()));
        }
    }
}

/// A sheet of paper comes in the format that was asked for.
fn print(operation: &mut Operation) {
    let Some(RefOr::T(sheet)) = operation.responses.responses.get_mut("200") else { return };
    for kind in PAPER {
        sheet.content.entry(kind.into()).or_insert_with(|| RefOr::T(Content::default()));
    }
}

/// Says what the headers of every write hold.
fn describe(parameter: &mut RefOr<Parameter>) {
    let RefOr::T(parameter) = parameter else { return };
    let text =
        |most| ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(most));
    let (what, schema) = match parameter.name.as_str() {
        "Idempotency-Key" => {
            ("Names the operation; retries repeat it.", text(64).pattern(Some(r"^[!-~]{1,64}$")))
        }
        "If-Match" => {
            ("The revision that was seen, as its ETag.", text(22).pattern(Some("^\"[0-9]{1,18}\"$")))
        }
        _ => return,
    };
    parameter.description.get_or_insert_with(|| what.to_owned());
    parameter.schema = Some(RefOr::T(Schema::Object(schema.build())));
}

fn named(parameter: &RefOr<Parameter>) -> Option<(String, ParameterIn)> {
    let RefOr::T(parameter) = parameter else { return None };
    Some((parameter.name.clone(), parameter.parameter_in.clone()))
}

fn problem(what: &str) -> Response {
    ResponseBuilder::new().description(what).content(PROBLEM, content()).build()
}

fn content() -> Content {
    Content::new(Some(RefOr::<Schema>::Ref(Ref::from_schema_name("Problem"))))
}
