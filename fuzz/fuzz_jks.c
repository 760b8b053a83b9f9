// SPDX-License-Identifier: Apache-2.0
/*
 * JKS and JCEKS keystores. What was read is written as a keystore of our own with a password, and
 * must be read back the same with that password, with none, and not with another one.
 */
#include "fuzz.h"

#include "cipher.h"
#include "reading.h"
#include "source.h"

static void write_entry(struct octets *out, const chain_cert *cert)
{
    octets_add_number(out, 2, 4); /* a trusted certificate */
    octets_add_number(out, 1, 2);
    octets_add(out, "a", 1);
    octets_add_number(out, 0, 8); /* its date */
    octets_add_number(out, 5, 2);
    octets_add(out, "X.509", 5);
    octets_add_number(out, cert->size, 4);
    octets_add(out, cert->der, cert->size);
}

static void check_again(const struct chain_list *list)
{
    static const char PASSWORD[] = "p\xc3\xa4ss";
    struct octets out = {0};
    uint8_t wide[64], digest[20];
    octets_add_number(&out, 0xfeedfeed, 4);
    octets_add_number(&out, 2, 4);
    octets_add_number(&out, list->count, 4);
    for (size_t i = 0; i < list->count; i++)
        write_entry(&out, list->items[i].cert);
    size_t size = cipher_utf16(wide, sizeof(wide), PASSWORD);
    cipher_sha1(digest, (chain_bytes){wide, size}, BYTES("Mighty Aphrodite"),
                (chain_bytes){out.data, out.size});
    octets_add(&out, digest, sizeof(digest));
    chain_bytes data = {out.data, out.size};
    struct chain_list *right = reading_new(data, PASSWORD), *none = reading_new(data, NULL);
    MUST(right && none && !right->unchecked && none->unchecked);
    MUST(!reading_new(data, "other"));
    reading_must_be_same(list, right);
    reading_must_be_same(list, none);
    chain_list_unref(right);
    chain_list_unref(none);
    free(out.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_bytes bytes = {data, size};
    if (!jks_is(bytes))
        return 0;
    struct chain_list *list = reading_new(bytes, NULL);
    chain_list_unref(reading_new(bytes, "changeit"));
    MUST(list); /* without a password nothing is asked */
    if (list->count)
        check_again(list);
    chain_list_unref(list);
    return 0;
}
