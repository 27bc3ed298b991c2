use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;

fn render(text: &str) -> String {
    let Some(FileFacts::Dockerfile(file)) = read(text) else { return "no Dockerfile\n".to_owned() };
    let at = |range: model::Range| {
        let (start, end) = (range.start, range.end);
        format!("{}:{}-{}:{}", start.line + 1, start.column, end.line + 1, end.column)
    };
    let mut out = String::new();
    for stage in &file.stages {
        let _ = writeln!(out, "{} from {} tag {:?} as {:?}", at(stage.range), stage.image, stage.tag, stage.name);
    }
    for env in &file.env {
        let kind = if env.is_build_time { "arg" } else { "env" };
        let _ = writeln!(out, "{} {kind} {} = {:?}", at(env.range), env.key, env.value);
    }
    for (port, range) in &file.exposed {
        let _ = writeln!(out, "{} port {port}", at(*range));
    }
    if let Some((command, range)) = &file.command {
        let _ = writeln!(out, "{} command {command}", at(*range));
    }
    out
}

fn check(text: &str, expect: Expect) {
    expect.assert_eq(&render(text));
}

#[test]
fn reads_stages_with_arguments() {
    check(
        "# syntax=docker/dockerfile:1\nARG PY=3.12\nFROM --platform=$BUILDPLATFORM python:${PY}-slim AS base\nFROM localhost:5000/node:20@sha256:abc as web\nfrom base\nFROM ${UNKNOWN}:1\nFROM scratch\n",
        expect![[r#"
            3:31-3:48 from python tag Some("3.12-slim") as Some("base")
            4:5-4:38 from localhost:5000/node tag Some("20") as Some("web")
            5:5-5:9 from base tag None as None
            6:5-6:17 from ${UNKNOWN} tag Some("1") as None
            7:5-7:12 from scratch tag None as None
            2:4-2:6 arg PY = Some("3.12")
        "#]],
    );
}

#[test]
fn reads_environment_ports_and_command() {
    check(
        r#"FROM python:3.12
ENV A=1 B="two words" \
    # a comment in between
    C=x\ y

ENV LEGACY some value
ARG PORT=8000
ARG TOKEN
EXPOSE $PORT 9000/tcp
ENTRYPOINT ["uvicorn", "main:app"]
CMD ["--port", "8000"]
"#,
        expect![[r#"
            1:5-1:16 from python tag Some("3.12") as None
            2:4-2:5 env A = Some("1")
            2:8-2:9 env B = Some("two words")
            4:4-4:5 env C = Some("x y")
            6:4-6:10 env LEGACY = Some("some value")
            7:4-7:8 arg PORT = Some("8000")
            8:4-8:9 arg TOKEN = None
            9:7-9:12 port 8000
            9:13-9:21 port 9000
            10:11-10:34 command uvicorn main:app --port 8000
        "#]],
    );
}

#[test]
fn heredocs_are_not_instructions() {
    check(
        "FROM alpine\nRUN <<EOF\nENV NO=1\nEOF\nCOPY <<-\"A\" <<B /x/\n\tENV NO=2\n\tA\nENV NO=3\nB\nENV YES=1\nRUN echo $((1<<2))\nCMD run\r\n",
        expect![[r#"
            1:5-1:11 from alpine tag None as None
            10:4-10:7 env YES = Some("1")
            12:4-12:7 command run
        "#]],
    );
}

#[test]
fn windows_line_ends_other_escapes_and_a_mark() {
    check(
        "\u{feff}# escape=`\r\nFROM python:3.11\r\nENV É=1 `\r\n  B=2\r\n",
        expect![[r#"
        2:5-2:16 from python tag Some("3.11") as None
        3:4-3:5 env É = Some("1")
        4:2-4:3 env B = Some("2")
    "#]],
    );
}

#[test]
fn names_of_dockerfiles() {
    let of = |name: &str| claims(&RelPath::new(name).expect("a path"));
    for name in
        ["Dockerfile", "api/Dockerfile.dev", "api.Dockerfile", "web.dockerfile", "Containerfile", "Dockerfile-prod"]
    {
        assert!(of(name), "{name}");
    }
    for name in ["Dockerfile.j2", ".dockerignore", "Dockerfile.dockerignore", "docker-compose.yml", "dockerfile.md"] {
        assert!(!of(name), "{name}");
    }
}

#[test]
fn odd_ends_do_not_panic() {
    for text in [
        "",
        "FROM",
        "FROM \\",
        "FROM x\nENV",
        "FROM x\nENV A",
        "FROM x\nENV =",
        "FROM x\nCMD [",
        "FROM x\nRUN <<EOF",
        "FROM \"",
        "FROM x\nEXPOSE 0 99999 x",
    ] {
        let _ = render(text);
    }
}

#[test]
fn what_only_a_builder_sets_is_gone_in_the_image() {
    check(
        "FROM node:22 AS base
ENV A=1
EXPOSE 80
FROM base AS builder
ENV B=2
EXPOSE 81
RUN make
FROM base AS tools
ENV C=3
FROM base
COPY --from=Builder /app /app
RUN --mount=type=bind,from=2,target=/x cp /x /y
ENV D=4
EXPOSE 82
CMD run
FROM base AS dev
ENV E=5
FROM nginx AS last
COPY --from=3 /app /app
ENV F=6
",
        expect![[r#"
            1:5-1:12 from node tag Some("22") as Some("base")
            4:5-4:9 from base tag None as Some("builder")
            8:5-8:9 from base tag None as Some("tools")
            10:5-10:9 from base tag None as None
            16:5-16:9 from base tag None as Some("dev")
            18:5-18:10 from nginx tag None as Some("last")
            2:4-2:5 env A = Some("1")
            5:4-5:5 arg B = Some("2")
            9:4-9:5 arg C = Some("3")
            13:4-13:5 arg D = Some("4")
            17:4-17:5 env E = Some("5")
            20:4-20:5 env F = Some("6")
            3:7-3:9 port 80
        "#]],
    );
}
