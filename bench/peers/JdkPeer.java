// SPDX-License-Identifier: Apache-2.0

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sun.security.x509.X509CertImpl;

/**
 * The JDK's PKIX path builder as a peer of the benchmark; see bench/outside.h.
 *
 * <p>Its certificate objects remember the signature that was checked last, so each run gets new ones, which are
 * made before the clock starts. The clock is that of the working thread: the compiler's and the collector's threads
 * are not counted, in the JDK's favour.
 *
 * <p>usage: JdkPeer FOLDER
 */
public final class JdkPeer {
    private static final int STORES = 5;
    private static final int SENT = 3;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final Path folder;
    private final List<Date> dates = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private final List<byte[][]> sent = new ArrayList<>();
    private final List<Set<TrustAnchor>> stores = new ArrayList<>();

    private JdkPeer(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        for (String line : Files.readAllLines(folder.resolve("dates"))) {
            dates.add(new Date(Long.parseLong(line) * 1000));
        }
        for (int i = 0; Files.exists(folder.resolve("host" + i)); i++) {
            hosts.add(Files.readString(folder.resolve("host" + i)).replace("\0", ""));
            byte[][] certs = new byte[SENT][];
            for (int k = 0; k < SENT; k++) {
                certs[k] = Files.readAllBytes(folder.resolve("chain" + i + "-" + k + ".der"));
            }
            sent.add(certs);
        }
        for (int i = 0; i < STORES; i++) {
            stores.add(load(i));
        }
    }

    private Set<TrustAnchor> load(int store) throws IOException, GeneralSecurityException {
        byte[] pem = Files.readAllBytes(folder.resolve("store" + store + ".pem"));
        Set<TrustAnchor> anchors = new HashSet<>();
        for (Certificate each : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem))) {
            anchors.add(new TrustAnchor((X509Certificate) each, null));
        }
        return anchors;
    }

    /** Not through CertificateFactory, which would return an object that it has seen before. */
    private static X509Certificate parse(byte[] der) throws GeneralSecurityException {
        return new X509CertImpl(der);
    }

    /** Whether the certificate is for the host; all names here are DNS names without a wildcard. */
    private static boolean isFor(X509Certificate leaf, String host) throws GeneralSecurityException {
        for (List<?> name : leaf.getSubjectAlternativeNames()) {
            if (name.get(0).equals(2) && host.equalsIgnoreCase((String) name.get(1))) {
                return true;
            }
        }
        return false;
    }

    /** A bit for each date at which the chain is accepted. */
    private int judge(CertPathBuilder builder, X509Certificate leaf, CertStore others, int store, String host)
            throws IOException, GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf);
        target.setExtendedKeyUsage(Set.of(SERVER_AUTH));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(stores.get(store), target);
        parameters.setRevocationEnabled(false);
        parameters.addCertStore(others);
        int out = 0;
        for (int i = 0; i < dates.size(); i++) {
            parameters.setDate(dates.get(i));
            try {
                builder.build(parameters);
                out |= isFor(leaf, host) ? 1 << i : 0;
            } catch (CertPathBuilderException invalid) {
                continue;
            }
        }
        return out;
    }

    private String run(int from, int until) throws IOException, GeneralSecurityException {
        CertPathBuilder builder = CertPathBuilder.getInstance("PKIX");
        List<X509Certificate> leaves = new ArrayList<>();
        List<CertStore> others = new ArrayList<>();
        for (int i = from; i < until; i++) {
            List<X509Certificate> all = new ArrayList<>();
            for (byte[] der : sent.get(i)) {
                all.add(parse(der));
            }
            leaves.add(all.get(0));
            others.add(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
        }
        int[] verdicts = new int[(until - from) * STORES];
        long start = clock.getCurrentThreadCpuTime();
        for (int i = 0; i < verdicts.length; i++) {
            int chain = i / STORES;
            verdicts[i] = judge(builder, leaves.get(chain), others.get(chain), i % STORES, hosts.get(from + chain));
        }
        long took = clock.getCurrentThreadCpuTime() - start;
        StringBuilder out = new StringBuilder(took + " ");
        for (int each : verdicts) {
            out.append(String.format("%08x", each));
        }
        return out.toString();
    }

    private String parseAll(int from, int until) throws GeneralSecurityException {
        long start = clock.getCurrentThreadCpuTime();
        for (int i = from; i < until; i++) {
            X509Certificate cert = parse(sent.get(i)[0]);
            if (cert.getBasicConstraints() >= 0 || cert.getKeyUsage() == null || cert.getExtendedKeyUsage() == null
                    || cert.getSubjectAlternativeNames() == null || cert.getPublicKey() == null) {
                throw new IllegalStateException("a field is missing");
            }
        }
        return Long.toString(clock.getCurrentThreadCpuTime() - start);
    }

    private String answer(String[] request) throws IOException, GeneralSecurityException {
        switch (request[0]) {
            case "run":
                return run(Integer.parseInt(request[1]), Integer.parseInt(request[2]));
            case "parse":
                return parseAll(Integer.parseInt(request[1]), Integer.parseInt(request[2]));
            default:
                return "none"; /* CertificateFactory remembers the roots of the bundle */
        }
    }

    /** Answers until the input ends. */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        JdkPeer peer = new JdkPeer(Path.of(arguments[0]));
        int few = Math.min(50, peer.sent.size());
        for (int i = 0; i < 3; i++) { /* until the compiler is done with most */
            peer.run(0, few);
            peer.parseAll(0, peer.sent.size());
        }
        System.out.println("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = lines.readLine()) != null; ) {
            System.out.println(peer.answer(line.split(" ")));
        }
    }
}
