"""One question in the SQL of DuckDB, put in another engine's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.sources.engines.words import Words
from store.sources.swift_sums import WHOLE

if TYPE_CHECKING:
    from sqlglot import exp

ROWS = "whatsticks_rows"
"""What the rows are called in a question; the engine's own reading of them takes its place."""
OTHER_ROWS = "whatsticks_other_rows"


@dataclass(frozen=True)
class Tallied:
    """A column of the answer that counts every different value, which is asked for by itself.

    Parameters
    ----------
    place : int
        Which column it is.
    sql : str
        A question that answers with the groups' keys, the value in so many columns, and how often it occurs.
    """

    place: int
    sql: str
    keys: tuple[int, ...]
    width: int
    is_list: bool


@dataclass(frozen=True)
class Rewritten:
    """A question in an engine's words, and what has to be asked beside it."""

    sql: str
    tallied: tuple[Tallied, ...] = ()


@dataclass(frozen=True)
class Rewriting:
    """How questions about one reading of rows are put.

    Parameters
    ----------
    relation : str
        What stands after FROM, in the engine's own SQL; it is never translated.
    flags : set of str
        Columns that hold yes and no.
    others : dict of str to str
        What stands after FROM for other rows of the same engine, by what they are called in a question.
    """

    words: Words
    relation: str
    flags: set[str] = field(default_factory=set)
    others: dict[str, str] = field(default_factory=dict)

    def of(self, sql: str) -> Rewritten:
        """Return a question in the engine's words."""
        import sqlglot
        from sqlglot import exp

        tree = sqlglot.parse_one(sql, read="duckdb")
        tallied = tuple(self._tallied(tree))
        for at, column in enumerate(list(tree.expressions)):  # some engines take no column without a name
            if not isinstance(column, exp.Column | exp.Alias):
                column.replace(exp.alias_(column.copy(), f"v{at}"))
        return Rewritten(self._written(tree), tallied)

    def _written(self, tree: exp.Expr) -> str:
        for node in reversed(list(tree.walk(bfs=False))):  # what is inside first
            better = self._better(node)
            if better is not None:
                node.replace(better)
        return tree.sql(dialect=self.words.dialect, identify=False)

    def _better(self, node: exp.Expr) -> exp.Expr | None:
        """Return what an expression becomes, or None where the translator knows."""
        from sqlglot import exp

        if isinstance(node, exp.Table):
            return self._rows(node)
        if isinstance(node, exp.Subquery) and isinstance(node.parent, exp.From | exp.Join) and not node.alias:
            return exp.alias_(node.copy(), "asked", table=True)
        if isinstance(node, exp.Filter):
            return self._sum(node.this, node.expression)
        if isinstance(node, exp.Sum) and not isinstance(node.parent, exp.Filter):
            return self._sum(node, None)
        if isinstance(node, exp.Cast):
            return self._cast(node)
        if isinstance(node, exp.Sub) and self.words.days and _is_date(node.this) and _is_date(node.expression):
            return self._said(self.words.days, node.this)
        if isinstance(node, exp.IntDiv):
            return exp.cast(node.copy(), "BIGINT")
        if isinstance(node, exp.Anonymous):
            template = {"isfinite": self.words.finite, "epoch_us": self.words.micros}.get(str(node.this).lower())
            return self._said(template, node.expressions[0]) if template else None
        return None

    def _rows(self, node: exp.Table) -> exp.Expr | None:
        from sqlglot import exp

        relation = self.relation if node.name == ROWS else self.others.get(node.name)
        if relation is None:
            return None
        called = exp.TableAlias(this=exp.to_identifier(node.alias or "data"))
        return exp.Table(this=exp.Var(this=relation), alias=called)

    def _cast(self, node: exp.Cast) -> exp.Expr | None:
        from sqlglot import exp

        to_number, to_stamp = node.is_type("double"), node.is_type("timestamp", "timestampntz", "timestamptz")
        if isinstance(node, exp.TryCast):
            if isinstance(node.this, exp.Column):  # of a type, so that every value can be cast
                return exp.cast(node.this, node.to)
            template = self.words.number if to_number else self.words.stamp if to_stamp else ""
            return self._said(template, node.this) if template else None
        if to_number and isinstance(node.this, exp.Cast) and node.this.is_type("bigint"):
            return self._said(self.words.whole, node.this.this)  # which not every engine rounds to by a cast
        if to_number and isinstance(node.this, exp.Column) and node.this.name in self.flags:
            return self._said(self.words.flag, node.this)
        return None

    def _sum(self, node: exp.Expr, among: exp.Expr | None) -> exp.Expr | None:
        """Return the exact sum of floating-point numbers that are turned into whole ones."""
        from sqlglot import exp

        if isinstance(node, exp.Sum) and self.words.whole_sum and _is_whole(node.this):
            return self._among(self._said(self.words.whole_sum, node.this), among)
        if not (isinstance(node, exp.Sum) and isinstance(node.this, exp.Cast)):
            return None
        value = node.this.this
        if node.this.is_type("bigint"):
            return self._among(self._said(self.words.narrow_sum, value), among)
        if node.this.is_type("int128"):
            high, low = (self._among(self._said(sum_, value), among) for sum_ in self.words.wide_sums)
            return exp.Paren(this=exp.Add(this=high, expression=low))
        return None

    def _among(self, said: exp.Expr, among: exp.Expr | None) -> exp.Expr:
        """Return an aggregate, or a multiple of one, over the rows of which a condition holds."""
        from sqlglot import exp

        if among is None:
            return said
        total = said if isinstance(said, exp.Sum) else said.find(exp.Sum)
        assert total is not None
        filtered = exp.Filter(this=total.copy(), expression=among.copy())
        if total is said:
            return filtered
        total.replace(filtered)
        return said

    def _said(self, template: str, value: exp.Expr) -> exp.Expr:
        from sqlglot import exp, parse_one

        subject = value.copy()
        if not isinstance(subject, exp.Column | exp.Literal | exp.Func | exp.Paren):
            subject = exp.Paren(this=subject)
        return exp.replace_placeholders(parse_one(template, read=self.words.dialect), x=subject)

    def _tallied(self, tree: exp.Expr) -> list[Tallied]:
        """Take histograms out of a question, and return a question for each: values with how often they occur."""
        from sqlglot import exp

        found = []
        for place, column in enumerate(list(tree.expressions)):
            call = column.find(exp.Anonymous, bfs=True) if isinstance(column, exp.Filter | exp.Anonymous) else None
            if call is None or str(call.this).lower() != "histogram":
                continue
            column.replace(exp.null())
            found.append((place, call.expressions[0], column.expression if isinstance(column, exp.Filter) else None))
        return [self._tally(tree, *one) for one in found]

    def _tally(self, tree: exp.Expr, place: int, value: exp.Expr, among: exp.Expr | None) -> Tallied:
        from sqlglot import exp

        is_list = isinstance(value, exp.Array)
        values = value.expressions if is_list else [value]
        asked = tree.copy()
        assert isinstance(asked, exp.Select)
        keys = [at for at, one in enumerate(tree.expressions) if isinstance(one, exp.Column | exp.Grouping)]
        named = [exp.alias_(tree.expressions[at].copy(), f"key_{at}") for at in keys]
        counted = [exp.alias_(one.copy(), f"value_{at}") for at, one in enumerate(values)]
        asked.set("expressions", [*named, *counted, exp.alias_(exp.Count(this=exp.Star()), "times")])
        asked.set("limit", None)
        for one in values:
            asked = asked.where(exp.Not(this=exp.Is(this=one.copy(), expression=exp.null())))
        if among is not None:
            asked = asked.where(among.this.copy())
        group = asked.args["group"]
        group.set("expressions", [*group.expressions, *(one.copy() for one in values)])
        return Tallied(place, self._written(asked), tuple(keys), len(values), is_list)


def _is_whole(node: exp.Expr) -> bool:
    """Say whether something is a column of whole numbers, or the product of two."""
    from sqlglot import exp

    return isinstance(node, exp.Column | exp.Mul) and all(one.name.endswith(WHOLE) for one in node.find_all(exp.Column))


def _is_date(node: exp.Expr) -> bool:
    from sqlglot import exp

    return isinstance(node, exp.Cast) and node.is_type("date")
