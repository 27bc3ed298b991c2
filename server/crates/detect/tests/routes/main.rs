//! Routes of sample workspaces and of small projects, against what the frameworks themselves list.
#![allow(clippy::disallowed_methods, reason = "reads the samples from disk")]

mod constructs;
mod django;
mod elsewhere;
mod express;
mod fastapi;
mod fastify;
mod files;
mod flask;
mod go;
mod koa;
mod nestjs;
mod project;
mod samples;
mod spring;
