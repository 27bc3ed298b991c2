//! Answers as a user reads them: anchors in angle brackets, buttons in square ones.

use std::fmt::Write;

use expect_test::{Expect, expect};
use model::RelPath;

use super::*;
use crate::{Reference, Subject, secrets, testing::Bench};

const FIXTURE: &str = r#"
//- /.rapidkit/workspace-memory.json
{
  "context": "Billing for clinics",
  "conventions": ["Routers live in src/routing"],
  "decisions": ["Tokens live 15 minutes"]
}
//- /saas-api/pyproject.toml
[tool.poetry]
name = "saas-api"
version = "0.1.0"

[tool.poetry.dependencies]
python = ">=3.10"
fastapi = "0.115.0"
python-jose = "^3.3"

[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
//- /saas-api/.python-version
3.10.19
//- /saas-api/Makefile
dev:
	uvicorn src.main:app --port 8000
test:
	pytest
//- /saas-api/registry.json
{"installed_modules": [{"slug": "free/auth/core", "version": "0.1.10", "display_name": "auth_core"}]}
//- /saas-api/.env
DATABASE_URL=postgresql://saas:s3cr3t-pass@localhost/saas
//- /saas-api/.env.example
DATABASE_URL=
JWT_SECRET=
//- /saas-api/src/main.py
from jose import jwt
from stripe import Customer


class TokenIssuer:
    def issue(self, user):
        return jwt.encode(user, os.environ["JWT_SECRET"])
//- /saas-web/package.json
{"name": "saas-web", "scripts": {"dev": "vite", "lint": "eslint ."}, "dependencies": {"express": "^4.18.0", "stripe": "^15.0.0"}}
//- /docker-compose.yml
services:
  api:
    build: ./saas-api
    ports: ["8000:8000"]
    depends_on: [postgres]
  postgres:
    image: postgres:16
    ports: ["5432:5432"]
"#;

fn render(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        let _ = match part {
            Part::Markdown(text) => write!(out, "{text}"),
            Part::Anchor { title, .. } => write!(out, "<{title}>"),
            Part::Button { title, .. } => writeln!(out, "[{title}]"),
            Part::Reference { file, lines } => writeln!(out, "used {file} {lines:?}"),
            Part::Progress(text) => writeln!(out, "({text})"),
        };
    }
    if out.ends_with('\n') { out } else { out + "\n" }
}

#[track_caller]
fn check(question: &Question, expect: Expect) -> Completeness {
    let bench = Bench::new(FIXTURE);
    let view = bench.view();
    let answer = program_answer(&view, &secrets::redactor(&view), question);
    let text = render(&answer.parts);
    assert!(!text.contains("s3cr3t"), "{text}");
    expect.assert_eq(&text);
    answer.completeness
}

#[track_caller]
fn ask(prompt: &str, expect: Expect) -> Completeness {
    check(&Question::new(Verb::Ask, prompt), expect)
}

fn path(text: &str) -> RelPath {
    RelPath::new(text).expect("a path")
}

#[test]
fn which_ports() {
    assert_eq!(
        ask(
            "Which services publish port 8000?",
            expect![[r#"
                - **saas-api**: listens on 8000 (<saas-api/Makefile:1>); is published on 8000 (<docker-compose.yml:4>); listens in its container on 8000 (<docker-compose.yml:4>)
            "#]]
        ),
        Completeness::Whole
    );
}

#[test]
fn which_endpoints() {
    let bench = Bench::new(
        r#"
//- /shop/package.json
{"name": "shop", "dependencies": {"express": "4.18.0"}}
//- /shop/app.js
const express = require("express");
const orders = require("./orders");
const app = express();
app.use("/v1/orders", orders);
//- /shop/orders.js
const { Router } = require("express");
const router = Router();
router.get("/:id", show);
const aside = Router();
aside.post("/never", write);
module.exports = router;
"#,
    );
    let view = bench.view();
    let question = Question::new(Verb::Ask, "which endpoints are there?");
    let answer = program_answer(&view, &secrets::redactor(&view), &question);
    expect![[r#"
        - `GET /v1/orders/{id}` → `show` (<shop/orders.js:3>)
        - `POST /never` → `write` (<shop/orders.js:5>, never mounted)
    "#]]
    .assert_eq(&render(&answer.parts));
    assert_eq!(answer.completeness, Completeness::Whole);
}

#[test]
fn where_an_env_key_is_defined() {
    assert_eq!(
        ask(
            "where is JWT_SECRET defined?",
            expect![[r#"
                - `JWT_SECRET` of **saas-api** is a secret, its value is never shown. It is set by no layer; named by the template at <saas-api/.env.example:2>.
                  Read at <saas-api/src/main.py:7>
            "#]]
        ),
        Completeness::Whole
    );
    ask(
        "and DATABASE_URL?",
        expect![[r#"
            - `DATABASE_URL` of **saas-api** is a secret, its value is never shown. It is set at <saas-api/.env:1>; named by the template at <saas-api/.env.example:1>.
        "#]],
    );
    ask(
        "Which env keys are missing in saas-api?",
        expect![[r#"
        - `JWT_SECRET`: set by no layer; named by the template at <saas-api/.env.example:2>.
    "#]],
    );
    assert_eq!(
        ask(
            "where is NO_SUCH_KEY set",
            expect![[r#"
                **Not found in this workspace.** I looked at env keys (dotenv files and templates, compose, Dockerfiles, CI, Kubernetes), declarations in Python, TypeScript, JavaScript, Go and Java files, and names of files.

                Projects here: `saas-api`, `saas-web`.
            "#]]
        ),
        Completeness::Nothing
    );
}

#[test]
fn how_to_start_and_test() {
    ask(
        "How do I start saas-api?",
        expect![[r#"
        - dev: `make dev` in `saas-api` (<saas-api/Makefile:1>)
    "#]],
    );
    ask(
        "how do I run the tests",
        expect![[r#"

        **saas-api** (`saas-api`)

        - test: `make test` in `saas-api` (<saas-api/Makefile:3>)
    "#]],
    );
    ask(
        "how do I lint saas-web?",
        expect![[r#"
        - lint: `npm run lint` in `saas-web` (<saas-web/package.json:1>)
    "#]],
    );
}

#[test]
fn what_is_installed() {
    ask(
        "which modules are installed?",
        expect![[r#"

        **saas-api** (`saas-api`)

        - `auth_core` `free/auth/core` 0.1.10 (<saas-api/registry.json:1>)
    "#]],
    );
    ask(
        "which version of stripe is used?",
        expect![[r#"

            **saas-web** (`saas-web`)

            - `stripe` `^15.0.0`, not locked (<saas-web/package.json:1>)
        "#]],
    );
    ask(
        "which python version does saas-api use",
        expect![[r#"
        - **saas-api**: python 3.10.19 (<saas-api/.python-version:1>); `>=3.10` (<saas-api/pyproject.toml:6>); fastapi 0.115.0 (<saas-api/pyproject.toml:7>)
    "#]],
    );
}

#[test]
fn what_there_is() {
    ask(
        "what projects are in this workspace?",
        expect![[r#"
            workspace has 2 projects:

            - **saas-api** in `saas-api` (<saas-api/pyproject.toml:1>): fastapi, python 3.10.19, 1 module, 2 env keys, port 8000 (<saas-api/Makefile:1>), dev: `make dev`
            - **saas-web** in `saas-web` (<saas-web/package.json:1>): express, node, port 5173 (<saas-web/package.json:1>), dev: `npm run dev`
        "#]],
    );
    ask(
        "which compose services are there",
        expect![[r#"
        - **api** (<docker-compose.yml:2>), built from saas-api, published on 8000, depends on `postgres`
        - **postgres** (<docker-compose.yml:6>), image `postgres:16`, published on 5432
    "#]],
    );
    ask(
        "what conventions do we have?",
        expect![[r#"
            - convention: Routers live in src/routing (<.rapidkit/workspace-memory.json:3>)
        "#]],
    );
}

#[test]
fn what_is_wrong() {
    assert_eq!(
        ask(
            "what is wrong with saas-web?",
            expect![[r#"
                1 finding in saas-web (score 87 of 100):

                - saas-web declares 2 dependencies in package.json, but has no package-lock.json (<saas-web/package.json:1>, `lockfile-missing`)
                [Show Health]
            "#]]
        ),
        Completeness::Whole
    );
}

#[test]
fn where_a_name_is_declared() {
    ask(
        "where is TokenIssuer defined?",
        expect![[r#"
        - `TokenIssuer` is declared at <saas-api/src/main.py:5>: `class TokenIssuer:`
    "#]],
    );
    ask(
        "where is the class FrobnicatorFactory",
        expect![[r#"
        **Not found in this workspace.** I looked at declarations in Python, TypeScript, JavaScript, Go and Java files, and names of files.

        Projects here: `saas-api`, `saas-web`.
    "#]],
    );
}

#[test]
fn what_it_cannot_know() {
    assert_eq!(
        ask(
            "what is the meaning of life",
            expect![[r#"
        **Not found in this workspace.** I know its projects, versions, modules, dependencies, commands, compose services, ports, env keys (where each is set and read, never the value) and health, and where names are declared; nothing in your words points to one of these.

        Projects here: `saas-api`, `saas-web`.
    "#]]
        ),
        Completeness::Nothing
    );
    assert_eq!(
        ask(
            "why is the port design like this, and should we refactor it?",
            expect![[r#"
                - **saas-api**: listens on 8000 (<saas-api/Makefile:1>); is published on 8000 (<docker-compose.yml:4>); listens in its container on 8000 (<docker-compose.yml:4>)
                - **saas-web**: listens on 5173 (<saas-web/package.json:1>)
                - compose service **postgres**: is published on 5432 (<docker-compose.yml:8>)
            "#]]
        ),
        Completeness::Partial
    );
}

#[test]
fn attached_files_are_described() {
    let reference = Reference { name: ".env".into(), file: Some(path("saas-api/.env")), lines: None, text: None };
    check(
        &Question { references: vec![reference], ..Question::new(Verb::Ask, "what is this") },
        expect![[r#"
            used saas-api/.env None

            `saas-api/.env` belongs to saas-api; the doctor finds nothing in it.
        "#]],
    );
}

#[test]
fn doctor_lists_findings_with_their_fixes() {
    assert_eq!(
        check(
            &Question::new(Verb::Doctor, ""),
            expect![[r#"
                **Health of workspace: 80 of 100**

                - env 12 of 25: Mending this gives 13 points: JWT\_SECRET is in .env.example, but saas-api/.env does not set it, nor does any other layer
                - dependencies 21 of 25: Mending 2 warnings gives 4 points; first: saas-api declares 2 dependencies in pyproject.toml, but has no poetry.lock
                - ports 17 of 20: Mending this gives 3 points: docker-compose.yml: service api is built from saas-api/Dockerfile, which is not there
                - runtime 10 of 10
                - modules 10 of 10
                - files 10 of 10

                ### 1 error
                - saas-api: JWT\_SECRET is in .env.example, but saas-api/.env does not set it, nor does any other layer (<saas-api/.env.example:2>, `env-missing`)  
                  → Add JWT\_SECRET to saas-api/.env without a value, for you to fill in
                [Preview fix: Add JWT_SECRET to saas-api/.env without a value, for you to fill in]

                ### 3 warnings
                - service api is built from saas-api/Dockerfile, which is not there (<docker-compose.yml:2>, `compose-invalid`)
                - saas-api: saas-api declares 2 dependencies in pyproject.toml, but has no poetry.lock (<saas-api/pyproject.toml:1>, `lockfile-missing`)  
                  → Write poetry.lock with `poetry lock`, in `saas-api`
                - saas-web: saas-web declares 2 dependencies in package.json, but has no package-lock.json (<saas-web/package.json:1>, `lockfile-missing`)  
                  → Write package-lock.json with `npm install --package-lock-only`, in `saas-web`
                [Show Health]
            "#]]
        ),
        Completeness::Whole
    );
    check(
        &Question::new(Verb::Doctor, "only saas-web please"),
        expect![[r#"
            **Health of saas-web: 87 of 100**

            - dependencies 39 of 46
            - ports 30 of 36
            - files 18 of 18

            ### 1 warning
            - saas-web: saas-web declares 2 dependencies in package.json, but has no package-lock.json (<saas-web/package.json:1>, `lockfile-missing`)  
              → Write package-lock.json with `npm install --package-lock-only`, in `saas-web`
            [Show Health]
        "#]],
    );
}

fn diagnostic(line: u32, source: &str, code: &str, message: &str) -> Question {
    let site = Site {
        message: Some(message.into()),
        code: Some(code.into()),
        source: Some(source.into()),
        ..Site::line(path("saas-api/src/main.py"), line)
    };
    Question { subject: Some(Subject::Diagnostic(site)), ..Question::new(Verb::Debug, "") }
}

#[test]
fn debug_of_an_import_looks_it_up() {
    check(
        &diagnostic(1, "Pylance", "reportMissingImports", "Import \"jose\" could not be resolved"),
        expect![[r#"
            used saas-api/src/main.py Some((1, 1))
            **Import "jose" could not be resolved** (Pylance reportMissingImports)

            At <saas-api/src/main.py:1>, project saas-api (fastapi, python 3.10.19).

            **What is known**

            - saas-api declares `python-jose`, but no lock file of the project has it. <saas-api/pyproject.toml:8>
            - Likely: The module `jose` comes from the package `python-jose`.
            - Likely: The type checker finds no module `jose`: neither in the interpreter that the editor uses, nor in the folders that it searches. (what Pyright means by this message) <saas-api/src/main.py:1>
            - Possibly: saas-api declares 2 dependencies in pyproject.toml, but has no poetry.lock (`lockfile-missing`) <saas-api/pyproject.toml:1>

            **What to do**

            1. Write the lock file and install, in `saas-api`: `poetry lock && poetry install`
            2. Install the project's dependencies, and pick the project's interpreter in the editor
        "#]],
    );
    check(
        &diagnostic(2, "Pylance", "reportMissingImports", "Import \"stripe\" could not be resolved"),
        expect![[r#"
            used saas-api/src/main.py Some((2, 2))
            **Import "stripe" could not be resolved** (Pylance reportMissingImports)

            At <saas-api/src/main.py:2>, project saas-api (fastapi, python 3.10.19).

            **What is known**

            - No manifest of saas-api declares `stripe`. <saas-api/pyproject.toml:1>
            - Likely: The type checker finds no module `stripe`: neither in the interpreter that the editor uses, nor in the folders that it searches. (what Pyright means by this message) <saas-api/src/main.py:2>
            - Possibly: saas-api declares 2 dependencies in pyproject.toml, but has no poetry.lock (`lockfile-missing`) <saas-api/pyproject.toml:1>

            **What to do**

            1. If `stripe` is meant, add it in `saas-api`: `poetry add stripe`
            2. Install the project's dependencies, and pick the project's interpreter in the editor
        "#]],
    );
}

#[test]
fn debug_of_a_place_names_the_findings_that_bear_on_it() {
    check(
        &diagnostic(7, "Pylance", "reportUndefinedVariable", "\"os\" is not defined"),
        expect![[r#"
            used saas-api/src/main.py Some((7, 7))
            **"os" is not defined** (Pylance reportUndefinedVariable)

            At <saas-api/src/main.py:7> in `TokenIssuer.issue`, project saas-api (fastapi, python 3.10.19).

            **What is known**

            - Likely: `os` is a module of Python's standard library, and this file does not import it. <saas-api/src/main.py:7>
            - Likely: Nothing above this line defines or imports `os`: running it raises a NameError. (what Pyright means by this message) <saas-api/src/main.py:7>
            - Possibly: JWT\_SECRET is in .env.example, but saas-api/.env does not set it, nor does any other layer (`env-missing`) <saas-api/.env.example:2>

            **What to do**

            1. Add `import os` at the top of the file
            2. Import or define `os`, or correct its spelling
            3. Add JWT\_SECRET to saas-api/.env without a value, for you to fill in
            [Preview fix: Add JWT_SECRET to saas-api/.env without a value, for you to fill in]
        "#]],
    );
}

#[test]
fn debug_of_a_pasted_traceback_finds_its_place() {
    let pasted = "it fails:\nTraceback (most recent call last):\n  File \"/app/src/main.py\", line 7, in issue\nKeyError: 'JWT_SECRET'";
    check(
        &Question::new(Verb::Debug, pasted),
        expect![[r#"
            used saas-api/src/main.py Some((7, 7))
            **KeyError: 'JWT\_SECRET'**

            At <saas-api/src/main.py:7> in `TokenIssuer.issue`, project saas-api (fastapi, python 3.10.19).

            **What is known**

            - `JWT_SECRET` is named by saas-api's template, but no layer sets it. <saas-api/.env.example:2>
            - JWT\_SECRET is in .env.example, but saas-api/.env does not set it, nor does any other layer (`env-missing`) <saas-api/.env.example:2>
            - Likely: The mapping has no key `JWT_SECRET`. If it is `os.environ`, the process was started without this variable. (what Python means by this message) <saas-api/src/main.py:7>

            **What to do**

            1. Add JWT\_SECRET to saas-api/.env without a value, for you to fill in
            2. Use `.get`, or set the key before it is read
            [Preview fix: Add JWT_SECRET to saas-api/.env without a value, for you to fill in]
        "#]],
    );
}

#[test]
fn debug_of_a_typed_error_takes_it_apart_from_its_place() {
    let question = Question::new(Verb::Debug, "NameError: name 'TokenIssuer' is not defined at saas-api/src/main.py:2");
    check(
        &question,
        expect![[r#"
        used saas-api/src/main.py Some((2, 2))
        **NameError: name 'TokenIssuer' is not defined**

        At <saas-api/src/main.py:2>, project saas-api (fastapi, python 3.10.19).

        **What is known**

        - `TokenIssuer` is declared at `saas-api/src/main.py:5`. <saas-api/src/main.py:5>
        - Likely: Nothing defined or imported `TokenIssuer` before this line ran. (what Python means by this message) <saas-api/src/main.py:2>

        **What to do**

        1. Use `TokenIssuer` where it is in scope, or move its declaration
        2. Import or define `TokenIssuer`, or correct its spelling
    "#]],
    );
}

#[test]
fn debug_without_a_place_says_what_it_needs() {
    assert_eq!(
        check(
            &Question::new(Verb::Debug, "it does not work"),
            expect![[r#"
        I do not know which place this is about. Put the cursor on the line, attach a file or selection, name it as `path:line`, or paste the error with its traceback.

        I looked for a place in your words, in what you attached and in the active editor; no frame of a traceback in it lies in this workspace.
    "#]]
        ),
        Completeness::Nothing
    );
}

#[test]
fn explain_of_an_unknown_message_is_honest() {
    let question = Question { verb: Verb::Explain, ..diagnostic(5, "SomeTool", "X1", "frobnication [failed]") };
    check(
        &question,
        expect![[r#"
            used saas-api/src/main.py Some((5, 5))
            **frobnication \[failed\]** (SomeTool X1)

            At <saas-api/src/main.py:5> in `TokenIssuer`, project saas-api (fastapi, python 3.10.19).

            **What is known**

            - Possibly: JWT\_SECRET is in .env.example, but saas-api/.env does not set it, nor does any other layer (`env-missing`) <saas-api/.env.example:2>

            **What to do**

            1. Add JWT\_SECRET to saas-api/.env without a value, for you to fill in
            [Preview fix: Add JWT_SECRET to saas-api/.env without a value, for you to fill in]
        "#]],
    );
}

#[test]
fn explain_of_a_bare_place_has_nothing_to_say() {
    let active = Some(Site::line(path("saas-web/package.json"), 1));
    let question = Question { active, ..Question::new(Verb::Explain, "") };
    check(
        &question,
        expect![[r#"
        used saas-web/package.json Some((1, 1))
        At <saas-web/package.json:1>, project saas-web (express, node).

        **What is known**

        - saas-web declares 2 dependencies in package.json, but has no package-lock.json (`lockfile-missing`) <saas-web/package.json:1>

        **What to do**

        1. Write package-lock.json with `npm install --package-lock-only`
    "#]],
    );
}
