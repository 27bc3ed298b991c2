use std::sync::Arc;

use model::Place;
use syntax::ir::Text;

use crate::value::Value;

/// An object of a claimed library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(pub(crate) u32);

/// Arguments of a call, in order; keywords have names.
#[derive(Debug, Clone, Default)]
pub struct Arguments<'p>(pub Vec<(Option<Text>, Value<'p>)>);

/// How an object came to be.
#[derive(Debug, Clone)]
pub enum Origin<'p> {
    /// Calling a name of the library (`fastapi.APIRouter`), or a class of the program that derives from it.
    Called {
        /// The library's name in full.
        callee: Arc<str>,
        /// With what.
        arguments: Arguments<'p>,
    },
    /// The result of a method of another object (`engine.Group("/v1")`).
    Result {
        /// The other.
        of: ObjectId,
        /// The method.
        method: Text,
        /// With what.
        arguments: Arguments<'p>,
    },
    /// A parameter of a function that nobody in the program calls.
    Parameter {
        /// The declared type in full (`github.com/gin-gonic/gin.Engine`).
        kind: Arc<str>,
        /// Whether somebody outside the program is given the function and calls it; else nobody is known to.
        is_called: bool,
    },
}

/// An object and all that was called on it, in the order it was called.
#[derive(Debug, Clone)]
pub struct Object<'p> {
    /// Where from.
    pub origin: Origin<'p>,
    /// The place of its creation.
    pub place: Place,
    /// Whether the program's start leads to it; else it was made in a function that nobody calls.
    pub is_alive: bool,
    /// The calls.
    pub calls: Vec<CallRecord<'p>>,
}

/// One call on an object.
#[derive(Debug, Clone)]
pub struct CallRecord<'p> {
    /// The method's name.
    pub method: Text,
    /// With what.
    pub arguments: Arguments<'p>,
    /// Where.
    pub place: Place,
    /// The function or class it decorates, when it was used as a decorator.
    pub decorates: Option<Value<'p>>,
    /// The object it resulted in.
    pub result: Option<ObjectId>,
    /// When, counted over the whole run: some libraries copy what is there at the moment of a call.
    pub moment: u32,
}

/// Everything that was recorded.
#[derive(Debug, Default)]
pub struct Record<'p> {
    /// By id.
    pub objects: Vec<Object<'p>>,
    /// Calls so far.
    pub(crate) moments: u32,
}

impl<'p> Arguments<'p> {
    /// The keyword argument of a name.
    #[must_use]
    pub fn keyword(&self, name: &str) -> Option<&Value<'p>> {
        self.0.iter().rev().find(|(known, _)| known.as_deref() == Some(name)).map(|(_, value)| value)
    }

    /// The positional arguments.
    pub fn positional(&self) -> impl Iterator<Item = &Value<'p>> {
        self.0.iter().filter(|(name, _)| name.is_none()).map(|(_, value)| value)
    }

    /// The positional argument at `index`, else the keyword `name`.
    #[must_use]
    pub fn get(&self, index: usize, name: &str) -> Option<&Value<'p>> {
        self.positional().nth(index).or_else(|| self.keyword(name))
    }
}

impl<'p> Record<'p> {
    /// An object.
    #[must_use]
    pub fn object(&self, id: ObjectId) -> &Object<'p> {
        &self.objects[id.0 as usize]
    }

    /// Every object with its id.
    pub fn iter(&self) -> impl Iterator<Item = (ObjectId, &Object<'p>)> {
        self.objects
            .iter()
            .enumerate()
            .map(|(index, object)| (ObjectId(u32::try_from(index).unwrap_or(u32::MAX)), object))
    }

    /// The library's name that an object was made by; for a result, that of the first in the chain.
    #[must_use]
    pub fn callee(&self, id: ObjectId) -> Option<&str> {
        match &self.object(id).origin {
            Origin::Called { callee, .. } => Some(callee),
            _ => None,
        }
    }

    pub(crate) fn add(&mut self, object: Object<'p>) -> ObjectId {
        let id = ObjectId(u32::try_from(self.objects.len()).unwrap_or(u32::MAX));
        self.objects.push(object);
        id
    }

    pub(crate) fn add_call(&mut self, id: ObjectId, call: CallRecord<'p>) {
        self.moments += 1;
        let moment = self.moments;
        self.object_mut(id).calls.push(CallRecord { moment, ..call });
    }

    pub(crate) fn object_mut(&mut self, id: ObjectId) -> &mut Object<'p> {
        &mut self.objects[id.0 as usize]
    }
}
