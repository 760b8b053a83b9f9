// SPDX-License-Identifier: Apache-2.0
package org.libchain;

/**
 * A call could not be carried out: its input is not what it should be, or something is missing. Never for
 * a verdict, but for {@link Report#orThrow()}.
 */
public class ChainReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The word for what went wrong. */
    private final String status;
    /** The entry of the input. */
    private final long entry;
    /** The octet of the input. */
    private final long offset;
    /** The input. */
    private final String path;

    ChainReadyException(String status, long entry, long offset, String path, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.entry = entry;
        this.offset = offset;
        this.path = path;
    }

    /**
     * What kind of failure it is.
     *
     * @return {@code "argument"}, {@code "malformed"}, {@code "limit"}, {@code "not_found"},
     *     {@code "permission"}, {@code "io"}, {@code "unsupported"}, {@code "password"} or
     *     {@code "internal"}; {@code "not_ready"} from {@link Report#orThrow()}
     */
    public final String status() {
        return status;
    }

    /**
     * Which entry of the input is wrong: the certificate of a bundle, the file of a directory.
     *
     * @return counted from 1; 0: the input as a whole
     */
    public final long entry() {
        return entry;
    }

    /**
     * Where in the input.
     *
     * @return in octets; -1: nowhere in particular
     */
    public final long offset() {
        return offset;
    }

    /**
     * Which input.
     *
     * @return a path or the label that was given; {@code ""}: none
     */
    public final String path() {
        return path;
    }

    /** With the input, the entry and the offset, where there are any. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(getClass().getName()).append(": ");
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        if (entry > 0) {
            text.append("entry ").append(entry).append(": ");
        }
        if (offset >= 0) {
            text.append("offset ").append(offset).append(": ");
        }
        return text.append(getMessage()).append(" (").append(status).append(')').toString();
    }
}
