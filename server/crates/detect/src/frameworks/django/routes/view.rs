//! Which methods a view answers, and what it is called.

use std::rc::Rc;

use model::Method;
use syntax::ir::Expr;
use trace::{Arguments, ClassValue, Closure, Machine, Origin, Value};

use crate::routes::methods;

const AS_VIEW: &str = ".as_view";
/// What is put around views and leaves their methods alone, or names them.
const WRAPPERS: [&str; 5] = [
    "django.views.decorators.",
    "django.contrib.auth.decorators.",
    "django.contrib.admin.views.decorators.",
    "rest_framework.decorators.api_view",
    "rest_framework.schemas.get_schema_view",
];
/// The methods of a class that answer a request.
const VERBS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];
/// Wrappers around wrappers; deeper is a cycle.
const DEPTH: u8 = 16;

pub(super) fn is_claimed(name: &str) -> bool {
    name.ends_with(AS_VIEW) || WRAPPERS.iter().any(|wrapper| name.starts_with(wrapper))
}

/// A view as a pattern shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    pub(super) handler: Option<String>,
    pub(super) methods: Vec<Method>,
}

/// A view: a function, a class made to one, or either with wrappers around it.
pub(super) fn read<'p>(machine: &mut Machine<'p>, value: &Value<'p>, depth: u8) -> View {
    let any = |handler| View { handler, methods: vec![Method::Any] };
    if depth > DEPTH {
        return any(None);
    }
    match value {
        Value::Function(closure) | Value::Bound(_, closure) => {
            let methods = decorated(machine, closure).unwrap_or_else(|| vec![Method::Any]);
            View { handler: value.name(), methods }
        }
        Value::Object(id) => match machine.record().object(*id).origin.clone() {
            Origin::Called { callee, arguments } => match callee.strip_suffix(AS_VIEW) {
                Some(class) => of_class(class, &arguments),
                None => wrapped(machine, &callee, arguments.positional().next(), &arguments, depth),
            },
            // `cache_page(60)(view)`.
            Origin::Result { of, arguments: inner, .. } => {
                let origin = machine.record().object(of).origin.clone();
                let Origin::Called { callee, arguments } = origin else { return any(None) };
                wrapped(machine, &callee, inner.positional().next(), &arguments, depth)
            }
            Origin::Parameter { .. } => any(None),
        },
        other => any(other.name()),
    }
}

fn wrapped<'p>(
    machine: &mut Machine<'p>,
    wrapper: &str,
    view: Option<&Value<'p>>,
    arguments: &Arguments<'p>,
    depth: u8,
) -> View {
    let inner = view.map(|view| read(machine, view, depth + 1));
    let inner = inner.unwrap_or(View { handler: None, methods: vec![Method::Any] });
    match restriction(wrapper, arguments) {
        Some(methods) => View { methods, ..inner },
        None => inner,
    }
}

/// The methods that a wrapper lets through; `None` for all.
fn restriction(wrapper: &str, arguments: &Arguments<'_>) -> Option<Vec<Method>> {
    let named = |name: &str| Some(methods(None, name));
    match wrapper.rsplit('.').next()? {
        "require_http_methods" => Some(without_head(methods(arguments.get(0, "request_method_list"), "GET"))),
        "api_view" => Some(without_head(methods(arguments.get(0, "http_method_names"), "GET"))),
        "require_GET" | "require_safe" | "get_schema_view" => named("GET"),
        "require_POST" => named("POST"),
        _ => None,
    }
}

/// The methods that the decorators of a function let through.
fn decorated<'p>(machine: &mut Machine<'p>, closure: &Closure<'p>) -> Option<Vec<Method>> {
    let function = closure.function;
    function.decorators.iter().find_map(|decorator| {
        let value = machine.value_in(closure.file, decorator);
        match value {
            Value::External(name) if matches!(decorator, Expr::Name(..) | Expr::Attr(..)) => {
                restriction(&name, &Arguments::default())
            }
            Value::Object(id) => match &machine.record().object(id).origin {
                Origin::Called { callee, arguments } => restriction(callee, arguments),
                _ => None,
            },
            _ => None,
        }
    })
}

/// `Class.as_view(…)`: the class is the first argument when it is one of the program.
fn of_class(name: &str, arguments: &Arguments<'_>) -> View {
    let actions =
        arguments.get(0, "actions").into_iter().chain(arguments.get(1, "actions")).find_map(|value| match value {
            Value::Map(pairs) => Some(pairs.borrow().iter().filter_map(|(verb, _)| verb.text()).collect::<Vec<_>>()),
            _ => None,
        });
    let class = arguments.positional().find_map(|value| match value {
        Value::Class(class) => Some(class),
        _ => None,
    });
    let names = match (&actions, class) {
        (Some(actions), _) => Some(actions.iter().map(|verb| verb.to_ascii_lowercase()).collect()),
        (None, Some(class)) => class_verbs(class),
        (None, None) => provided(name).map(|verbs| verbs.iter().map(|verb| (*verb).to_owned()).collect()),
    };
    let handler = class.map_or_else(|| name.to_owned(), |class| class.class.name.to_string());
    let methods = match names {
        Some(names) => named(&names, class),
        None => vec![Method::Any],
    };
    View { handler: Some(handler), methods }
}

/// Methods by their lower-case names, as far as the class lets them through.
pub(super) fn named(names: &[String], class: Option<&Rc<ClassValue<'_>>>) -> Vec<Method> {
    let allowed = class.and_then(|class| class.field("http_method_names")).map(|names| names.elements());
    let is_allowed = |name: &String| {
        let same = |known: &Value<'_>| known.text().is_none_or(|known| known.eq_ignore_ascii_case(name));
        allowed.as_ref().is_none_or(|allowed| allowed.iter().any(same))
    };
    let kept = names.iter().filter(|name| is_allowed(name));
    without_head(kept.map(|name| Method::Named(name.to_ascii_uppercase().into())).collect())
}

/// Whoever answers GET answers HEAD by itself.
fn without_head(mut methods: Vec<Method>) -> Vec<Method> {
    let is = |method: &Method, name: &str| matches!(method, Method::Named(known) if &**known == name);
    if methods.iter().any(|method| is(method, "GET")) {
        methods.retain(|method| !is(method, "HEAD"));
    }
    methods
}

/// The methods that a class has, its own and those that it inherits. `None` when nothing is known of it.
fn class_verbs(class: &ClassValue<'_>) -> Option<Vec<String>> {
    let (mut verbs, mut is_known) = (Vec::new(), false);
    inherited(class, &mut verbs, &mut is_known);
    let own = VERBS.iter().filter(|verb| class.field(verb).is_some()).copied();
    verbs.extend(own);
    is_known |= !verbs.is_empty();
    let found = VERBS.iter().filter(|verb| verbs.contains(*verb)).map(|verb| (*verb).to_owned());
    is_known.then(|| found.collect())
}

fn inherited(class: &ClassValue<'_>, verbs: &mut Vec<&'static str>, is_known: &mut bool) {
    for base in class.outer_bases() {
        if let Some(found) = provided(base) {
            verbs.extend(found);
            *is_known = true;
        }
    }
    class.program_bases().for_each(|base| inherited(base, verbs, is_known));
}

/// The methods that the frameworks' own classes answer.
fn provided(name: &str) -> Option<&'static [&'static str]> {
    Some(match name.rsplit('.').next()? {
        "View" | "APIView" | "GenericAPIView" => &[],
        "TemplateView"
        | "ListView"
        | "DetailView"
        | "ArchiveIndexView"
        | "YearArchiveView"
        | "MonthArchiveView"
        | "WeekArchiveView"
        | "DayArchiveView"
        | "TodayArchiveView"
        | "DateDetailView"
        | "BaseListView"
        | "BaseDetailView"
        // django-filter's
        | "FilterView"
        | "BaseFilterView"
        | "PasswordChangeDoneView"
        | "PasswordResetDoneView"
        | "PasswordResetCompleteView"
        | "JavaScriptCatalog"
        | "ListAPIView"
        | "RetrieveAPIView" => &["get"],
        "FormView"
        | "CreateView"
        | "UpdateView"
        | "ProcessFormView"
        | "BaseFormView"
        | "BaseCreateView"
        | "BaseUpdateView"
        | "LoginView"
        | "PasswordChangeView"
        | "PasswordResetView"
        | "PasswordResetConfirmView" => &["get", "post", "put"],
        "DeleteView" | "BaseDeleteView" => &["get", "post", "delete"],
        "RedirectView" => &["get", "post", "put", "patch", "delete", "options"],
        "LogoutView" | "CreateAPIView" | "ObtainAuthToken" => &["post"],
        "UpdateAPIView" => &["put", "patch"],
        "DestroyAPIView" => &["delete"],
        "ListCreateAPIView" => &["get", "post"],
        "RetrieveUpdateAPIView" => &["get", "put", "patch"],
        "RetrieveDestroyAPIView" => &["get", "delete"],
        "RetrieveUpdateDestroyAPIView" => &["get", "put", "patch", "delete"],
        _ => return None,
    })
}
