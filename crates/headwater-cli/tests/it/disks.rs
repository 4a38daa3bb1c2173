//! What a library bears of disks: a full one, one that may not be written, a limit on files. The disks
//! are real, in a space of names of the test's own; where the system gives none, that is said.

use super::library::Desk;
use super::{models, skipped};
use std::fs;
use std::process::Command;

/// The disk of a test: mounted at the folder, seen by nobody else.
#[derive(Clone, Copy)]
enum Disk {
    /// New and empty, of so many kilobytes; a copy of the library is put on it.
    Small(u32),
    /// The folder as it is, which may not be written.
    ReadOnly,
}

/// Runs verbs over a library on such a disk, one after the other: exit status, output, talk of each.
/// Nothing where the system does not let a user mount.
fn on(disk: Disk, desk: &Desk, verbs: &[&[&str]]) -> Option<Vec<(i32, String, String)>> {
    let folder = desk.folder("disk");
    let mount = match disk {
        Disk::Small(size) => format!(
            "mount -t tmpfs -o size={size}k none \"$0\" && {{ [ ! -e \"$1\" ] || cp \"$1\" \"$0/desk.db\"; }}"
        ),
        Disk::ReadOnly => {
            "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"".to_owned()
        }
    };
    let begun = format!("{mount} || exit 99; ");
    let library = format!("{folder}/desk.db");
    let mut script = begun;
    for (i, verb) in verbs.iter().enumerate() {
        let (first, rest) = verb.split_first().unwrap();
        let words: Vec<String> = rest.iter().map(|w| format!("'{w}'")).collect();
        script += &format!(
            "\"$2\" {first} --library '{library}' {} >'{out}/{i}.out' 2>'{out}/{i}.err'; echo $? >'{out}/{i}.code'; ",
            words.join(" "),
            out = desk.folder("told"),
        );
    }
    let ran = Command::new("unshare")
        .args(["-rm", "sh", "-c", &script])
        .args([&folder, &desk.file(), env!("CARGO_BIN_EXE_headwater")])
        .env("HEADWATER_MODEL_DIR", models())
        .output();
    let possible = ran.is_ok_and(|o| o.status.code() != Some(99) && o.status.code() != Some(1));
    let told = desk.folder("told");
    let read = |i: usize, end: &str| fs::read_to_string(format!("{told}/{i}.{end}")).ok();
    let all: Option<Vec<_>> = (0..verbs.len())
        .map(|i| Some((read(i, "code")?.trim().parse().ok()?, read(i, "out")?, read(i, "err")?)))
        .collect();
    if !possible || all.is_none() {
        skipped("this system lets no user mount a disk of his own");
        return None;
    }
    all
}

#[test]
fn a_full_disk_is_told_and_the_library_stays_whole() {
    let desk = Desk::with_pages("disk-full");
    desk.add();
    let before = desk.told(&["export"]);
    let kilobytes = fs::metadata(desk.file()).unwrap().len().div_ceil(1024);
    let more = desk.folder("more");
    for i in 0..40 {
        let noise: String = (0..2000_u64)
            .map(|n| format!("{:x} ", (n + i * 7919).wrapping_mul(2_654_435_761)))
            .collect();
        fs::write(format!("{more}/{i}.txt"), format!("Noise {i}\n\n{noise}")).unwrap();
    }
    let disk = Disk::Small(u32::try_from(kilobytes).unwrap() + 500);
    let add: &[&str] = &["add", "--tagger", "fast", "--no-model", "--batch", "4", &more];
    let Some(told) = on(disk, &desk, &[add, &["verify"], &["search", "ferry"], &["export"], add])
    else {
        return;
    };
    assert_eq!(told[0].0, 2, "{told:?}");
    assert!(
        told[0].2.contains("the disk is full") && told[0].2.contains("is kept"),
        "{}",
        told[0].2
    );
    assert!(told[1].0 == 0 && told[1].1.contains("as they were written"), "{:?}", told[1]);
    assert!(told[2].0 == 0 && told[2].1.contains("Ferry stays in port"), "{:?}", told[2]);
    let kept: Vec<&str> = before.lines().filter(|l| l.contains("\"type\":\"page\"")).collect();
    assert!(kept.iter().all(|page| told[3].1.contains(page)), "what was stored before is there");
    assert_eq!(told[4].0, 2, "and again: {:?}", told[4]);
    // From the beginning on a disk that has no room for the tables.
    let Some(told) = on(Disk::Small(64), &Desk::with_pages("disk-tiny"), &[add, &["verify"]])
    else {
        return;
    };
    assert!(told[0].0 == 2 && told[0].2.contains("the disk is full"), "{told:?}");
    assert_eq!(told[1].0, 2, "{told:?}");
}

#[test]
fn a_disk_that_may_not_be_written_is_told_and_can_be_asked() {
    let desk = Desk::with_pages("disk-read-only");
    desk.add();
    let folder = desk.folder("disk");
    fs::copy(desk.file(), format!("{folder}/desk.db")).unwrap();
    let (pages, toll) = (desk.pages(), format!("{}/toll.txt", desk.pages()));
    let writing: [&[&str]; 3] =
        [&["add", "--tagger", "fast", &pages], &["forget", "toll.txt"], &["rebuild"]];
    let asking: [&[&str]; 5] =
        [&["search", "ferry"], &["show", "toll.txt"], &["check", &toll], &["export"], &["verify"]];
    let Some(told) = on(Disk::ReadOnly, &desk, &[&writing[..], &asking].concat()) else { return };
    for (verb, (code, _, talk)) in writing.iter().zip(&told) {
        assert!(*code == 2 && talk.contains("read-only"), "{verb:?}: {talk}");
    }
    for (verb, (code, out, talk)) in asking.iter().zip(&told[3..]) {
        assert!(*code == 0 && !out.is_empty(), "{verb:?}: {talk}");
    }
    assert_eq!(told[6].1, desk.told(&["export"]));
}

/// A limit on the size of files stands for any disk that takes no more: the system gives another
/// error than for a full one.
#[test]
fn a_disk_that_takes_no_more_is_told_and_the_library_stays_whole() {
    let desk = Desk::with_pages("disk-limit");
    desk.add();
    let before = desk.told(&["export"]);
    let kilobytes = fs::metadata(desk.file()).unwrap().len().div_ceil(1024);
    let more = desk.folder("more");
    for i in 0..40 {
        let words = format!("Quay {i}\n\nThe quay of Velholm is open again. ").repeat(300 + i);
        fs::write(format!("{more}/{i}.txt"), words).unwrap();
    }
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kilobytes + 100);
    let told = Command::new("bash")
        .args(["-c", &script, env!("CARGO_BIN_EXE_headwater"), "add", "--tagger", "fast"])
        .args(["--no-model", "--library", &desk.file(), &more])
        .output();
    let Ok(told) = told else { return skipped("there is no bash here") };
    let talk = String::from_utf8_lossy(&told.stderr);
    assert_eq!(told.status.code(), Some(2), "{talk}");
    assert!(talk.contains("the disk takes no more"), "{talk}");
    assert_eq!(desk.run(&["verify"]).0, 0);
    assert!(desk.told(&["export"]) == before);
    desk.told(&["add", "--tagger", "fast", "--no-model", &more]);
}
