// SPDX-License-Identifier: Apache-2.0
package org.libchain.internal;

/** What a failed call says. Made by the C part; the public classes turn it into their own. */
public final class NativeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The name of a chain_status: "malformed", "not_found", ... */
    public final String status;
    /** Counted from 1; 0: the input as a whole. */
    public final long entry;
    /** In octets; -1: none. */
    public final long offset;
    /** The file; "" for input from memory. */
    public final String path;

    NativeException(byte[] status, long entry, long offset, byte[] path, byte[] message) {
        super(Octets.text(message));
        this.status = Octets.text(status);
        this.entry = entry;
        this.offset = offset;
        this.path = Octets.text(path);
    }
}
