"""``whatsticks admin``: who belongs to the team, what each may do, and which decisions need a second person."""

from __future__ import annotations

from typing import Any

import click

from experiments.people import Role
from tui import output
from tui.commands.session import NounGroup, stated
from tui.diagnostics import say

ROLE = click.Choice([role.value for role in Role])


@click.group(cls=NounGroup)
def admin() -> None:
    """People and roles on PostgreSQL, and decisions that need a second person.

    A file has no roles: whoever may write it may do everything. There a second person is a convention between names.
    """


@admin.command()
def init() -> None:
    """Switch roles on in a workspace on PostgreSQL, or give them their rights anew.

    It takes whoever made the workspace, and the right to make roles (CREATEROLE). From then on the server itself
    refuses what a role may not do, everybody signs with the name they log in with, and a decision against the verdict
    needs a second person.
    """
    with stated().open() as workspace:
        workspace.people.begin()
        say(workspace.said)
        if stated().json:
            output.record({"roles": True, "person": workspace.actor, "role": workspace.people.role})


@admin.command()
@click.argument("name")
@click.option("--role", type=ROLE, required=True, help="What they may do.")
@click.option("--password", "asks", is_flag=True, help="Make a login, and ask for its password without showing it.")
@click.option("--generate", is_flag=True, help="Make a login, and print a password for it once.")
def add(name: str, role: str, asks: bool, generate: bool) -> None:
    """Take somebody into the team.

    NAME is who they log in to the server as. One the server does not know yet needs --password or --generate, unless
    whoever looks after the server makes the login; a password is never taken from the command line.
    """
    if asks and generate:
        raise click.UsageError("choose one of --password and --generate", click.get_current_context())
    secret = _generated() if generate else _asked(name) if asks else None
    with stated().open() as workspace:
        person = workspace.people.add(name, Role(role), secret)
        say(workspace.said)
    if stated().json:
        made = {"password": secret} if generate else {}
        output.record({**person.model_dump(mode="json"), **made})
    elif generate and secret:
        output.line(secret)


def _generated() -> str:
    import secrets

    return secrets.token_urlsafe(18)


def _asked(name: str) -> str:
    typed: str = click.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True, err=True)
    return typed


@admin.command("role")
@click.argument("name")
@click.argument("role", type=ROLE)
def change_role(name: str, role: str) -> None:
    """Give somebody of the team another role."""
    with stated().open() as workspace:
        person = workspace.people.add(name, Role(role))
        say(workspace.said)
    if stated().json:
        output.record(person.model_dump(mode="json"))


@admin.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take somebody out of the team; what they wrote stays, and so does their login on the server."""
    with stated().open() as workspace:
        workspace.people.remove(name)
        say(workspace.said)
    if stated().json:
        output.record({"name": name, "role": None})


@admin.command("list")
def list_people() -> None:
    """List everybody who may open the workspace, with what they may do."""
    with stated().open() as workspace:
        people = workspace.people.list()
        rules = workspace.people.rules
    if stated().json:
        output.records([person.model_dump(mode="json") for person in people], len(people))
        return
    output.table(
        ["name", "role", "may"],
        [(person.name, person.role, _KEEPER if person.keeper else person.role.meaning) for person in people],
    )
    say(rules.sentence)


_KEEPER = "owns the tables or looks after the server: no role holds them"


@admin.command()
@click.argument("amount", metavar="AMOUNT|none")
def limit(amount: str) -> None:
    """Set the most money that one person may release; above it a second person has to approve. `none` lifts it."""
    from experiments.fields import FIELDS, parse

    value: Any = (
        None if amount.strip().lower() == "none" else parse(FIELDS["decision.money"].but(label="limit"), amount)
    )
    with stated().open() as workspace:
        rules = workspace.people.set_limit(value)
        say(workspace.said)
        _say_convention(workspace.people.why_off)
    if stated().json:
        output.record({"second_person": rules.second_person, "limit": rules.limit})


@admin.command("second-person")
@click.argument("asked", type=click.Choice(["on", "off"]))
def second_person(asked: str) -> None:
    """Say whether a decision against the verdict, or above the limit, needs a second person."""
    with stated().open() as workspace:
        rules = workspace.people.ask_second_person(asked == "on")
        say(workspace.said)
        if rules.second_person:
            _say_convention(workspace.people.why_off)
    if stated().json:
        output.record({"second_person": rules.second_person, "limit": rules.limit})


def _say_convention(why_off: str) -> None:
    if why_off:
        say(f"Names are not proven here, so this is a convention: {why_off}.")
