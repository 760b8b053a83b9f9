// SPDX-License-Identifier: Apache-2.0
package org.libchain.internal;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What JSSE's contexts trust, read from the fields in which they keep it, without making anything happen:
 * a default that nobody has asked for yet is not made. The C part says why there is no other way.
 */
public final class Peek {
    static {
        Library.load();
    }

    private Peek() {
    }

    /** Null where it cannot be seen: the context is not JSSE's own, or was not initialised. */
    public static X509TrustManager trustManagerOf(SSLContext context) {
        Object engine = engine(context);
        return engine == null ? null : trustManager(engine);
    }

    /** The name of the class that does the context's work; "" where it cannot be seen. */
    public static String engineOf(SSLContext context) {
        Object engine = engine(context);
        return engine == null ? "" : engine.getClass().getName();
    }

    /** What {@link SSLContext#getDefault} will return, or null when it would have to make it. */
    public static SSLContext defaultContext() {
        return defaultContext(SSLContext.class);
    }

    /** What HttpsURLConnection uses by default, or null when nobody has asked for it or set it. */
    public static SSLSocketFactory defaultFactory() {
        return defaultFactory(HttpsURLConnection.class);
    }

    /** Null where it cannot be seen. */
    public static X509TrustManager trustManagerOf(SSLSocketFactory factory) {
        Object engine = socketContext(factory);
        return engine == null ? null : trustManager(engine);
    }

    private static native Object engine(SSLContext context);

    private static native X509TrustManager trustManager(Object engine);

    private static native Object socketContext(SSLSocketFactory factory);

    private static native SSLContext defaultContext(Class<SSLContext> kind);

    private static native SSLSocketFactory defaultFactory(Class<HttpsURLConnection> kind);
}
