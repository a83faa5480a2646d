"""What the product does where a method does not hold: the sentences under the tables, with the product's own limits."""

from __future__ import annotations

from experiments.health import few, skew
from experiments.inference import proportion, survival

_TAIL = (
    f"where units spread about as wide as their mean, the product warns below {skew.FEW_IF_SKEWED} of them, and below"
    f" {skew.ENOUGH_IF_UNEQUAL} beside an arm more than twice that size"
)

PROPORTION = "Exact at every size: it is never outside its level, and below it where counts are few."
TWO_PROPORTIONS = (
    f"Judged exactly are an expected count under 5, an observed one under {proportion.SMALL_OBSERVED}, under"
    f" {proportion.SMALL_OBSERVED_UNEQUAL} where arms are unequal, and under {proportion.SMALL_OBSERVED_OF_FEW} where"
    f" both arms together have at most {proportion.FEW_UNITS} units; what is left of the score test stays within a"
    " tenth of its level, and no warning is shown."
)
ONE_MEAN = (
    "Values skewed to the right make a mean of few mostly too low: `invest` is then rarer than its level and `stop`"
    f" more frequent. The product warns below 10 units; {_TAIL}. It warns of a unit that carries much of the total, and"
    " shows a median and a winsorised mean beside."
)
TWO_MEANS = (
    "With equal arms the skewness of one cancels that of the other. With unequal arms it does not:"
    f" {_TAIL}. An arm beyond that which still does not hold is mostly warned of for one unit that carries much."
)
LIFT_OF_MEANS = (
    "The same warnings as for a difference; where the control mean is not clearly above zero there is no finite"
    " interval, and the product says so."
)
RATIO = (
    f"Warns below {few.FEW_UNITS} units in an arm; {_TAIL}. A group alone that spreads wider than its mean is warned"
    " up to as many times more units as the square of that says."
)
CLUSTERS = (
    "Clusters of uneven size are worth n / (1 + cv²) even ones; variance and degrees of freedom are those of as many."
    f" Warns below {few.FEW_UNITS} clusters in an arm, and where uneven ones are worth fewer than {few.FEW_EVEN_UNITS}"
    " even ones. Clusters of about the same size hold from 6 on where both arms have as many."
)
ADJUSTED = (
    f"Warns below {few.FEW_UNITS} units in an arm, and refuses an arm with fewer units than covariates and two more;"
    f" {_TAIL}."
)
ONE_RATE = (
    "Exact where events are Poisson. Where units are known the limits are no narrower than their own spread allows,"
    f" with a warning below {few.FEW_UNITS} of them and where their rates have a long tail. Where only totals are"
    " recorded clustering cannot be seen and every promise is broken: the product then always warns and asks for events"
    " per unit."
)
TWO_RATES = (
    "Events whose units are not known are taken as Poisson, with a warning. Where units are known the limits are no"
    f" narrower than their own spread allows; the product warns below {few.FEW_UNITS} of them, and of an arm without"
    " any event."
)
ORDERED = f"Warns below {few.FEW_ANSWERS} answers in an arm."
PROMOTERS = (
    f"Warns below {few.FEW_ANSWERS} answers in an arm, below {few.FEW_OF_BOTH_SIDES} promoters and detractors together,"
    f" and below {few.FEW_OF_ONE_SIDE} on one side beside an arm more than half as large again."
)
RETENTION = (
    "Exact where nobody is lost to view (the limits are then Clopper and Pearson's), and on the safe side where some"
    " are. No warning is needed but where an arm has no event at all or nobody was watched until the horizon."
)
TWO_RETENTIONS = (
    f"An arm with fewer than {survival.FEW} events, or units left at the horizon, brings its exact limits; beyond that"
    " mid-p limits come nearer to their level. No warning is needed but where an arm has no event at all."
)
PAIRED_PROPORTION = (
    f"Warns below {few.FEW_DISCORDANT} pairs that changed; from 10 on it stays within a tenth of its levels."
)
PAIRED_MEAN = (
    f"Warns below 10 pairs, and below {skew.FEW_IF_SKEWED} where differences spread about as wide as their mean. What"
    " is said of one skewed mean holds for skewed differences."
)
STEPS = f"Warns below {few.FEW_DISCORDANT} pairs that moved."
PRICE = f"Warns below {few.FEW_PEOPLE} people, and where a stretch of prices is impossible to nobody."
