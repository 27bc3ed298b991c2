use std::fmt::Write;

use expect_test::{Expect, expect};
use model::Project;

use crate::Snapshot;

/// What a person wants to know of a project, in a few lines.
fn render(snapshot: &Snapshot, project: &Project) -> String {
    let mut text = String::new();
    let framework =
        project.framework.as_ref().map(|it| format!(" {}@{}", it.name.name(), it.version.as_deref().unwrap_or("?")));
    let version = project.runtime_version.as_ref().map(|it| format!(" {} ({})", it.value, it.place.file));
    let kit = project.kit.as_ref().map(|kit| format!(" kit {kit}"));
    let _ = writeln!(
        text,
        "{} [{}] {}{}{}{}",
        project.root(),
        project.name,
        project.runtime.name(),
        version.unwrap_or_default(),
        framework.unwrap_or_default(),
        kit.unwrap_or_default()
    );
    for module in &project.modules {
        let _ = writeln!(text, "  module {} {}", module.name, module.version.as_deref().unwrap_or("?"));
    }
    for it in &project.dependencies {
        let _ = writeln!(text, "  needs {} {} -> {}", it.name, it.constraint, it.locked.as_deref().unwrap_or("?"));
    }
    for it in &project.commands {
        let _ = writeln!(text, "  {}: {} ({}:{})", it.role.name(), it.line, it.place.file, it.place.line_number());
    }
    for it in &project.ports {
        let _ = writeln!(text, "  port {} {:?} {}:{}", it.port, it.role, it.place.file, it.place.line_number());
    }
    for it in &project.env {
        let layers: Vec<String> = it.definitions.iter().map(|of| format!("{:?} {}", of.layer, of.place.file)).collect();
        let required = if it.is_required { " required" } else { "" };
        let _ = writeln!(text, "  env {}{required}: {}", it.key, layers.join(", "));
    }
    let services = snapshot.compose_services().filter(|(.., of)| *of == Some(&project.id));
    services.for_each(|(_, service, _)| text += &format!("  service {}\n", service.name));
    text
}

fn check(fixture: &str, expect: Expect) {
    let snapshot = crate::build(&fixture::mem_host(fixture));
    let projects: String = snapshot.projects.iter().map(|project| render(&snapshot, project)).collect();
    expect.assert_eq(&format!("{:?} {}\n{projects}", snapshot.kind, snapshot.name));
}

/// Only which folders are projects.
#[track_caller]
fn check_paths(fixture: &str, expected: &[&str]) {
    let snapshot = crate::build(&fixture::mem_host(fixture));
    let found: Vec<String> = snapshot.projects.iter().map(|project| project.id.to_string()).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_rapidkit_workspace_with_compose() {
    check(
        r#"
//- /.rapidkit-workspace
{"signature": "RAPIDKIT_WORKSPACE", "name": "saas"}
//- /.rapidkit/toolchain.lock
{"runtime": {"python": {"version": "3.11.7"}}}
//- /docker-compose.yml
services:
  api:
    build: ./saas-api
    ports: ["8001:8000"]
    environment:
      DATABASE_URL: postgres://x
    env_file: ./saas-api/.env
  db:
    image: postgres:16
    ports: ["5432:5432"]
//- /saas-api/.rapidkit/project.json
{"kit_name": "fastapi.ddd"}
//- /saas-api/registry.json
{"installed_modules": [{"slug": "free/auth/core", "version": "0.1.10"}]}
//- /saas-api/pyproject.toml
[tool.poetry]
name = "saas-api"
[tool.poetry.dependencies]
python = "^3.10"
FastAPI = "^0.115"
uvicorn = "*"
[tool.poetry.group.dev.dependencies]
pytest = "*"
//- /saas-api/poetry.lock
[[package]]
name = "fastapi"
version = "0.115.6"
//- /saas-api/src/main.py
app = 1
//- /saas-api/.python-version
3.10.19
//- /saas-api/Dockerfile
FROM python:3.11-slim
EXPOSE 8000
ENV LOG_LEVEL=info
//- /saas-api/.env.example
PORT=8000
JWT_SECRET=changeme
# optional
SENTRY_DSN=
//- /saas-api/.env ignored
JWT_SECRET=abc
"#,
        expect![[r#"
            Rapidkit saas
            saas-api [saas-api] python 3.10.19 (saas-api/.python-version) fastapi@0.115.6 kit fastapi.ddd
              module auth_core 0.1.10
              needs FastAPI ^0.115 -> 0.115.6
              needs uvicorn * -> ?
              needs pytest * -> ?
              dev: poetry run uvicorn src.main:app --reload (saas-api/src/main.py:1)
              test: poetry run pytest (saas-api/pyproject.toml:8)
              port 8000 App saas-api/.env.example:1
              port 8001 Published docker-compose.yml:4
              port 8000 Container docker-compose.yml:4
              port 8000 Container saas-api/Dockerfile:2
              env DATABASE_URL: Compose docker-compose.yml
              env JWT_SECRET required: Dotenv saas-api/.env, Example saas-api/.env.example, Compose saas-api/.env
              env LOG_LEVEL: Dockerfile saas-api/Dockerfile
              env PORT required: Example saas-api/.env.example
              env SENTRY_DSN: Example saas-api/.env.example
              service api
        "#]],
    );
}

#[test]
fn a_polyglot_monorepo() {
    check(
        r#"
//- /package.json
{"name": "mono", "private": true, "workspaces": ["apps/*"], "scripts": {"dev": "turbo dev"}, "devDependencies": {"turbo": "2"}}
//- /package-lock.json
{"packages": {"": {}, "apps/web": {"dependencies": {"@nestjs/core": "^10"}}, "node_modules/@nestjs/core": {"version": "10.4.1"}}}
//- /apps/web/package.json
{"name": "@acme/web", "engines": {"node": ">=20"}, "scripts": {"start:dev": "PORT=3001 nest start --watch", "build": "nest build", "test": "jest", "lint": "eslint ."},
 "dependencies": {"@nestjs/core": "^10"}}
//- /apps/orders/go.mod
module github.com/acme/orders/v2
go 1.22
require github.com/gin-gonic/gin v1.10.0
//- /apps/orders/go.sum
github.com/gin-gonic/gin v1.10.0 h1:x=
//- /apps/orders/cmd/server/main.go
package main
//- /apps/orders/Makefile
test:
	go test ./...
"#,
        expect![[r#"
            Plain workspace
            apps/orders [orders] go 1.22 (apps/orders/go.mod) gogin@v1.10.0
              needs github.com/gin-gonic/gin v1.10.0 -> v1.10.0
              dev: go run ./cmd/server (apps/orders/cmd/server/main.go:1)
              test: make test (apps/orders/Makefile:1)
              build: go build ./... (apps/orders/go.mod:1)
            apps/web [@acme/web] node >=20 (apps/web/package.json) nestjs@10.4.1
              needs @nestjs/core ^10 -> 10.4.1
              dev: npm run start:dev (apps/web/package.json:1)
              test: npm test (apps/web/package.json:1)
              build: npm run build (apps/web/package.json:1)
              lint: npm run lint (apps/web/package.json:1)
              port 3001 App apps/web/package.json:1
              env PORT: Script apps/web/package.json
        "#]],
    );
}

#[test]
fn a_maven_build_takes_versions_and_java_from_its_parent() {
    check(
        r#"
//- /pom.xml
<project><artifactId>all</artifactId><packaging>pom</packaging>
<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.4.1</version><relativePath/></parent>
<properties><java.version>21</java.version></properties>
<modules><module>orders</module></modules></project>
//- /mvnw
x
//- /orders/pom.xml
<project><parent><groupId>g</groupId><artifactId>all</artifactId><version>1</version></parent><artifactId>orders-svc</artifactId>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>
//- /orders/src/main/java/o/App.java
class App { static void main(String[] args) { SpringApplication.run(App.class, args); } }
//- /orders/src/test/java/o/AppTest.java
class AppTest { void starts() { SpringApplication.run(App.class, "--server.port=1"); } }
//- /shared/pom.xml
<project><parent><groupId>g</groupId><artifactId>all</artifactId><version>1</version></parent><artifactId>shared</artifactId>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>
//- /shared/src/test/java/o/SharedTest.java
class SharedTest { void starts() { SpringApplication.run(SharedTest.class); } }
//- /docker-compose.yml
services:
  web:
    image: acme/orders:1.2
    ports: ["8081:8080"]
"#,
        expect![[r#"
            Plain workspace
            orders [orders-svc] java 21 (pom.xml) springboot@3.4.1
              needs org.springframework.boot:spring-boot-starter-web 3.4.1 -> ?
              dev: ../mvnw spring-boot:run (orders/pom.xml:1)
              test: ../mvnw test (orders/pom.xml:1)
              build: ../mvnw package (orders/pom.xml:1)
              port 8080 App orders/src/main/java/o/App.java:1
              port 8081 Published docker-compose.yml:4
              port 8080 Container docker-compose.yml:4
              service web
            shared [shared] java 21 (pom.xml) springboot@3.4.1
              needs org.springframework.boot:spring-boot-starter-web 3.4.1 -> ?
              test: ../mvnw test (shared/pom.xml:1)
              build: ../mvnw package (shared/pom.xml:1)
        "#]],
    );
}

#[test]
fn compiled_requirements_lock_what_their_source_declares() {
    check(
        r#"
//- /load/requirements.in
locust
//- /load/requirements.txt
flask==3.1.3
    # via locust
locust==2.43
//- /load/locustfile.py
x
//- /web/requirements.txt
Flask==3.0.0
redis>=5
//- /web/app.py
x
"#,
        expect![[r#"
            Plain workspace
            load [load] python
              needs locust  -> 2.43
            web [web] python flask@3.0.0
              needs Flask ==3.0.0 -> 3.0.0
              needs redis >=5 -> ?
              dev: flask --app app run --debug (web/app.py:1)
              port 5000 App web/app.py:1
        "#]],
    );
}

#[test]
fn an_environment_without_code_is_no_project_beside_others() {
    check_paths(
        r#"
//- /pyproject.toml
[project]
name = "env"
dependencies = ["rapidkit-core"]
//- /scripts/release.py
x
//- /api/pyproject.toml
[project]
name = "api"
dependencies = ["httpx"]
//- /api/catalog/main.py
x
"#,
        &["api"],
    );
}

#[test]
fn roots_that_only_gather_and_packages_of_tools_are_no_projects() {
    check_paths(
        r#"
//- /package.json
{"private": true, "devDependencies": {"husky": "9"}, "scripts": {"prepare": "husky", "lint": "prettier ."}}
//- /pyproject.toml
[tool.ruff]
line-length = 100
//- /api/pyproject.toml
[project]
name = "api"
dependencies = ["flask"]
//- /api/requirements.txt
flask
//- /api/docs/requirements.txt
sphinx
//- /api/tests/fixtures/app/package.json
{"name": "x", "dependencies": {"express": "4"}}
//- /templates/{{cookiecutter.name}}/pyproject.toml
[project]
name = "{{cookiecutter.name}}"
dependencies = ["fastapi"]
//- /node_modules/express/package.json
{"name": "express", "main": "index.js", "dependencies": {"koa": "1"}}
"#,
        &["api"],
    );
}

#[test]
fn with_nothing_better_a_weak_root_is_a_project() {
    check_paths("//- /package.json\n{\"name\": \"tools\", \"devDependencies\": {\"prettier\": \"3\"}}\n", &["."]);
    check_paths("//- /README.md\nhello\n", &[]);
}

#[test]
fn a_requirements_file_is_a_project_beside_code_only() {
    check_paths(
        "//- /svc/requirements.txt\nrequests\n//- /svc/main.py\nx\n//- /docs/requirements.txt\nsphinx\n//- /docs/conf.py\nx\n",
        &["svc"],
    );
}

#[test]
fn broken_manifests_do_not_hide_others() {
    check_paths("//- /a/package.json\n{ broken\n//- /b/go.mod\nmodule b\n//- /c/pyproject.toml\n[[[\n", &["b"]);
}

/// What `mvn help:effective-pom` (Maven 3.8.7) told of the same files.
#[test]
fn maven_takes_versions_from_parents_properties_and_imports() {
    check(
        r#"
//- /bom/pom.xml
<project><groupId>com.acme</groupId><artifactId>bom</artifactId><version>1.0</version><packaging>pom</packaging>
<properties><guava.version>32.1.3-jre</guava.version></properties>
<dependencyManagement><dependencies>
<dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>${guava.version}</version></dependency>
</dependencies></dependencyManagement></project>
//- /parent/pom.xml
<project><groupId>com.acme</groupId><artifactId>parent</artifactId><version>1.0</version><packaging>pom</packaging>
<properties><lang.version>3.12.0</lang.version><codec.version>1.15</codec.version><codec.alias>${codec.version}</codec.alias></properties>
<dependencyManagement><dependencies>
<dependency><groupId>com.acme</groupId><artifactId>bom</artifactId><version>1.0</version><type>pom</type><scope>import</scope></dependency>
<dependency><groupId>com.train</groupId><artifactId>train-dependencies</artifactId><version>2025.1.0</version><type>pom</type><scope>import</scope></dependency>
<dependency><groupId>org.apache.commons</groupId><artifactId>commons-lang3</artifactId><version>${lang.version}</version></dependency>
<dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.10.0</version><scope>test</scope></dependency>
</dependencies></dependencyManagement>
<dependencies><dependency><groupId>commons-codec</groupId><artifactId>commons-codec</artifactId><version>${codec.alias}</version></dependency></dependencies></project>
//- /orders/pom.xml
<project><parent><groupId>com.acme</groupId><artifactId>parent</artifactId><version>1.0</version><relativePath>../parent/pom.xml</relativePath></parent>
<artifactId>orders</artifactId>
<properties><lang.version>3.13.0</lang.version></properties>
<dependencies>
<dependency><groupId>org.apache.commons</groupId><artifactId>commons-lang3</artifactId></dependency>
<dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId></dependency>
<dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId></dependency>
<dependency><groupId>${project.parent.groupId}</groupId><artifactId>billing</artifactId><version>${project.version}</version></dependency>
<dependency><groupId>com.train</groupId><artifactId>wagon</artifactId></dependency>
</dependencies></project>
"#,
        expect![[r#"
            Plain workspace
            orders [orders] java
              needs org.apache.commons:commons-lang3 3.13.0 -> ?
              needs com.google.guava:guava 32.1.3-jre -> ?
              needs org.junit.jupiter:junit-jupiter 5.10.0 -> ?
              needs com.acme:billing 1.0 -> ?
              needs com.train:wagon  -> ?
              needs commons-codec:commons-codec 1.15 -> ?
              test: mvn test (orders/pom.xml:1)
              build: mvn package (orders/pom.xml:1)
        "#]],
    );
}

#[test]
fn gradle_takes_versions_from_catalogs_and_properties() {
    check(
        r#"
//- /settings.gradle
include 'api', 'worker'
//- /gradle.properties
jackson=2.15.2
//- /gradle/libs.versions.toml
[versions]
boot = "3.4.1"
[libraries]
spring-web = { module = "org.springframework.boot:spring-boot-starter-web" }
guava = "com.google.guava:guava:32.1"
[bundles]
tests = ["guava"]
[plugins]
boot = { id = "org.springframework.boot", version.ref = "boot" }
//- /api/build.gradle
plugins {
  alias(libs.plugins.boot)
}
def slf4j = '2.0.9'
dependencies {
  implementation libs.spring.web
  implementation libs.unknown
  testImplementation(libs.bundles.tests)
  implementation "org.slf4j:slf4j-api:$slf4j"
  implementation "com.fasterxml.jackson.core:jackson-databind:${jackson}"
  implementation "a:b:${unknown}"
  implementation "a:c:${libs.versions.boot.get()}"
}
//- /worker/src/main/java/Worker.java
class Worker {}
//- /worker/build.gradle.kts
plugins {
  id("shop.conventions")
}
dependencies {
  implementation("a:own:1")
}
//- /buildSrc/src/main/kotlin/shop.conventions.gradle.kts
plugins { id("java") }
val guava = "33.0"
dependencies {
  implementation("com.google.guava:guava:$guava")
}
//- /api/src/main/kotlin/App.kt
fun main(args: Array<String>) {
  runApplication<App>(*args)
}
"#,
        expect![[r#"
            Plain workspace
            api [api] java springboot@3.4.1
              needs org.springframework.boot:spring-boot-starter-web 3.4.1 -> ?
              needs com.google.guava:guava 32.1 -> ?
              needs org.slf4j:slf4j-api 2.0.9 -> ?
              needs com.fasterxml.jackson.core:jackson-databind 2.15.2 -> ?
              needs a:b ${unknown} -> ?
              needs a:c 3.4.1 -> ?
              dev: gradle bootRun (api/build.gradle:1)
              test: gradle test (api/build.gradle:1)
              build: gradle build (api/build.gradle:1)
              port 8080 App api/src/main/kotlin/App.kt:2
            worker [worker] java
              needs a:own 1 -> ?
              needs com.google.guava:guava 33.0 -> ?
              test: gradle test (worker/build.gradle.kts:1)
              build: gradle build (worker/build.gradle.kts:1)
        "#]],
    );
}

#[test]
fn a_package_locked_in_several_versions_has_none() {
    check(
        r#"
//- /pyproject.toml
[project]
name = "a"
dependencies = ["numpy", "idna"]
//- /app.py
x
//- /uv.lock
[[package]]
name = "idna"
version = "3.7"
[[package]]
name = "numpy"
version = "1.26.4"
[[package]]
name = "numpy"
version = "2.2.6"
"#,
        expect![[r#"
            Plain workspace
            . [a] python
              needs numpy  -> ?
              needs idna  -> 3.7
        "#]],
    );
}

#[test]
fn each_layer_that_sets_a_key_is_told() {
    check(
        r#"
//- /api/package.json
{"name": "api", "main": "x.js", "scripts": {"start": "cross-env A=1 node x.js", "test": "B=$HOME jest"}, "dependencies": {"express": "4"}}
//- /api/Makefile
export C = 2
test:
	D=3 jest
//- /web/package.json
{"name": "web", "main": "x.js", "dependencies": {"express": "4"}}
//- /k8s/all.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec: { template: { spec: { containers: [ { env: [ { name: E, value: x } ], envFrom: [ { configMapRef: { name: conf } } ] } ] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [ { env: [ { name: F, value: x } ] } ] } } }
//- /k8s/kustomization.yaml
configMapGenerator:
  - name: conf
    literals: [G=1]
  - name: other
    literals: [H=1]
"#,
        expect![[r#"
            Plain workspace
            api [api] node express@4
              needs express 4 -> ?
              test: npm test (api/package.json:1)
              start: npm start (api/package.json:1)
              env A: Script api/package.json
              env B: Script api/package.json
              env C: Makefile api/Makefile
              env D: Makefile api/Makefile
              env E: K8s k8s/all.yaml
              env G: K8s k8s/kustomization.yaml
            web [web] node express@4
              needs express 4 -> ?
              env F: K8s k8s/all.yaml
        "#]],
    );
}

#[test]
fn a_port_that_a_configuration_is_asked_for_comes_from_where_it_is_set() {
    check(
        r#"
//- /package.json
{"name": "api", "dependencies": {"@nestjs/core": "11", "@nestjs/config": "4"}}
//- /src/main.ts
async function start(app) { await app.listen(app.get(ConfigService).getOrThrow('http.port')); }
//- /src/http.config.ts
export default registerAs('http', () => ({ port: Number(process.env.LISTEN_ON) || 4000 }));
//- /src/db.config.ts
export default registerAs('db', () => ({ port: Number(process.env.DB_PORT) || 5432 }));
//- /test/http.config.ts
export default registerAs('http', () => ({ port: 1 }));
//- /.env
LISTEN_ON=4100
"#,
        expect![[r#"
            Plain workspace
            . [api] node nestjs@11
              needs @nestjs/core 11 -> ?
              needs @nestjs/config 4 -> ?
              port 4100 App .env:1
              env DB_PORT: 
              env LISTEN_ON: Dotenv .env
        "#]],
    );
}

#[test]
fn the_port_of_a_profile_that_is_chosen_wins() {
    check(
        r#"
//- /pom.xml
<project><artifactId>portal</artifactId>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId><version>3.4.1</version></dependency></dependencies></project>
//- /src/main/java/o/App.java
class App { static void main(String[] args) { SpringApplication.run(App.class, args); } }
//- /src/main/resources/application.yml
spring:
  profiles:
    active: dev
server:
  port: 8081
//- /src/main/resources/application-dev.yml
server:
  port: 8085
//- /src/main/resources/application-prod.yml
server:
  port: 80
//- /src/test/resources/application-dev.yml
server:
  port: 1
"#,
        expect![[r#"
            Plain workspace
            . [portal] java springboot@3.4.1
              needs org.springframework.boot:spring-boot-starter-web 3.4.1 -> ?
              dev: mvn spring-boot:run (pom.xml:1)
              test: mvn test (pom.xml:1)
              build: mvn package (pom.xml:1)
              port 8085 App src/main/resources/application-dev.yml:2
        "#]],
    );
}
