// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.libchain.internal.Chain;
import org.libchain.internal.Handle;
import org.libchain.internal.Octets;

/**
 * The certificates that a server sent, in any order; or a pool of bridges. Immutable, and safe to share
 * between threads. It holds native memory until it is closed or collected.
 */
public final class ServerChain implements AutoCloseable {
    private final Handle<Chain> handle;
    /** A path; null: from memory. */
    private final String source;

    private ServerChain(Chain chain, String source) {
        handle = Handle.of(this, chain);
        this.source = source;
    }

    /**
     * Reads PEM, DER, or what {@code openssl s_client -showcerts} prints.
     *
     * @param path to open
     * @return to be closed
     * @throws ChainReadyException where it is not there, or not what it should be
     */
    public static ServerChain ofPath(Path path) {
        Objects.requireNonNull(path, "path");
        return Errors.call(() -> new ServerChain(Chain.from_path(Octets.of(path)), path.toString()));
    }

    /**
     * Reads the same from memory.
     *
     * @param octets not kept
     * @return to be closed
     * @throws ChainReadyException where they are not what they should be
     */
    public static ServerChain ofBytes(byte[] octets) {
        Objects.requireNonNull(octets, "octets");
        return Errors.call(() -> new ServerChain(Chain.from_bytes(octets), null));
    }

    /**
     * Takes what {@link javax.net.ssl.SSLSession#getPeerCertificates} returns.
     *
     * @param certificates at least one
     * @return to be closed
     * @throws ChainReadyException where there is none, or one cannot be encoded
     */
    public static ServerChain of(Certificate... certificates) {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        try {
            for (Certificate certificate : certificates) {
                String text = "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
                byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
                pem.write(octets, 0, octets.length);
            }
        } catch (CertificateEncodingException error) {
            throw new ChainReadyException("malformed", 0, -1, "", error.getMessage(), error);
        }
        return ofBytes(pem.toByteArray());
    }

    /**
     * How many certificates it holds.
     *
     * @return at least 1
     */
    public int size() {
        return handle.use(chain -> (int) chain.count());
    }

    /**
     * Entries that are no certificate.
     *
     * @return in the order of the input
     */
    public List<Problem> skipped() {
        return Errors.call(() -> handle.use(chain -> {
            List<Problem> list = new ArrayList<>();
            for (long i = 0; i < chain.skipped_count(); i++) {
                try (org.libchain.internal.Problem problem = chain.skipped(i)) {
                    list.add(new Problem(problem));
                }
            }
            return Collections.unmodifiableList(list);
        }));
    }

    /** What a command line calls it; null where it cannot. */
    String source() {
        return source;
    }

    @Override
    public String toString() {
        return source == null ? "a chain from memory" : source;
    }

    <R> R use(Function<Chain, R> work) {
        return handle.use(work);
    }

    /** Gives the native memory back. The second time it does nothing. */
    @Override
    public void close() {
        handle.close();
    }
}
