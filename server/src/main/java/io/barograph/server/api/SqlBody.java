package io.barograph.server.api;

import io.barograph.server.http.Exchange;
import io.barograph.server.http.ProblemException;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;

/** A request's body that is SQL, and nothing around it. */
final class SqlBody {
    /** The longest. */
    static final int MOST_BYTES = 1 << 20;

    /** How curl and browsers send the fields of a form. No statement begins like that. */
    private static final Pattern FORM = Pattern.compile("\\w+=.*", Pattern.DOTALL);

    private SqlBody() {}

    /**
     * The body's text.
     *
     * @throws ProblemException 400 where the SQL is wrapped into JSON or a form, as other services want it
     */
    static String of(Exchange exchange) {
        String body = exchange.body();
        String kind = body.stripLeading().startsWith("{")
                ? "JSON"
                : FORM.matcher(body).matches() ? "a form" : null;
        if (kind != null) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST_400,
                    "INVALID_BODY",
                    "the body is " + kind + ", but must be the SQL itself: curl "
                            + exchange.request().getHttpURI().getPath() + " -d 'SELECT …', or --data-binary @FILE");
        }
        return body;
    }
}
