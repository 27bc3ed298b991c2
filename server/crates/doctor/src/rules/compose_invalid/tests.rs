use expect_test::expect;

use super::RULE;
use crate::testing::check;

#[test]
fn names_have_to_be_defined_somewhere() {
    check(
        &RULE,
        r#"
//- /docker-compose.yml
services:
  api:
    image: x
    depends_on: [postgers, cache]
    volumes: ["datas:/data", "./src:/src"]
    networks: [inner, default]
    secrets: [key]
  postgres: { image: y, extends: { service: base } }
  nothing: { ports: ["80:80"] }
  later: { ports: ["81:80"] }
volumes: { data: }
//- /docker-compose.prod.yml
services:
  later: { image: z }
  cache: { image: z }
"#,
        expect![[r#"
            docker-compose.yml:4:17-25 error[compose-invalid]
              service api depends on the service postgers, which no compose file here defines
              docker-compose.yml:4 depends_on: [postgers, cache]
              fix (look first): Write the service postgres instead of postgers
                docker-compose.yml
                -    depends_on: [postgers, cache]
                +    depends_on: [postgres, cache]
            docker-compose.yml:5:14-27 error[compose-invalid]
              service api mounts the volume datas, which no compose file here defines
              docker-compose.yml:5 volumes: ["datas:/data", "./src:/src"]
              fix (look first): Write the volume data instead of datas
                docker-compose.yml
                -    volumes: ["datas:/data", "./src:/src"]
                +    volumes: ["data:/data", "./src:/src"]
            docker-compose.yml:6:15-20 error[compose-invalid]
              service api joins the network inner, which no compose file here defines
              docker-compose.yml:6 networks: [inner, default]
            docker-compose.yml:7:14-17 error[compose-invalid]
              service api is given the secret key, which no compose file here defines
              docker-compose.yml:7 secrets: [key]
            docker-compose.yml:8:44-48 error[compose-invalid]
              service postgres extends the service base, which no compose file here defines
              docker-compose.yml:8 postgres: { image: y, extends: { service: base } }
            docker-compose.yml:9:2-9 error[compose-invalid]
              service nothing has neither an image nor a build
              docker-compose.yml:9 nothing: { ports: ["80:80"] }
        "#]],
    );
}

#[test]
fn services_may_not_wait_in_a_circle() {
    check(
        &RULE,
        r#"
//- /compose.yml
services:
  a: { image: x, depends_on: [b] }
  b: { image: x, depends_on: { c: { condition: service_started } } }
  d: { image: x, depends_on: [d] }
//- /compose.override.yml
services:
  c: { image: x, depends_on: [a] }
"#,
        expect![[r#"
            compose.override.yml:2:30-31 error[compose-invalid]
              services wait for each other in a circle: a → b → c → a
              compose.override.yml:2 c: { image: x, depends_on: [a] }
            compose.yml:4:30-31 error[compose-invalid]
              services wait for each other in a circle: d → d
              compose.yml:4 d: { image: x, depends_on: [d] }
        "#]],
    );
}

#[test]
fn problems_of_one_file_are_shown_where_they_are() {
    check(
        &RULE,
        "//- /a/compose.yml\nservices:\n  a:\n\timage: x\n//- /b/compose.yml\nservices:\n  a:\n    image: x\n    ports: ['80:x']\n    image: y\n",
        expect![[r#"
            a/compose.yml:3:1-9 error[compose-invalid]
              this line is indented with a tab; YAML wants blanks
              a/compose.yml:3 image: x
            b/compose.yml:4:12-18 error[compose-invalid]
              `x` in `80:x` is no port: ports are 1 to 65535
              b/compose.yml:4 ports: ['80:x']
            b/compose.yml:5:4-9 error[compose-invalid]
              `image` is set twice in the same mapping; remove one of them
              b/compose.yml:5 image: y
        "#]],
    );
}

#[test]
fn what_is_built_and_read_has_to_be_there() {
    check(
        &RULE,
        r#"
//- /compose.yml
services:
  a: { build: ./gone, env_file: .env }
  b: { build: { context: ./here, dockerfile: Dockerfile.dev } }
  c: { build: { context: ./here, dockerfile_inline: "FROM x" } }
  d: { build: "https://example.org/repo.git", env_file: [{ path: .env.local, required: false }, ./elsewhere/x.env] }
//- /here/main.py
"#,
        expect![[r#"
            compose.yml:2:2-3 warning[compose-invalid]
              service a is built from the folder gone, which is not there
              compose.yml:2 a: { build: ./gone, env_file: .env }
            compose.yml:2:32-36 warning[compose-invalid]
              service a needs .env, which is not there
              compose.yml:2 a: { build: ./gone, env_file: .env }
            compose.yml:3:2-3 warning[compose-invalid]
              service b is built from here/Dockerfile.dev, which is not there
              compose.yml:3 b: { build: { context: ./here, dockerfile: Dockerfile.dev } }
        "#]],
    );
}

#[test]
fn is_silent_on_partial_files_and_includes() {
    check(
        &RULE,
        r#"
//- /a/compose.yml
include: [../b/compose.yml]
services:
  api: { image: x, depends_on: [from-b] }
//- /b/compose.yml
services:
  from-b: { build: . }
//- /b/Dockerfile
FROM scratch
//- /c/compose.yml
services:
  api: { build: ., env_file: .env, depends_on: { db: { required: false, condition: service_started } } }
//- /c/compose.override.yml
services:
  api: { ports: ["80:80"] }
//- /c/.env.example
A=1
//- /c/Dockerfile
FROM scratch
"#,
        expect![[""]],
    );
}
