// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.libchain.internal.Handle;
import org.libchain.internal.Native;
import org.libchain.internal.Octets;
import org.libchain.internal.Timeline;

/**
 * A migration as data, which the command calls a timeline. Immutable, and safe to share between threads.
 * It holds native memory until it is closed or collected.
 */
public final class Migration implements AutoCloseable {
    private final Handle<Timeline> handle;
    /** An id or a path; null: from memory. */
    private final String source;

    private Migration(Timeline timeline, String source) {
        handle = Handle.of(this, timeline);
        this.source = source;
    }

    /**
     * The ids of those that are built in.
     *
     * @return in alphabetical order
     */
    public static List<String> builtIn() {
        return Names.of(Native::timeline_name);
    }

    /**
     * Of these, the ones that a question asks about which names none, where they are current.
     *
     * @return in alphabetical order
     */
    public static List<String> defaults() {
        return Names.of(Native::default_timeline_name);
    }

    /**
     * Drafts one for a rotation of your own.
     *
     * @return to be filled in
     */
    public static MigrationDraft draft() {
        return new MigrationDraft();
    }

    /**
     * One that is built in.
     *
     * @param id {@code "oss-globalsign"}
     * @return to be closed
     * @throws ChainReadyException {@code "not_found"} for another one
     */
    public static Migration builtIn(String id) {
        Objects.requireNonNull(id, "id");
        return Errors.call(() -> new Migration(Timeline.builtin(id), id));
    }

    /**
     * Reads one of your own; docs/TIMELINES.md says how it is written.
     *
     * @param path a JSON file
     * @return to be closed
     * @throws ChainReadyException where it is not there, or breaks a rule
     */
    public static Migration ofPath(Path path) {
        Objects.requireNonNull(path, "path");
        return Errors.call(() -> new Migration(Timeline.from_path(Octets.of(path)), path.toString()));
    }

    /**
     * Reads the same from memory.
     *
     * @param json octets of UTF-8; not kept
     * @return to be closed
     * @throws ChainReadyException where it breaks a rule
     */
    public static Migration ofBytes(byte[] json) {
        Objects.requireNonNull(json, "json");
        return Errors.call(() -> new Migration(Timeline.from_bytes(json), null));
    }

    /**
     * Its name in reports.
     *
     * @return {@code "oss-globalsign"}
     */
    public String id() {
        return handle.use(Timeline::key);
    }

    /**
     * Its name for people.
     *
     * @return one line
     */
    public String title() {
        return handle.use(Timeline::title);
    }

    /**
     * Is something of it pending?
     *
     * @param at the instant asked about
     * @return whether a report at this instant is about it
     */
    public boolean isCurrent(Instant at) {
        return handle.use(timeline -> timeline.is_current(at.getEpochSecond()));
    }

    /**
     * The file, as it was read.
     *
     * @return JSON
     */
    public String toJson() {
        return handle.use(Timeline::json);
    }

    /** What a command line calls it; null where it cannot. */
    String source() {
        return source;
    }

    @Override
    public String toString() {
        return source == null ? "a migration from memory" : source;
    }

    <R> R use(Function<Timeline, R> work) {
        return handle.use(work);
    }

    /** Gives the native memory back. The second time it does nothing. */
    @Override
    public void close() {
        handle.close();
    }
}
