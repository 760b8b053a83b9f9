// SPDX-License-Identifier: Apache-2.0
/* PKCS#7 SignedData (RFC 2315, RFC 5652) as a bag of certificates: .p7b, as Windows exports it. */
#include "der.h"
#include "source.h"

#define SIGNED_DATA "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"

/* ContentInfo of type signedData; *inside is its SignedData. */
static bool open_content(chain_bytes data, struct der *inside)
{
    struct der in = der_from(data), content, explicit_content;
    chain_bytes oid;
    return der_enter(&in, DER_SEQUENCE, &content) && der_read(&content, DER_OID, &oid) &&
           bytes_equal(oid, BYTES(SIGNED_DATA)) &&
           der_enter(&content, DER_CONTEXT_CONSTRUCTED(0), &explicit_content) &&
           der_enter(&explicit_content, DER_SEQUENCE, inside);
}

bool pkcs7_is(chain_bytes data)
{
    struct der in = der_from(data), content;
    chain_bytes oid;
    return der_enter(&in, DER_SEQUENCE, &content) && der_read(&content, DER_OID, &oid) &&
           bytes_equal(oid, BYTES(SIGNED_DATA));
}

chain_status pkcs7_read(const struct source *source, struct source_place place)
{
    struct der signed_data, certificates;
    struct der_element element;
    chain_bytes version;
    bool in_file = place.entry == 0; /* else in a PEM block, whose place stands for all */
    if (!open_content(source->data, &signed_data) ||
        !der_read(&signed_data, DER_INTEGER, &version) || /* version */
        !der_next(&signed_data, &element) ||              /* digestAlgorithms */
        !der_next(&signed_data, &element))                /* contentInfo */
        return source_skip(source, place, CHAIN_E_MALFORMED,
                           "not a PKCS#7 SignedData in DER (indefinite lengths are not read)");
    if (!der_enter(&signed_data, DER_CONTEXT_CONSTRUCTED(0), &certificates))
        return source_skip(source, place, CHAIN_E_NOT_FOUND,
                           "the PKCS#7 file holds no certificates");
    while (!der_done(&certificates)) {
        uint64_t offset = (uint64_t)(certificates.at - source->data.data);
        if (in_file) {
            place.entry++;
            place.offset = offset;
        }
        if (!der_next(&certificates, &element))
            return source_skip(source, place, CHAIN_E_MALFORMED,
                               "the list of certificates is cut off at octet %llu",
                               (unsigned long long)offset);
        if (element.tag != DER_SEQUENCE)
            continue; /* an attribute certificate, or an old extended one */
        chain_status status = source_add(source, place, element.whole, LIST_NO_LIMITS);
        if (status != CHAIN_OK)
            return status;
    }
    return CHAIN_OK;
}
