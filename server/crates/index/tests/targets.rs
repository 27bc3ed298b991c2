//! Which stages of a Dockerfile count, where compose names the one that it builds.

use expect_test::{Expect, expect};
use model::Layer;

const DOCKERFILE: &str =
    "FROM node:22 AS base\nENV BASE=1\nFROM base AS dev\nENV DEV=1\nARG BUILD=1\nFROM base AS prod\nENV PROD=1\n";

#[track_caller]
fn check(compose: &str, expect: Expect) {
    let text = format!(
        "//- /package.json\n{{\"name\": \"api\", \"scripts\": {{\"start\": \"node .\"}}}}\n//- /index.js\n\n//- /Dockerfile\n{DOCKERFILE}//- /compose.yml\n{compose}"
    );
    let snapshot = index::build(&fixture::mem_host(&text));
    let keys = snapshot.projects.iter().flat_map(|project| &project.env);
    let set = keys.filter(|key| key.definitions.iter().any(|it| it.layer == Layer::Dockerfile));
    expect.assert_eq(&set.map(|key| &*key.key).collect::<Vec<_>>().join(" "));
}

#[test]
fn only_the_target_counts() {
    check("services:\n  api:\n    build: { context: ., target: dev }\n", expect!["BASE DEV"]);
    check("services:\n  api:\n    build: { context: ., target: \"${STAGE:-PROD}\" }\n", expect!["BASE PROD"]);
    check(
        "services:\n  a:\n    build: { context: ., target: base }\n  b:\n    build: { context: ., target: '1' }\n",
        expect!["BASE DEV"],
    );
}

#[test]
fn what_can_run_counts_where_no_stage_is_named() {
    check("services:\n  api:\n    build: .\n", expect!["BASE DEV PROD"]);
    check("services:\n  a:\n    build: { context: ., target: dev }\n  b:\n    build: .\n", expect!["BASE DEV PROD"]);
    check("services:\n  api:\n    build: { context: ., target: gone }\n", expect!["BASE DEV PROD"]);
    check("services:\n  api:\n    build: { context: ., target: \"${STAGE}\" }\n", expect!["BASE DEV PROD"]);
}
