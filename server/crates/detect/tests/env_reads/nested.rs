//! Classes that stand many times in each other: what they would come to is more than any machine holds.

use crate::project::reads;

/// Ten fields of the next class, and so on; without a limit there are millions of millions of keys.
fn chain(levels: usize, class: &dyn Fn(usize, &[usize]) -> String) -> String {
    (0..levels).map(|level| class(level, &(0..10).collect::<Vec<_>>())).collect()
}

fn assert_ends(text: &str) {
    let found = reads(text).len();
    assert!((1..200_000).contains(&found), "{found} reads");
}

#[test]
fn go() {
    let class = |level: usize, fields: &[usize]| {
        let fields = fields.iter().map(|it| format!("\tF{it} N{} `envPrefix:\"F{it}_\"`\n", level + 1));
        format!("type N{level} struct {{\n\tX string `env:\"X\"`\n{}}}\n", fields.collect::<String>())
    };
    let last = "type N12 struct {\n\tX string `env:\"X\"`\n}\nfunc main() { var n N0; env.Parse(&n) }\n";
    assert_ends(&format!(
        "//- /main.go\npackage main\nimport \"github.com/caarlos0/env/v11\"\n{}{last}",
        chain(12, &class)
    ));
}

#[test]
fn python() {
    let class = |level: usize, fields: &[usize]| {
        let fields = fields.iter().map(|it| format!("    f{it}: N{}\n", level + 1));
        format!("class N{level}(BaseModel):\n{}\n", fields.collect::<String>())
    };
    let head = "from pydantic import BaseModel\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n";
    let last = "class N12(BaseModel):\n    x: str\n\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_nested_delimiter=\"__\")\n    root: N0\n";
    assert_ends(&format!("//- /settings.py\n{head}{}{last}", chain(12, &class)));
}

#[test]
fn spring() {
    let class = |level: usize, fields: &[usize]| {
        let fields = fields.iter().map(|it| {
            format!("  private N{n} f{it};\n  public void setF{it}(N{n} it) {{}}\n  public N{n} getF{it}() {{ return f{it}; }}\n", n = level + 1)
        });
        let own = "  private String x;\n  public void setX(String it) {}\n";
        format!(" public static class N{level} {{\n{own}{}}}\n", fields.collect::<String>())
    };
    let head = "package a;\nimport org.springframework.boot.context.properties.ConfigurationProperties;\n@ConfigurationProperties(\"app\")\npublic class P {\n private N0 root;\n public void setRoot(N0 it) {}\n public N0 getRoot() { return root; }\n";
    let last = " public static class N9 { private String x; public void setX(String it) {} }\n}\n";
    assert_ends(&format!("//- /src/main/java/a/P.java\n{head}{}{last}", chain(9, &class)));
}
