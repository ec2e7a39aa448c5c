package io.barograph.server.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Response;

/** What browsers are told of every answer: to run nothing but the page's own files, and to show the page in no other one. */
final class SecurityHeaders {
    /** Colours and sizes of charts are set by scripts, as styles of elements. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
                    + " blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final HttpFields ALL = HttpFields.build()
            .add(new HttpField("Content-Security-Policy", POLICY))
            .add(new HttpField("X-Content-Type-Options", "nosniff"))
            .add(new HttpField("X-Frame-Options", "DENY"))
            .add(new HttpField("Referrer-Policy", "no-referrer"))
            .add(new HttpField("Cross-Origin-Opener-Policy", "same-origin"))
            .add(new HttpField("Cross-Origin-Resource-Policy", "same-origin"))
            .add(new HttpField("Cache-Control", "no-store"))
            .asImmutable();

    private SecurityHeaders() {}

    static void add(Response response) {
        response.getHeaders().add(ALL);
    }
}
