"""`corredor accept`, `reject`, `retract` and `undo`: what analysts decide. Each is signed, dated and can be undone."""

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from corredor.cli.ids import find_claim, find_source
from corredor.cli.options import App, Text
from corredor.cli.output import Output, output_options, shown

if TYPE_CHECKING:
    from corredor.graph.judgement import Judgement
    from corredor.graph.store import Store

COLUMNS = ("id", "act", "about", "by", "at", "because", "made", "what", "undo")


def _signed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --by, --because and the output options."""
    by = click.option("--by", type=Text(), envvar="CORREDOR_ANALYST", show_envvar=True, help="Who decides.")
    because = click.option("--because", type=Text(), default="", help="The reason, for those who come after.")
    return by(because(output_options(command)))


@click.command(short_help="Accept a claim.")
@click.argument("claim", type=Text())
@_signed
@click.pass_context
def accept(ctx: click.Context, /, claim: str, out: Output, **signature: Any) -> None:
    """Accept a CLAIM (its id or the beginning of it): an extracted one counts in full from then on."""
    _decide(ctx.obj, "accept", claim, out, **signature)


@click.command(short_help="Reject a claim: nothing is made from it any more.")
@click.argument("claim", type=Text())
@_signed
@click.pass_context
def reject(ctx: click.Context, /, claim: str, out: Output, **signature: Any) -> None:
    """Reject a CLAIM (its id or the beginning of it): it stays in the record, and nothing is made from it."""
    _decide(ctx.obj, "reject", claim, out, **signature)


@click.command(short_help="Withdraw a source: nothing is made from it any more.")
@click.argument("source", type=Text())
@_signed
@click.pass_context
def retract(ctx: click.Context, /, source: str, out: Output, **signature: Any) -> None:
    """Withdraw a SOURCE (its id): it stays in the record, and nothing is made from its claims."""
    _decide(ctx.obj, "retract", source, out, **signature)


@click.command(short_help="Take a judgement back.")
@click.argument("judgement", required=False, type=Text())
@_signed
@click.pass_context
def undo(ctx: click.Context, /, judgement: str | None, out: Output, by: str | None, because: str) -> None:
    """Take a JUDGEMENT back (its id or the beginning of it); without one, the last that is in force.

    Undoing an undo brings the judgement back. `corredor verify` lists all judgements.
    """
    app: App = ctx.obj
    with app.open(write=True) as store:
        made = store.undo(judgement, by=_signer(by), because=because)
        undone = next(j for j in store.judgements() if j.id == made.about)
        _report(made, f"{undone.act} of {undone.about}, by {undone.by}, is taken back", out)


def _decide(app: App, act: str, about: str, out: Output, *, by: str | None, because: str) -> None:
    """Judge, unless the same judgement is in force already: a second one would outlive the undoing of the first."""
    with app.open(write=True) as store:
        target = find_source(store, about) if act == "retract" else find_claim(store, about)
        standing = store.standing.get(target)
        fresh = standing is None or standing.act != act
        made = store.judge(act, target, by=_signer(by), because=because) if fresh or not standing else standing
        _report(made, _what(store, target), out, fresh=fresh)


def _what(store: "Store", target: str) -> str:
    """The thing judged, in words."""
    from corredor.graph.sentence import sentence

    for record in store.records():
        if record.source.id == target:
            return f"{record.source.publisher}: {record.source.title} (claims: {len(record.claims):,})"
        for claim in record.claims:
            if claim.id == target:
                return sentence(claim, store.names)
    return target


def _report(made: "Judgement", what: str, out: Output, *, fresh: bool = True) -> None:
    from corredor.graph.particulars import judgement_document

    undoing = f"corredor undo {made.id}"
    row = {**judgement_document(made), "made": fresh, "what": what, "undo": undoing}
    already = "" if fresh else f" already, on {made.at[:10]}"
    reason = f": {made.because}" if made.because else ""
    lines = [f"{made.act} {made.about}{already}, by {made.by}{reason}", f"    {what}", f"Take it back: {undoing}"]
    out.emit({"judgement": row}, [row], COLUMNS, lambda: "".join(f"{shown(line)}\n" for line in lines))


def _signer(by: str | None) -> str:
    """Who signs: as asked, else the name of the user; raises UsageError where the system knows none."""
    try:
        return by or getpass.getuser()
    except (KeyError, OSError, ImportError) as error:
        raise click.UsageError("Nobody is known to sign it. Say who decides: --by NAME.") from error
