package io.barograph.connectors.mqtt;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.ReadFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whom we believe to be a broker. */
final class Trust {
    private Trust() {}

    /** Those whose certificates a file (PEM) holds, and whom these vouch for. */
    static TrustManagerFactory of(String file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + count++, each);
            }
            if (count == 0) {
                throw none(file);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        } catch (GeneralSecurityException e) {
            throw none(file);
        }
    }

    private static BarographException none(String file) {
        return new BarographException(
                ErrorCode.INVALID_OPTION,
                "'" + file + "' holds no certificates: it begins with -----BEGIN CERTIFICATE-----");
    }
}
