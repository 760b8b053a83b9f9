// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.libchain.internal.Native;
import org.libchain.internal.Peek;

/**
 * What this JVM trusts by default, and what is known of it.
 *
 * <p>The roots are those of the trust manager that will judge the next connection: of the default
 * SSLContext where the program has set one or has used it already, and else of the default
 * TrustManagerFactory, which is what the default context will be made with.
 *
 * <p>Where that factory is JSSE's own and nothing bends it, it reads one keystore by a rule that never
 * changed, and so does this class, for a third of the time. In every other case, and for every store in
 * which JSSE and libchain could see different roots (an entry was skipped, a password is needed), the
 * factory is asked. RuntimeRootsTest compares both.
 */
final class RuntimeRoots {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    /** The context that JSSE makes by itself. */
    private static final String OWN_CONTEXT = "sun.security.ssl.SSLContextImpl$DefaultSSLContext";

    private RuntimeRoots() {
    }

    /** The default, and HttpsURLConnection's where it differs. */
    static List<RootStore> open() {
        List<RootStore> stores = new ArrayList<>();
        SSLContext context = Errors.call(Peek::defaultContext);
        X509TrustManager manager = context == null ? null : Peek.trustManagerOf(context);
        boolean own = context == null || Peek.engineOf(context).equals(OWN_CONTEXT);
        try {
            if (context != null && manager == null) {
                throw new ChainReadyException("unsupported", 0, -1, "", "what the default SSLContext of "
                    + context.getProvider() + " trusts cannot be seen: pass its trust manager", null);
            }
            RootStore file = context == null ? readAsJsseWould() : null;
            if (context == null && file == null) {
                manager = managerOf(null);
            }
            stores.add(file != null ? file
                : own ? defaultStore(manager) : programStore("SSLContext.getDefault()", manager));
        } catch (GeneralSecurityException | RuntimeException error) {
            stores.add(unreadable(error));
        }
        addUrlConnection(stores, manager);
        return stores;
    }

    /** Null where the factory must be asked. */
    private static RootStore readAsJsseWould() throws GeneralSecurityException {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        String type = KeyStore.getDefaultType();
        if (!factory.getProvider().getName().equals("SunJSSE")
            || !(type.equalsIgnoreCase("pkcs12") || type.equalsIgnoreCase("jks"))
            || System.getProperty(TRUST_STORE + "Type") != null
            || System.getProperty(TRUST_STORE + "Provider") != null
            || System.getProperty(TRUST_STORE + "Password") != null) {
            return null;
        }
        String path = path();
        try {
            RootStore store = RootStore.ofPath(Paths.get(path));
            boolean plain = store.kind().equals("jks") || store.kind().equals("pkcs12");
            if (plain && store.skipped().isEmpty()) {
                Map<String, String> place = place(path);
                if (named() == null && path.endsWith("cacerts") && !path.endsWith("jssecacerts")) {
                    place.put("settings", "cacerts=1\n" + place.get("settings")); // aliases were read
                }
                return store.at(place);
            }
            store.close();
        } catch (ChainReadyException differs) {
            // what JSSE makes of it, JSSE says
        }
        return null;
    }

    /** The X509TrustManager that the platform makes of a keystore; of its own one, for null. */
    static X509TrustManager managerOf(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager) {
                return (X509TrustManager) manager;
            }
        }
        throw new GeneralSecurityException("no X509TrustManager comes from " + factory.getProvider());
    }

    private static RootStore defaultStore(X509TrustManager manager) {
        String path = path();
        Map<String, String> place = place(path);
        return RootStore.of(path, Arrays.asList(manager.getAcceptedIssuers())).at(place);
    }

    private static RootStore programStore(String label, X509TrustManager manager) {
        Map<String, String> place = new LinkedHashMap<>();
        place.put("id", label);
        place.put("stack", stack());
        place.put("manager", "program");
        place.put("settings", securityProperties());
        return RootStore.of(label, Arrays.asList(manager.getAcceptedIssuers())).at(place);
    }

    private static RootStore unreadable(Exception error) {
        String path = path();
        String why = error instanceof ChainReadyException ? error.getMessage() : messages(error);
        String status = error instanceof ChainReadyException
            ? ((ChainReadyException) error).status() : "malformed";
        return RootStore.unreadable(path, place(path), new ChainReadyException(status, 0, -1, path,
            "no TLS connection can be made: " + why, error));
    }

    /** JSSE wraps what a person needs to know; what is wrapped in that is about its own code. */
    private static String messages(Throwable error) {
        Throwable cause = error.getCause();
        String text = String.valueOf(error.getMessage());
        if (cause != null && cause.getMessage() != null && !text.contains(cause.getMessage())) {
            text += ": " + cause.getMessage();
        }
        return cut(text, 180);
    }

    /** HttpsURLConnection has a default of its own, which a program may have replaced. */
    private static void addUrlConnection(List<RootStore> stores, X509TrustManager judged) {
        SSLSocketFactory factory = Peek.defaultFactory();
        X509TrustManager manager = factory == null ? null : Peek.trustManagerOf(factory);
        if (manager == null || manager == judged) {
            return;
        }
        if (judged != null && new HashSet<>(Arrays.asList(judged.getAcceptedIssuers()))
            .equals(new HashSet<>(Arrays.asList(manager.getAcceptedIssuers())))) {
            return;
        }
        try {
            stores.add(programStore("HttpsURLConnection", manager));
        } catch (ChainReadyException error) {
            stores.add(RootStore.unreadable("HttpsURLConnection", Collections.singletonMap("id",
                "HttpsURLConnection"), error));
        }
    }

    // ---- what is known of the file

    /** The store that the program was started with, as JSSE takes it; null: there is none. */
    private static String named() {
        String named = System.getProperty(TRUST_STORE);
        if (named == null || named.equals("NONE")) {
            return named;
        }
        File file = new File(named);
        // since Java 9, one that cannot be read is passed over, and cacerts is taken
        return file.isFile() && file.canRead() || feature() < 9 ? file.getAbsolutePath() : null;
    }

    /** Which file JSSE reads. */
    static String path() {
        String named = named();
        if (named != null) {
            return named;
        }
        Path folder = Paths.get(System.getProperty("java.home"), "lib", "security");
        Path special = folder.resolve("jssecacerts");
        boolean passedOver = System.getProperty(TRUST_STORE) != null;
        return (Files.isReadable(special) && !passedOver ? special : folder.resolve("cacerts")).toString();
    }

    static String stack() {
        String vendor = System.getProperty("java.vendor", "");
        return "Java " + System.getProperty("java.version")
            + (vendor.isEmpty() ? "" : " (" + cut(vendor, 60) + ")");
    }

    static Map<String, String> place(String path) {
        boolean named = named() != null;
        Map<String, String> place = new LinkedHashMap<>();
        place.put("id", named ? "java-trustStore" : cut("java-" + System.getProperty("java.version"), 47));
        place.put("stack", stack() + (named ? " with " + TRUST_STORE : ""));
        place.put("config", named ? TRUST_STORE : "");
        String home = System.getProperty("java.home");
        if (home.length() < 128) {
            place.put("runtime", home);
        }
        place.put("manager", "keystore");
        place.put("follows", "none");
        place.put("settings", securityProperties());
        if (!named) {
            judgeOrigin(place, path);
        }
        return place;
    }

    /** As the command judges it: distributions and Temurin build from Mozilla's list. */
    private static void judgeOrigin(Map<String, String> place, String path) {
        String real = path;
        try {
            real = Paths.get(path).toRealPath().toString();
        } catch (IOException missing) {
            // judged by its name
        }
        place.put("follows", "mozilla");
        if (real.contains("/etc/ssl/certs/java/cacerts")) {
            place.put("manager", "debian-java");
        } else if (real.contains("/etc/pki/ca-trust/extracted/java/cacerts")) {
            place.put("manager", "rhel");
        } else if (real.contains("/ca-certificates/java-cacerts")) {
            place.put("manager", "suse");
        } else {
            place.put("manager", "jdk");
            place.put("follows", implementor().contains("Adoptium") ? "mozilla" : "jdk");
        }
    }

    private static String implementor() {
        Path release = Paths.get(System.getProperty("java.home"), "release");
        try {
            for (String line : Files.readAllLines(release, StandardCharsets.UTF_8)) {
                if (line.startsWith("IMPLEMENTOR=")) {
                    return line;
                }
            }
        } catch (IOException missing) {
            // a runtime image without one
        }
        return System.getProperty("java.vendor", "");
    }

    /** Room for them in a place of libchain, in octets, and what a line says that does not fit. */
    private static final int MOST_SETTINGS = 1900;

    /**
     * What the security properties of this JVM say of certificates, as libchain takes it: a line each,
     * "?words" for one that is too long.
     */
    static String securityProperties() {
        StringBuilder lines = new StringBuilder("java.version="
            + cut(System.getProperty("java.version", "").replaceAll("[^ -~]", "?"), 40) + "\n");
        for (String name : Arrays.asList("jdk.security.caDistrustPolicies", "jdk.certpath.disabledAlgorithms",
            "jdk.disabled.namedCurves", "jdk.tls.disabledAlgorithms")) {
            String value = Security.getProperty(name);
            if (value == null) {
                continue;
            }
            String line = name + "=" + value.trim().replaceAll("\\s+", " ").replaceAll("[^ -~]", "?") + "\n";
            lines.append(lines.length() + line.length() < MOST_SETTINGS ? line
                : "?" + name + " is too long to be read\n");
        }
        return lines.toString();
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }

    // ---- how it judges

    /**
     * The name of the library's profile for this JVM: the newest one that is not newer than it. Null
     * where the library has none, and then its own default judges.
     */
    static String profile() {
        int mine = feature();
        int best = 0;
        for (long i = 0; Native.profile_name(i) != null; i++) {
            String name = Native.profile_name(i);
            if (name.matches("jdk-[0-9]{1,4}")) {
                int feature = Integer.parseInt(name.substring(4));
                best = feature <= mine && feature > best ? feature : best;
            }
        }
        return best == 0 ? null : "jdk-" + best;
    }

    /** 8, 11, 17, ... */
    private static int feature() {
        String version = System.getProperty("java.specification.version", "8");
        return (int) Double.parseDouble(version.startsWith("1.") ? version.substring(2) : version);
    }

    /** What bears on a handshake besides the roots. */
    static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("java.version", System.getProperty("java.version"));
        settings.put("java.vendor", System.getProperty("java.vendor"));
        settings.put("java.home", System.getProperty("java.home"));
        settings.put("trust.store", path());
        settings.put("trust.algorithm", TrustManagerFactory.getDefaultAlgorithm());
        for (String name : Arrays.asList("jdk.tls.disabledAlgorithms", "jdk.certpath.disabledAlgorithms",
            "jdk.security.caDistrustPolicies")) {
            String value = Security.getProperty(name);
            settings.put(name, value == null ? "" : value.trim());
        }
        return Collections.unmodifiableMap(settings);
    }
}
