//! Texts that are checked, and corrections: only from a page of ours, by the form it gave.

use super::made::{Reply, Site, asking, own};
use axum::body::Body;
use headwater_store::{Mode, Shelf};

/// The token of a form, and the cookie that came with it.
fn form(site: &Site, path: &str) -> (String, String) {
    let reply = site.get(path);
    assert_eq!(reply.status, 200, "{path}");
    let cookie = reply.header("set-cookie").to_owned();
    for word in ["HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    let html = reply.text();
    let token =
        html.split("name=\"token\" value=\"").nth(1).and_then(|t| t.split('"').next()).unwrap();
    (token.to_owned(), cookie.split(';').next().unwrap().to_owned())
}

fn parts(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, value) in fields {
        out.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .into_bytes(),
        );
    }
    if let Some(file) = file {
        out.extend(
            b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../a.html\"\r\n\r\n",
        );
        out.extend(file);
        out.extend(b"\r\n");
    }
    out.extend(b"--x--\r\n");
    out
}

fn post(site: &Site, path: &str, cookie: &str, body: Vec<u8>) -> Reply {
    let request = asking(path)
        .method("POST")
        .header("content-type", "multipart/form-data; boundary=x")
        .header("cookie", cookie)
        .header("origin", "http://127.0.0.1:8390");
    site.send(request.body(Body::from(body)).unwrap())
}

const TEXT: &str = "Veshnaya is not serious, the head of the Merrin River Commission says. “So far I see no sign \
    that it is looking for a treaty,” Halvard Reiss said. “Nobody ever said this sentence about blue herons,” he said.";

#[test]
fn a_pasted_text_is_checked_and_marked() {
    let site = Site::all();
    let (token, cookie) = form(site, "/check");
    let reply = post(site, "/check", &cookie, parts(&[("token", &token), ("text", TEXT)], None));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let html = reply.text();
    assert!(html.contains("Straits Observer") && html.contains("<mark"));
    assert!(html.contains("none of the pages held has these words"));
    let json =
        post(site, "/check.json", &cookie, parts(&[("token", &token), ("text", TEXT)], None))
            .json();
    let reading = &json["quotations"][0]["readings"][0];
    assert!(reading["words"].as_str().unwrap().contains("no sign"), "{json}");
    let page = site.data(&format!("/page/{}.json", reading["page"].as_str().unwrap()));
    let (start, end) = (reading["start"].as_u64().unwrap(), reading["end"].as_u64().unwrap());
    let slice: String = page["text"]
        .as_str()
        .unwrap()
        .chars()
        .skip(start as usize)
        .take((end - start) as usize)
        .collect();
    assert_eq!(reading["words"], slice);
}

#[test]
fn a_file_is_checked_as_its_bytes_are() {
    let site = Site::all();
    let (token, cookie) = form(site, "/check");
    let page = format!(
        "<html><head><title>A page</title></head><body><article><p>{TEXT}</p></article></body></html>"
    );
    let reply = post(site, "/check", &cookie, parts(&[("token", &token)], Some(page.as_bytes())));
    assert_eq!(reply.status, 200);
    assert!(reply.text().contains("Straits Observer"));
    for bytes in [&b"\x00\xff\xfe\x1f\x8b"[..], b"PK\x03\x04broken", b""] {
        let reply = post(site, "/check", &cookie, parts(&[("token", &token)], Some(bytes)));
        assert!(matches!(reply.status, 200 | 400), "{}", reply.status);
    }
}

#[test]
fn what_the_address_brings_is_shown_and_waits() {
    let site = Site::all();
    let html = site.get("/check?text=%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").text();
    assert!(
        html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)")
            && html.contains("This text was received")
    );
}

#[test]
fn forms_of_others_are_refused() {
    let site = Site::all();
    let (token, cookie) = form(site, "/check");
    let body = || parts(&[("token", &token), ("text", TEXT)], None);
    assert_eq!(post(site, "/check", "", body()).status, 403, "no cookie");
    assert_eq!(
        post(site, "/check", &cookie, parts(&[("text", TEXT)], None)).status,
        403,
        "no token"
    );
    let (_, other) = form(site, "/check");
    assert_eq!(post(site, "/check", &other, body()).status, 403, "another browser's token");
    for (name, value) in
        [("origin", "http://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        let request = asking("/check")
            .method("POST")
            .header("content-type", "multipart/form-data; boundary=x")
            .header("cookie", &cookie)
            .header(name, value);
        assert_eq!(
            site.send(request.body(Body::from(body())).unwrap()).status,
            403,
            "{name}: {value}"
        );
    }
}

#[test]
fn what_is_too_much_is_refused() {
    let site = Site::all();
    let (token, cookie) = form(site, "/check");
    let long = "word ".repeat(20_000);
    let reply = post(site, "/check", &cookie, parts(&[("token", &token), ("text", &long)], None));
    assert!(reply.status == 400 && reply.text().contains("60,000 characters"));
    let huge = vec![b'a'; 17 << 20];
    let reply = post(site, "/check", &cookie, parts(&[("token", &token)], Some(&huge)));
    assert_eq!(reply.status, 413);
    let empty = post(site, "/check", &cookie, parts(&[("token", &token)], None));
    assert!(empty.status == 400 && empty.text().contains("No text and no file"));
    let request = asking("/check").method("POST").header("content-type", "text/plain");
    assert_eq!(site.send(request.body(Body::from("x")).unwrap()).status, 415);
}

fn correct(site: &Site, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let body: Vec<String> = fields
        .iter()
        .map(|(k, v)| format!("{k}={}", v.replace(' ', "+").replace('<', "%3C")))
        .collect();
    let request = asking("/correct")
        .method("POST")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie);
    site.send(request.body(Body::from(body.join("&"))).unwrap())
}

#[test]
fn a_correction_is_kept_beside_the_findings() {
    let path = own("correct");
    let site = Site::over(&path, true);
    let page =
        site.data("/search.json?q=northern+pier")["pages"][0]["page"].as_str().unwrap().to_owned();
    let statement =
        site.data(&format!("/page/{page}.json"))["statements"][0].as_str().unwrap().to_owned();
    let before = site.data(&format!("/statement/{statement}.json"));
    let (token, cookie) = form(&site, &format!("/correct?of={statement}"));
    let fields = [
        ("token", token.as_str()),
        ("of", &statement),
        ("kind", "speaker"),
        ("words", "Mara <b> Lindt"),
    ];
    let done = correct(&site, &cookie, &fields);
    assert_eq!(
        (done.status, done.header("location")),
        (303, format!("/statement/{statement}").as_str())
    );
    let after = site.data(&format!("/statement/{statement}.json"));
    assert_eq!(after["corrections"][0]["words"], "Mara <b> Lindt");
    assert_eq!(after["speaker"], before["speaker"], "a finding stays as it was found");
    assert_eq!(after["readings"], before["readings"]);
    assert!(site.get(&format!("/statement/{statement}")).text().contains("Mara &lt;b&gt; Lindt"));
    let shelf = Shelf::open(&path, Mode::Write).unwrap();
    assert_eq!(shelf.verify().unwrap().damage, []);
    for wrong in [("kind", "nonsense"), ("words", ""), ("of", "u-none"), ("token", "x")] {
        let fields = fields.map(|f| if f.0 == wrong.0 { wrong } else { f });
        assert!(matches!(correct(&site, &cookie, &fields).status, 400 | 403 | 404), "{wrong:?}");
    }
    assert_eq!(
        site.data(&format!("/statement/{statement}.json"))["corrections"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn a_library_that_may_not_be_written_says_so() {
    let path = own("closed");
    let site = Site::over(&path, false);
    let page =
        site.data("/search.json?q=northern+pier")["pages"][0]["page"].as_str().unwrap().to_owned();
    let (token, cookie) = form(&site, &format!("/correct?of={page}"));
    let fields = [("token", token.as_str()), ("of", &page), ("kind", "date"), ("words", "4 March")];
    let reply = correct(&site, &cookie, &fields);
    assert!(reply.status == 400 && reply.text().contains("may not be written"));
    assert!(site.data(&format!("/page/{page}.json"))["corrections"].as_array().unwrap().is_empty());
}
