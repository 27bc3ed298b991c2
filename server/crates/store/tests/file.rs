//! The file as windows share it, lose it and find it damaged.

#![expect(clippy::disallowed_methods, reason = "tests prepare and inspect the file itself")]

use std::{fs, path::Path};

use disk::incident::{INCIDENT_FORM, Incident, IncidentCause, IncidentState};
use store::{AnswerRow, Outcome, RequestRow, Store, StoreState, UsageSummary};

fn request(id: &str, latency_ms: u64, outcome: Outcome) -> RequestRow {
    RequestRow {
        id: id.into(),
        at_ms: 100,
        surface: "ask".into(),
        provider: "endpoint".into(),
        model: "m".into(),
        destination: Some("localhost:1".into()),
        prompt_tokens: 10,
        completion_tokens: 5,
        is_exact: true,
        latency_ms,
        first_token_ms: None,
        outcome,
        is_streamed: true,
        redactions: 0,
    }
}

fn answer(at_ms: u64, request: Option<&str>) -> AnswerRow {
    let (outcome, request) = (Outcome::Program, request.map(str::to_owned));
    AnswerRow { at_ms, surface: "ask".into(), outcome, request, latency_ms: 1 }
}

fn incident(id: &str, opened_at_ms: u64) -> Incident {
    Incident {
        form: INCIDENT_FORM,
        id: id.into(),
        title: "t".into(),
        state: IncidentState::Open,
        project: None,
        cause: IncidentCause::Question { text: "why".into(), at: None },
        opened_at_ms,
        changed_at_ms: opened_at_ms,
        diagnosis: vec![],
        next: vec![],
        history: vec![],
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    names.sort();
    names
}

#[test]
fn nothing_is_opened_before_the_first_use() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::new(Some(&folder.path().join("storage")), "w");
    assert_eq!(names(folder.path()), Vec::<String>::new());
    assert_eq!(store.state(), StoreState::Durable);
    assert_eq!(names(&folder.path().join("storage")), ["usage.db"]);
}

#[test]
fn sums_a_window() {
    let store = Store::new(None, "w");
    store.put_answer(answer(50, None));
    store.put_answer(answer(100, None));
    store.put_answer(answer(101, Some("a")));
    for (id, latency, outcome) in [("a", 30, Outcome::Success), ("b", 10, Outcome::Success), ("c", 9, Outcome::Error)] {
        store.put_request(request(id, latency, outcome));
    }
    store.put_request(request("c", 9, Outcome::Cancel));
    let expected = UsageSummary {
        answers: 2,
        without_model: 1,
        errors: 0,
        cancels: 1,
        prompt_tokens: 30,
        completion_tokens: 15,
        median_latency_ms: Some(10),
    };
    assert_eq!(store.usage(100), expected);
    assert_eq!(store.usage(1_000), UsageSummary::default());
    assert!(matches!(store.state(), StoreState::OnlyMemory(_)));
}

#[test]
fn incidents_are_found_by_their_cause_and_survive() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::new(Some(folder.path()), "w");
    store.put_incident("question:why", incident("i1", 1));
    store.put_incident("question:how", incident("i2", 2));
    assert_eq!(store.open_incident("question:why").map(|found| found.id).as_deref(), Some("i1"));
    store.put_incident("question:why", Incident { state: IncidentState::Resolved, ..incident("i1", 1) });
    assert_eq!(store.open_incident("question:why"), None);
    store.flush();

    let again = Store::new(Some(folder.path()), "w");
    let ids: Vec<String> = again.incidents().into_iter().map(|found| found.id).collect();
    assert_eq!(ids, ["i2", "i1"], "newest first");
    assert_eq!(again.incident("i1").map(|found| found.state), Some(IncidentState::Resolved));
    assert!(Store::new(Some(folder.path()), "other").incidents().is_empty());
}

#[test]
fn windows_share_the_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let stores: Vec<Store> = (0..4).map(|_| Store::new(Some(folder.path()), "w")).collect();
    std::thread::scope(|scope| {
        for store in &stores {
            scope.spawn(|| {
                for at_ms in 0..100 {
                    store.put_answer(answer(at_ms, None));
                }
                store.flush();
            });
        }
    });
    assert_eq!(stores[0].usage(0).answers, 400);
}

#[test]
fn a_damaged_file_is_set_aside() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("usage.db"), "this is no database, whatever its name says").expect("written");
    let store = Store::new(Some(folder.path()), "w");
    store.put_answer(answer(1, None));
    assert_eq!(store.usage(0).answers, 1);
    assert_eq!(store.state(), StoreState::Durable);
    assert_eq!(names(folder.path()), ["usage.db", "usage.db.aside-1"]);
}

#[test]
fn a_file_of_a_later_version_is_set_aside() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    {
        let later = rusqlite::Connection::open(folder.path().join("usage.db")).expect("opened");
        later.execute_batch("CREATE TABLE requests (x); PRAGMA user_version = 99").expect("made");
    }
    let store = Store::new(Some(folder.path()), "w");
    store.put_answer(answer(1, None));
    assert_eq!(store.usage(0).answers, 1);
    assert_eq!(names(folder.path()), ["usage.db", "usage.db.aside-1"]);
}

#[test]
fn a_foreign_file_is_set_aside() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    {
        let foreign = rusqlite::Connection::open(folder.path().join("usage.db")).expect("opened");
        foreign.execute_batch("CREATE TABLE requests (x)").expect("made");
    }
    assert_eq!(Store::new(Some(folder.path()), "w").state(), StoreState::Durable);
    assert_eq!(names(folder.path()), ["usage.db", "usage.db.aside-1"]);
}

#[test]
fn without_a_usable_folder_it_works_in_memory_and_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("not-a-folder");
    fs::write(&file, "x").expect("written");
    let store = Store::new(Some(&file), "w");
    store.put_answer(answer(1, None));
    assert_eq!(store.usage(0).answers, 1);
    assert!(matches!(store.state(), StoreState::OnlyMemory(why) if why.contains("not-a-folder")));
}
