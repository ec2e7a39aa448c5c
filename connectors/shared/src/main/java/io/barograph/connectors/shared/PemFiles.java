package io.barograph.connectors.shared;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.ReadFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of certificates and keys as servers have them: text between {@code -----BEGIN …-----} and {@code -----END …-----}. */
final class PemFiles {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END [A-Z ]*PRIVATE KEY-----");

    private PemFiles() {}

    /**
     * The bytes of a file that an option names.
     *
     * @throws BarographException {@code FILE_NOT_FOUND}, {@code IO_ERROR}
     */
    static byte[] bytes(String option, String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new BarographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "option '" + option + "' names the file '" + file + "', which is not there",
                    e);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }

    /** The certificates of a file, at least one, in their order. */
    static List<X509Certificate> certificates(String option, String file) {
        byte[] bytes = bytes(option, file);
        try {
            List<X509Certificate> found = new ArrayList<>();
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
                found.add((X509Certificate) each);
            }
            if (found.isEmpty()) {
                throw noCertificates(option, file);
            }
            return found;
        } catch (CertificateException e) {
            throw noCertificates(option, file);
        }
    }

    private static BarographException noCertificates(String option, String file) {
        return invalid(
                option, "'" + file + "' holds no certificates: a file of them begins with -----BEGIN CERTIFICATE-----");
    }

    /**
     * The private key of a file, of a kind that fits a certificate.
     *
     * @param algorithm of the certificate's key
     */
    static PrivateKey privateKey(String option, String file, String algorithm) {
        Matcher found = PRIVATE_KEY.matcher(new String(bytes(option, file), StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw invalid(
                    option,
                    "'" + file + "' holds no private key: a file of one begins with -----BEGIN PRIVATE KEY-----");
        }
        String kind = found.group(1);
        if (!kind.isEmpty()) {
            throw invalid(
                    option,
                    "'" + file + "' holds its key in a form that is not read (" + kind + "PRIVATE KEY); write it as"
                            + " openssl pkcs8 -topk8 -nodes -in '" + file + "' -out KEY.pem does, or give a '"
                            + TlsIdentity.KEYSTORE + "'");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(found.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw invalid(
                    option, "'" + file + "' holds no key for a certificate of " + algorithm + ": " + e.getMessage());
        }
    }

    static BarographException invalid(String option, String what) {
        return new BarographException(ErrorCode.INVALID_OPTION, "option '" + option + "': " + what);
    }
}
