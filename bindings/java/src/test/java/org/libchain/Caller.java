// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Paths;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLHandshakeException;

/** A program as people write them: the default of everything. It asks, connects, and asks again. */
final class Caller {
    private interface Call {
        void run() throws Exception;
    }

    private Caller() {
    }

    /** Usage: Caller URI TIMELINE AT. Prints what was predicted, what happened twice, and predicted again. */
    public static void main(String[] arguments) throws Exception {
        URI uri = URI.create(arguments[0]);
        String before = ask(arguments);
        String happened = outcome(() -> ((HttpsURLConnection) uri.toURL().openConnection()).getResponseCode())
            + " " + outcome(() -> HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(),
                HttpResponse.BodyHandlers.discarding()));
        System.out.println(before + " " + happened + " " + ask(arguments));
    }

    private static String ask(String[] arguments) {
        Instant at = Instant.ofEpochSecond(Long.parseLong(arguments[2]));
        try (Migration migration = Migration.ofPath(Paths.get(arguments[1]))) {
            Report report = ChainReady.builder().migration(migration).at(at)
                .until(at.plus(Duration.ofDays(30))).ready();
            return report.verdict() == Verdict.BROKEN ? "refuses" : "connects";
        }
    }

    private static String outcome(Call call) throws Exception {
        try {
            call.run();
            return "connects";
        } catch (SSLHandshakeException error) {
            return "refuses";
        }
    }
}
