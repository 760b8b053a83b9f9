// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootTest {
    /** In CPU time, which other programs on the machine do not change much; Boot prints both clocks. */
    @Test
    void costsLessThanTheFirstContext() {
        List<List<long[]>> taken = Boot.compare(3, Arrays.asList("ready", "context"));
        long ready = taken.get(0).stream().mapToLong(each -> each[0]).min().getAsLong();
        long context = taken.get(1).stream().mapToLong(each -> each[0]).min().getAsLong();
        assertTrue(ready < context, ready + " us instead of less than " + context + " us");
    }
}
