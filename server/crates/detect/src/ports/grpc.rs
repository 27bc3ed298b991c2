//! gRPC servers of Python and Node: `add_insecure_port("[::]:50051")`, `bindAsync(…)`.

use model::facts::PortFact;

use super::{Library, by_no_name, fact, file::File, is_ecma, is_python};

pub(super) const LIBRARY: Library = Library {
    speaks: |language| is_python(language) || is_ecma(language),
    claims: by_no_name,
    marks: &[&["add_insecure_port("], &["add_secure_port("], &["bindAsync("]],
    programs: &[],
    read,
};

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    file.calls(&mut |call| {
        let is_it = matches!(call.callee.last_name(), Some("add_insecure_port" | "add_secure_port" | "bindAsync"));
        if is_it && let Some(address) = call.positional(0) {
            out.push(fact(call.range, file.port(address)));
        }
    });
}
