//! Development servers of bundlers: `server.port` of Vite and Astro, `devServer.port` of webpack, Nuxt and Vue.

use model::facts::PortFact;
use syntax::ir::Expr;

use super::{
    Library, Program, fact,
    file::{File, entry},
    is_ecma,
};

pub(super) const LIBRARY: Library =
    Library { speaks: is_ecma, claims: |name| section(name).is_some(), marks: &[], programs: PROGRAMS, read };

/// The section of a settings file that tells the port.
const PROGRAMS: &[Program] = &[
    Program { names: &["vite"], others: &["build", "preview", "optimize"], default: Some(5173), ..Program::NONE },
    Program { names: &["vite"], words: &["preview"], default: Some(4173), ..Program::NONE },
    Program { names: &["astro"], words: &["dev", "preview"], default: Some(4321), ..Program::NONE },
    Program {
        names: &["nuxt", "nuxi"],
        others: &["build", "generate", "prepare", "typecheck", "analyze", "init", "cleanup", "upgrade"],
        options: &["-p"],
        default: Some(3000),
        ..Program::NONE
    },
    Program { names: &["react-scripts"], words: &["start"], default: Some(3000), ..Program::NONE },
    Program { names: &["vue-cli-service"], words: &["serve"], default: Some(8080), ..Program::NONE },
    Program { names: &["webpack"], words: &["serve"], default: Some(8080), ..Program::NONE },
    Program { names: &["webpack-dev-server"], default: Some(8080), ..Program::NONE },
    Program { names: &["ng"], words: &["serve"], default: Some(4200), ..Program::NONE },
];

fn section(name: &str) -> Option<&'static str> {
    let is_of = |tool: &str| name.strip_prefix(tool).is_some_and(|rest| rest.starts_with('.'));
    if is_of("vite.config") || is_of("astro.config") {
        return Some("server");
    }
    let is_other = is_of("nuxt.config") || is_of("vue.config") || is_of("rspack.config");
    (is_other || name.starts_with("webpack")).then_some("devServer")
}

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    let Some(section) = section(file.name) else { return };
    file.maps(&mut |pairs| {
        if let Some((_, Expr::Map(server))) = entry(pairs, section)
            && let Some((range, port)) = entry(server, "port")
        {
            out.push(fact(range, file.port(port)));
        }
    });
}
