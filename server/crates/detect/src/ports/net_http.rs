//! Go's `net/http` and `net`: `http.ListenAndServe(":8080", h)`, `http.Server{Addr: ":8080"}`, `net.Listen("tcp", ":8080")`.

use model::facts::PortFact;

use super::{Library, by_no_name, fact, file::File, is_go};

pub(super) const LIBRARY: Library = Library {
    speaks: is_go,
    claims: by_no_name,
    marks: &[&["ListenAndServe"], &["http.Server{"], &["net.Listen("]],
    programs: &[],
    read,
};

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    file.calls(&mut |call| {
        let address = match file.full(&call.callee).unwrap_or_default().as_str() {
            "net/http.ListenAndServe" | "net/http.ListenAndServeTLS" => call.positional(0),
            "net/http.Server" => call.keyword("Addr"),
            "net.Listen" => call.positional(1).filter(|_| {
                call.positional(0).and_then(|it| it.as_str()).is_some_and(|network| network.starts_with("tcp"))
            }),
            _ => None,
        };
        out.extend(address.map(|address| fact(call.range, file.port(address))));
    });
}
