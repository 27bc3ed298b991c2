use expect_test::expect;

use super::RULE;
use crate::testing::check;

#[test]
fn names_what_the_real_file_lacks() {
    check(
        &RULE,
        r#"
//- /api/package.json
{ "name": "api", "dependencies": { "express": "4" } }
//- /api/.env.example
PORT=3000
JWT_SECRET=changeme
STRIPE_KEY=
LOG_LEVEL="info" # how much
SENTRY_DSN= # optional
//- /api/.env ignored
PORT=3000
"#,
        expect![[r#"
            api/.env.example:2:0-10 error[env-missing]
              JWT_SECRET is in .env.example, but api/.env does not set it, nor does any other layer
              api/.env.example:2 JWT_SECRET=changeme
              fix (look first): Add JWT_SECRET to api/.env without a value, for you to fill in
                api/.env
                +JWT_SECRET=
            api/.env.example:3:0-10 error[env-missing]
              STRIPE_KEY is in .env.example, but api/.env does not set it, nor does any other layer
              api/.env.example:3 STRIPE_KEY=
              fix (look first): Add STRIPE_KEY to api/.env without a value, for you to fill in
                api/.env
                +STRIPE_KEY=
            api/.env.example:4:0-9 warning[env-missing]
              LOG_LEVEL is in .env.example, but api/.env does not set it, nor does any other layer
              api/.env.example:4 LOG_LEVEL="info" # how much
              fix: Add LOG_LEVEL to api/.env with the value of .env.example
                api/.env
                +LOG_LEVEL="info"
        "#]],
    );
}

#[test]
fn a_fresh_clone_is_one_info() {
    check(
        &RULE,
        r#"
//- /api/package.json
{ "name": "api", "dependencies": { "express": "4" } }
//- /api/.env.example
# Copy me
PORT=3000
JWT_SECRET=changeme
API_TOKEN=your-token
"#,
        expect![[r#"
            api/.env.example:2:0-4 info[env-missing]
              there is no api/.env yet; .env.example lists 3 keys for it
              api/.env.example:2 PORT=3000
              fix (look first): Create api/.env from .env.example; 2 secrets stay empty, the template holds placeholders: JWT_SECRET and API_TOKEN
                api/.env (new)
                +# Copy me
                +PORT=3000
                +JWT_SECRET=
                +API_TOKEN=
        "#]],
    );
}

#[test]
fn compose_that_carries_a_project_has_to_carry_all() {
    check(
        &RULE,
        r#"
//- /docker-compose.yml
services:
  api:
    build: ./api
    environment:
      PORT: 3000
      DB_URL: x
//- /api/package.json
{ "name": "api", "dependencies": { "express": "4" } }
//- /api/.env.example
PORT=3000
DB_URL=
STRIPE_SECRET=
"#,
        expect![[r#"
            api/.env.example:3:0-13 error[env-missing]
              STRIPE_SECRET is in .env.example, but compose does not set it for api, nor does any other layer
              api/.env.example:3 STRIPE_SECRET=
        "#]],
    );
}

#[test]
fn compose_variables_come_from_the_env_beside_it() {
    check(
        &RULE,
        r#"
//- /docker-compose.yml
services:
  db:
    image: "postgres:${TAG}"
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD:?set it}
      POSTGRES_USER: ${DB_USER:-app}
      HOME_DIR: ${HOME}
      GIVEN: ${GIVEN}
//- /.env ignored
GIVEN=1"#,
        expect![[r#"
            docker-compose.yml:5:25-47 error[env-missing]
              docker-compose.yml needs DB_PASSWORD, but .env does not set it: compose refuses to start without it
              docker-compose.yml:5 POSTGRES_PASSWORD: ${DB_PASSWORD:?set it}
              fix (look first): Add DB_PASSWORD to .env without a value, for you to fill in
                .env
                +DB_PASSWORD=
            docker-compose.yml:3:11-28 warning[env-missing]
              docker-compose.yml needs TAG, but .env does not set it: compose fills in an empty text
              docker-compose.yml:3 image: "postgres:${TAG}"
              fix (look first): Add TAG to .env without a value, for you to fill in
                .env
                +TAG=
        "#]],
    );
}

#[test]
fn is_silent_when_every_key_has_a_layer() {
    check(
        &RULE,
        r#"
//- /docker-compose.yml
services:
  api:
    build: ./api
    environment: [DB_URL=x, "TOKEN"]
  other:
    image: "x:${TAG:-1}"
//- /api/package.json
{ "name": "api", "dependencies": { "express": "4" } }
//- /api/Dockerfile
FROM node:20
ENV LOG_LEVEL=info
//- /api/.env.example
PORT=3000
DB_URL=
TOKEN=
LOG_LEVEL=
# optional
EXTRA=
//- /api/.env.local ignored
PORT=1
"#,
        expect![[""]],
    );
    check(
        &RULE,
        "//- /api/package.json\n{ \"name\": \"api\", \"dependencies\": { \"express\": \"4\" } }\n",
        expect![[""]],
    );
}

#[test]
fn a_file_for_tests_is_no_real_layer() {
    check(
        &RULE,
        r#"
//- /api/package.json
{ "name": "api", "dependencies": { "express": "4" } }
//- /api/.env.test
PORT=1
//- /api/.env.example
PORT=3000
"#,
        expect![[r#"
            api/.env.example:1:0-4 info[env-missing]
              there is no api/.env yet; .env.example lists 1 key for it
              api/.env.example:1 PORT=3000
              fix (look first): Create api/.env from .env.example
                api/.env (new)
                +PORT=3000
        "#]],
    );
}

#[test]
fn code_that_fails_without_a_key_that_no_file_names() {
    check(
        &RULE,
        r#"
//- /api/pyproject.toml
[project]
name = "api"
//- /api/.env.example
PORT=8000
NAMED=
//- /api/.env ignored
PORT=8000
NAMED=x
//- /api/app.py
import os
a = os.environ["NOWHERE"]
b = os.environ["NAMED"]
c = os.environ["AWS_REGION"]
d = os.getenv("MAYBE")
e = os.environ["DEFAULTED"]
f = os.getenv("DEFAULTED", "x")
try:
    g = os.environ["TRIED"]
except KeyError:
    g = ""
//- /api/tests/test_app.py
import os
a = os.environ["ONLY_TESTS"]
"#,
        expect![[r#"
            api/app.py:2:15-24 warning[env-missing]
              NOWHERE is read here without a default, and no file of api defines or names it
              api/app.py:2 
        "#]],
    );
}

#[test]
fn code_of_a_project_without_env_files_is_left_alone() {
    check(
        &RULE,
        r#"
//- /api/pyproject.toml
[project]
name = "api"
//- /api/app.py
import os
a = os.environ["NOWHERE"]
"#,
        expect![[""]],
    );
}
