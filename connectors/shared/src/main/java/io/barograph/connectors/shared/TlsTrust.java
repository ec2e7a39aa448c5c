package io.barograph.connectors.shared;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;

/** Whom we believe to be who they say. */
public final class TlsTrust {
    /** The option that names a file of certificates. */
    public static final String OPTION = "tls.ca";

    private TlsTrust() {}

    /**
     * Those whose certificates a file (PEM) holds, and whom these vouch for.
     *
     * @throws BarographException where the file cannot be read, or holds none
     */
    public static TrustManagerFactory of(String file) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (X509Certificate each : PemFiles.certificates(OPTION, file)) {
                store.setCertificateEntry("ca-" + count++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (GeneralSecurityException | IOException e) {
            throw new BarographException(ErrorCode.INTERNAL, "every Java trusts by certificates: " + e.getMessage(), e);
        }
    }
}
