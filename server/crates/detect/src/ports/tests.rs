use model::{RelPath, facts::PortValue};

/// Each fact as `line value`.
fn listed(path: &str, text: &str) -> Vec<String> {
    let path = RelPath::new(path).expect("a path");
    let facts = super::of_file(&path, &crate::code::Parsed::new(&path, text)).unwrap_or_default();
    let value = |value: &PortValue| match value {
        PortValue::Literal(port) => port.to_string(),
        PortValue::Env(key, fallback) => {
            format!("${key}{}", fallback.map_or(String::new(), |port| format!(" or {port}")))
        }
        PortValue::Setting(path, own) => format!("{path}{}", own.map_or(String::new(), |port| format!(" or {port}"))),
        PortValue::Named(path, key, fallback) => format!("{path} is {key:?} or {fallback:?}"),
        PortValue::Layer(name) => format!("chooses {name}"),
        PortValue::Default(port) => format!("by itself {port}"),
        PortValue::Unknown => "?".to_owned(),
    };
    facts.iter().map(|fact| format!("{} {}", fact.range.start.line + 1, value(&fact.value))).collect()
}

#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    assert_eq!(listed(path, text), expected, "{text}");
}

#[test]
fn python_runs_applications() {
    check("main.py", "import uvicorn\nuvicorn.run(app, host='0.0.0.0', port=8001)\n", &["2 8001"]);
    check("main.py", "import uvicorn\nuvicorn.run('a:app', reload=True)\n", &["2 by itself 8000"]);
    check("main.py", "import uvicorn\nuvicorn.run(app, **options)\n", &["2 ?"]);
    check("main.py", "import uvicorn\nuvicorn.run(app, port=find())\n", &["2 ?"]);
    check(
        "main.py",
        "import os, uvicorn\nport = int(os.getenv('PORT', '8010'))\nuvicorn.run(app, port=port)\n",
        &["3 $PORT or 8010"],
    );
    check(
        "main.py",
        "import uvicorn\nfrom .s import settings\nuvicorn.run(app, port=settings.PORT)\n",
        &["3 settings.PORT"],
    );
    check("run.py", "import uvicorn\ndef serve(port: int = 9000):\n    uvicorn.run(app, port=port)\n", &["3 9000"]);
    check("app.py", "from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\n", &["3 by itself 5000"]);
    check("app.py", "from app import app\napp.run(host='0.0.0.0', port=5001)\n", &["2 5001"]);
    check("app.py", "from aiohttp import web\nweb.run_app(app, port=8082)\n", &["2 8082"]);
    check("app.py", "from waitress import serve\nserve(app, listen='*:8083')\n", &["2 8083"]);
    check("app.py", "from wsgiref.simple_server import make_server\nmake_server('', 8084, app)\n", &["2 8084"]);
    check(
        "gunicorn.conf.py",
        "import os\nbind = f\"0.0.0.0:{os.environ.get('PORT', 8085)}\"\nworkers = 2\n",
        &["2 $PORT or 8085"],
    );
    check("gunicorn_conf.py", "bind = 'unix:/run/x.sock'\n", &[]);
    check(
        "rpc.py",
        "import os\nport = os.environ.get('PORT', '8086')\ns.add_insecure_port('[::]:' + port)\n",
        &["3 $PORT or 8086"],
    );
    check(
        "cli.py",
        "import argparse, uvicorn\np.add_argument('--port', type=int, default=8087)\nargs = p.parse_args()\nuvicorn.run(a, port=args.port)\n",
        &["4 8087"],
    );
}

#[test]
fn node_listens() {
    check("a.ts", "await app.listen(process.env.PORT ?? 3000);\n", &["1 $PORT or 3000"]);
    check(
        "a.js",
        "const port = process.env.PORT || 3001;\napp.listen(port, () => console.log(port));\n",
        &["2 $PORT or 3001"],
    );
    check("a.js", "server.listen({ port: 3002, host: '::' });\n", &["1 3002"]);
    check("a.ts", "const app = f();\nawait app.listen(config.get<number>('PORT', 3003));\n", &["2 $PORT or 3003"]);
    check(
        "a.ts",
        "const { PORT } = process.env;\nconst config = { port: 3004 };\napp.listen(config.port);\n",
        &["3 3004"],
    );
    check("a.ts", "app.listen(Number(process.env.PORT) || 3005, '0.0.0.0');\n", &["1 $PORT or 3005"]);
    check("a.ts", "app.listen(process.env.PORT ? parseInt(process.env.PORT, 10) : 3006);\n", &["1 $PORT or 3006"]);
    check("a.ts", "app.listen(+process.env.PORT!);\n", &["1 $PORT"]);
    check(
        "a.ts",
        "import { serve } from '@hono/node-server';\nserve({ fetch: app.fetch, port: 3007 });\n",
        &["2 3007"],
    );
    check("a.ts", "Bun.serve({ fetch });\n", &["1 by itself 3000"]);
    check("a.js", "s.bindAsync(`0.0.0.0:${PORT}`, c, f);\nconst PORT = process.env.PORT;\n", &["1 $PORT"]);
    check(
        "vite.config.ts",
        "export default defineConfig({\n  server: { port: 5180, proxy: {} },\n  preview: { port: 1 },\n});\n",
        &["2 5180"],
    );
    check("nuxt.config.ts", "export default { devServer: { port: 3008 } };\n", &["1 3008"]);
}

#[test]
fn names_that_stand_for_each_other_end() {
    let names: Vec<String> = ('a'..='z').map(String::from).collect();
    let each = |one: &String| names.iter().map(move |other| format!("{one} = {other};\n")).collect::<String>();
    let text: String = names.iter().map(each).collect();
    check("bundle.js", &format!("{text}server.listen(a);\n"), &[]);
}

#[test]
fn go_serves() {
    let go =
        |body: &str| format!("package main\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc main() {{\n{body}}}\n");
    check("main.go", &go("\thttp.ListenAndServe(\":8080\", nil)\n"), &["9 8080"]);
    check("main.go", &go("\ts := &http.Server{Addr: \":8081\", Handler: h}\n\ts.ListenAndServe()\n"), &["9 8081"]);
    check(
        "main.go",
        &go(
            "\tport := os.Getenv(\"PORT\")\n\tif port == \"\" {\n\t\tport = \"8082\"\n\t}\n\thttp.ListenAndServe(\":\"+port, nil)\n",
        ),
        &["13 $PORT or 8082"],
    );
    check(
        "main.go",
        "package main\n\nimport (\n\t\"flag\"\n\t\"net\"\n\t\"fmt\"\n)\n\nvar port = flag.Int(\"port\", 8083, \"x\")\n\nfunc main() { net.Listen(\"tcp\", fmt.Sprintf(\":%d\", *port)) }\n",
        &["11 8083"],
    );
    check(
        "main.go",
        "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {\n\tr := gin.Default()\n\tr.Run()\n}\n",
        &["7 $PORT or 8080"],
    );
    check("main.go", "package main\n\nfunc main() {\n\tapp := create()\n\tapp.Listen(\":3000\")\n}\n", &["5 3000"]);
    check("main.go", "package main\n\nfunc main() {\n\te.Logger.Fatal(e.Start(\":1323\"))\n}\n", &["4 1323"]);
    check(
        "main.go",
        "package main\n\nimport \"github.com/labstack/echo/v4\"\n\nfunc main() {\n\te := echo.New()\n\te.Start(getEnv(\"ADDR\", \":1324\"))\n}\n",
        &["7 $ADDR or 1324"],
    );
}

#[test]
fn configurations_are_asked_by_name() {
    check("main.ts", "await app.listen(app.get(ConfigService).getOrThrow<number>('app.port'));\n", &["1 app.port"]);
    check("main.ts", "const port = config.get('http.port', 3000);\napp.listen(port);\n", &["2 http.port or 3000"]);
    check("main.ts", "queue.listen(config.get('queue.name'));\n", &[]);
    check(
        "app.config.ts",
        "export default registerAs('app', () => ({\n  name: 'x',\n  port: parseInt(process.env.APP_PORT, 10) || 3001,\n}));\n",
        &["3 app.port is Some(\"APP_PORT\") or Some(3001)"],
    );
    check(
        "configuration.ts",
        "export default () => ({\n  application: { port: process.env.APPLICATION_PORT || '3002' },\n  db: { port: Number(process.env.DB_PORT) },\n  support: 5,\n  url: process.env.URL,\n});\n",
        &["2 application.port is Some(\"APPLICATION_PORT\") or Some(3002)", "3 db.port is Some(\"DB_PORT\") or None"],
    );
    check(
        "configuration.ts",
        "const load = () => {\n  const x = process.env.X;\n  return { port: 3003 };\n};\nexport default load;\n",
        &["3 port is None or Some(3003)"],
    );
}

#[test]
fn spring_takes_settings_without_a_profile() {
    let yaml = "spring:\n  application:\n    name: a\nserver:\n  port: 8081\n---\nspring:\n  config:\n    activate:\n      on-profile: docker\nserver:\n  port: 9999\n";
    check("src/main/resources/application.yml", yaml, &["5 8081", "12 profile docker is None or Some(9999)"]);
    check(
        "src/main/resources/application.properties",
        "# server.port=1\nserver.port = ${PORT:8082}\n",
        &["2 $PORT or 8082"],
    );
    check("application.yml", "server:\n  port: ${SERVER_PORT:${PORT:8083}}\n", &["2 $SERVER_PORT or 8083"]);
    check("application.yml", "server:\n  port: 0\n", &["2 ?"]);
    check("application.yml", "spring:\n  config:\n    import: optional:configserver:http://localhost:8888\n", &["3 ?"]);
    check(
        "application.yml",
        "spring:\n  config:\n    import: optional:configserver:http://x\n  profiles:\n    active: production\n",
        &["1 chooses profile production", "3 ?"],
    );
    check("application-x.yml", "spring:\n  config:\n    import: configserver:http://x\n", &[]);
    check(
        "application.yml",
        "spring.config.import: 'configserver:http://x'\n---\nspring.config.activate.on-profile: x\nserver.port: 1\n",
        &["1 ?", "4 profile x is None or Some(1)"],
    );
    check("application.yml", "server.port: 8888\nspring:\n  a: b\n", &["1 8888"]);
    let active = "server:\n  port: 8086\nspring:\n  profiles:\n    active: dev, local\n";
    check("application.yml", active, &["1 chooses profile dev", "1 chooses profile local", "2 8086"]);
    check("application.properties", "spring.profiles.active=${ACTIVE:dev}\n", &["1 chooses profile dev"]);
    check("application.yml", "spring.profiles.active: '@profile@'\n", &[]);
    check(
        "application.yml",
        "server:\n  port: 8087\nspring:\n  profiles: dev\n",
        &["2 profile dev is None or Some(8087)"],
    );
    check("application-dev.yml", "server:\n  port: 8084\n", &["2 profile dev is None or Some(8084)"]);
    check("application-prod.properties", "server.port=${PORT:80}\n", &["1 profile prod is Some(\"PORT\") or Some(80)"]);
    check("application.yml", "management:\n  server:\n    port: 8085\n", &[]);
}

#[test]
fn spring_listens_where_an_application_is_started() {
    let java = |body: &str| {
        format!(
            "import org.springframework.boot.*;\n@SpringBootApplication\nclass App {{\n  public static void main(String[] args) {{\n    {body}\n  }}\n}}\n"
        )
    };
    for body in [
        "SpringApplication.run(App.class, args);",
        "var app = new SpringApplication(App.class); app.run(args);",
        "new SpringApplicationBuilder(App.class).bannerMode(OFF).run(args);",
        "org.springframework.boot.SpringApplication.run(App.class, args);",
    ] {
        check("App.java", &java(body), &["5 by itself 8080"]);
    }
    check(
        "App.kt",
        "import org.springframework.boot.runApplication\n\nfun main(args: Array<String>) {\n  runApplication<App>(*args)\n}\n",
        &["4 by itself 8080"],
    );
    for body in
        ["// SpringApplication.run(App.class, args);", "log(\"SpringApplication.run\");", "use(runApplication);"]
    {
        check("App.java", &java(body), &[]);
    }
}

#[test]
fn clients_tests_comments_and_other_calls_say_nothing() {
    check("a.py", "import uvicorn\n# uvicorn.run(app, port=1)\ns = 'uvicorn.run(app, port=2)'\n", &[]);
    check("a.py", "import subprocess\napp = 1\nsubprocess.run(['x'], port=3)\nasyncio.run(main())\n", &[]);
    check("test_a.py", "import uvicorn\nuvicorn.run(app, port=4)\n", &[]);
    check(
        "a.py",
        "from http.client import HTTPConnection\nHTTPConnection('localhost', 5)\nredis.Redis(port=6379)\n",
        &[],
    );
    check(
        "a.ts",
        "history.listen((location) => {});\nqueue.listen('created');\nbus.listen(topic);\nemitter.listen(handlers.all);\n",
        &[],
    );
    check("a.ts", "net.connect(5432); createClient({ port: 6379 }); // app.listen(3000)\n", &[]);
    check("a.spec.ts", "app.listen(3000);\n", &[]);
    check("a.ts", "app.listen(0);\nserver.listen('/tmp/a.sock');\n", &[]);
    check("a_test.go", "package a\n\nimport \"net/http\"\n\nfunc f() { http.ListenAndServe(\":1\", nil) }\n", &[]);
    check(
        "a.go",
        "package a\n\nimport \"net\"\n\nfunc f() { net.Dial(\"tcp\", \":1\"); net.Listen(\"unix\", \"/x:1\") }\n",
        &[],
    );
    check("a.go", "package a\n\nfunc f() { cmd.Run(); t.Run(\"0\", g); j.Start(x) }\n", &[]);
    check("server.ts", "export default { server: { port: 1 } };\n", &[]);
    check("notes.md", "app.listen(3000)\n", &[]);
}

#[track_caller]
fn command(line: &str, expected: Option<PortValue>) {
    let script = |name: &str| (name == "serve").then(|| "next dev -p 3010".into());
    assert_eq!(super::of_command(line, &script), expected, "{line}");
}

#[test]
fn command_lines_tell_ports() {
    let literal = |port| Some(PortValue::Literal(port));
    command("uvicorn src.main:app --reload --port 8001", literal(8001));
    command(r#"["uvicorn", "a:b", "--port=80"]"#, literal(80));
    command("PORT=3001 node x.js", literal(3001));
    command("gunicorn -b 0.0.0.0:8000 app", literal(8000));
    command("gunicorn app --bind :8002", literal(8002));
    command("poetry run python manage.py runserver 0.0.0.0:8003", literal(8003));
    command("flask --app x run -p 5001", literal(5001));
    command("cross-env NODE_ENV=x next start --port 3002", literal(3002));
    command("npm run build && npm run serve", literal(3010));
    command("yarn serve", literal(3010));
    command("./mvnw spring-boot:run -Dspring-boot.run.arguments='--server.port=8085'", literal(8085));
    let env = |key: &str, port| Some(PortValue::Env(key.into(), port));
    command("sh -c \"uvicorn a:b --port ${PORT:-8004}\"", env("PORT", Some(8004)));
    command("gunicorn a:b --bind 0.0.0.0:$PORT", env("PORT", None));
}

#[test]
fn programs_have_ports_of_their_own() {
    let default = |port| Some(PortValue::Default(port));
    command("uvicorn app.main:app --reload", default(8000));
    command("fastapi run --workers 4 app/main.py", default(8000));
    command("python manage.py runserver", default(8000));
    command("flask --app app run --debug", default(5000));
    command("next dev", default(3000));
    command("vite --host", default(5173));
    command("tsc && vite preview", default(4173));
    command("ng serve", default(4200));
    command("nuxt", default(3000));
}

#[test]
fn other_commands_tell_nothing() {
    for line in [
        "mkdir -p build",
        "next dev -p 99999 --help | echo",
        "docker run -p 8080:80 x",
        "docker compose up --port 1",
        "pip install uvicorn",
        "pkill uvicorn",
        "next build",
        "vite build",
        "nuxt build",
        "nest start --watch",
        "psql --port 5432",
        "curl http://localhost:8000",
        "npm run unknown",
        "go run .",
    ] {
        let found = super::of_command(line, &|_| None);
        let is_default = found == Some(PortValue::Default(3000)) && line.starts_with("next dev");
        assert!(found.is_none() || is_default, "{line}: {found:?}");
    }
}
