// SPDX-License-Identifier: Apache-2.0
package org.libchain;

/** A root certificate that would make something ready. Immutable. */
public final class MissingRoot {
    private final String name;
    private final String slug;
    private final String pem;
    private final String sha256;
    private final boolean isPublic;

    MissingRoot(org.libchain.internal.Root root) {
        name = root.name();
        slug = root.slug();
        pem = root.pem();
        sha256 = root.sha256();
        isPublic = root.is_public();
    }

    /**
     * What people call it.
     *
     * @return {@code "GlobalSign Root R46"}
     */
    public String name() {
        return name;
    }

    /**
     * A name for files and keystore aliases.
     *
     * @return {@code "globalsign-root-r46-4fa3126d"}
     */
    public String slug() {
        return slug;
    }

    /**
     * The certificate.
     *
     * @return PEM; {@code ""} where it is not at hand
     */
    public String pem() {
        return pem;
    }

    /**
     * The fingerprint, to compare with the authority's page.
     *
     * @return 64 hexadecimal digits in lower case
     */
    public String sha256() {
        return sha256;
    }

    /**
     * Is it of an authority that root programs trust?
     *
     * @return false for a company's own
     */
    public boolean isPublic() {
        return isPublic;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MissingRoot && sha256.equals(((MissingRoot) other).sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    @Override
    public String toString() {
        return name + " " + sha256;
    }
}
