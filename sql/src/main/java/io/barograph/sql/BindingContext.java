package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** What all binders of one query share: its text, its tables, and the scalar sub-queries found so far. */
final class BindingContext {
    private final ParsedQuery query;
    private final Tables tables;
    private final List<Plan> scalars;

    BindingContext(ParsedQuery query, Tables tables) {
        this.query = query;
        this.tables = tables;
        this.scalars = new ArrayList<>();
    }

    private BindingContext(ParsedQuery query, BindingContext user) {
        this.query = query;
        this.tables = user.tables;
        this.scalars = user.scalars;
    }

    /** The context of a view that this query reads: a text of its own, but the same scalar sub-queries. */
    BindingContext ofView(ParsedQuery view) {
        return new BindingContext(view, this);
    }

    ParsedQuery query() {
        return query;
    }

    Tables tables() {
        return tables;
    }

    /** Notes a scalar sub-query; equal ones are computed once. */
    Expr.Parameter addScalar(Plan plan, Type type) {
        int known = scalars.indexOf(plan);
        if (known >= 0) {
            return new Expr.Parameter(known, type);
        }
        scalars.add(plan);
        return new Expr.Parameter(scalars.size() - 1, type);
    }

    List<Plan> scalars() {
        return scalars;
    }
}
