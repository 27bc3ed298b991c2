//! After any edits the doctor that remembers says what a fresh one says.

use doctor::{Doctor, Seed, check};
use host::MemHost;
use index::{Change, Index};
use model::RelPath;
use proptest::prelude::*;

/// Paths and what may stand there.
const FILES: &[(&str, &[&str])] = &[
    (".env", &["WEB_PORT=8000\n", "DB_PASSWORD=x\nDB_PASSWORD=y\n"]),
    (".gitignore", &[".env\n", "package-lock.json\n"]),
    (
        "docker-compose.yml",
        &[
            "services:\n  a: { build: ./a, ports: ['8000:80'], environment: { TOKEN: changeme, PORT: 1 } }\n  db: { image: x, ports: ['${WEB_PORT:-5432}:5432'], depends_on: [a] }\n",
            "services:\n  a: { build: ./a, env_file: ./a/.env, depends_on: [db, c] }\n  db: { image: \"x:${TAG}\", depends_on: [a] }\n",
            "services: [\n",
        ],
    ),
    (
        "docker-compose.override.yml",
        &["services:\n  c: { image: y }\n", "services:\n  a: { ports: ['8000:80'] }\nvolumes: 1\n"],
    ),
    ("b/compose.yaml", &["services: { b: { build: ., ports: ['8000:8000'] } }\n"]),
    (
        "a/package.json",
        &[
            r#"{ "name": "a", "engines": { "node": ">=20" }, "dependencies": { "express": "^4" } }"#,
            r#"{ "name": "a", "scripts": { "dev": "node x --port 3000" }, "dependencies": { "express": "^5", "pg": "8" } }"#,
            r#"{ "name": "#,
        ],
    ),
    (
        "a/package-lock.json",
        &[
            r#"{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "express": "^4" } }, "node_modules/express": { "version": "4.1.0" } } }"#,
            "<<<<<<< HEAD\n",
        ],
    ),
    ("a/Dockerfile", &["FROM node:18\nENV TOKEN=changeme\n", "FROM node:22\nEXPOSE 3000\n"]),
    ("a/.nvmrc", &["18\n", "22\n"]),
    ("a/.env", &["PORT=3000\nA B=1\n", "TOKEN=changeme\nPORT=1\nPORT=2\n"]),
    ("a/.env.example", &["PORT=\nTOKEN=\n# optional\nX=\n", "PORT=3000\nSECRET_KEY=changeme\n"]),
    (
        "b/pyproject.toml",
        &[
            "[tool.poetry]\nname = \"b\"\n[tool.poetry.dependencies]\npython = \"^3.11\"\nfastapi = \"^0.115\"\n",
            "[project]\nname = \"b\"\nrequires-python = \">=3.12\"\ndependencies = [\"fastapi\"]\n[tool.uv]\n",
        ],
    ),
    ("b/poetry.lock", &["[[package]]\nname = \"fastapi\"\nversion = \"0.100.0\"\n[metadata]\ncontent-hash = \"00\"\n"]),
    ("b/uv.lock", &["version = 1\n"]),
    ("b/.python-version", &["3.10\n", "3.12\n"]),
    ("b/.env", &["PORT=3000\n", "PORT: 1\n"]),
    (
        "b/registry.json",
        &[
            r#"{ "installed_modules": [ { "slug": "free/auth/core", "version": "0.1.2" }, { "slug": "free/x/y", "version": "1" } ] }"#,
        ],
    ),
    ("b/.rapidkit/project.json", &[r#"{ "kit_name": "fastapi.standard" }"#]),
    ("b/.rapidkit/vendor/auth_core/0.1.1/x.py", &["x"]),
    ("b/.rapidkit/file-hashes.json", &[r#"{ "files": { "x": { "hash": "0", "module": "y", "version": "2" } } }"#]),
    (
        ".rapidkit/toolchain.lock",
        &[r#"{ "runtime": { "python": { "version": "3.10.1" }, "node": { "version": "20.1.0" } } }"#],
    ),
    (
        "k8s/a.yaml",
        &[
            "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [ { env: [ { name: API_TOKEN, value: changeme } ] } ] }\n",
        ],
    ),
    (".github/workflows/ci.yml", &["env: { TOKEN: x }\n", "on: [\n"]),
];

/// Which file, and which of its texts; past the last one the file goes away.
fn edit() -> impl Strategy<Value = (usize, usize)> {
    (0..FILES.len()).prop_flat_map(|file| (Just(file), 0..=FILES[file].1.len()))
}

fn put(host: &MemHost, (file, text): (usize, usize)) -> RelPath {
    let (path, texts) = FILES[file];
    match texts.get(text) {
        Some(text) => host.put(path, text),
        None => host.remove(path),
    }
    RelPath::new(path).expect("a path")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(fixture::cases(96)))]

    #[test]
    fn incremental_equals_full(
        start in proptest::collection::vec(edit(), 0..20),
        edits in proptest::collection::vec(proptest::collection::vec(edit(), 1..3), 1..12),
    ) {
        let host = MemHost::default();
        for edit in start {
            put(&host, edit);
        }
        let mut index = Index::new(&host);
        let mut doctor = Doctor::new(&host);
        let seed = Seed::draw(&host);
        prop_assert_eq!(doctor.check(&index.snapshot()), check(&index.snapshot(), &seed));
        for batch in edits {
            let changes: Vec<Change> = batch.into_iter().map(|edit| Change::Disk(put(&host, edit))).collect();
            let snapshot = index.apply(&host, changes);
            prop_assert_eq!(doctor.check(&snapshot), check(&snapshot, &seed));
        }
    }
}

#[test]
fn an_edit_asks_only_the_rules_that_read_it() {
    let host = MemHost::new([
        ("a/package.json", r#"{ "name": "a", "dependencies": { "express": "4" } }"#),
        ("a/.env", "A=1\n"),
    ]);
    let mut index = Index::new(&host);
    let before = index.snapshot();
    host.put("a/.env", "A=2\n");
    let after = index.apply(&host, [Change::Disk(RelPath::new("a/.env").expect("a path"))]);
    let stale = Doctor::stale_rules(&before, &after);
    assert!(stale.contains(&"env-missing") && stale.contains(&"port-conflict"), "{stale:?}");
    assert!(!stale.contains(&"lockfile-stale") && !stale.contains(&"runtime-mismatch"), "{stale:?}");
    assert!(Doctor::stale_rules(&after, &after).is_empty());
}
