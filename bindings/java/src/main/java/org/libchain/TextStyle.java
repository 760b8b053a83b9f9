// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.util.Objects;

/** How {@link Report#text(TextStyle)} lays a report out. Immutable: each method gives another one. */
public final class TextStyle {
    /** The bits of bindings/bridge/bridge.h. */
    static final int COLOR = 1;
    static final int UNICODE = 2;
    static final int QUIET = 4;
    private static final TextStyle PLAIN = new TextStyle(80, UNICODE, null);

    private final int width;
    private final int flags;
    private final String fixCommand;

    private TextStyle(int width, int flags, String fixCommand) {
        this.width = width;
        this.flags = flags;
        this.fixCommand = fixCommand;
    }

    /**
     * 80 columns of text without colour.
     *
     * @return to begin with
     */
    public static TextStyle plain() {
        return PLAIN;
    }

    private TextStyle with(int flag, boolean wanted) {
        return new TextStyle(width, wanted ? flags | flag : flags & ~flag, fixCommand);
    }

    /**
     * So many columns.
     *
     * @param columns from 40 to 1000; {@link Report#text(TextStyle)} throws for others
     * @return another style
     */
    public TextStyle width(int columns) {
        return new TextStyle(columns, flags, fixCommand);
    }

    /**
     * With the colours of a terminal.
     *
     * @param wanted false by default
     * @return another style
     */
    public TextStyle color(boolean wanted) {
        return with(COLOR, wanted);
    }

    /**
     * With characters beyond ASCII.
     *
     * @param wanted true by default; false: names are escaped
     * @return another style
     */
    public TextStyle unicode(boolean wanted) {
        return with(UNICODE, wanted);
    }

    /**
     * The summary alone, and nothing at all when ready.
     *
     * @param wanted false by default
     * @return another style
     */
    public TextStyle quiet(boolean wanted) {
        return with(QUIET, wanted);
    }

    /**
     * What the text says to type to mend a store.
     *
     * @param command words of a shell that {@code " --store"} and the store's path are put behind;
     *     {@code ""}: the text says nothing to type. By default it is this jar's own {@code fix}
     * @return another style
     */
    public TextStyle fixCommand(String command) {
        return new TextStyle(width, flags, Objects.requireNonNull(command, "command"));
    }

    int width() {
        return width;
    }

    int flags() {
        return flags;
    }

    /** Null: the report's own. */
    String fixCommand() {
        return fixCommand;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextStyle && width == ((TextStyle) other).width
            && flags == ((TextStyle) other).flags && Objects.equals(fixCommand, ((TextStyle) other).fixCommand);
    }

    @Override
    public int hashCode() {
        return Objects.hash(width, flags, fixCommand);
    }

    @Override
    public String toString() {
        return width + " columns" + ((flags & COLOR) != 0 ? ", color" : "")
            + ((flags & UNICODE) != 0 ? "" : ", ASCII") + ((flags & QUIET) != 0 ? ", quiet" : "");
    }
}
