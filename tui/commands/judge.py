"""``whatsticks judge``: the verdict on an experiment, or on a plan and its data without a workspace."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

from tui.commands.data_options import Data, data_options
from tui.commands.looking_options import Looking, looking_options, marked
from tui.commands.session import Verb, stated
from tui.commands.stoppable import stoppable
from tui.commands.typed_options import NO_RESULTS, Entries, typed_options

if TYPE_CHECKING:
    from experiments.plan import Plan
    from experiments.verdict import Verdict

_LONG_TURN = 0.02
_CODE = re.compile(r"[Ee]?[0-9]{1,15}")


_EXAMPLE = """A whole plan.toml:

\b
  title = "Landing page with a price"
  comparison = "control"
  control = "old"
  alpha = 0.05
  beta = 0.2
  [[metric]]
  name = "sign-ups"
  bar = 0.0
  target = 0.02
"""


@click.command(cls=Verb, epilog=_EXAMPLE)
@click.argument("code", required=False, metavar="[CODE | PLAN.TOML")
@click.argument("source", required=False, metavar="[DATA]]")
@click.option("--plan", "plan_path", metavar="FILE", help="A plan.toml to judge by; - reads standard input.")
@typed_options
@data_options
@looking_options
@click.option("--final", is_flag=True, help="No more data will come: what is there is the one look.")
def judge(
    code: str | None,
    plan_path: str | None,
    data: Data | None,
    typed: Entries,
    looking: Looking,
    final: bool,
) -> None:
    """Read the verdict.

    On an experiment of the workspace: whatsticks judge E1. Without a workspace: --plan plan.toml, and the results as
    --data FILE, or typed: --counts control=412/5000 --counts new=470/5010 (27/141 alone where there is one group).
    Where the plan has several metrics, name them: --counts "new:sign-ups=470/5010".

    A plan of one look shows no effect before its planned size is reached, unless --final says that no more will come.
    Rows of a database stay where they are: whatsticks judge plan.toml postgresql://me@server/shop --table visits (or
    --query "select ..."). DuckDB and SQLite files are read alike, and with an extra installed what Ibis can reach.

    With --monitoring and --looks it is judged for once as if the plan had looked in that way, and the verdict says so.
    """
    if code is not None and plan_path is None and (data or code.endswith(".toml")) and not _CODE.fullmatch(code):
        code, plan_path = None, code
    _check_ways(code, plan_path, data, typed, final)
    with _without_pauses():
        if code is not None:
            looking.refuse_for(code)
            plan, verdict = _of_experiment(code)
        elif data:
            plan, verdict = _of_file(plan_path or "", data, looking, final=final)
        else:
            plan, verdict = _of_numbers(plan_path or "", typed, looking, final=final)
        _answer(plan, verdict)


def _check_ways(code: str | None, plan_path: str | None, data: Data | None, typed: Entries, final: bool) -> None:
    context = click.get_current_context()
    given = bool(plan_path or data or typed)
    if code is not None and given:
        raise click.UsageError("name an experiment, or give a plan and its data, not both", context)
    if code is not None and final:  # it would show an effect early, and the trail would not know
        raise click.UsageError(f"{code} ends with 'experiment conclude {code}'; --final is for a plan", context)
    if code is None and not given:
        raise click.UsageError("nothing to judge; name an experiment such as E1, or give --plan and --data", context)
    if code is None and not plan_path:
        raise click.UsageError("there is no plan; give --plan plan.toml", context)
    if code is None and not (data or typed):
        raise click.UsageError(f"there are no results; {NO_RESULTS}", context)
    if data and typed:
        raise click.UsageError("results are typed or read from a file, not both at once", context)
    if plan_path == "-" and any(table.rpartition("=")[2] == "-" for table in typed.get("--table", ())):
        raise click.UsageError("standard input can be the plan or a table, not both", context)
    if data and plan_path == data.where == "-":
        raise click.UsageError("standard input can be the plan or the data, not both", context)


def _of_experiment(code: str) -> tuple[Plan, Verdict]:
    """Return plan and verdict of an experiment; of a decided one, the verdict it was decided on."""
    from experiments.errors import Refused
    from experiments.experiment import Action, refusal
    from tui.commands.options import EXPERIMENT

    number = EXPERIMENT.convert(code, None, click.get_current_context())
    with stated().open() as workspace:
        test = workspace.experiments.get(number)
        if why_not := refusal(Action.judge, test):
            raise Refused(f"{test.code} cannot be judged: {why_not}")
        plan, batches, ended = workspace.judged(number)
        decision = workspace.decisions.of(number)
    if decision is not None:
        return plan, decision.verdict
    from experiments.judge import judge as judged

    return plan, judged(plan, batches, final=ended, amendments=test.amendments)


def _of_numbers(plan_path: str, typed: Entries, looking: Looking, *, final: bool) -> tuple[Plan, Verdict]:
    from tui.commands.counts import typed_arms

    plan, mark = looking.over(_plan(plan_path))
    return plan, marked(_judged(plan, {"arms": typed_arms(plan, typed)}, final=final), mark)


def _of_file(plan_path: str, data: Data, looking: Looking, *, final: bool) -> tuple[Plan, Verdict]:
    """Judge a file: it is opened while the plan is read, and read while what the judge needs is imported.

    Where its rows have a time and the plan has several looks, each is judged.
    """
    from tui.commands.beside import Beside

    with ExitStack() as until_read:
        with Beside(lambda: until_read.enter_context(data.opened())) as opening:
            plan, mark = looking.over(_plan(plan_path))
            from store.sources import reading  # noqa: F401 - its import, too, need not wait for the engine
        file = opening.result()
        Beside(lambda: _warm(plan)).start()
        rows, asked = data.shaped(file, plan)
        found = stoppable(file, lambda: rows.read_looks(asked))
    batches = [{"arms": one.arms, "faults": one.faults, "source": one.source} for one in found]
    return plan, marked(_judged(plan, *batches, final=final), mark)


@contextmanager
def _without_pauses() -> Iterator[None]:
    """Let imports and the engine run beside each other undisturbed.

    Libraries make a hundred thousand objects while they are imported, and none is garbage. And the engine asks for the
    interpreter after every few thousand rows: handing it over each time costs the importing thread more than the
    engine loses by waiting, whose other threads go on.
    """
    turn = sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_LONG_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.freeze()  # the libraries stay; to look through them for garbage once more would take longer than the answer
        gc.enable()


def _plan(path: str) -> Plan:
    from experiments.plan import Plan
    from tui.commands.stdin import text_of

    return Plan.of_toml(text_of(path))


def _warm(plan: Plan) -> None:
    from experiments.judge import warm

    warm(plan)


def _judged(plan: Plan, *batches: dict[str, Any], final: bool) -> Verdict:
    """Judge batches in the order in which they came in, each a look where the plan has several."""
    from experiments.judge import judge as judged
    from experiments.observation import UNRECORDED, Observation

    fields = {"experiment_id": 0, "at": UNRECORDED, "recorded_by": "judge"}
    numbered = enumerate(batches, start=1)
    observations = tuple(Observation.of(fields | batch | {"id": number}) for number, batch in numbered)
    return judged(plan, observations, final=final)


def _answer(plan: Plan, verdict: Verdict) -> None:
    from tui import output

    if stated().json:
        import json

        output.record(json.loads(verdict.model_dump_json()))
        return
    import shutil

    from tui.report import WIDTH, report

    width = min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else WIDTH
    output.document(report(verdict, plan, width) + "\n")
