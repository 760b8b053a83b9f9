// SPDX-License-Identifier: Apache-2.0
package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.libchain.ChainReady;
import org.libchain.Report;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class RootsHealthIndicatorTest {
    @LocalServerPort
    private int port;

    /** The page of the actuator says what this JVM's report says. */
    @Test
    void page() throws Exception {
        Report report = ChainReady.ready();
        HttpResponse<String> page = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
            URI.create("http://localhost:" + port + "/actuator/health/roots")).build(),
            HttpResponse.BodyHandlers.ofString());
        System.out.println(page.body());
        String status = switch (report.verdict()) {
            case BROKEN -> "DOWN";
            case UNKNOWN -> "UNKNOWN";
            default -> "UP";
        };
        assertThat(page.statusCode()).isEqualTo(status.equals("DOWN") ? 503 : 200);
        assertThat(page.body()).contains("\"status\":\"" + status + "\"")
            .contains("\"verdict\":\"" + report.verdict() + "\"");
    }

    /** A program that trusts one root, and not one that it needs, is down. */
    @Test
    void brokenIsDown() throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trusting(aRootOfNoUse())}, null);
        SSLContext.setDefault(context);
        try {
            assertThat(new RootsHealthIndicator().health().getStatus()).isEqualTo(Status.DOWN);
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private static X509TrustManager defaultManager(KeyStore roots) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static X509Certificate aRootOfNoUse() throws Exception {
        return Arrays.stream(defaultManager(null).getAcceptedIssuers()).filter(root -> !root
            .getSubjectX500Principal().getName().matches(".*(Amazon|Starfield|DigiCert|GlobalSign).*"))
            .findFirst().orElseThrow();
    }

    private static X509TrustManager trusting(X509Certificate root) throws Exception {
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null, null);
        roots.setCertificateEntry("root", root);
        return defaultManager(roots);
    }
}
