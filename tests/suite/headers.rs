//! The headers of every route, pages, answers and errors alike, as one snapshot.

use acceptance::{App, on_both};

on_both!(every_route_carries_its_headers,);

/// What must not change unseen.
const WATCHED: [&str; 10] = [
    "content-security-policy",
    "strict-transport-security",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-resource-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "cache-control",
    "server",
    "x-powered-by",
];

async fn every_route_carries_its_headers(app: App) {
    let staff = app.staff().await;
    let mut seen = String::new();
    for path in [
        "/inquiries",
        "/session",
        "/sync/capabilities",
        "/openapi.json",
        "/docs/",
        "/nonsense",
        "/exports/inquiries.csv",
        "~/",
        "~/inquiries/new",
        "~/assets/absent.js",
    ] {
        let answer = staff.get(path).send().await;
        seen.push_str(&format!("GET {path}\n"));
        for name in WATCHED {
            let value = answer.header(name);
            // Whether the web app is built in decides how its pages are cached.
            let is_page_cache = name == "cache-control" && path.starts_with('~');
            if !value.is_empty() && !is_page_cache {
                seen.push_str(&format!("  {name}: {value}\n"));
            }
        }
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'")
                && !policy.contains("unsafe-eval'") | policy.contains("'wasm-unsafe-eval'")
        );
        if !path.contains("docs") {
            assert!(
                !policy.contains("unsafe-inline") && policy.contains("require-trusted-types-for 'script'"),
                "{path}"
            );
        }
    }
    insta::assert_snapshot!("headers", seen);
}
