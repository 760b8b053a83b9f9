// SPDX-License-Identifier: Apache-2.0
package org.libchain;

/** What {@link Report#orThrow()} throws. */
public final class NotReadyException extends ChainReadyException {
    private static final long serialVersionUID = 1L;

    /** Not serialised: its text is the message. */
    private final transient Report report;

    NotReadyException(Report report) {
        super("not_ready", 0, -1, "", report.text(), null);
        this.report = report;
    }

    /**
     * The report that is not ready.
     *
     * @return null only after the exception was serialised
     */
    public Report report() {
        return report;
    }
}
