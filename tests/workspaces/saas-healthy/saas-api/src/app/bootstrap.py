"""Builds the application: middleware and error answers, no routes."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from src.app.domain.errors import DomainError, EmailTaken, NotAllowed, SignInRefused, UnknownTeam
from src.modules.free.essentials.settings.settings import get_settings

STATUS: dict[type[DomainError], int] = {
    EmailTaken: 409,
    SignInRefused: 401,
    UnknownTeam: 404,
    NotAllowed: 403,
}


def create_app(lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]]) -> FastAPI:
    settings = get_settings()
    app = FastAPI(title=settings.title, version="0.3.0", lifespan=lifespan)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["*"],
        allow_headers=["*"],
    )

    @app.exception_handler(DomainError)
    async def refuse(_: Request, error: DomainError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, status_code=STATUS.get(type(error), 400))

    return app
