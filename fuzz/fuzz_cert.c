// SPDX-License-Identifier: Apache-2.0
/* The certificate reader: whatever parses lies inside its own octets, and can be asked everything.
 */
#include "fuzz.h"

#include "cert.h"
#include "der.h"
#include "key.h"
#include "name.h"

#include <string.h>

static void check_slice(const struct chain_cert *cert, struct slice slice)
{
    MUST(slice.at <= cert->size && slice.size <= cert->size - slice.at);
}

/* Where its OCTET STRING is kept, its contents are found again, as the parser found them. */
static void check_extension(const struct chain_cert *cert, enum cert_extension extension)
{
    chain_bytes value = cert_extension(cert, extension), again;
    MUST(cert_has(cert, extension) == (cert->extensions[extension] != 0));
    MUST(cert_has(cert, extension) || !value.size);
    if (!cert_has(cert, extension))
        return;
    uint32_t at = cert->extensions[extension];
    MUST(at < cert->size);
    struct der in = der_from((chain_bytes){cert->der + at, cert->size - at});
    MUST(der_read(&in, DER_OCTET_STRING, &again));
    MUST(again.data == value.data && again.size == value.size);
}

static void check_names(const struct chain_cert *cert)
{
    chain_bytes subject = cert_bytes(cert, cert->subject), issuer = cert_bytes(cert, cert->issuer);
    MUST(name_is_well_formed(subject) && name_is_well_formed(issuer));
    MUST(name_equal(subject, subject));
    MUST(name_equal(subject, issuer) == name_equal(issuer, subject));
    MUST(!name_equal(subject, issuer) || name_hash(subject) == name_hash(issuer));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct chain_cert cert;
    size_t bad = 0;
    const char *why = "";
    if (cert_parse(&cert, (chain_bytes){data, size}, &bad, &why) != CHAIN_OK) {
        MUST(bad <= size && why[0]);
        return 0;
    }
    check_slice(&cert, cert.tbs);
    check_slice(&cert, cert.serial);
    check_slice(&cert, cert.issuer);
    check_slice(&cert, cert.subject);
    check_slice(&cert, cert.spki);
    check_slice(&cert, cert.algorithm);
    check_slice(&cert, cert.signature);
    for (int i = 0; i < EXTENSION_COUNT; i++)
        check_extension(&cert, (enum cert_extension)i);
    MUST(cert.version >= 1 && cert.version <= 3);
    MUST((cert.critical & ~cert.present) == 0 && (cert.malformed & ~cert.present) == 0);
    check_names(&cert);
    struct key key;
    struct algorithm algorithm;
    key_read(&key, cert_bytes(&cert, cert.spki));
    MUST(algorithm_read(&algorithm, cert_bytes(&cert, cert.algorithm)));
    cert_subject_key_id(&cert);
    cert_authority_key_id(&cert);

    chain_cert *copy;
    MUST(chain_cert_new(&copy, NULL, data, size) == CHAIN_OK);
    char *text = chain_cert_subject(copy);
    for (const char *p = text; *p; p++)
        MUST((unsigned char)*p >= 0x20 && *p != 0x7f);
    chain_free(text);
    chain_cert_unref(copy);
    return 0;
}
