// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.util.function.Supplier;
import org.libchain.internal.Library;
import org.libchain.internal.NativeException;

/** The one place where what the C part throws becomes what users catch. */
final class Errors {
    private Errors() {
    }

    static <T> T call(Supplier<T> work) {
        try {
            Library.load();
        } catch (UnsatisfiedLinkError error) {
            throw new ChainReadyException("unsupported", 0, -1, "", error.getMessage(), error);
        }
        try {
            return work.get();
        } catch (NativeException error) {
            throw new ChainReadyException(error.status, error.entry, error.offset, error.path,
                error.getMessage(), error);
        }
    }
}
