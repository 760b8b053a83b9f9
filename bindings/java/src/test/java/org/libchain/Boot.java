// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * What a check costs at boot, against the JVM's own loading of its roots: each in a fresh JVM, in turns.
 *
 * <p>Usage: Boot ROUNDS [OPTIONS OF THE JVM]. With "ready", "context" or "both" it is one of these JVMs.
 */
final class Boot {
    private static final List<String> KINDS = Arrays.asList("ready", "context", "both", "again");

    private Boot() {
    }

    public static void main(String[] arguments) throws Exception {
        if (KINDS.contains(arguments[0])) {
            long[] taken = measure(arguments[0]);
            System.out.println(taken[0] / 1000 + " " + taken[1] / 1000);
            return;
        }
        int rounds = Integer.parseInt(arguments[0]);
        String[] options = Arrays.copyOfRange(arguments, 1, arguments.length);
        List<List<long[]>> taken = compare(rounds, KINDS, options);
        for (int i = 0; i < KINDS.size(); i++) {
            System.out.printf("%-8s", KINDS.get(i));
            for (int clock = 0; clock < 2; clock++) {
                int which = clock;
                long[] sorted = taken.get(i).stream().mapToLong(each -> each[which]).sorted().toArray();
                System.out.printf("  %s min %7.1f median %7.1f ms", clock == 0 ? "cpu" : "wall",
                    sorted[0] / 1000.0, sorted[rounds / 2] / 1000.0);
            }
            System.out.println();
        }
    }

    /** For each kind what each round took: CPU time of the calling thread, and wall, in microseconds. */
    static List<List<long[]>> compare(int rounds, List<String> kinds, String... options) {
        List<List<long[]>> taken = new ArrayList<>();
        kinds.forEach(kind -> taken.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < kinds.size(); i++) {
                List<String> arguments = new ArrayList<>(Arrays.asList(options));
                arguments.addAll(Arrays.asList("org.libchain.Boot", kinds.get(i)));
                Child child = Child.plain(arguments);
                if (child.exit != 0) {
                    throw new IllegalStateException(child.out + child.err);
                }
                String[] both = child.out.trim().split(" ");
                taken.get(i).add(new long[] {Long.parseLong(both[0]), Long.parseLong(both[1])});
            }
        }
        return taken;
    }

    private static long[] measure(String kind) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadCpuTime(); // the first call loads what it needs
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        if (kind.equals("ready") || kind.equals("both") || kind.equals("again")) {
            ChainReady.builder().logged(false).ready();
        }
        if (kind.equals("again")) {
            cpu = threads.getCurrentThreadCpuTime();
            start = System.nanoTime();
            ChainReady.builder().logged(false).ready();
        }
        if (kind.equals("context") || kind.equals("both")) {
            SSLContext.getInstance("TLS").init(null, null, null);
        }
        long wall = System.nanoTime() - start;
        return new long[] {threads.getCurrentThreadCpuTime() - cpu, wall};
    }
}
