// SPDX-License-Identifier: Apache-2.0
// usage: Keystores CERTIFICATES FOLDER PASSWORD: writes them as trusted certificates with this JDK, in each
// form and with each protection that it knows; prints the names of the files, and of what it refuses.
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

public class Keystores {
    static final String[] CIPHERS = {
        "PBEWithSHA1AndRC2_40", "PBEWithSHA1AndRC2_128", "PBEWithSHA1AndDESede",
        "PBEWithHmacSHA1AndAES_128", "PBEWithHmacSHA224AndAES_128", "PBEWithHmacSHA256AndAES_128",
        "PBEWithHmacSHA384AndAES_128", "PBEWithHmacSHA512AndAES_128", "PBEWithHmacSHA1AndAES_256",
        "PBEWithHmacSHA224AndAES_256", "PBEWithHmacSHA256AndAES_256", "PBEWithHmacSHA384AndAES_256",
        "PBEWithHmacSHA512AndAES_256", "NONE"};
    static final String[] MACS = {
        "HmacPBESHA1", "HmacPBESHA224", "HmacPBESHA256", "HmacPBESHA384", "HmacPBESHA512",
        "PBEWithHmacSHA256", "PBEWithHmacSHA512", "NONE"};

    static Collection<? extends Certificate> certificates;
    static char[] password;
    static String folder;

    static void write(String type, String name) throws Exception {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates)
                store.setCertificateEntry("entry " + number++, certificate);
            try (FileOutputStream out = new FileOutputStream(folder + "/" + name)) {
                store.store(out, password);
            }
            System.out.println(name);
        } catch (java.io.IOException | GeneralSecurityException refused) {
            System.out.println("- " + name + ": " + refused);
        }
    }

    public static void main(String[] arguments) throws Exception {
        certificates = CertificateFactory.getInstance("X.509")
            .generateCertificates(new FileInputStream(arguments[0]));
        folder = arguments[1];
        password = arguments[2].toCharArray();
        write("JKS", "plain.jks");
        write("JCEKS", "plain.jceks");
        write("PKCS12", "default.p12");
        for (String cipher : CIPHERS) {
            System.setProperty("keystore.pkcs12.certProtectionAlgorithm", cipher);
            write("PKCS12", "cipher-" + cipher + ".p12");
        }
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "PBEWithHmacSHA256AndAES_256");
        for (String mac : MACS) {
            System.setProperty("keystore.pkcs12.macAlgorithm", mac);
            write("PKCS12", "mac-" + mac + ".p12");
        }
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        write("PKCS12", "open.p12");
        System.clearProperty("keystore.pkcs12.certProtectionAlgorithm");
        System.clearProperty("keystore.pkcs12.macAlgorithm");
        System.setProperty("keystore.pkcs12.legacy", "");
        write("PKCS12", "legacy.p12");
    }
}
