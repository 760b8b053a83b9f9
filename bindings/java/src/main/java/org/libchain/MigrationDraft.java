// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.libchain.internal.Draft;

/**
 * The migration from an old root of your own to a new one, drafted. What is left out becomes a text that
 * begins with "REPLACE", and the draft is not readable before a person has replaced it. Belongs to one
 * thread.
 */
public final class MigrationDraft {
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Supplier<ServerChain>> certificates = new LinkedHashMap<>();
    private LocalDate today;

    MigrationDraft() {
    }

    private MigrationDraft text(String field, String value) {
        texts.put(field, value);
        return this;
    }

    private MigrationDraft certificate(String field, X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        certificates.put(field, () -> ServerChain.of(certificate));
        return this;
    }

    private MigrationDraft certificate(String field, Path path) {
        Objects.requireNonNull(path, "path");
        certificates.put(field, () -> ServerChain.ofPath(path));
        return this;
    }

    /**
     * Its name in reports.
     *
     * @param id of a-z, 0-9 and "-"; {@code "my-rotation"} by default
     * @return this
     */
    public MigrationDraft id(String id) {
        return text("id", Objects.requireNonNull(id, "id"));
    }

    /**
     * Whose certificates servers send today.
     *
     * @param root signed by itself
     * @return this
     */
    public MigrationDraft oldRoot(X509Certificate root) {
        return certificate("old_root", root);
    }

    /**
     * Whose certificates servers send today.
     *
     * @param root a file that holds one certificate
     * @return this
     */
    public MigrationDraft oldRoot(Path root) {
        return certificate("old_root", root);
    }

    /**
     * Whose certificates servers send then.
     *
     * @param root signed by itself
     * @return this
     */
    public MigrationDraft newRoot(X509Certificate root) {
        return certificate("new_root", root);
    }

    /**
     * Whose certificates servers send then.
     *
     * @param root a file that holds one certificate
     * @return this
     */
    public MigrationDraft newRoot(Path root) {
        return certificate("new_root", root);
    }

    /**
     * The bridge that servers send; by default they send none.
     *
     * @param certificate the new root's name and key, signed by the old root
     * @return this
     */
    public MigrationDraft bridge(X509Certificate certificate) {
        return certificate("bridge", certificate);
    }

    /**
     * The bridge that servers send; by default they send none.
     *
     * @param certificate a file that holds the new root's name and key, signed by the old root
     * @return this
     */
    public MigrationDraft bridge(Path certificate) {
        return certificate("bridge", certificate);
    }

    /**
     * Which servers.
     *
     * @param pattern {@code "*.corp.example"}
     * @return this
     */
    public MigrationDraft host(String pattern) {
        return text("host", Objects.requireNonNull(pattern, "pattern"));
    }

    /**
     * The instant from which on servers send certificates of the new root.
     *
     * @param instant fractions of a second are dropped
     * @return this
     */
    public MigrationDraft on(Instant instant) {
        return text("on", Instant.ofEpochSecond(instant.getEpochSecond()).toString());
    }

    /**
     * The day on which servers change.
     *
     * @param day all of it, in UTC
     * @return this
     */
    public MigrationDraft on(LocalDate day) {
        return text("on", day.toString());
    }

    /**
     * The day on which the facts hold.
     *
     * @param day today by default
     * @return this
     */
    public MigrationDraft today(LocalDate day) {
        today = Objects.requireNonNull(day, "day");
        return this;
    }

    /**
     * Drafts it. May be called again.
     *
     * @return a file of the form that {@link Migration#ofPath} reads
     * @throws ChainReadyException where a certificate, the id, the host or the date is none
     */
    public String toJson() {
        LocalDate day = today == null ? LocalDate.now(ZoneOffset.UTC) : today;
        return Errors.call(() -> {
            try (Draft draft = new Draft(day.atStartOfDay(ZoneOffset.UTC).toEpochSecond())) {
                texts.forEach(draft::put);
                certificates.forEach((field, source) -> {
                    try (ServerChain chain = source.get()) {
                        chain.use(list -> {
                            draft.certify(field, list);
                            return null;
                        });
                    }
                });
                return draft.json();
            }
        });
    }

    /**
     * Drafts it, where nothing is left out.
     *
     * @return to be closed
     * @throws ChainReadyException also where something still has to be replaced
     */
    public Migration toMigration() {
        return Migration.ofBytes(toJson().getBytes(StandardCharsets.UTF_8));
    }
}
