//! Which dotenv file of a project counts, and where that is not known.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use model::{Layer, PortRole, Project};

fn render(project: &Project) -> String {
    let mut out = String::new();
    for order in &project.env_files {
        let files: Vec<&str> = order.files.iter().map(|file| file.as_str()).collect();
        let _ = writeln!(out, "{} {:?}: {}", order.loader, order.mode, files.join(" > "));
    }
    for (key, definition) in project.env.iter().flat_map(|key| key.definitions.iter().map(move |it| (key, it))) {
        let wins = definition.wins.as_ref().map(|wins| {
            let wins = wins.iter().map(|win| format!("{:?}={}", win.mode, win.value.as_deref().unwrap_or("?")));
            wins.collect::<Vec<_>>().join(" ")
        });
        let place = format!("{}:{}", definition.place.file, definition.place.line_number());
        if matches!(definition.layer, Layer::Dotenv | Layer::Example) {
            let _ = writeln!(out, "{} {place} {}", key.key, wins.as_deref().unwrap_or("is not known to be loaded"));
        }
    }
    for port in project.ports.iter().filter(|port| port.role == PortRole::App) {
        let _ = writeln!(out, "port {} {}:{}", port.port, port.place.file, port.place.line_number());
    }
    out
}

#[track_caller]
fn check(text: &str, expect: Expect) {
    let snapshot = index::build(&fixture::mem_host(text));
    let out: Vec<String> = snapshot.projects.iter().map(render).collect();
    expect.assert_eq(&out.join("--\n"));
}

#[test]
fn by_the_framework_in_each_mode() {
    check(
        "//- /package.json\n{\"name\": \"web\", \"dependencies\": {\"next\": \"16\"}}\n//- /.env\nPORT=3000\nURL=http://localhost:${PORT}\nPORT=3001\n//- /.env.local\nPORT=4000\n//- /.env.production\nURL=https://x\n//- /.env.staging\nPORT=5000\n//- /docker/.env\nPORT=6000\n//- /.env.example\nPORT=1\n",
        expect![[r#"
            nextjs "development": .env.local > .env
            nextjs "production": .env.local > .env.production > .env
            nextjs "test": .env
            PORT .env:1 
            PORT .env:3 "test"=3001
            PORT .env.local:1 "development"=4000 "production"=4000
            PORT .env.staging:1 is not known to be loaded
            PORT docker/.env:1 is not known to be loaded
            PORT .env.example:1 is not known to be loaded
            URL .env:2 "development"=http://localhost:4000 "test"=http://localhost:3001
            URL .env.production:1 "production"=https://x
            port 4000 .env.local:1
            port 5000 .env.staging:1
            port 6000 docker/.env:1
        "#]],
    );
}

#[test]
fn by_the_code() {
    check(
        "//- /package.json\n{\"name\": \"api\", \"dependencies\": {\"@nestjs/core\": \"11\", \"@nestjs/config\": \"4\"}}\n//- /src/app.module.ts\nimport { ConfigModule } from '@nestjs/config';\n@Module({ imports: [ConfigModule.forRoot({ envFilePath: [`.env.${process.env.NODE_ENV || 'development'}`, '.env'], expandVariables: true })] })\nexport class AppModule {}\n//- /.env\nHOST=a\nURL=http://$HOST\n//- /.env.production\nHOST=b\n",
        expect![[r#"
            nestjs-expanded "development": .env
            nestjs-expanded "production": .env.production > .env
            nestjs-expanded "test": .env
            HOST .env:1 "development"=a "test"=a
            HOST .env.production:1 "production"=b
            URL .env:2 "development"=http://a "production"=http://b "test"=http://a
        "#]],
    );
    check(
        "//- /pyproject.toml\n[project]\nname = \"api\"\n//- /api/config.py\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_file=(\".env\", \".env.prod\"))\n    host: str\n//- /.env\nHOST=a\nURL=${HOST:-x}/${NO:-y}\n//- /.env.prod\nHOST=b\n//- /.env.local\nHOST=c\n",
        expect![[r#"
            pydantic "": .env.prod > .env
            HOST .env:1 
            HOST .env.local:1 is not known to be loaded
            HOST .env.prod:1 ""=b
            URL .env:2 ""=a/y
        "#]],
    );
}

#[test]
fn is_not_said_where_nobody_knows() {
    // No loader, one whose files are computed, two of different files, a loader of pages beside a server.
    check(
        "//- /a/package.json\n{\"name\": \"a\", \"dependencies\": {\"express\": \"5\", \"vite\": \"8\"}}\n//- /a/.env\nA=1\n//- /b/package.json\n{\"name\": \"b\", \"dependencies\": {\"@nestjs/config\": \"4\"}}\n//- /b/src/main.ts\nimport { ConfigModule } from '@nestjs/config';\n// ConfigModule.forRoot({ envFilePath: '.env' })\nConfigModule.forRoot({ envFilePath: [file(), '.env'] });\n//- /b/.env\nA=1\n//- /c/pyproject.toml\n[project]\nname = \"c\"\n//- /c/one.py\nfrom pydantic_settings import BaseSettings\nclass One(BaseSettings):\n    model_config = {\"env_file\": \".env\"}\nclass Two(BaseSettings):\n    model_config = {\"env_file\": \".env.two\"}\n//- /c/.env\nA=1\n//- /d/package.json\n{\"name\": \"d\"}\n//- /d/src/main.ts\nimport { ConfigModule } from '@nestjs/config';\nConfigModule.forRoot({ envFilePath: '../a/.env' });\nConfigModule.forRoot({ ignoreEnvFile: true });\n//- /d/.env\nA=1\n",
        expect![[r#"
            A a/.env:1 is not known to be loaded
            --
            A b/.env:1 is not known to be loaded
            --
            A c/.env:1 is not known to be loaded
        "#]],
    );
}
