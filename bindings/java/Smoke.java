// SPDX-License-Identifier: Apache-2.0
package org.libchain.internal;

import java.nio.charset.StandardCharsets;

/** The first call of every kind; -Dorg.libchain.library names the library. */
public final class Smoke {
    private static final String PEM = "/etc/ssl/certs/ca-certificates.crt";
    private static final long AT = 1795305600L; // 2026-11-22

    private Smoke() {
    }

    private static void fails(String status, Runnable wrong) {
        try {
            wrong.run();
        } catch (NativeException error) {
            if (!error.status.equals(status)) {
                throw new AssertionError(error.status + " instead of " + status);
            }
            System.out.println(error.status + " " + error.entry + " " + error.offset + " " + error.path
                + ": " + error.getMessage());
            return;
        }
        throw new AssertionError("did not throw");
    }

    public static void main(String[] arguments) {
        Question question = new Question(AT, AT + 730L * 86400);
        Store store = Store.from_path(PEM, null);
        question.add_store(store, null);
        store.delete();
        if (question.add_current_timelines() != 3) {
            throw new AssertionError("timelines");
        }
        Report report = question.run();
        question.delete();
        if (!report.outcome().readiness().equals("ready")) {
            throw new AssertionError(report.text(80, 2, null));
        }
        if (!report.json().contains("libchain.report/1")) {
            throw new AssertionError(report.json());
        }
        fails("not_found", () -> Store.from_path("/\u00e9\ud83d\ude00", null));
        fails("malformed", () -> Store.from_bytes("mine", new byte[] {0x30, (byte) 0x82}, null));
        fails("not_found", () -> Timeline.builtin("none"));
        fails("argument", () -> new Question(AT, AT));
        fails("argument", () -> Store.from_path(null, null));
        try {
            Store.from_bytes("mine", null, null);
            throw new AssertionError("did not throw");
        } catch (NullPointerException expected) {
            System.out.println(expected.getMessage());
        }
        Store read = Store.from_bytes("\ud83d\ude00",
            store(report).getBytes(StandardCharsets.US_ASCII), null);
        if (!read.path().equals("\ud83d\ude00")) {
            throw new AssertionError(read.path());
        }
    }

    private static String store(Report report) {
        Store store = Store.from_path(PEM, null);
        Question question = new Question(AT, AT + 730L * 86400);
        Anchors anchors = new Anchors();
        if (store.count() == 0 || anchors.count() != 0 || report.count() == 0) {
            throw new AssertionError("counts");
        }
        question.delete();
        try {
            return new String(java.nio.file.Files.readAllBytes(java.nio.file.Paths.get(PEM)),
                StandardCharsets.US_ASCII);
        } catch (java.io.IOException error) {
            throw new java.io.UncheckedIOException(error);
        }
    }
}
