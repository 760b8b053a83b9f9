// SPDX-License-Identifier: Apache-2.0
/*
 * The JDK's own validator, as its trust manager calls it for a server (sun.security.validator, with a
 * validation date). Reads and answers scenarios as frame.h says.
 */
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;

import sun.security.util.HostnameChecker;
import sun.security.validator.Validator;

public final class JudgeJdk {
    /** The few forms of JSON that a scenario has. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text, String key) {
            this.text = text;
            at = text.indexOf('"' + key + '"');
            if (at >= 0)
                at = text.indexOf(':', at) + 1;
        }

        Object read() {
            while (text.charAt(at) == ' ')
                at++;
            char c = text.charAt(at);
            if (c == '"') {
                int end = text.indexOf('"', at + 1);
                String value = text.substring(at + 1, end);
                at = end + 1;
                return value;
            }
            if (c == '[') {
                List<Object> list = new ArrayList<>();
                at++;
                while (text.charAt(at) != ']') {
                    if (text.charAt(at) == ',' || text.charAt(at) == ' ')
                        at++;
                    else
                        list.add(read());
                }
                at++;
                return list;
            }
            int end = at;
            while ("-0123456789".indexOf(text.charAt(end)) >= 0)
                end++;
            long value = Long.parseLong(text.substring(at, end));
            at = end;
            return value;
        }
    }

    private static List<X509Certificate> pick(List<X509Certificate> certs, Object numbers) {
        List<X509Certificate> out = new ArrayList<>();
        for (Object number : (List<?>) numbers) {
            X509Certificate cert = certs.get(((Long) number).intValue());
            if (cert != null)
                out.add(cert);
        }
        return out;
    }

    private static String judge(List<X509Certificate> store, X509Certificate[] chain, String host,
                                long at) {
        try {
            Validator validator =
                Validator.getInstance(Validator.TYPE_PKIX, Validator.VAR_TLS_SERVER, store);
            validator.setValidationDate(new Date(at * 1000));
            validator.validate(chain, null, List.of(), null, "ECDHE_ECDSA");
            if (host != null)
                HostnameChecker.getInstance(HostnameChecker.TYPE_TLS).match(host, chain[0]);
            return "1";
        } catch (CertificateException e) {
            Throwable cause = e;
            while (cause.getCause() != null)
                cause = cause.getCause();
            String message = String.valueOf(cause.getMessage()).replaceAll("[^A-Za-z0-9 .:_-]", "");
            return "0:" + message.substring(0, Math.min(90, message.length()));
        } catch (RuntimeException e) {
            return "0:" + e.getClass().getName();
        }
    }

    public static void main(String[] arguments) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        PrintStream out = new PrintStream(System.out, false);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<X509Certificate> certs = new ArrayList<>();
            for (Object hex : (List<?>) new Reader(line, "certs").read()) {
                try {
                    certs.add((X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(HexFormat.of().parseHex((String) hex))));
                } catch (CertificateException e) {
                    certs.add(null);
                }
            }
            Reader poses = new Reader(line, "poses");
            for (Object pose : poses.at < 0 ? List.of() : (List<?>) poses.read()) {
                int number = ((Long) ((List<?>) pose).get(0)).intValue();
                byte[] original = HexFormat.of().parseHex((String) ((List<?>) pose).get(1));
                certs.set(number, new Pose(certs.get(number), original));
            }
            Reader hosts = new Reader(line, "host");
            String host = hosts.at < 0 ? null : (String) hosts.read();
            List<String> answers = new ArrayList<>();
            for (Object roots : (List<?>) new Reader(line, "stores").read()) {
                List<X509Certificate> store = pick(certs, roots);
                for (Object sent : (List<?>) new Reader(line, "chains").read()) {
                    X509Certificate[] chain = pick(certs, sent).toArray(new X509Certificate[0]);
                    for (Object at : (List<?>) new Reader(line, "instants").read())
                        answers.add('"' + judge(store, chain, host, (Long) at) + '"');
                }
            }
            out.println("[" + String.join(",", answers) + "]");
            out.flush();
        }
    }
}
