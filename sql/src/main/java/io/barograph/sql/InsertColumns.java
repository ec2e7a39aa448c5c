package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Makes the columns of a query those of the table that it is written to: by position, as SQL wants it. */
final class InsertColumns {
    private InsertColumns() {}

    /** The query with the names and types of the target's columns, where those are declared. */
    static Query match(Cursor cursor, Token place, Query query, TableDeclaration target) {
        Schema given = query.root().schema();
        Schema wanted = target.columns();
        for (String partition : target.partitionedBy()) {
            if ((wanted == null ? given : wanted).indexOf(partition) < 0) {
                throw cursor.error(
                        ErrorCode.UNKNOWN_COLUMN,
                        place,
                        "PARTITIONED BY names column " + partition + ", which " + target.name() + " does not have"
                                + NearNames.hint(partition, given.names(), "columns"));
            }
        }
        if (wanted == null || wanted.equals(given)) {
            return query;
        }
        if (wanted.size() != given.size()) {
            throw cursor.error(
                    ErrorCode.TYPE_MISMATCH,
                    place,
                    "table " + target.name() + " has " + wanted.size() + " columns " + wanted.names()
                            + ", but the query gives " + given.size() + ": " + given.names());
        }
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            columns.add(converted(cursor, place, new Expr.ColumnRef(i, given.type(i)), wanted.field(i)));
        }
        return new Query(new Plan.Project(query.root(), columns, wanted), query.scalars());
    }

    /** Values convert where none is lost; everything else is for the text to say. */
    private static Expr converted(Cursor cursor, Token place, Expr column, Field wanted) {
        if (column.type() == wanted.type()) {
            return column;
        }
        boolean widens = column.type() == Type.BIGINT && wanted.type() == Type.DOUBLE || wanted.type() == Type.VARCHAR;
        if (!widens || !Functions.isCastable(column.type(), wanted.type())) {
            throw cursor.error(
                    ErrorCode.TYPE_MISMATCH,
                    place,
                    "column " + wanted.name() + " is " + wanted.type() + ", but the query gives " + column.type()
                            + "; convert it with CAST(… AS " + wanted.type() + ")");
        }
        return new Expr.Call("cast", List.of(column), wanted.type());
    }

    /** The query with its columns in the target's order. */
    static Query inOrder(Query named, TableDeclaration target) {
        Schema wanted = Objects.requireNonNull(target.columns());
        Schema given = named.root().schema();
        List<Expr> columns = new ArrayList<>();
        for (Field field : wanted.fields()) {
            columns.add(new Expr.ColumnRef(given.indexOf(field.name()), field.type()));
        }
        return new Query(new Plan.Project(named.root(), columns, wanted), named.scalars());
    }

    /** The target with the columns that the statement names, in its order: {@code INSERT INTO t (b, a)}. */
    static TableDeclaration reordered(Cursor cursor, TableDeclaration target, List<Token> names) {
        Schema declared = target.columns();
        if (declared == null) {
            throw cursor.error(
                    ErrorCode.INVALID_ARGUMENT,
                    names.get(0),
                    target.name() + " has no declared columns; name them in the query: SELECT … AS "
                            + names.get(0).text());
        }
        List<Field> fields = new ArrayList<>();
        for (Token name : names) {
            int column = declared.indexOf(name.text());
            if (column < 0) {
                throw cursor.error(
                        ErrorCode.UNKNOWN_COLUMN,
                        name,
                        "table " + target.name() + " has no column " + name.text()
                                + NearNames.hint(name.text(), declared.names(), "columns"));
            }
            fields.add(declared.field(column));
        }
        if (fields.size() != declared.size()) {
            throw cursor.error(
                    ErrorCode.NOT_SUPPORTED,
                    names.get(0),
                    "an INSERT gives every column of its table: " + declared.names() + "; select NULL for the others");
        }
        return target.with(new Schema(fields));
    }
}
