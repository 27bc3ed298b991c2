"""Refusals of the domain; the presentation layer gives each a status code."""


class DomainError(Exception):
    """Parent of all of them. The text is shown to the caller."""


class EmailTaken(DomainError):
    pass


class SignInRefused(DomainError):
    pass


class UnknownTeam(DomainError):
    pass


class NotAllowed(DomainError):
    pass
