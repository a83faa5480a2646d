"""Summaries to render: one of each kind a leader may meet, made by hand from plausible counts."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

from experiments.customers import Segment
from experiments.decision import Choice, Decision
from experiments.experiment import Budget, Experiment, Spend, Stage
from experiments.hypothesis import Hypothesis
from experiments.plan import Amendment, Comparison, Direction, Kind, Metric, Pace, Plan, Role, Scale, Seen
from experiments.summary.model import (
    Batch,
    DecisionLine,
    DecisionSummary,
    LockMark,
    OtherTest,
    PortfolioRow,
    PortfolioSummary,
    TrailMark,
)
from experiments.verdict import HealthCheck, MetricResult, Outcome, Progress, Status, Verdict

HEAD = "9f2c4e7a1b3d5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcd"
LOCK = "3044889cbb1f0d2e4a6c8097b5d3f1e2c4a6880f1e3d5b7990a2c4e6f8091b2d"
DIGEST = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[pay](javascript:alert(1))",
    "a | b `c` | d",
    '=HYPERLINK("http://evil.example","x")',
    "# not a heading",
    "{{ 7 * 7 }} {% raw %}",
    "[red]bold[/]",
    "</style></svg></title><b>x",
    "- item 1) *star* _under_ ~gone~ &lt;b&gt; \\| http://evil.example",
)


def at(day: int, month: int = 3, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, 14, tzinfo=UTC)


def healthy(*extra: HealthCheck) -> tuple[HealthCheck, ...]:
    split = HealthCheck(
        check="sample ratio", status=Status.ok, value=0.62, limit=0.001, message="The split is as planned (p = 0.62)."
    )
    twice = HealthCheck(check="duplicate units", status=Status.ok, value=0, limit=0, message="No unit counted twice.")
    return (split, twice, *extra)


def gate_plan() -> Plan:
    return Plan(
        title="Gate at level 40",
        comparison=Comparison.control,
        control="gate_30",
        planned_size=90_000,
        shares={"gate_30": 0.5, "gate_40": 0.5},
        metric=(
            Metric(name="7-day retention", bar=0.0, target=0.01, baseline=0.19),
            Metric(name="1-day retention", role=Role.guardrail, margin=0.002, baseline=0.448),
            Metric(name="rounds played", role=Role.guardrail, kind=Kind.mean, margin=4.0, sd=195.0, unit="rounds"),
        ),
        pace=Pace(units_per_day=7000, setup_days=3, person_days=6),
        start=at(2).date(),
        deadline=at(20).date(),
    )


def retention(arm: str = "gate_40", **changes: Any) -> MetricResult:
    return MetricResult(
        name="7-day retention",
        arm=arm,
        role=Role.success,
        kind=Kind.proportion,
        direction=Direction.increase,
        scale=Scale.difference,
        estimate=-0.0082,
        lower=-0.01247,
        upper=-0.00602,
        bar=0.0,
        target=0.01,
        p_bar=0.99922,
        p_target=1.2e-12,
        ci95=(-0.01328, -0.003121),
        alpha=0.05,
        beta=0.20,
        n={"gate_30": 44_700, arm: 45_489},
        observed={"gate_30": "8,502 of 44,700 (19.02%)", arm: "8,279 of 45,489 (18.20%)"},
        method="Miettinen–Nurminen score",
        finding="harmed",
    ).but(**changes)


def first_day(**changes: Any) -> MetricResult:
    return MetricResult(
        name="1-day retention",
        arm="gate_40",
        role=Role.guardrail,
        kind=Kind.proportion,
        direction=Direction.increase,
        scale=Scale.difference,
        estimate=-0.00591,
        lower=-0.01135,
        upper=-0.00312,
        bar=-0.002,
        target=0.0,
        p_bar=0.8814,
        p_target=0.0371,
        ci95=(-0.01239, 0.00058),
        alpha=0.05,
        beta=0.20,
        n={"gate_30": 44_700, "gate_40": 45_489},
        observed={"gate_30": "20,034 of 44,700 (44.82%)", "gate_40": "20,119 of 45,489 (44.23%)"},
        method="Miettinen–Nurminen score",
        finding="harmed",
    ).but(**changes)


def rounds(**changes: Any) -> MetricResult:
    return MetricResult(
        name="rounds played",
        arm="gate_40",
        role=Role.guardrail,
        kind=Kind.mean,
        direction=Direction.increase,
        scale=Scale.difference,
        estimate=-1.157,
        lower=-3.308,
        upper=-0.057,
        bar=-4.0,
        target=0.0,
        p_bar=0.0149,
        p_target=0.188,
        ci95=(-3.72, 1.405),
        alpha=0.05,
        beta=0.20,
        n={"gate_30": 44_700, "gate_40": 45_489},
        observed={"gate_30": "52.5 rounds (n 44,700)", "gate_40": "51.3 rounds (n 45,489)"},
        method="Welch t",
        unit="rounds",
        finding="safe",
    ).but(**changes)


def gate_verdict(**changes: Any) -> Verdict:
    warned = HealthCheck(
        check="one unit carries the mean",
        status=Status.warn,
        value=0.0213,
        limit=0.01,
        message="One player of gate_30 carries 2.13% of all rounds played (limit 1%): read that mean with care.",
    )
    return Verdict(
        title="Gate at level 40",
        verdict=Outcome.stop,
        reason="7-day retention fell by 0.82 points where +1 point was hoped for, and 1-day retention was harmed.",
        not_said="It does not say that every later gate is worse, nor that players minded the gate itself.",
        next_step="Keep the gate at level 30; ask players who left at level 40 why they did.",
        best_arm="",
        progress=Progress(units=90_189, planned=90_000),
        metrics=(retention(), first_day(), rounds()),
        health=healthy(warned),
        warnings=("the split differs from 50/50 at p = 0.0086; the limit is 0.001",),
        plan_hash=gate_plan().hash,
        judge_version="1",
    ).but(**changes)


def decided(verdict: Verdict, **changes: Any) -> Decision:
    return Decision(
        id=1,
        version=1,
        experiment_id=3,
        choice=Choice.stop,
        who="Ana Ruiz",
        at=at(21),
        why="A week later fewer players come back. More money into later gates is not justified.",
        learning="a later gate does not keep players longer; the early pause seems to bring them back.",
        next_step="Keep level 30. Interview twelve players who left between levels 30 and 40.",
        customers_told="Players in the test were told in the March notes that the gate stays where it was.",
        verdict=verdict,
    ).but(**changes)


def batch(**changes: Any) -> Batch:
    return Batch(
        number=1,
        at=at(19),
        who="Ben Okafor",
        source="cookie_cats.csv",
        digest=DIGEST,
        units=90_189,
        strength=2,
    ).but(**changes)


def summary(**changes: Any) -> DecisionSummary:
    """A `stop` with a guardrail harmed: the gate of Cookie Cats."""
    verdict = changes.pop("verdict", gate_verdict())
    plan = changes.pop("plan", gate_plan())
    fields: dict[str, Any] = {
        "segment": Segment(
            id=1,
            name="casual players on the train",
            description="Play ten minutes at a time, twice a day, and drop a game within a week.",
            size=2_400_000,
        ),
        "hypothesis": Hypothesis(
            id=2,
            segment_id=1,
            title="A later gate keeps players",
            need="find the gate at level 30 too early",
            behaviour="come back more often a week later",
            offer="the gate moves to level 40",
            competing="The early pause is what brings them back.",
            prior=0.4,
            money_asked=250_000,
            person_days_asked=180,
            value_if_true=900_000,
            owner="Ana Ruiz",
        ),
        "experiment": Experiment(
            id=3,
            version=6,
            hypothesis_id=2,
            title="Gate at level 40",
            kind="split-test",
            we_will="Put half of new players behind a gate at level 40 for two weeks, the other half at level 30.",
            owner="Ana Ruiz",
            budget=Budget(money=4_000, person_days=8, calendar_days=21),
            spend=Spend(money=3_250, person_days=6.5),
            stage=Stage.decided,
            plan=plan,
            plan_hash=plan.hash,
            locked_at=at(1),
            started_at=at(2),
            concluded_at=at(20),
        ),
        "kind": "Split test",
        "strength": 2,
        "strength_words": "what people do when it is free",
        "lock": LockMark(seq=41, hash=LOCK, who="Ana Ruiz"),
        "batches": (batch(),),
        "verdict": verdict,
        "decision": decided(verdict),
        "belief": 0.06,
        "workspace": "Games team",
        "trail": TrailMark(head=HEAD, length=58),
        "generated_at": at(22),
    }
    return DecisionSummary.of({**fields, **changes})


def invest() -> DecisionSummary:
    plan = Plan(
        title="First-week checklist",
        comparison=Comparison.control,
        control="today",
        planned_size=10_000,
        shares={"today": 0.5, "checklist": 0.5},
        metric=(
            Metric(name="paid within 14 days", bar=0.005, target=0.02, baseline=0.08),
            Metric(
                name="support contacts per customer",
                role=Role.guardrail,
                kind=Kind.mean,
                direction=Direction.decrease,
                margin=0.05,
                sd=0.8,
                unit="contacts",
            ),
        ),
        pace=Pace(units_per_day=500),
    )
    shared: dict[str, Any] = {"alpha": 0.05, "beta": 0.2, "n": {"today": 5_000, "checklist": 5_010}, "arm": "checklist"}
    paid = MetricResult(
        name="paid within 14 days",
        role=Role.success,
        kind=Kind.proportion,
        direction=Direction.increase,
        scale=Scale.difference,
        estimate=0.0170,
        lower=0.00755,
        upper=0.02183,
        bar=0.005,
        target=0.02,
        p_bar=0.0183,
        p_target=0.301,
        ci95=(0.00574, 0.02826),
        observed={"today": "412 of 5,000 (8.24%)", "checklist": "498 of 5,010 (9.94%)"},
        method="Miettinen–Nurminen score",
        finding="clears the bar",
        **shared,
    )
    contacts = MetricResult(
        name="support contacts per customer",
        role=Role.guardrail,
        kind=Kind.mean,
        direction=Direction.decrease,
        scale=Scale.difference,
        estimate=-0.012,
        lower=-0.0256,
        upper=0.0146,
        bar=0.05,
        target=0.0,
        p_bar=0.00006,
        ci95=(-0.0437, 0.0197),
        observed={"today": "0.314 contacts (n 5,000)", "checklist": "0.302 contacts (n 5,010)"},
        method="Welch t",
        unit="contacts",
        finding="safe",
        **shared,
    )
    verdict = Verdict(
        title=plan.title,
        verdict=Outcome.invest,
        reason="With the checklist 1.7 points more customers paid; even the cautious limit of +0.76 clears the bar.",
        not_said="It does not say that the full +2 points were reached, nor that it holds for returning customers.",
        next_step="Build the checklist for all new customers.",
        best_arm="checklist",
        progress=Progress(units=10_010, planned=10_000),
        metrics=(paid, contacts),
        health=healthy(),
        plan_hash=plan.hash,
        judge_version="1",
    )
    base = summary(plan=plan, verdict=verdict)
    return base.but(
        segment=Segment(id=2, name="first-time bookkeepers", description="Run a shop alone; do the books on Sundays."),
        hypothesis=Hypothesis(
            id=5,
            segment_id=2,
            title="A checklist gets newcomers to pay",
            need="do not know what to do first",
            behaviour="pay within two weeks",
            offer="a checklist leads them through their first week",
            prior=0.35,
            money_asked=120_000,
            person_days_asked=60,
            value_if_true=540_000,
            owner="Mia Chen",
        ),
        experiment=base.experiment.but(id=7, title="First-week checklist", owner="Mia Chen"),
        decision=decided(
            verdict,
            choice=Choice.invest,
            who="Mia Chen",
            seconded_by="Tom Berg",
            why="The cautious limit clears the bar, nothing else got worse, and it pays back within five months.",
            learning="newcomers were not short of features but of a first step.",
            next_step="Build it for all new customers by June.",
            customers_told="The forty customers who asked for guidance get a note when it is live.",
            money=120_000,
            person_days=60,
        ),
        batches=(
            batch(source="week 10.csv", units=4_900, at=at(9), superseded=True),
            batch(number=2, source="week 10 corrected.csv", units=4_950, at=at(10), supersedes=1, why="Staff removed."),
            batch(number=3, source="typed counts", digest="", units=5_060, at=at(19)),
        ),
        belief=0.79,
        others=(
            OtherTest(
                code="E4",
                title="Twelve interviews",
                stage=Stage.decided,
                outcome=Outcome.invest,
                choice=Choice.persevere,
            ),
        ),
    )


def withheld(result: MetricResult) -> MetricResult:
    """The same result as a fixed plan shows it before its size is reached."""
    return result.but(
        estimate=None,
        lower=None,
        upper=None,
        p_bar=None,
        p_target=None,
        ci95=None,
        observed={},
        method="",
        finding="not looked at yet",
    )


def early() -> DecisionSummary:
    verdict = gate_verdict(
        verdict=Outcome.keep_testing,
        reason="34,210 of 90,000 planned units are in. The plan shows no effect before all of them are.",
        not_said="Nothing about the effect yet: early numbers swing, and reading them would spoil the test.",
        next_step="Wait for 55,790 more units, about 8 days.",
        progress=Progress(units=34_210, planned=90_000),
        metrics=tuple(withheld(result) for result in gate_verdict().metrics),
        warnings=(),
    )
    base = summary(verdict=verdict, decision=None, belief=0.4)
    return base.but(
        experiment=base.experiment.but(stage=Stage.running, concluded_at=None, spend=Spend(money=1_200, person_days=3)),
        batches=(batch(units=34_210, at=at(8)),),
        generated_at=at(9),
    )


def invalid() -> DecisionSummary:
    failed = HealthCheck(
        check="sample ratio",
        status=Status.fail,
        value=1.7e-11,
        limit=0.001,
        message="44,700 and 47,112 units where equal shares were planned (p < 0.0001): some units went missing.",
    )
    verdict = gate_verdict(
        verdict=Outcome.invalid,
        reason="The split between the arms is not what was planned, so their difference cannot be trusted.",
        not_said="It does not say that the idea is bad: it has not been tested.",
        next_step="Find where units of gate_30 were lost, repair it, and run the test again.",
        health=(failed, *healthy()[1:]),
        warnings=(),
    )
    return summary(
        verdict=verdict,
        decision=decided(
            verdict,
            choice=Choice.persevere,
            why="The data are broken, the question is still worth asking.",
            learning="our assignment drops slow devices.",
            next_step="Repair the assignment and run again in April.",
            customers_told="",
        ),
        belief=0.4,
    )


def arms_plan() -> Plan:
    names = ("none", "mens", "womens", "mixed")
    return Plan(
        title="Which e-mail brings customers back",
        comparison=Comparison.control,
        control="none",
        planned_size=64_000,
        shares=dict.fromkeys(names, 0.25),
        metric=(
            Metric(name="visited within two weeks", bar=0.02, target=0.05, baseline=0.10),
            Metric(name="spend", role=Role.success, kind=Kind.mean, bar=0.1, target=0.6, sd=15.0, unit="$"),
        ),
    )


def three_arms() -> DecisionSummary:
    plan = arms_plan()
    visits = [("mens", 0.0766, 0.0702, 0.0797), ("womens", 0.0452, 0.0390, 0.0482), ("mixed", 0.0171, 0.0109, 0.0201)]
    spend = [("mens", 0.77, 0.42, 0.94), ("womens", 0.42, 0.12, 0.58), ("mixed", 0.21, -0.08, 0.36)]
    base: dict[str, Any] = {"alpha": 0.0167, "beta": 0.2, "direction": Direction.increase, "scale": Scale.difference}
    results = [
        MetricResult(
            name=plan.metrics[0].name,
            arm=arm,
            role=Role.success,
            kind=Kind.proportion,
            estimate=estimate,
            lower=lower,
            upper=upper,
            bar=0.02,
            target=0.05,
            p_bar=0.00001 if arm != "mixed" else 0.834,
            p_target=0.99 if arm == "mens" else 0.04,
            ci95=(lower + 0.0004, estimate + 0.0066),
            n={"none": 16_000, arm: 16_010},
            observed={
                "none": "1,698 of 16,000 (10.61%)",
                arm: f"{round((0.106 + estimate) * 16_010):,} of 16,010 ({10.6 + 100 * estimate:.1f}%)",
            },
            method="Miettinen–Nurminen score",
            **base,
        )
        for arm, estimate, lower, upper in visits
    ] + [
        MetricResult(
            name="spend",
            arm=arm,
            role=Role.success,
            kind=Kind.mean,
            estimate=estimate,
            lower=lower,
            upper=upper,
            bar=0.1,
            target=0.6,
            p_bar=0.002 if arm != "mixed" else 0.25,
            p_target=0.8 if arm == "mens" else 0.07,
            ci95=(lower + 0.02, upper + 0.18),
            n={"none": 16_000, arm: 16_010},
            observed={"none": "0.65 $ (n 16,000)", arm: f"{0.65 + estimate:.2f} $ (n 16,010)"},
            method="Welch t",
            unit="$",
            **base,
        )
        for arm, estimate, lower, upper in spend
    ]
    verdict = Verdict(
        title=plan.title,
        verdict=Outcome.invest,
        reason="The men's and the women's e-mail clear the bar on visits and on spend; the men's is safest.",
        not_said="It does not say which e-mail suits which customer: the test did not ask that.",
        next_step="Send the men's e-mail; test a choice by last purchase next.",
        best_arm="mens",
        progress=Progress(units=64_030, planned=64_000),
        metrics=tuple(results),
        health=healthy(),
        plan_hash=plan.hash,
        judge_version="1",
    )
    return summary(
        plan=plan,
        verdict=verdict,
        decision=decided(verdict, choice=Choice.invest, money=40_000, why="Two of three e-mails pay for themselves."),
        belief=0.9,
    )


def against_and_amended() -> DecisionSummary:
    """Everything that must make a reader careful: amended knowing results, decided against the verdict."""
    plan = gate_plan()
    amendments = (
        Amendment(
            at=at(3),
            who="Ben Okafor",
            why="The shop closes on the 18th, two days earlier.",
            seen=Seen.no_results_seen,
            before=plan.hash,
            after=LOCK,
            changes=("deadline: 2026-03-20 → 2026-03-18",),
        ),
        Amendment(
            at=at(18),
            who="Ana Ruiz",
            why="The bar was copied from another test.",
            seen=Seen.results_seen,
            before=LOCK,
            after=HEAD,
            changes=("metric.7-day retention.bar: 0.005 → 0.0", "planned_size: 80000 → 90000"),
        ),
    )
    verdict = gate_verdict(
        verdict=Outcome.inconclusive,
        reason="The interval reaches from below the bar to above the target: the test cannot tell.",
        metrics=(
            retention(
                finding="undecided",
                estimate=0.004,
                lower=-0.0031,
                upper=0.0112,
                ci95=(-0.0049, 0.0129),
                p_bar=0.17,
                p_target=0.11,
            ),
        ),
        warnings=("the plan was amended on 2026-03-18, results seen: metric.7-day retention.bar: 0.005 → 0.0",),
    )
    base = summary(
        verdict=verdict,
        locked_plan=plan.but(metric=(plan.metrics[0].but(bar=0.005), *plan.metrics[1:]), planned_size=80_000),
        decision=decided(
            verdict,
            choice=Choice.invest,
            money=90_000,
            why="A competitor moved its gate last week; waiting for a longer test would cost us the season.",
            seconded_by="Tom Berg",
        ),
        belief=0.45,
    )
    return base.but(
        experiment=base.experiment.but(amendments=amendments, spend=Spend(money=5_300, person_days=11)),
    )


def interviews() -> DecisionSummary:
    """Against a benchmark, less is better, and a limit that does not exist."""
    plan = Plan(
        title="Time to first invoice",
        planned_size=15,
        metric=(
            Metric(
                name="minutes to first invoice",
                kind=Kind.mean,
                direction=Direction.decrease,
                bar=20.0,
                target=12.0,
                sd=6.0,
                unit="minutes",
            ),
            Metric(name="name a number they would pay", bar=0.4, target=0.7),
        ),
    )
    minutes = MetricResult(
        name="minutes to first invoice",
        arm="",
        role=Role.success,
        kind=Kind.mean,
        direction=Direction.decrease,
        scale=Scale.difference,
        estimate=14.2,
        lower=12.8,
        upper=17.1,
        bar=20.0,
        target=12.0,
        p_bar=0.0011,
        p_target=0.0842,
        ci95=(10.7, 17.7),
        alpha=0.05,
        beta=0.2,
        n={"": 15},
        observed={"": "14.2 minutes (n 15)"},
        method="t",
        unit="minutes",
    )
    pay = MetricResult(
        name="name a number they would pay",
        arm="",
        role=Role.success,
        kind=Kind.proportion,
        direction=Direction.increase,
        scale=Scale.difference,
        estimate=0.6,
        lower=0.36,
        upper=math.inf,
        bar=0.4,
        target=0.7,
        p_bar=0.095,
        p_target=0.278,
        ci95=(0.3229, 0.8366),
        alpha=0.05,
        beta=0.2,
        n={"": 15},
        observed={"": "9 of 15 (60%)"},
        method="Clopper–Pearson",
    )
    verdict = Verdict(
        title=plan.title,
        verdict=Outcome.inconclusive,
        reason="They were quick, but 9 of 15 naming a price is not clearly above the bar of 40%.",
        progress=Progress(units=15, planned=15),
        metrics=(minutes, pay),
        health=healthy(),
        plan_hash=plan.hash,
        judge_version="1",
    )
    base = summary(plan=plan, verdict=verdict, decision=None, strength=1, strength_words="what people say")
    return base.but(experiment=base.experiment.but(stage=Stage.concluded, we_will="Watch fifteen shop owners."))


def draft() -> DecisionSummary:
    """Nothing planned, nothing recorded."""
    base = summary()
    bare = Experiment(id=9, version=1, hypothesis_id=2, title="Ask at the counter")
    return base.but(
        experiment=bare, lock=None, batches=(), verdict=None, decision=None, strength=None, strength_words="", kind=""
    )


LONG = "Wöchentliche Wiederkehr von Bestandskundinnen mit mindestens einer abgeschlossenen Bestellung ohne Gutschein "


def long_names() -> DecisionSummary:
    """Names as long as they may be, one of them without a blank."""
    name = (LONG * 2)[:190].strip()
    solid = "x" * 120
    plan = gate_plan()
    first = plan.metrics[0].but(name=name)
    plan = plan.but(title=name, control=solid, shares={solid: 0.5, name: 0.5}, metric=(first,))
    result = retention(arm=name).but(
        name=name, n={solid: 44_700, name: 45_489}, observed={solid: "8,502 of 44,700", name: "8,279 of 45,489"}
    )
    verdict = gate_verdict(title=name, metrics=(result,))
    base = summary(plan=plan, verdict=verdict)
    return base.but(
        segment=Segment(id=1, name=name),
        hypothesis=base.hypothesis.but(title=name, need=f"{LONG * 2}", owner=solid),
        experiment=base.experiment.but(title=name, owner=solid, we_will="One step.\n\nAnd then another. " * 12),
        batches=(batch(source=solid),),
    )


def hostile(text: str) -> DecisionSummary:
    """The same hostile text wherever people may type."""
    plan = gate_plan()
    metric = plan.metrics[0].but(name=text, unit=text)
    plan = plan.but(title=text, control=text, shares={text: 0.5, f"{text} 2": 0.5}, metric=(metric,))
    arm = f"{text} 2"
    result = retention(arm=arm).but(
        name=text, unit=text, n={text: 4, arm: 5}, observed={text: text, arm: text}, method=text
    )
    check = HealthCheck(check=text, status=Status.warn, value=0.5, limit=0.1, message=text)
    verdict = gate_verdict(
        title=text,
        reason=text,
        not_said=text,
        next_step=text,
        best_arm=arm,
        metrics=(result,),
        health=(check, check.but(status=Status.fail), check.but(status=Status.ok)),
        warnings=(text,),
        judge_version=text,
    )
    amendment = Amendment(
        at=at(2), who=text, why=text, seen=Seen.results_seen, before=text, after=text, changes=(text,)
    )
    base = summary(plan=plan, verdict=verdict)
    return base.but(
        segment=Segment(id=1, name=text, description=f"{text}\n{text}"),
        hypothesis=base.hypothesis.but(title=text, need=text, behaviour=text, offer=text, competing=text, owner=text),
        experiment=base.experiment.but(
            title=text, owner=text, kind=text, we_will=f"{text}\n\n{text}", amendments=(amendment,), plan_hash=text
        ),
        kind=text,
        strength_words=text,
        lock=LockMark(seq=1, hash=text, who=text),
        batches=(batch(who=text, source=text, digest=text, why=text),),
        decision=decided(
            verdict,
            choice=Choice.invest,
            who=text,
            why=f"{text}\n{text}",
            learning=text,
            next_step=text,
            customers_told=text,
            seconded_by=text,
        ),
        others=(OtherTest(code="E1", title=text, stage=Stage.decided, outcome=Outcome.stop),),
        workspace=text,
        trail=TrailMark(head=text, length=3),
    )


def row(**changes: Any) -> PortfolioRow:
    return PortfolioRow(
        code="H2",
        title="A later gate keeps players",
        sentence="We believe that casual players on the train find the gate at level 30 too early and will come back"
        " more often a week later if the gate moves to level 40.",
        segment="casual players on the train",
        status="decided: stop",
        owner="Ana Ruiz",
        belief=0.06,
        prior=0.4,
        tests=1,
        units=90_189,
        verdicts=(Outcome.stop,),
        money_spent=3_250,
        person_days_spent=6.5,
        money_asked=250_000,
        person_days_asked=180,
        choice=Choice.stop,
        next_step="Interview twelve players who left between levels 30 and 40.",
    ).but(**changes)


def portfolio() -> PortfolioSummary:
    return PortfolioSummary(
        title="Games and books, spring 2026",
        workspace="Games team",
        generated_at=at(22),
        trail=TrailMark(head=HEAD, length=58),
        rows=(
            row(),
            row(
                code="H5",
                title="A checklist gets newcomers to pay",
                sentence="We believe that first-time bookkeepers do not know what to do first and will pay within two"
                " weeks if a checklist leads them through their first week.",
                segment="first-time bookkeepers",
                status="decided: invest",
                owner="Mia Chen",
                belief=0.79,
                prior=0.35,
                tests=2,
                units=10_022,
                verdicts=(Outcome.inconclusive, Outcome.invest),
                money_spent=2_100,
                money_asked=120_000,
                money_released=120_000,
                choice=Choice.invest,
                next_step="Build it for all new customers by June.",
            ),
            row(
                code="H6",
                title="Shops would pay for same-day repair",
                sentence="We believe, of bicycle shops in the city: Shops would pay for same-day repair.",
                segment="bicycle shops in the city",
                status="testing",
                owner="",
                belief=0.5,
                prior=0.5,
                tests=1,
                units=31,
                verdicts=(),
                money_spent=400,
                money_asked=60_000,
                choice=None,
                next_step="Record the rest of the presales.",
            ),
            row(
                code="H8",
                title="Parents read reviews first",
                sentence="We believe that parents of toddlers read reviews before anything else.",
                segment="parents of toddlers who shop at night",
                status="untested",
                belief=0.6,
                prior=0.6,
                tests=0,
                units=0,
                verdicts=(),
                money_spent=0,
                person_days_spent=0,
                money_asked=15_000,
                choice=None,
                next_step="Design a cheap test.",
            ),
        ),
        decisions=(
            DecisionLine(
                at=at(21),
                code="E3",
                hypothesis="H2",
                title="Gate at level 40",
                choice=Choice.stop,
                outcome=Outcome.stop,
                who="Ana Ruiz",
                why="A week later fewer players come back.",
                learning="a later gate does not keep players longer.",
            ),
            DecisionLine(
                at=at(22),
                code="E7",
                hypothesis="H5",
                title="First-week checklist",
                choice=Choice.invest,
                outcome=Outcome.inconclusive,
                who="Mia Chen",
                why="The cautious limit clears the bar.",
                learning="newcomers were short of a first step.",
                money=120_000,
                against_verdict=True,
                amended_knowing_results=True,
            ),
        ),
    )


def hostile_portfolio(text: str) -> PortfolioSummary:
    """The same hostile text wherever people may type."""
    base = portfolio()
    line = base.decisions[0].but(title=text, who=text, why=f"{text}\n{text}", learning=text)
    rows = (row(title=text, sentence=text, segment=text, status=text, owner=text, next_step=f"{text}\n{text}"),)
    return base.but(title=text, workspace=text, rows=rows, decisions=(line,), trail=TrailMark(head=text, length=1))


DECISIONS = {
    "invest": invest,
    "stop": summary,
    "early": early,
    "invalid": invalid,
    "three_arms": three_arms,
    "against_and_amended": against_and_amended,
    "interviews": interviews,
    "draft": draft,
    "long_names": long_names,
}
