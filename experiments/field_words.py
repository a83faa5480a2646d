"""The words of every field a person fills in: label, one sentence with an example, and how it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

FieldKind = Literal[
    "line", "prose", "int", "float", "percent", "money", "choice", "lines", "list", "shares", "date", "looks", "range"
]
"""How a field is typed. ``lines`` has an entry per line, ``list`` entries with commas between them."""

Rows = tuple[tuple[str, str, str, FieldKind], ...]
"""Key, label, hint and kind of each field."""

SEGMENT: Rows = (
    ("segment.name", "Name", "A group you could go and meet, such as “parents who shop at night”.", "line"),
    ("segment.description", "Description", "Who they are and what they share, in a few sentences.", "prose"),
    ("segment.demographics", "Demographics", "Facts about them, such as “30 to 45, in cities, two children”.", "prose"),
    (
        "segment.psychographics",
        "Psychographics",
        "What they value and fear, such as “never late, hate waste”.",
        "prose",
    ),
    (
        "segment.expectations",
        "Top expectations",
        "At most three, one per line, such as “delivered before noon”.",
        "lines",
    ),
    ("segment.size", "Reachable customers", "How many you could reach, such as 40,000.", "int"),
    ("segment.where_to_find", "Where to find them", "Places and channels, such as “the playground forum”.", "prose"),
)

HYPOTHESIS: Rows = (
    (
        "hypothesis.title",
        "Title",
        "The belief in a few words, such as “Night parents pay for morning delivery”.",
        "line",
    ),
    ("hypothesis.need", "Need", "What they have or want, such as “run out of milk at night”.", "line"),
    ("hypothesis.behaviour", "Will", "What they will do, such as “order before midnight twice a week”.", "line"),
    ("hypothesis.offer", "If", "What you offer, such as “we deliver before seven”.", "line"),
    ("hypothesis.competing", "Or else", "What else could be true, such as “they only like the discount”.", "line"),
    (
        "hypothesis.risk",
        "Risk",
        "What could make it worthless: nobody wants it, it cannot be built, it does not pay.",
        "choice",
    ),
    ("hypothesis.importance", "Importance", "From 1 (nice to know) to 5 (all depends on it).", "int"),
    ("hypothesis.prior", "Belief before any test", "How likely it is true, such as 30%.", "percent"),
    ("hypothesis.money_asked", "Money asked", "What you would invest if it is true, such as 40,000.", "money"),
    ("hypothesis.person_days_asked", "Person-days asked", "Work you would invest if it is true, such as 60.", "float"),
    ("hypothesis.value_if_true", "Value if true", "What it would earn, such as 250,000.", "money"),
    ("hypothesis.owner", "Owner", "Who answers for it, such as “Ana”.", "line"),
)

EXPERIMENT: Rows = (
    ("experiment.title", "Title", "The test in a few words, such as “Landing page with a price”.", "line"),
    ("experiment.kind", "Kind of test", "A name from the catalogue, such as “smoke-test”.", "line"),
    ("experiment.we_will", "To verify that, we will", "What you do, such as “show the page to 150 visitors”.", "prose"),
    ("experiment.owner", "Owner", "Who runs it, such as “Ben”.", "line"),
    ("budget.money", "Money, at most", "What the test may cost, such as 500. Empty: no limit.", "money"),
    ("budget.person_days", "Person-days, at most", "Work the test may take, such as 4. Empty: no limit.", "float"),
    ("budget.calendar_days", "Calendar days, at most", "How long it may run, such as 14. Empty: no limit.", "float"),
    ("spend.money", "Money spent", "What the test has cost so far, such as 320.", "money"),
    ("spend.person_days", "Person-days spent", "Work it has taken so far, such as 2.5.", "float"),
)

METRIC: Rows = (
    ("metric.name", "Metric", "What is measured, such as “sign-ups”.", "line"),
    (
        "metric.role",
        "Role",
        "Success has to gain, a guardrail not lose much; deterioration, quality: no harm shown.",
        "choice",
    ),
    (
        "metric.kind",
        "Kind",
        "What one unit gives: yes or no, an amount, events, an answer, a time …, a theme.",
        "choice",
    ),
    ("metric.column", "Column", "The column of a file that holds it, such as “signed_up”.", "line"),
    ("metric.numerator", "Numerator column", "Summed over all units, such as “revenue” for revenue per visit.", "line"),
    ("metric.denominator", "Denominator column", "Summed too, and divided by, such as “visits”.", "line"),
    ("metric.exposure", "Exposure column", "How much each unit was watched, such as “days_active”.", "line"),
    ("metric.levels", "Levels", "All answers, worst first, such as 1, 2, 3, 4, 5 or bad, fair, good.", "list"),
    ("metric.score", "Summed up as", "What the answers make together: usual, the best levels, or an NPS.", "choice"),
    ("metric.top", "Best levels that count", "How many of the best levels count, such as 2 for “4 or 5”.", "int"),
    ("metric.time", "Time column", "How long each unit was watched, such as “days”.", "line"),
    ("metric.event", "Event column", "Yes where the event ended that time, such as “cancelled”.", "line"),
    ("metric.horizon", "Horizon", "The time at which the share without the event is judged, such as 30.", "float"),
    ("metric.prices", "Price columns", "Too cheap, cheap, expensive, too expensive, such as p1, p2, p3, p4.", "list"),
    (
        "metric.second_coder",
        "Second coder’s column",
        "Where a second person coded the same units, such as “theme_ben”.",
        "line",
    ),
    (
        "metric.covariates",
        "Covariates",
        "Columns known of each unit before, such as visits_before, spend_before.",
        "list",
    ),
    ("metric.direction", "Better is", "Whether more or less of it is better.", "choice"),
    ("metric.scale", "Compared by", "Difference (12% against 10% is 2 points) or relative (it is 20% more).", "choice"),
    ("metric.bar", "Bar", "The least that would justify more investment, such as 8%.", "percent"),
    ("metric.target", "Target", "What you expect if you are right, such as 15%.", "percent"),
    ("metric.margin", "Margin", "For a guardrail: the loss you could still accept, such as 1%.", "percent"),
    ("metric.baseline", "Without the change", "What you expect without it, such as 10%; used to plan.", "percent"),
    ("metric.sd", "Spread of one unit", "The standard deviation, such as 25; used to plan.", "float"),
    (
        "metric.between",
        "Values between",
        "The least and the greatest there can be, such as “1 to 5”: makes anytime looks exact.",
        "range",
    ),
    ("metric.correlation", "Correlation", "Of the covariates with the metric, such as 0.6; used to plan.", "float"),
    ("metric.exposure_per_unit", "Exposure per unit", "What one unit brings, such as 30 days; used to plan.", "float"),
    ("metric.loss", "Lost before the horizon", "The share you expect to lose sight of, such as 5%.", "percent"),
    ("metric.discordant", "Pairs that change", "The share you expect to change either way, such as 20%.", "percent"),
    ("metric.unit", "Unit", "What one of it is, such as “€” or “minutes”.", "line"),
)

KINDS: Mapping[str, str] = {
    "proportion": "Who did it, of all who could have, such as sign-ups of visitors.",
    "mean": "An amount of each unit, averaged, such as € per customer.",
    "ratio": "One sum over another, such as revenue per visit where customers were assigned.",
    "rate": "How often it happens per exposure, such as faults per 1,000 km.",
    "ordinal": "Ordered answers, such as 1 to 5, or 0 to 10 for an NPS.",
    "time_to_event": "How long until it happens, such as days to cancelling: the share that is left is judged.",
    "price": "Four prices that people name, from too cheap to too expensive: the best price point.",
    "theme": "What was found in what people said, of all who were asked.",
}
"""What each kind of metric is."""

SCORES: Mapping[str, str] = {
    "usual": "Usual: the share of the best levels against a benchmark, the chance to answer better against control.",
    "top-box": "Top box: the share of the best levels, such as 4 or 5 of 5.",
    "nps": "NPS: of answers from 0 to 10, the share of 9 and 10 less the share of 0 to 6.",
}
"""What ordered answers are summed up as."""

METRIC_AS_AMOUNTS: Mapping[str, str] = {
    "bar": "The least that would justify more investment, such as 20.",
    "target": "What you expect if you are right, such as 24.",
    "margin": "For a guardrail: the loss you could still accept, such as 1.50.",
    "baseline": "What you expect without it, such as 18; used to plan.",
}
"""Hints where a metric's numbers are amounts."""

METRIC_AS_POINTS: Mapping[str, str] = {
    "bar": "The least gain that would justify more investment: 1% means plus one point, as from 10% to 11%.",
    "target": "The gain you expect if you are right: 1% means plus one point, as from 10% to 11%.",
    "margin": "For a guardrail, the loss you could still accept: 1% means one point less, as from 10% to 9%.",
}
"""Hints where shares are held against each other, which people take for a share of a share."""

METRIC_AS_NPS: Mapping[str, str] = {
    "bar": "The least that would justify more investment; an NPS of 20 is typed as 20%.",
    "target": "What you expect if you are right; an NPS of 35 is typed as 35%.",
    "margin": "For a guardrail: the loss you could still accept; 5 points of NPS are 5%.",
    "baseline": "What you expect without it; an NPS of 12 is typed as 12%.",
    "sd": "Of promoters +1, others 0, detractors −1, such as 0.8; used to plan.",
}
"""Hints of a promoter score, which is kept as a share."""

METRIC_AS_CHANCE: Mapping[str, str] = {
    "bar": "The least chance that a treated unit answers better; 50% is no change, such as 52%.",
    "target": "The chance to answer better if you are right, such as 58%; 50% is no change.",
    "margin": "For a guardrail: how far that chance may fall below 50%, such as 4%.",
}
"""Hints where ordered answers of two arms are held against each other."""

METRIC_AS_STEPS: Mapping[str, str] = {
    "bar": "Those who move up less those who move down, at least; 10% means ten more of a hundred move up.",
    "target": "Those who move up less those who move down if you are right, such as 25%.",
    "margin": "For a guardrail: how many more of a hundred may move down than up, such as 5%.",
}
"""Hints where the answers of pairs are held against each other."""

PLAN: Rows = (
    ("plan.title", "Title", "The test in a few words, such as “Landing page with a price”.", "line"),
    ("plan.comparison", "Compared with", "A fixed benchmark, a control arm, or the same units before.", "choice"),
    ("plan.control", "Control arm", "Which arm is the old way, such as “old page”.", "line"),
    ("plan.alpha", "Risk of a false invest", "Chance to invest although it is only at the bar, such as 5%.", "percent"),
    ("plan.beta", "Risk of a false stop", "Chance to stop although it is at the target, such as 20%.", "percent"),
    (
        "plan.prior",
        "Belief before the test",
        "How likely you hold it to be true, such as 30%; used to plan.",
        "percent",
    ),
    ("plan.monitoring", "Looks", "When results may be seen: once at the planned size (fixed), or earlier.", "choice"),
    ("plan.looks", "Planned looks", "How many, or daily, weekly, or at sizes or on days, such as 500, 1000.", "looks"),
    ("plan.spending", "How α is spent", "obrien-fleming, pocock, hsd:γ or power:ρ, such as power:3.", "line"),
    ("plan.futility", "How β is spent", "obrien-fleming, pocock, hsd:γ or power:ρ, such as hsd:-4.", "line"),
    (
        "plan.planned_size",
        "Planned size",
        "Units over all arms, such as 160. Empty: computed from bar and target.",
        "int",
    ),
    ("plan.success", "Success needs", "All success metrics, or any one of them.", "choice"),
    ("plan.shares", "Arms", "Each arm with its share, such as “old page=50%, new page=50%”.", "shares"),
    ("columns.arm", "Arm column", "The column of a file that names the arm, such as “version”.", "line"),
    ("columns.unit", "Unit column", "The column that names who was assigned, such as “userid”.", "line"),
    (
        "columns.cluster",
        "Cluster column",
        "Where whole groups were assigned: what names the group, such as “shop”.",
        "line",
    ),
    ("columns.pair", "Pair column", "What names the two measurements that belong together, such as “user”.", "line"),
    ("columns.time", "Column of when", "When a row came in, such as “day”.", "line"),
    ("plan.start", "Start", "First day, such as 2026-03-02.", "date"),
    ("plan.deadline", "Deadline", "Last day, such as 2026-03-16.", "date"),
    ("pace.units_per_day", "Units per day", "How many come in a day over all arms, such as 25.", "float"),
    (
        "pace.weekly",
        "Weekly rhythm",
        "Whether weekdays and weekends differ, so that only whole weeks are fair.",
        "choice",
    ),
    ("pace.setup_days", "Days to set up", "Before the first unit, such as 3.", "float"),
    ("pace.fixed_cost", "Fixed cost", "Paid whatever the size, such as 200.", "money"),
    ("pace.cost_per_unit", "Cost per unit", "Paid for each unit, such as 1.80.", "money"),
    ("pace.person_days", "Person-days", "Work the test will take, such as 4.", "float"),
    ("amendment.why", "Why", "Why the locked plan changes, such as “half the traffic we expected”.", "prose"),
    ("amendment.seen", "What had been seen", "What was known of the data when the plan changed.", "choice"),
)

SOURCE: Rows = (
    ("source.name", "Name", "What you will call it, such as “visits”.", "line"),
    (
        "source.address",
        "Address",
        "A file, or a database: postgresql://ann@db/shop; a password only as ${NAME}.",
        "line",
    ),
    ("source.table", "Table", "Of a database: the table or view, such as “shop.visits”.", "line"),
    ("source.query", "Query", "Or the query whose rows are read, such as “select * from visits”.", "prose"),
    (
        "source.columns",
        "Columns",
        "The plan's name = the one here, a line each, such as “revenue = rev_usd”.",
        "lines",
    ),
    ("source.time_zone", "Time zone", "Whose days are counted, such as Europe/Berlin. Empty: UTC.", "line"),
)

OUTCOME: Rows = (
    ("observation.strength", "Evidence strength", "From 1 (what people say) to 5 (what they pay).", "int"),
    ("observation.why", "Why or note", "Why an earlier batch is replaced, or where the numbers came from.", "prose"),
    ("decision.choice", "Choice", "Invest, pivot, persevere (test on) or stop.", "choice"),
    ("decision.why", "Why", "The reason in your own words, such as “it clears the bar at the price we need”.", "prose"),
    (
        "decision.learning",
        "From that we learned that",
        "What you know now, such as “price matters more than speed”.",
        "prose",
    ),
    (
        "decision.next_step",
        "Next step",
        "What happens next and who does it, such as “Ben builds the pilot in May”.",
        "prose",
    ),
    (
        "decision.customers_told",
        "What customers are told",
        "What became of their answers, such as “it opens in June”.",
        "prose",
    ),
    ("decision.money", "Money released", "What this decision spends, such as 40,000.", "money"),
    ("decision.person_days", "Person-days released", "Work this decision spends, such as 60.", "float"),
    ("decision.seconded_by", "Seconded by", "A second person who stands behind it, such as “Ana”.", "line"),
)
