use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;

fn facts(path: &str, text: &str) -> Option<FileFacts> {
    read(&RelPath::new(path).expect("a path"), text)
}

fn at(range: model::Range) -> String {
    format!("{}:{}-{}", range.start.line + 1, range.start.column, range.end.column)
}

fn render(text: &str) -> String {
    let file = match facts("compose.yaml", text) {
        Some(FileFacts::Compose(file)) => file,
        Some(FileFacts::Broken(problems)) => {
            return format!("broken {} {}\n", at(problems[0].range), problems[0].message);
        }
        other => return format!("{other:?}"),
    };
    let mut out = String::new();
    for service in &file.services {
        let _ = write!(out, "{}", service.name);
        let _ = write!(out, " image={:?} build={:?}", service.image, service.build_context);
        let _ = writeln!(out, " profiles={:?} command={:?}", service.profiles, service.command);
        for port in &service.ports {
            let published = port.published_range.map_or_else(|| "-".to_owned(), at);
            let ComposePort { host_ip, published: host, published_from, target, is_udp, .. } = port;
            let _ = writeln!(
                out,
                "  port {host_ip:?} {host:?} {published_from:?} → {target:?} udp={is_udp} digits {published}"
            );
        }
        for env in &service.environment {
            let _ = writeln!(out, "  env {} {}={:?}", at(env.range), env.key, env.value);
        }
        for file in &service.env_files {
            let _ = writeln!(out, "  env_file {} {} required={}", at(file.range), file.path, file.is_required);
        }
        for other in &service.depends_on {
            let _ = writeln!(out, "  needs {} {} required={}", at(other.range), other.name, other.is_required);
        }
        for (kind, names) in
            [("volume", &service.volumes), ("network", &service.networks), ("secret", &service.secrets)]
        {
            for (name, range) in names {
                let _ = writeln!(out, "  {kind} {} {name}", at(*range));
            }
        }
        if let Some(extends) = &service.extends {
            let _ = writeln!(out, "  extends {extends:?}");
        }
    }
    for (kind, names) in [("volumes", &file.volumes), ("networks", &file.networks), ("secrets", &file.secrets)] {
        if !names.is_empty() {
            let _ = writeln!(out, "{kind} {names:?}");
        }
    }
    for variable in &file.variables {
        let (name, has, is) = (&variable.name, variable.has_default, variable.is_required);
        let _ = writeln!(out, "variable {} {name} default={has} required={is}", at(variable.range));
    }
    for problem in &file.problems {
        let _ = writeln!(out, "problem {} {}", at(problem.range), problem.message);
    }
    out
}

fn check(text: &str, expect: Expect) {
    expect.assert_eq(&render(text));
}

use model::facts::ComposePort;

#[test]
fn reads_ports_in_every_form() {
    check(
        r#"
services:
  a:
    image: x
    ports:
      - "8000:80"
      - 127.0.0.1:8001:81
      - '53:53/udp'
      - 9000
      - ${API_PORT:-8002}:82
      - "${WEB_PORT}:83"
      - "3000-3002:3000-3002"
      - "8100-8110:84"
      - "[::1]:8003:85"
      - target: 86
        published: "8004"
        host_ip: 0.0.0.0
      - target: 87
        published: 8005
        protocol: udp
"#,
        expect![[r#"
            a image=Some("x") build=None profiles=[] command=None
              port None Some(8000) None → Some(80) udp=false digits 6:9-13
              port Some("127.0.0.1") Some(8001) None → Some(81) udp=false digits 7:18-22
              port None Some(53) None → Some(53) udp=true digits 8:9-11
              port None None None → Some(9000) udp=false digits -
              port None Some(8002) Some("API_PORT") → Some(82) udp=false digits -
              port None None Some("WEB_PORT") → Some(83) udp=false digits -
              port None Some(3000) None → Some(3000) udp=false digits -
              port None Some(3001) None → Some(3001) udp=false digits -
              port None Some(3002) None → Some(3002) udp=false digits -
              port None None None → Some(84) udp=false digits -
              port Some("::1") Some(8003) None → Some(85) udp=false digits 14:15-19
              port Some("0.0.0.0") Some(8004) None → Some(86) udp=false digits 16:20-24
              port None Some(8005) None → Some(87) udp=true digits 19:19-23
            variable 10:8-28 API_PORT default=true required=false
            variable 11:8-24 WEB_PORT default=false required=false
        "#]],
    );
}

#[test]
fn reads_lists_and_mappings_alike() {
    check(
        r#"
x-env: &env
  A: "1"
  B:
services:
  api:
    build: { context: ./api, dockerfile: Dockerfile.dev }
    environment:
      <<: *env
      C: ${C:?needed}
    env_file: .env
    depends_on:
      db: { condition: service_healthy, required: false }
    volumes: ["data:/data", "./src:/src", "/anonymous", {type: volume, source: more, target: /m}]
    networks: { inner: { aliases: [x] } }
    command: ["uvicorn", "main:app", "--port", "8000"]
    profiles: [dev]
    secrets: [key, {source: other}]
  worker:
    build: .
    environment:
      - D=x=y
      - "E=2"
      - F
    env_file:
      - .env
      - path: local.env
        required: false
    depends_on: [db]
    links: ["cache:redis"]
    network_mode: service:api
    extends: { file: base.yml, service: job }
    command: celery worker
  db: { image: "postgres:16" }
volumes: { data: , more: {} }
networks: { inner: }
secrets: { key: { file: ./key } }
"#,
        expect![[r#"
            api image=None build=Some("./api") profiles=["dev"] command=Some("uvicorn main:app --port 8000")
              env 10:6-7 C=Some("${C:?needed}")
              env 3:2-3 A=Some("1")
              env 4:2-3 B=None
              env_file 11:14-18 .env required=true
              needs 13:6-8 db required=false
              volume 14:14-26 data
              volume 14:79-83 more
              network 15:16-21 inner
              secret 18:14-17 key
              secret 18:28-33 other
            worker image=None build=Some(".") profiles=[] command=Some("celery worker")
              env 22:8-9 D=Some("x=y")
              env 23:9-10 E=Some("2")
              env 24:8-9 F=None
              env_file 26:8-12 .env required=true
              env_file 27:14-23 local.env required=false
              needs 29:17-19 db required=true
              needs 30:12-25 cache required=true
              needs 31:18-29 api required=true
              extends ComposeExtends { service: "job", file: Some("base.yml"), range: Range { start: Position { line: 31, column: 40 }, end: Position { line: 31, column: 43 } } }
            db image=Some("postgres:16") build=None profiles=[] command=None
            volumes ["data", "more"]
            networks ["inner"]
            secrets ["key"]
            variable 10:9-21 C default=false required=true
        "#]],
    );
}

#[test]
fn says_what_compose_refuses() {
    check(
        r#"
services:
  a:
    image: x
    image: y
    ports: ["80:abc", "70000:80", "80:80/http", "1-3:1-2"]
    enviroment: {}
    environment: { A: [1] }
    depends_on: db
    command: echo ${1}
  b:
  c:
    image: [x]
    ports: 80
    env_file: { required: true }
volume: {}
networks: []
"#,
        expect![[r#"
            a image=Some("x") build=None profiles=[] command=Some("echo ${1}")
              env 8:19-20 A=None
            c image=None build=None profiles=[] command=None
            problem 5:4-9 `image` is set twice in the same mapping; remove one of them
            problem 6:12-20 `abc` in `80:abc` is no port: ports are 1 to 65535
            problem 6:22-32 `70000` in `70000:80` is no port: ports are 1 to 65535
            problem 6:34-46 `80:80/http` has no protocol that compose knows (tcp, udp, sctp)
            problem 6:48-57 the two ranges in `1-3:1-2` have different lengths
            problem 7:4-14 service `a` has `enviroment`, which compose does not know; did you mean `environment`?
            problem 8:22-26 `environment.A` of service `a` must be a text, a number or nothing
            problem 9:16-18 `depends_on` of service `a` must be a list or a mapping of services
            problem 10:13-22 compose cannot fill in `${1}`; write `$$` for a plain dollar sign
            problem 11:2-3 service `b` has no mapping with at least `image` or `build`
            problem 13:11-14 `image` of service `c` must be the name of an image
            problem 14:11-13 `ports` of service `c` must be a list
            problem 15:14-32 `env_file` of service `c` must be a path, or a list of paths
            problem 16:0-6 compose has no top-level `volume`; did you mean `volumes`?
            problem 17:10-12 `networks` is a mapping of names
        "#]],
    );
}

#[test]
fn is_silent_on_what_compose_takes() {
    check(
        r#"
name: x
services:
  a:
    image: x
    restart: no
    labels: { "traefik.rule": "Host(`x`)", "price": "1$$" }
    healthcheck: { test: ["CMD-SHELL", "pg_isready -U $${POSTGRES_USER}"] }
    new_key_of_tomorrow: 1
    x-own: 1
  b:
    image: y
    ports: !reset []
x-any: 1
"#,
        expect![[r#"
            a image=Some("x") build=None profiles=[] command=None
            b image=Some("y") build=None profiles=[] command=None
        "#]],
    );
}

#[test]
fn broken_files_have_a_place() {
    check(
        "services:\n  a:\n\timage: x\n",
        expect![[r#"
        broken 3:1-9 this line is indented with a tab; YAML wants blanks
    "#]],
    );
    check(
        "services:\n  a:\n    image: x\n   ports: []\n",
        expect![[r#"
        broken 4:3-12 this is not valid YAML: while parsing a block mapping, did not find expected key
    "#]],
    );
    // A layer may be empty; the doctor says when the whole stack is.
    check("", expect![""]);
    check(
        "- a\n",
        expect![[r#"
        problem 1:0-3 a compose file is a mapping with `services` in it
    "#]],
    );
    check(
        "services: 1\n",
        expect![[r#"
        problem 1:10-11 `services` is a mapping of names to services
    "#]],
    );
}

#[test]
fn other_files_are_left_alone() {
    assert!(facts("prod-compose.yml", "a: 1\n").is_none());
    assert!(facts("prod-compose.yml", "services: {a: {image: x}}\n").is_some());
    assert!(facts("docker-compose.yml", "services:\n  a:\n    image: {{ image }}\n").is_none(), "a template");
    for path in ["compose.py", "composer.json", "docs/compose.md", "decompose.yml"] {
        assert!(name(&RelPath::new(path).expect("a path")).is_none(), "{path}");
    }
}
