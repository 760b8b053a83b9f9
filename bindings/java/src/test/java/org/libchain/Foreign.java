// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;

/** A provider whose TrustManagerFactory goes before JSSE's and trusts what it likes. */
public final class Foreign extends Provider {
    private static final long serialVersionUID = 1L;

    /** Which root. */
    static String pem;

    Foreign() {
        super("Foreign", "1", "trusts one root");
        put("TrustManagerFactory.PKIX", Factory.class.getName());
    }

    /** Made by the provider's machinery. */
    public static final class Factory extends TrustManagerFactorySpi {
        @Override
        protected void engineInit(KeyStore store) {
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {
        }

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            try {
                javax.net.ssl.TrustManagerFactory own =
                    javax.net.ssl.TrustManagerFactory.getInstance("PKIX", "SunJSSE");
                own.init(Probe.keystore(pem));
                return own.getTrustManagers();
            } catch (Exception error) {
                throw new IllegalStateException(error);
            }
        }
    }
}
