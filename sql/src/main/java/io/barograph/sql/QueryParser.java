package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.plan.Query;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.jspecify.annotations.Nullable;

/** One query of the text: Calcite's parser makes its tree, {@link QueryBinder} its plan. */
final class QueryParser {
    private static final int LONGEST_NAME = 1 << 16;

    private final SourceText source;
    private final List<Token> tokens;
    private final int first;
    private final int last;

    /** @param last index behind the query's last token */
    QueryParser(SourceText source, List<Token> tokens, int first, int last) {
        this.source = source;
        this.tokens = tokens;
        this.first = first;
        this.last = last;
    }

    Query bind(Tables tables) {
        return QueryBinder.bind(parse(), tables);
    }

    /** The query's tree, not bound. */
    ParsedQuery parse() {
        if (first == last) {
            throw source.error(
                    ErrorCode.SYNTAX_ERROR, tokens.get(first), "a query is missing here; it starts with SELECT");
        }
        return over(MatchText.rewrite(source, tokens, first, last)).parseWithoutMatch();
    }

    private ParsedQuery parseWithoutMatch() {
        return over(FirstRowText.rewrite(tokens, first, last)).parseRewritten();
    }

    private ParsedQuery parseRewritten() {
        return over(PivotText.rewrite(source, tokens, first, last)).parseWithoutPivot();
    }

    private ParsedQuery parseWithoutPivot() {
        return over(StarText.rewrite(source, tokens, first, last)).parseSelect();
    }

    /** The parser of what a query was rewritten to: itself where that is null. */
    private QueryParser over(@Nullable List<Token> rewritten) {
        return rewritten == null ? this : new QueryParser(source, rewritten, 0, rewritten.size() - 1);
    }

    private ParsedQuery parseSelect() {
        Token start = tokens.get(first);
        if (!start.isWord("SELECT")
                && !start.isWord("FROM")
                && !start.isWord("WITH")
                && !start.isWord("VALUES")
                && !start.isWord("TABLE")
                && !start.isSymbol("(")) {
            throw source.error(
                    ErrorCode.SYNTAX_ERROR,
                    start,
                    SyntaxErrors.found(source, start)
                            + NearNames.hint(start.text(), SyntaxErrors.STATEMENTS, "a statement starts with one of"));
        }
        ExpressionLength.check(source, tokens, first, last);
        CalciteText text = CalciteTextWriter.write(source, tokens, first, last);
        SqlParser.Config config = SqlParser.config()
                .withConformance(SqlConformanceEnum.BABEL)
                .withQuoting(Quoting.DOUBLE_QUOTE)
                .withQuotedCasing(Casing.UNCHANGED)
                .withUnquotedCasing(Casing.UNCHANGED)
                .withIdentifierMaxLength(LONGEST_NAME);
        try {
            return new ParsedQuery(SqlParser.create(text.line(), config).parseQuery(), text);
        } catch (SqlParseException e) {
            throw SyntaxErrors.explain(e, text);
        }
    }
}
