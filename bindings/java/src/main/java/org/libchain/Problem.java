// SPDX-License-Identifier: Apache-2.0
package org.libchain;

/** What was skipped of an input, or why a store could not be read. Immutable. */
public final class Problem {
    private final String status;
    private final long entry;
    private final long offset;
    private final String path;
    private final String message;

    Problem(org.libchain.internal.Problem problem) {
        status = problem.status();
        entry = problem.entry();
        offset = problem.offset();
        path = problem.path();
        message = problem.message();
    }

    /**
     * The kind of failure.
     *
     * @return as {@link ChainReadyException#status()}
     */
    public String status() {
        return status;
    }

    /**
     * The entry.
     *
     * @return as {@link ChainReadyException#entry()}
     */
    public long entry() {
        return entry;
    }

    /**
     * The octet.
     *
     * @return as {@link ChainReadyException#offset()}
     */
    public long offset() {
        return offset;
    }

    /**
     * The input.
     *
     * @return as {@link ChainReadyException#path()}
     */
    public String path() {
        return path;
    }

    /**
     * What is wrong, in words.
     *
     * @return one sentence
     */
    public String message() {
        return message;
    }

    @Override
    public String toString() {
        return path + ": " + (entry > 0 ? "entry " + entry + ": " : "") + message;
    }
}
