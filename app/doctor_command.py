"""`permanence doctor`: what this installation lacks; with `--rebuild`, tickets made again from their log."""

from typing import Annotated

import typer

from app import console


def doctor(
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Refait, depuis leur journal, ce qui est tenu de chaque demande."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Avec --rebuild : dit ce qui diffère, sans rien changer.")
    ] = False,
) -> None:
    """Dit ce qui manque, et comment y remédier."""
    settings = console.read_settings()
    if dry_run and not rebuild:
        console.fail("« --dry-run » ne va qu’avec « --rebuild ».")
    # Slow libraries, as for the other commands.
    if rebuild:
        from app.rebuilding import rebuild_tickets

        raise typer.Exit(0 if rebuild_tickets(settings, dry_run=dry_run) else 1)
    from app.doctor import examine

    checks = examine(settings)
    for check in checks:
        console.out(f"{check.mark:<8}{check.name} : {check.finding}")
        if check.remedy:
            console.out(f"        → {check.remedy}")
    raise typer.Exit(0 if all(check.is_well for check in checks) else 1)
