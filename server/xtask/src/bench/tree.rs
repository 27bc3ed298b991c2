//! `inspect` on generated trees of growing size, against ripgrep.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result};

use super::{
    Row,
    measure::{milliseconds, paired, peak_memory, timed},
    plot::{self, Point},
};
use crate::{root::root, shell::release};

const SIZES: [usize; 3] = [900, 4_000, 15_000];
const MEMORY_LIMIT: u64 = 150_000_000;

pub fn inspect(sidecar: &Path) -> Result<Vec<Row>> {
    let caches = root().join("target/bench/caches");
    let mut rows = Vec::new();
    for size in SIZES {
        let tree = generated(size)?;
        let ours = |is_cold: bool| {
            if is_cold && caches.exists() {
                fs::remove_dir_all(&caches)?;
            }
            timed(Command::new(sidecar).args(["inspect", "--json"]).arg(&tree).env("XDG_CACHE_HOME", &caches))
        };
        for (what, is_cold, goal) in [("cold", true, 5.0), ("warm", false, 0.5)] {
            let (mine, ripgrep, ratio) = paired(9, || ours(is_cold), || ripgrep(&tree))?;
            rows.push(Row {
                what: format!(
                    "inspect, {what}, {size} files ({} / ripgrep {})",
                    milliseconds(mine.median()),
                    milliseconds(ripgrep.median())
                ),
                figure: format!("{ratio:.2} ×"),
                goal: format!("≤ {goal} ×"),
                is_met: ratio <= goal,
            });
        }
        if size == SIZES[SIZES.len() - 1] {
            let sidecar = sidecar.display().to_string();
            let peak = peak_memory(&[&sidecar, "inspect", "--fresh", "--json", &tree.display().to_string()])?;
            rows.push(Row {
                what: format!("inspect, {size} files, peak memory"),
                figure: format!("{:.0} MB", mega(peak)),
                goal: "≤ 150 MB".into(),
                is_met: peak <= MEMORY_LIMIT,
            });
        }
    }
    Ok(rows)
}

/// One edited file to a new snapshot, in a process that holds the index.
pub fn snapshot(_sidecar: &Path) -> Result<Vec<Row>> {
    let tree = generated(15_000)?.display().to_string();
    let run = release(&[
        "run",
        "--quiet",
        "--release",
        "--package",
        "index",
        "--example",
        "measure",
        "--locked",
        "--",
        &tree,
        "400",
    ]);
    let text = run.read()?;
    let figure = |name: &str| -> Result<f64> {
        let found = text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        found.with_context(|| format!("no {name} in {text:?}"))
    };
    let (median, p95) = (figure("edit-median")?, figure("edit-p95")?);
    Ok(vec![Row {
        what: format!("edit to snapshot, 15,000 files, p95 (median {median:.1} ms)"),
        figure: format!("{p95:.1} ms"),
        goal: "≤ 5 ms".into(),
        is_met: p95 <= 5.0,
    }])
}

/// Cold runs on growing trees, with a plot in `docs/images/scaling.svg`.
pub fn scaling(sidecar: &Path) -> Result<Vec<Row>> {
    const SIZES: [usize; 6] = [2_000, 5_000, 15_000, 30_000, 60_000, 100_000];
    let mut points = Vec::new();
    for size in SIZES {
        let tree = generated(size)?;
        let ours = || timed(Command::new(sidecar).args(["inspect", "--fresh", "--json"]).arg(&tree));
        let (mine, theirs, _) = paired(3, ours, || ripgrep(&tree))?;
        points.push(Point { files: size, ours: mine.median(), ripgrep: theirs.median() });
    }
    fs::write(root().join("docs/images/scaling.svg"), plot::svg(&points))?;
    let per_file = |point: &Point| point.ours.as_secs_f64() * 1e6 / as_f64(point.files);
    Ok(points
        .iter()
        .map(|point| {
            let ratio = per_file(point) / per_file(&points[2]);
            Row {
                what: format!("inspect, cold, {} files ({})", point.files, milliseconds(point.ours)),
                figure: format!("{:.0} µs a file", per_file(point)),
                goal: "linear: within 1.3 × of that at 15,000".into(),
                is_met: ratio <= 1.3,
            }
        })
        .collect())
}

fn ripgrep(tree: &Path) -> Result<Duration> {
    timed(Command::new("rg").args(["--no-messages", "--hidden", "--count", ""]).arg(tree))
}

#[expect(clippy::cast_precision_loss, reason = "counts of files")]
pub fn as_f64(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "shown without digits")]
fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A polyglot monorepo of about `files` files, made once. Sizes of its sources follow what public backends have:
/// 20 to 400 lines.
pub fn generated(files: usize) -> Result<PathBuf> {
    let top = root().join(format!("target/bench/tree2-{files}"));
    if top.join("complete").is_file() {
        return Ok(top);
    }
    let _ = fs::remove_dir_all(&top);
    let per_project = 150;
    for project in 0..files.div_ceil(per_project) {
        let folder = top.join(format!("apps/app{project}"));
        fs::create_dir_all(&folder)?;
        let extension = manifest(&folder, project)?;
        let count = per_project.min(files - project * per_project).saturating_sub(5);
        for index in 0..count {
            let place = folder.join(format!("src/part{}", index % 12));
            fs::create_dir_all(&place)?;
            fs::write(
                place.join(format!("{}.{extension}", unit(extension, index))),
                format!("{}{}", head(extension, project, index), source(extension, project * per_project + index)),
            )?;
        }
        let (name, text) = start(extension, project, count);
        let place = folder.join(name);
        fs::create_dir_all(place.parent().unwrap_or(&folder))?;
        fs::write(place, text)?;
    }
    fs::write(
        top.join("docker-compose.yml"),
        "services:\n  postgres:\n    image: postgres:16\n    ports: [\"5432:5432\"]\n",
    )?;
    fs::write(top.join("complete"), "")?;
    Ok(top)
}

fn manifest(folder: &Path, project: usize) -> Result<&'static str> {
    let env = format!("PORT={}\nDATABASE_URL=postgres://localhost/app{project}\nJWT_SECRET=\n", 8000 + project);
    fs::write(folder.join(".env.example"), env)?;
    fs::write(folder.join("Dockerfile"), format!("FROM scratch\nEXPOSE {}\n", 8000 + project))?;
    Ok(match project % 4 {
        0 => {
            fs::write(
                folder.join("pyproject.toml"),
                format!(
                    "[project]\nname = \"app{project}\"\nversion = \"1.0\"\nrequires-python = \">=3.11\"\ndependencies = [\"fastapi>=0.115\", \"uvicorn\"]\n"
                ),
            )?;
            "py"
        }
        1 => {
            fs::write(
                folder.join("package.json"),
                format!(
                    "{{ \"name\": \"app{project}\", \"scripts\": {{ \"start:dev\": \"nest start\" }}, \"dependencies\": {{ \"@nestjs/core\": \"^11.0.0\" }} }}\n"
                ),
            )?;
            "ts"
        }
        2 => {
            fs::write(
                folder.join("go.mod"),
                format!("module example.org/app{project}\n\ngo 1.22\n\nrequire github.com/gin-gonic/gin v1.10.0\n"),
            )?;
            "go"
        }
        _ => {
            fs::write(
                folder.join("pom.xml"),
                format!(
                    "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>app{project}</artifactId><version>1.0</version><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId><version>3.3.0</version></dependency></dependencies></project>\n"
                ),
            )?;
            "java"
        }
    })
}

/// One file in six answers requests; each of the others holds code that one of those uses.
const ROUTERS: usize = 6;

fn unit(extension: &str, index: usize) -> String {
    // A Java file is named after its class.
    format!("{}{index}", if extension == "java" { "Unit" } else { "unit" })
}

/// What stands before the functions of a file.
fn head(extension: &str, project: usize, index: usize) -> String {
    let (part, next) = (index % 12, index + 1);
    let is_router = index.is_multiple_of(ROUTERS);
    match extension {
        "py" if is_router => format!(
            "from fastapi import APIRouter, HTTPException\n\nfrom src.part{} import unit{next}\n\nrouter = APIRouter(prefix=\"/unit{index}\")\n\n",
            next % 12
        ),
        "py" => "from src.settings import router, store\n\n".to_owned(),
        "ts" if is_router => format!(
            "import {{ Controller, Get, Param }} from \"@nestjs/common\";\nimport {{ Store }} from \"../part{}/unit{next}\";\n\n",
            next % 12
        ),
        "ts" => "import { Item } from \"./items\";\n\n".to_owned(),
        "go" if is_router => format!(
            "package part{part}\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc Add{index}(r *gin.RouterGroup) {{\n\tr.GET(\"/unit{index}/:id\", read0)\n}}\n\n"
        ),
        "go" => format!("package part{part}\n\n"),
        _ if is_router => format!(
            "package org.example.app{project}.part{part};\n\nimport org.springframework.web.bind.annotation.*;\n\n@RestController\n@RequestMapping(\"/unit{index}\")\nclass Unit{index} {{\n"
        ),
        _ => format!("package org.example.app{project}.part{part};\n\nclass Unit{index} {{\n"),
    }
}

/// The file that a project starts with: it takes in every file that answers requests.
fn start(extension: &str, project: usize, count: usize) -> (String, String) {
    let routers = (0..count).step_by(ROUTERS);
    let each = |line: &dyn Fn(usize) -> String| routers.clone().map(line).collect::<String>();
    match extension {
        "py" => {
            let imports = each(&|it| format!("from src.part{}.unit{it} import router as router{it}\n", it % 12));
            let included = each(&|it| format!("app.include_router(router{it}, prefix=\"/api\")\n"));
            ("src/main.py".into(), format!("from fastapi import FastAPI\n\n{imports}\napp = FastAPI()\n{included}"))
        }
        "ts" => {
            let imports =
                each(&|it| format!("import {{ Items0Controller as C{it} }} from \"./part{}/unit{it}\";\n", it % 12));
            let listed = each(&|it| format!("C{it}, "));
            let text = format!(
                "import {{ Module }} from \"@nestjs/common\";\nimport {{ NestFactory }} from \"@nestjs/core\";\n{imports}\n@Module({{ controllers: [{listed}] }})\nexport class AppModule {{}}\n\nasync function bootstrap() {{\n  const app = await NestFactory.create(AppModule);\n  app.setGlobalPrefix(\"api\");\n  await app.listen(3000);\n}}\nbootstrap();\n"
            );
            ("src/main.ts".into(), text)
        }
        "go" => {
            let parts =
                (0..12).map(|part| format!("\t\"example.org/app{project}/src/part{part}\"\n")).collect::<String>();
            let added = each(&|it| format!("\tpart{}.Add{it}(v1)\n", it % 12));
            let text = format!(
                "package main\n\nimport (\n\t\"github.com/gin-gonic/gin\"\n{parts})\n\nfunc main() {{\n\tr := gin.Default()\n\tv1 := r.Group(\"/v1\")\n{added}\tr.Run()\n}}\n"
            );
            ("main.go".into(), text)
        }
        _ => {
            let text = format!(
                "package org.example.app{project};\n\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n\n@SpringBootApplication\npublic class Application {{}}\n"
            );
            ("src/Application.java".into(), text)
        }
    }
}

fn source(extension: &str, seed: usize) -> String {
    let functions = 3 + seed * 7919 % 40;
    let mut text = String::new();
    for index in 0..functions {
        text.push_str(&match extension {
            "py" => format!("@router.get(\"/items/{index}/{{item_id}}\")\nasync def read_{index}(item_id: int, limit: int = 10):\n    if item_id < 0:\n        raise HTTPException(status_code=404)\n    rows = await store.find(item_id, limit=limit)\n    return [row.name for row in rows]\n\n\n"),
            "ts" => format!("@Controller(\"items{index}\")\nexport class Items{index}Controller {{\n  constructor(private readonly store: Store) {{}}\n\n  @Get(\":id\")\n  find(@Param(\"id\") id: string): Promise<Item> {{\n    return this.store.find(id);\n  }}\n}}\n\n"),
            "go" => format!("func read{index}(c *gin.Context) {{\n\tid := c.Param(\"id\")\n\tif id == \"\" {{\n\t\tc.AbortWithStatus(404)\n\t\treturn\n\t}}\n\tc.JSON(200, store.Find(id))\n}}\n\n"),
            _ => format!("    @GetMapping(\"/items/{index}/{{id}}\")\n    public Item find{index}(@PathVariable String id) {{\n        if (id.isEmpty()) {{\n            throw new NotFoundException(id);\n        }}\n        return store.find(id);\n    }}\n\n"),
        });
    }
    if extension == "java" {
        text.push_str("}\n");
    }
    text
}
