// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;

/** Lists of the library's words. */
final class Names {
    private Names() {
    }

    /** Those that are counted from 0, up to the first that is null. */
    static List<String> of(LongFunction<String> nameAt) {
        return Errors.call(() -> {
            List<String> names = new ArrayList<>();
            for (String name = nameAt.apply(0); name != null; name = nameAt.apply(names.size())) {
                names.add(name);
            }
            return Collections.unmodifiableList(names);
        });
    }
}
