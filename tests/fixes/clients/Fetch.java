// SPDX-License-Identifier: Apache-2.0
import java.net.URL;
import javax.net.ssl.HttpsURLConnection;

/** Fetches a page with the trust store that this Java uses by itself. */
public class Fetch {
    public static void main(String[] arguments) throws Exception {
        HttpsURLConnection connection = (HttpsURLConnection) new URL(arguments[0]).openConnection();
        connection.setConnectTimeout(20000);
        connection.setReadTimeout(20000);
        System.out.write(connection.getInputStream().readAllBytes());
        System.out.flush();
    }
}
