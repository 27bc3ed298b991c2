//! Servers of Python that are handed an application and an address: Waitress, gevent, `wsgiref`, `http.server`, Tornado.

use model::facts::{PortFact, PortValue};
use syntax::ir::Expr;

use super::{Library, by_no_name, fact, file::File, is_python};

pub(super) const LIBRARY: Library = Library {
    speaks: is_python,
    claims: by_no_name,
    marks: &[&["waitress"], &["WSGIServer("], &["make_server("], &["HTTPServer("], &["tornado", ".listen("]],
    programs: &[],
    read,
};

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    file.calls(&mut |call| {
        let name = file.full(&call.callee).unwrap_or_default();
        match name.as_str() {
            "waitress.serve" => match (call.keyword("port"), call.keyword("listen")) {
                (Some(port), _) | (None, Some(port)) => out.push(fact(call.range, file.port(port))),
                (None, None) => out.push(PortFact { range: call.range, value: PortValue::Default(8080) }),
            },
            "wsgiref.simple_server.make_server" | "werkzeug.serving.run_simple" => {
                out.extend(call.argument(1, "port").map(|port| fact(call.range, file.port(port))));
            }
            "gevent.pywsgi.WSGIServer"
            | "http.server.HTTPServer"
            | "http.server.ThreadingHTTPServer"
            | "socketserver.TCPServer" => {
                // `("", 8000)`, or the port alone.
                if let Some(Expr::List(address)) = call.positional(0)
                    && let [_, port] = address.as_slice()
                {
                    out.push(fact(call.range, file.port(port)));
                }
            }
            _ if name.ends_with(".listen") && file.text.contains("tornado") => {
                out.extend(call.argument(0, "port").map(|port| fact(call.range, file.port(port))));
            }
            _ => {}
        }
    });
}
