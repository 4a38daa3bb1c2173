//! Who may ask, and what every answer says about itself.

use super::made::{Site, asking};
use axum::body::Body;
use axum::http::Request;

#[test]
fn every_answer_forbids_what_a_page_could_try() {
    let site = Site::all();
    for path in ["/", "/nothing", "/style.css", "/stories.json", "/check", "/%00", "/outlets.csv"] {
        let reply = site.get(path);
        let policy = reply.header("content-security-policy");
        for rule in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        assert!(reply.header("x-robots-tag").contains("noindex"), "{path}");
        assert!(reply.header("access-control-allow-origin").is_empty(), "{path}");
    }
}

#[test]
fn a_name_that_leads_here_from_elsewhere_is_refused() {
    let site = Site::all();
    for host in [
        "evil.example",
        "evil.example:8390",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "",
    ] {
        let request = Request::builder().uri("/").header("host", host).body(Body::empty()).unwrap();
        let reply = site.send(request);
        assert_eq!(reply.status, 403, "{host}");
        assert!(!reply.text().contains("Halvard"), "nothing of the library is told");
    }
    let none = site.send(Request::builder().uri("/stories.json").body(Body::empty()).unwrap());
    assert_eq!(none.status, 403);
    for host in ["localhost:8390", "[::1]:8390", "127.0.0.1"] {
        let request = Request::builder().uri("/").header("host", host).body(Body::empty()).unwrap();
        assert_eq!(site.send(request).status, 200, "{host}");
    }
}

#[test]
fn views_can_only_be_read() {
    let site = Site::all();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        let request = asking("/stories").method(method).body(Body::empty()).unwrap();
        assert!(matches!(site.send(request).status, 403 | 405), "{method}");
    }
    let head = site.send(asking("/").method("HEAD").body(Body::empty()).unwrap());
    assert_eq!((head.status, head.bytes.len()), (200, 0));
}
