"""Each file of the shared data with the plan and the files by which a command answers its question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pytest import approx  # noqa: PT013 - read as in a sentence


@dataclass(frozen=True)
class Command:
    """``whatsticks judge PLAN FILES --final --json``, and what its answer has to hold."""

    files: str
    plan: str
    holds: Callable[[dict[str, Any]], bool]


def _first(answer: dict[str, Any], arm: str = "") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in answer["metrics"] if not arm or one["arm"] == arm)
    return found


def estimate(value: float, arm: str = "", within: float = 5e-6, **beside: float) -> Callable[[dict[str, Any]], bool]:
    """Say that the first metric (of an arm) is estimated as published; ``p`` is two-sided at the bar."""

    def holds(answer: dict[str, Any]) -> bool:
        found = _first(answer, arm)
        told = found["estimate"] == approx(value, abs=within)
        return told and ("p" not in beside or 2 * found["p_bar"] == approx(beside["p"], rel=0.02))

    return holds


def observed(words: str, arm: str = "") -> Callable[[dict[str, Any]], bool]:
    """Say what was observed in an arm, or in the one group."""
    return lambda answer: bool(_first(answer)["observed"][arm or "all"].startswith(words))


def check(name: str, words: str) -> Callable[[dict[str, Any]], bool]:
    """Say what a check of health tells."""
    return lambda answer: any(one["check"].startswith(name) and words in one["message"] for one in answer["health"])


def both(*several: Callable[[dict[str, Any]], bool]) -> Callable[[dict[str, Any]], bool]:
    """Say several things of one answer."""
    return lambda answer: all(holds(answer) for holds in several)


def control(name: str, arm: str, metric: str, *, columns: str = "", shape: str = "") -> str:
    """Write a plan against a control arm."""
    arms = f'arm = "{arm}"\n' if arm else ""
    head = f'title = "As published"\ncomparison = "control"\ncontrol = "{name}"\n'
    return f"{head}[columns]\n{arms}{columns}\n{shape}\n[[metric]]\n{metric}\n"


def alone(metric: str, *, columns: str = "", shape: str = "") -> str:
    """Write a plan against a benchmark."""
    return f'title = "As published"\n[columns]\n{columns}\n{shape}\n[[metric]]\n{metric}\n'


BAR = "bar = 0.0\ntarget = 0.1\n"
LESS = 'direction = "decrease"\nbar = 0.0\ntarget = -0.1\n'
MEAN = f'kind = "mean"\n{BAR}'


def small(group: str, name: str, column: str, yes: str, value: float, file: str) -> Command:
    """Describe one of five small experiments."""
    arm = {"placebo": "vaccine", "female": "male", "control": "treatment", "ctrl": "trmt"}[name]
    plan = control(name, group, f'name = "{column}"\nread = {{ yes = ["{yes}"] }}\n{BAR}')
    return Command(f"small_binomial/{file}.csv", plan, estimate(value, arm))


def coded(question: str, theme: str, times: int, of: int) -> Command:
    """Describe a question that two people coded, each in a file."""
    metric = (
        f'name = "{theme}"\nkind = "theme"\ncolumn = "{question}_primary"\nsecond_coder = "{question}_secondary"\n'
        f'read = {{ yes = ["{theme}"] }}\nbar = 0.01\ntarget = 0.3\n'
    )
    shape = '[shape]\nrow = "coding"\ncoder = "{file}"\ncodes = ["Code *"]\n'
    plan = alone(metric, columns='unit = "ResponseId"', shape=shape)
    return Command(f"interview_coding_a/{question}_*.csv", plan, observed(f"{times} of {of}"))


def site(file: str, old: str, new: str, difference: float, t: float) -> Command:
    """Describe the row of all sites of a replication, whose arms stand side by side."""
    shape = f'[shape]\nrow = "total"\nunits = "N ({{arm}})"\narms = {{ "{old}" = "{old}", "{new}" = "{new}" }}\n'
    shape += 'only = { Site = "Overall:" }\n'
    metric = f'name = "answer"\n{MEAN}read = {{ mean = "Mean ({{arm}})", sd = "SD ({{arm}})" }}\n'

    def told(answer: dict[str, Any]) -> bool:
        found = _first(answer, new)
        half = (found["ci95"][1] - found["ci95"][0]) / 2
        return found["estimate"] == approx(difference, rel=1e-6) and difference / (half / 1.9604) == approx(t, rel=2e-3)

    return Command(f"manylabs1_a/{file}.csv", control(old, "", metric, shape=shape), told)


def smoke(case: str, stage: str, hits: int, n: int) -> Command:
    """Describe what founders counted."""
    shape = f'[shape]\nrow = "total"\nunits = "n"\nonly = {{ case = "{case}", stage = "{stage}" }}\n'
    plan = alone('name = "did"\ncolumn = "k"\nbar = 0.1\ntarget = 0.3\n', shape=shape)
    return Command("founder_smoke_tests/smoke_tests.csv", plan, observed(f"{hits} of {n}"))


SCREENER = '[shape]\nrow = "total"\nunits = "Clicks"\n'
ASOS = (
    '[shape]\nrow = "total"\nunits = "count_{arm}"\narms = { control = "c", treatment = "t" }\ncumulative = true\n'
    'only = { experiment_id = "EXPERIMENT", variant_id = "VARIANT", metric_id = "1" }\n'
)


def asos(experiment: str, variant: int, holds: Callable[[dict[str, Any]], bool]) -> Command:
    """Describe one stream of summaries of an online shop."""
    shape = ASOS.replace("EXPERIMENT", experiment).replace("VARIANT", str(variant))
    metric = f'name = "metric 1"\n{MEAN}read = {{ mean = "mean_{{arm}}", variance = "variance_{{arm}}" }}\n'
    plan = control("control", "", metric, columns='time = "time_since_start"', shape=shape)
    return Command("asos_a/asos_a.csv", plan, holds)


HEADLINES = (
    '[shape]\nrow = "total"\nunits = "impressions"\nonly = { clickability_test_id = "530e906bff24f84145000005" }\n'
)
FIRST_BID = "[shape]\nonly = { bid1 = 6 }\n"
DEPARTMENT = '[shape]\nrow = "group"\ntimes = "Freq"\nonly = { Dept = "A" }\n'
BCG = (
    '[shape]\nrow = "total"\nunits = "{arm}pos + {arm}neg"\narms = { vaccinated = "t", control = "c" }\n'
    "only = { trial = 1 }\n"
)

COMMANDS: dict[str, Command] = {
    "retention after seven days": Command(
        "cookie_cats/cookie_cats.csv",
        control("gate_30", "version", f'name = "retention_7"\n{BAR}', columns='unit = "userid"'),
        both(estimate(-0.0082013, "gate_40", p=2 - 0.001554), check("sample ratio", "p 0.009")),
    ),
    "gross conversion of the screener": Command(
        "udacity_free_trial/*_data.csv",
        control("control_data", "{file}", f'name = "gross"\ncolumn = "Enrollments"\n{LESS}', shape=SCREENER),
        both(estimate(-0.020555, within=1e-6), check("missing values", "39.1%")),
    ),
    "the same by its days, which name no year": Command(
        "udacity_free_trial/*_data.csv",
        "start = 2014-10-11\n"
        + control(
            "control_data",
            "{file}",
            f'name = "gross"\ncolumn = "Enrollments"\n{LESS}',
            columns='time = "Date"',
            shape=SCREENER,
        ),
        estimate(-0.020555, within=1e-6),
    ),
    "visits after an e-mail": Command(
        "hillstrom_email/hillstrom.csv",
        control("No E-Mail", "segment", f'name = "visit"\n{BAR}'),
        estimate(0.07659, "Mens E-Mail", p=5.685e-112),
    ),
    "one stream of a shop": asos("08bcc2", 1, estimate(-0.0004103, "treatment", within=1e-6)),
    "a stream whose counts fall": asos("4db6c7", 2, check("as read", "fall from")),
    "the strongest of headlines": Command(
        "upworthy_a/upworthy_a.csv",
        control(
            "Find Out How A 13-Year-Old Girl Gave Matt Damon Perspective",
            "headline",
            f'name = "clicks"\n{BAR}',
            shape=HEADLINES,
        ),
        estimate(304 / 3615 - 40 / 3629, "What A Cheery 13-Year-Old Girl Said To Matt Damon Devastated Him"),
    ),
    "page views that signed up": smoke("launchrock_2012", "page view -> signup", 8, 49),
    "visits that left an address": smoke("app_pivot_2013", "unique visit -> email signup", 15, 120),
    "malaria": small("treatment", "placebo", "outcome", "infection", -9 / 14, "malaria"),
    "promotion": small("gender", "female", "decision", "promoted", 21 / 24 - 14 / 24, "gender_discrimination"),
    "sinusitis": small("group", "control", "self_reported_improvement", "yes", 66 / 85 - 65 / 81, "sinusitis"),
    "resuscitation": small("group", "control", "outcome", "survived", 14 / 40 - 11 / 50, "cpr"),
    "yawning": small("group", "ctrl", "result", "yawn", 10 / 34 - 4 / 16, "yawn"),
    "admission to a department": Command(
        "ucb_admissions/UCBAdmissions.csv",
        control("Male", "Gender", f'name = "Admit"\nread = {{ yes = ["Admitted"] }}\n{BAR}', shape=DEPARTMENT),
        estimate(0.2035, "Female", within=5e-5),
    ),
    "re-arrests within a year": Command(
        "rossi_recidivism/rossi.csv",
        control(
            "0",
            "fin",
            f'name = "free"\nkind = "time_to_event"\ntime = "week"\nevent = "arrest"\nhorizon = 52.0\n{BAR}',
        ),
        estimate(0.08333, "1"),
    ),
    "a trial of a vaccine": Command(
        "meta_bcg/dat.bcg.txt",
        control("control", "", f'name = "tuberculosis"\ncolumn = "{{arm}}pos"\n{LESS}', shape=BCG),
        estimate(4 / 123 - 11 / 139, "vaccinated"),
    ),
    "infections of one of eighteen trials": Command(
        "meta_shared/dat.nielweise2007.txt",
        alone(
            'name = "infected"\ncolumn = "ai"\ndirection = "decrease"\nbar = 0.05\ntarget = 0.01\n',
            shape='[shape]\nrow = "total"\nunits = "n1i"\nonly = { study = 3 }\n',
        ),
        observed("2 of 208"),
    ),
    "where one neurologist is certain, is the other": Command(
        "ms_two_raters/MSPatients.csv",
        alone(
            'name = "certain"\ncolumn = "rownames"\nread = { yes = ["Certain"] }\nbar = 0.2\ntarget = 0.5\n',
            shape='[shape]\nrow = "group"\ntimes = "Certain.Winnipeg"\n',
        ),
        observed("38 of 84"),
    ),
    "anchors": site("Anchoring1", "Low", "High", 3435.83254888 - 1880.16673077, 42.963),
    "flags": site("Flag_Priming", "Control", "Flag Prime", 3.10195666 - 3.07349194, 1.114),
    "sunk costs": site("Sunk_Costs", "Free", "Paid", 7.84921369 - 7.24295432, 10.781),
    "both answers of a gain": Command(
        "manylabs1_a/Gain_Loss.csv",
        alone(
            'name = "exact"\ncolumn = "Count (Gain - Exact outcome)"\nbar = 0.1\ntarget = 0.5\n',
            shape='[shape]\nrow = "total"\nonly = { Site = "Overall:" }\n'
            'units = "Count (Gain - Exact outcome) + Count (Gain - Probability outcome)"\n',
        ),
        observed("1,038 of 3,097"),
    ),
    "the two best answers of six": Command(
        "bfi_likert/bfi.csv",
        alone('name = "A3"\nkind = "ordinal"\nlevels = [1, 2, 3, 4, 5, 6]\ntop = 2\nbar = 0.5\ntarget = 0.6\n'),
        observed("1,741 of 2,774"),
    ),
    "the promoter score of a bank": Command(
        "nps_bank/NPStimeseries.csv",
        alone('name = "NPS"\nkind = "ordinal"\nscore = "nps"\nbar = 0.0\ntarget = 0.2\n', columns='unit = "ID"'),
        estimate(0.118, within=5e-5),
    ),
    "why not": coded("N3", "harmful_to_students", 24, 99),
    "benefits": coded("Q11", "stop_cheating", 10, 26),
    "drawbacks": coded("Q12", "does_not_eliminate_cheating", 11, 26),
    "whether": coded("Q14", "prefers_in_person", 4, 26),
    "in autumn": coded("Q16", "in_person_exams", 11, 26),
    "factors": coded("Q8", "only_option_available", 7, 26),
    "who would pay six": Command(
        "wtp_naturalpark/NaturalPark.csv",
        alone(
            'name = "pays"\ncolumn = "answers"\nread = { yes = ["yy", "yn"] }\nbar = 0.5\ntarget = 0.7\n',
            shape=FIRST_BID,
        ),
        observed("50 of 76"),
    ),
    "scent in a bookshop": Command(
        "bookstore_scent/mcgrath.csv",
        control("0", "treatment", f'name = "grandtotal"\n{MEAN}'),
        estimate(36.61, "1", within=5e-3),
    ),
    "a sitcom, adjusted": Command(
        "prepost_sitcom/murrar.csv",
        control("0", "condition", f'name = "arab_t1"\ncovariates = ["arab_t0"]\n{MEAN}', columns='unit = "rownames"'),
        estimate(5.739, "1", within=5e-4),
    ),
    "the design of a test of advertisements": Command(
        "criteo_summary/nb01_treatment_distribution.csv",
        control(
            "Control",
            "group",
            f'name = "assigned"\ncolumn = "count"\n{BAR}',
            shape='[shares]\nControl = 0.15\nTreatment = 0.85\n[shape]\nrow = "total"\nunits = "count"\n',
        ),
        check("sample ratio", "p 0.999"),
    ),
    "tips": Command(
        "tip_crouch/lynn.csv",
        control("0", "crouch", f'name = "tip"\n{MEAN}', columns='unit = "rownames"'),
        estimate(0.7184, "1", within=5e-5),
    ),
    "sales of three promotions": Command(
        "fast_food/Watson_Marketing_Campaign.csv",
        control("2", "Promotion", f'name = "SalesInThousands"\n{MEAN}', columns='cluster = "LocationID"'),
        lambda answer: len(answer["metrics"]) == 2,
    ),
}

SAMPLES = '[shape]\nrow = "total"\nunits = "Total Samples"\n'
CONVERSIONS = '[shape]\nrow = "group"\ntimes = "count"\nonly = { outcome = "conversion" }\n'
AVERAGED = 'kind = "mean"\nbar = 0.0\ntarget = 1.0\n'

# Customers with no day of tenure have no time to event: they are refused by their line until they are left out. Effects
# of studies with their errors, and a list of named numbers, hold neither units nor totals by arm; millions that are
# alike are no rows to be made.
REFUSED = {
    "telco_churn/Telco-Customer-Churn.csv": (
        alone(
            'name = "stay"\nkind = "time_to_event"\ntime = "tenure"\nevent = "Churn"\n'
            "horizon = 12.0\nbar = 0.5\ntarget = 0.9\n"
        ),
        "line 490, column 'tenure'",
    ),
    "eight_schools/eight_schools.csv": (
        alone(f'name = "est"\n{AVERAGED}'),
        "column 'est' (metric 'est') holds effects of studies, each with its error in 'se'",
    ),
    "meta_shared/dat.raudenbush1985.txt": (
        alone(f'name = "effect of what is expected"\ncolumn = "yi"\n{AVERAGED}'),
        "holds effects of studies, each with its error in 'vi'; a test is judged by its units",
    ),
    "criteo_summary/nb01_eda_summary.csv": (
        alone('name = "Conversions"\nbar = 0.1\ntarget = 0.2\n', shape=SAMPLES),
        "there is no column 'Total Samples' (shape.units)",
    ),
    "criteo_summary/nb01_outcome_distribution.csv": (
        alone('name = "converted"\ncolumn = "value"\nbar = 0.002\ntarget = 0.003\n', shape=CONVERSIONS),
        "says that a row stands for 13,938,818 units, and at most 1,000,000 are",
    ),
}
