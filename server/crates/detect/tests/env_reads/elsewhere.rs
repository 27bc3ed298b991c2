//! Reads that are none of the program's: in tests, in documentation, in copies of other people's code, in comments and texts.

use crate::project::listed;

/// A file that reads the key `SEEN`, by the ending of its name and the library.
const CODE: &[(&str, &str, &str)] = &[
    ("py", "os", "import os\nos.environ['SEEN']\n"),
    ("py", "pydantic", "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    SEEN: str\n"),
    ("py", "environs", "from environs import Env\nenv = Env()\nenv('SEEN')\n"),
    ("py", "decouple", "from decouple import config\nconfig('SEEN')\n"),
    ("py", "dynaconf", "from dynaconf import Dynaconf\ns = Dynaconf(envvar_prefix='X')\nprint(s.SEEN)\n"),
    ("ts", "process.env", "export const a = process.env.SEEN;\n"),
    ("ts", "zod", "import { z } from 'zod';\nexport const env = z.object({ SEEN: z.string() }).parse(process.env);\n"),
    (
        "ts",
        "t3-env",
        "import { createEnv } from '@t3-oss/env-core';\nimport { z } from 'zod';\nexport const env = createEnv({ server: { SEEN: z.string() } });\n",
    ),
    (
        "ts",
        "envalid",
        "import { cleanEnv, str } from 'envalid';\nexport const env = cleanEnv(process.env, { SEEN: str() });\n",
    ),
    (
        "ts",
        "env-schema",
        "import envSchema from 'env-schema';\nenvSchema({ schema: { type: 'object', properties: { SEEN: { type: 'string' } } } });\n",
    ),
    ("ts", "Joi", "import * as Joi from 'joi';\nexport const validationSchema = Joi.object({ SEEN: Joi.string() });\n"),
    (
        "ts",
        "class-validator",
        "import { IsString } from 'class-validator';\nclass EnvironmentVariables {\n  @IsString()\n  SEEN: string;\n}\nvalidate(process.env, EnvironmentVariables);\n",
    ),
    (
        "ts",
        "Nest",
        "import { ConfigService } from '@nestjs/config';\nclass A { constructor(private c: ConfigService) { this.c.get('SEEN'); } }\n",
    ),
    ("go", "os", "package main\n\nimport \"os\"\n\nvar x = os.Getenv(\"SEEN\")\n"),
    ("go", "tags", "package main\n\ntype C struct {\n\tA string `env:\"SEEN\"`\n}\n"),
    (
        "go",
        "viper",
        "package main\n\nimport \"github.com/spf13/viper\"\n\nfunc main() {\n\tviper.AutomaticEnv()\n\tviper.GetString(\"seen\")\n}\n",
    ),
    ("java", "System", "package x;\nclass X {\n  String a = System.getenv(\"SEEN\");\n}\n"),
    (
        "java",
        "Spring",
        "package x;\nimport org.springframework.beans.factory.annotation.Value;\nclass X {\n  @Value(\"${SEEN}\")\n  String a;\n}\n",
    ),
    ("kt", "System", "package x\nclass X {\n  val a = System.getenv(\"SEEN\")\n}\n"),
    (
        "kt",
        "Spring",
        "package x\nimport org.springframework.beans.factory.annotation.Value\nclass X(@Value(\"\\${SEEN}\") val a: String)\n",
    ),
];

/// Where such a file is usual, and where it is not the program's.
const PLACES: &[(&str, &str, &[&str])] = &[
    (
        "py",
        "app/config.py",
        &[
            "tests/config.py",
            "app/test_config.py",
            "conftest.py",
            "docs/conf.py",
            "examples/config.py",
            "venv/lib/python3.12/site-packages/x/config.py",
            "app/_vendor/x/config.py",
            "vendor/x/config.py",
        ],
    ),
    (
        "ts",
        "src/config.ts",
        &[
            "src/config.spec.ts",
            "src/config.test.ts",
            "src/__tests__/config.ts",
            "test/config.ts",
            "e2e/config.ts",
            "docs/config.ts",
            "examples/config.ts",
            "node_modules/x/config.ts",
            "vendor/config.ts",
            "dist/config.ts",
            "src/config.d.ts",
        ],
    ),
    (
        "go",
        "main.go",
        &[
            "main_test.go",
            "vendor/e.x/y/main.go",
            "testdata/main.go",
            "docs/main.go",
            "examples/main.go",
            "_examples/main.go",
        ],
    ),
    ("java", "src/main/java/x/X.java", &["src/test/java/x/X.java", "src/integrationTest/java/x/X.java", "docs/X.java"]),
    ("kt", "src/main/kotlin/x/X.kt", &["src/test/kotlin/x/X.kt", "docs/X.kt"]),
];

#[test]
fn in_tests_documentation_and_copies() {
    for (ending, library, code) in CODE {
        let (_, usual, others) = PLACES.iter().find(|(known, ..)| known == ending).expect("places");
        let at = |path: &str| listed(&format!("//- /{path}\n{code}"));
        assert!(at(usual).contains("SEEN"), "{library} reads nothing at {usual}");
        for path in *others {
            assert_eq!(at(path), "", "{library} at {path}");
        }
    }
}

#[test]
fn in_comments_and_texts() {
    for (ending, library, code) in CODE {
        let (_, usual, _) = PLACES.iter().find(|(known, ..)| known == ending).expect("places");
        // The header of the file stays code; the rest is no code.
        let is_head =
            |line: &&str| line.starts_with("import ") || line.starts_with("from ") || line.starts_with("package ");
        let head: String = code.lines().filter(is_head).map(|line| format!("{line}\n")).collect();
        let rest: Vec<&str> = code.lines().filter(|line| !is_head(line)).collect();
        let mark = if *ending == "py" { "#" } else { "//" };
        let comment: String = rest.iter().map(|line| format!("{mark} {line}\n")).collect();
        let body = rest.join("\n");
        let text = match *ending {
            "py" => format!("text = '''\n{}\n'''\n", body.replace("'''", "")),
            "ts" => format!("const text = `\n{}\n`;\n", body.replace('`', "")),
            "go" => format!("var text = `\n{}\n`\n", body.replace('`', "")),
            "java" => format!("class T {{ String text = \"\"\"\n{}\n\"\"\"; }}\n", body.replace('"', "\\\"")),
            _ => format!("val text = \"\"\"\n{}\n\"\"\"\n", body.replace('$', "")),
        };
        for silent in [comment, text] {
            let whole = format!("//- /{usual}\n{head}{silent}");
            assert_eq!(listed(&whole), "", "{library} reads\n{whole}");
        }
    }
}

#[test]
fn of_other_objects() {
    let others = [
        (
            "app/a.py",
            "class os:\n    environ = {}\nos2.environ['SEEN']\nself.environ['SEEN']\nconfig('SEEN')\nenv.str('SEEN')\n",
        ),
        ("app/b.py", "from pydantic import BaseModel\nclass Settings(BaseModel):\n    SEEN: str\n"),
        ("app/c.py", "from starlette.datastructures import State\nsettings.SEEN\n"),
        ("src/a.ts", "const process = load();\nexport const a = this.process.env.SEEN + config.get('SEEN');\n"),
        (
            "src/b.ts",
            "import { z } from 'zod';\nexport const body = z.object({ SEEN: z.string() });\nbody.parse(request.body);\n",
        ),
        (
            "src/c.ts",
            "import Joi from 'joi';\nexport const body = Joi.object({ seen: Joi.string(), OTHER: Joi.string() });\n",
        ),
        (
            "src/d.ts",
            "import { IsString } from 'class-validator';\nexport class CreateDto {\n  @IsString()\n  SEEN: string;\n}\n",
        ),
        (
            "main.go",
            "package main\n\nvar x = cache.Getenv(\"SEEN\") + os2.LookupEnv(\"SEEN\")\n\ntype C struct {\n\tA string `json:\"SEEN\" form:\"SEEN\"`\n}\n",
        ),
        (
            "src/main/java/x/X.java",
            "package x;\nclass X {\n  String a = settings.getenv(\"SEEN\") + map.getProperty(\"SEEN\");\n  @Column(\"${SEEN}\") String b;\n}\n",
        ),
    ];
    for (path, text) in others {
        assert_eq!(listed(&format!("//- /{path}\n{text}")), "", "{text}");
    }
}
