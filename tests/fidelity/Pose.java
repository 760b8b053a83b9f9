// SPDX-License-Identifier: Apache-2.0
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;

/**
 * A copy of a certificate with a key of ours, which shows the octets of the original to whoever asks for
 * its fingerprint. The JDK's policies on distrust go by that; nobody has the keys of the originals.
 */
final class Pose extends X509Certificate {
    private static final long serialVersionUID = 1;
    private final X509Certificate copy;
    private final byte[] original;

    Pose(X509Certificate copy, byte[] original) {
        this.copy = copy;
        this.original = original.clone();
    }

    @Override public byte[] getEncoded() {
        return original.clone();
    }

    @Override public PublicKey getPublicKey() {
        return copy.getPublicKey();
    }

    @Override public void verify(PublicKey key) throws CertificateException {
        verify(key, (String) null);
    }

    @Override public void verify(PublicKey key, String provider) throws CertificateException {
        try {
            if (provider == null)
                copy.verify(key);
            else
                copy.verify(key, provider);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override public void checkValidity()
        throws CertificateExpiredException, CertificateNotYetValidException {
        copy.checkValidity();
    }

    @Override public void checkValidity(Date at)
        throws CertificateExpiredException, CertificateNotYetValidException {
        copy.checkValidity(at);
    }

    @Override public int getVersion() {
        return copy.getVersion();
    }

    @Override public BigInteger getSerialNumber() {
        return copy.getSerialNumber();
    }

    @Override @Deprecated public Principal getIssuerDN() {
        return copy.getIssuerDN();
    }

    @Override @Deprecated public Principal getSubjectDN() {
        return copy.getSubjectDN();
    }

    @Override public Date getNotBefore() {
        return copy.getNotBefore();
    }

    @Override public Date getNotAfter() {
        return copy.getNotAfter();
    }

    @Override public byte[] getTBSCertificate() {
        try {
            return copy.getTBSCertificate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public byte[] getSignature() {
        return copy.getSignature();
    }

    @Override public String getSigAlgName() {
        return copy.getSigAlgName();
    }

    @Override public String getSigAlgOID() {
        return copy.getSigAlgOID();
    }

    @Override public byte[] getSigAlgParams() {
        return copy.getSigAlgParams();
    }

    @Override public boolean[] getIssuerUniqueID() {
        return copy.getIssuerUniqueID();
    }

    @Override public boolean[] getSubjectUniqueID() {
        return copy.getSubjectUniqueID();
    }

    @Override public boolean[] getKeyUsage() {
        return copy.getKeyUsage();
    }

    @Override public int getBasicConstraints() {
        return copy.getBasicConstraints();
    }

    @Override public boolean hasUnsupportedCriticalExtension() {
        return copy.hasUnsupportedCriticalExtension();
    }

    @Override public Set<String> getCriticalExtensionOIDs() {
        return copy.getCriticalExtensionOIDs();
    }

    @Override public Set<String> getNonCriticalExtensionOIDs() {
        return copy.getNonCriticalExtensionOIDs();
    }

    @Override public byte[] getExtensionValue(String oid) {
        return copy.getExtensionValue(oid);
    }

    @Override public String toString() {
        return copy.toString();
    }
}
