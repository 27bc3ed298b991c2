use expect_test::expect;

use super::RULE;
use crate::testing::check;

#[test]
fn poetry_says_so_by_its_hash() {
    check(
        &RULE,
        r#"
//- /a/pyproject.toml
[tool.poetry]
name = "a"
[tool.poetry.dependencies]
python = "^3.11"
fastapi = "^0.115"
httpx = "^0.27"
//- /a/poetry.lock
[[package]]
name = "fastapi"
version = "0.110.0"

[metadata]
content-hash = "0000"
//- /b/pyproject.toml
[tool.poetry]
name = "b"
[tool.poetry.dependencies]
python = "^3.11"
fastapi = "^0.115"
//- /b/poetry.lock
[[package]]
name = "fastapi"
version = "0.115.2"

[metadata]
content-hash = "0000"
"#,
        expect![[r#"
            a/pyproject.toml:5:0-7 error[lockfile-stale]
              fastapi ^0.115 is declared in pyproject.toml, but poetry.lock has 0.110.0 (and 1 more)
              a/pyproject.toml:5 fastapi = "^0.115"
              a/poetry.lock:1 fastapi 0.110.0 is locked
              fix (look first): Write poetry.lock anew with `poetry lock`
                in a: poetry lock
            b/pyproject.toml:1:0-0 warning[lockfile-stale]
              pyproject.toml was changed after poetry.lock was written: its content hash is another one
              b/pyproject.toml:1 [tool.poetry]
              b/poetry.lock:6 content-hash = "0000"
              fix (look first): Write poetry.lock anew with `poetry lock`
                in b: poetry lock
        "#]],
    );
}

#[test]
fn npm_compares_each_member_of_a_workspace() {
    check(
        &RULE,
        r#"
//- /package.json
{ "name": "root", "workspaces": ["apps/*"], "scripts": { "dev": "x" } }
//- /apps/api/package.json
{ "name": "api", "dependencies": {
  "express": "^5",
  "pg": "^8",
  "zod": "^3.1",
  "own": "file:../own",
  "git": "github:a/b" } }
//- /package-lock.json
{ "lockfileVersion": 3, "packages": {
  "": { "name": "root", "workspaces": ["apps/*"] },
  "apps/api": { "name": "api", "dependencies": { "express": "^4", "zod": "^3" } },
  "node_modules/express": { "version": "4.19.2" },
  "node_modules/zod": { "version": "3.23.0" } } }
"#,
        expect![[r#"
            apps/api/package.json:2:3-10 error[lockfile-stale]
              express ^5 is declared in package.json, but package-lock.json has 4.19.2 (and 1 more)
              apps/api/package.json:2 "express": "^5",
              package-lock.json:1 express 4.19.2 is locked
              fix (look first): Write package-lock.json anew with `npm install --package-lock-only`
                in .: npm install --package-lock-only
        "#]],
    );
}

#[test]
fn pnpm_and_uv_and_yarn_compare_the_words() {
    check(
        &RULE,
        r#"
//- /a/package.json
{ "name": "a", "packageManager": "pnpm@9.0.0", "dependencies": { "express": "^4.18.0" } }
//- /a/pnpm-lock.yaml
lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      express:
        specifier: ^4.17.0
        version: 4.19.2

packages:

  express@4.19.2:
    resolution: {integrity: x}
//- /b/pyproject.toml
[project]
name = "b"
version = "1"
dependencies = ["fastapi>=0.115,<1", "httpx"]
[tool.uv]
//- /b/uv.lock
version = 1

[[package]]
name = "b"
version = "1"
source = { virtual = "." }

[package.metadata]
requires-dist = [{ name = "fastapi", specifier = ">=0.110,<1" }]

[[package]]
name = "fastapi"
version = "0.115.2"
//- /c/package.json
{ "name": "c", "dependencies": { "express": "^4.18.0", "pg": "^8" } }
//- /c/yarn.lock
# yarn lockfile v1


express@^4.18.0:
  version "4.19.2"
"#,
        expect![[r#"
            b/pyproject.toml:4:38-43 error[lockfile-stale]
              httpx is declared in pyproject.toml, but uv.lock does not have it
              b/pyproject.toml:4 dependencies = ["fastapi>=0.115,<1", "httpx"]
              fix (look first): Write uv.lock anew with `uv lock`
                in b: uv lock
            c/package.json:1:56-58 error[lockfile-stale]
              pg ^8 is declared in package.json, but yarn.lock does not have it
              c/package.json:1 { "name": "c", "dependencies": { "express": "^4.18.0", "pg": "^8" } }
              fix (look first): Write yarn.lock anew with `yarn install`
                in c: yarn install
            a/package.json:1:66-73 warning[lockfile-stale]
              express ^4.18.0 is declared in package.json, but pnpm-lock.yaml was made for ^4.17.0
              a/package.json:1 { "name": "a", "packageManager": "pnpm@9.0.0", "dependencies": { "express": "^4.18.0" } }
              a/pnpm-lock.yaml:1 express ^4.17.0 was asked for
              fix (look first): Write pnpm-lock.yaml anew with `pnpm install --lockfile-only`
                in a: pnpm install --lockfile-only
        "#]],
    );
}

#[test]
fn go_wants_a_checksum_for_each_module() {
    check(
        &RULE,
        r#"
//- /svc/go.mod
module example.org/svc

go 1.22

require (
	github.com/gin-gonic/gin v1.10.0
	github.com/x/y v1.0.0
	github.com/r/r v1.0.0
	github.com/l/l v1.0.0 // indirect
)

replace github.com/r/r => github.com/fork/r v1.1.0
replace github.com/l/l => ../l
//- /svc/go.sum
github.com/gin-gonic/gin v1.9.0 h1:x=
github.com/x/y v1.0.0/go.mod h1:x=
"#,
        expect![[r#"
            svc/go.mod:6:1-25 error[lockfile-stale]
              github.com/gin-gonic/gin v1.10.0 is declared in go.mod, but go.sum does not have it
              svc/go.mod:6 github.com/gin-gonic/gin v1.10.0
              fix (look first): Write go.sum anew with `go mod tidy`
                in svc: go mod tidy
        "#]],
    );
}

#[test]
fn is_silent_when_the_lock_fits() {
    check(
        &RULE,
        r#"
//- /a/package.json
{ "name": "a", "dependencies": { "express": "^4.19.0" }, "peerDependencies": { "react": "*" }, "optionalDependencies": { "fsevents": "*" } }
//- /a/package-lock.json
{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "express": "^4.18.0" } }, "node_modules/express": { "version": "4.19.2" } } }
//- /b/pyproject.toml
[project]
name = "b"
dependencies = ["Typing_Extensions >= 4, <5", "b[extra]", "x @ https://example.org/x.whl"]
[tool.uv]
//- /b/uv.lock
[[package]]
name = "b"
source = { virtual = "." }
[package.metadata]
requires-dist = [{ name = "typing-extensions", specifier = "<5,>=4" }]
//- /c/package.json
{ "name": "c", "dependencies": { "express": "^5" }, "pnpm": { "overrides": { "express": "4" } } }
//- /c/pnpm-lock.yaml
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      express:
        specifier: '4'
        version: 4.19.2
"#,
        expect![[""]],
    );
}
