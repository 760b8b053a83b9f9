// SPDX-License-Identifier: Apache-2.0
/* PKCS#7 bags. What was read is written as a bag of our own and read back as it was. */
#include "fuzz.h"

#include "der.h"
#include "reading.h"
#include "source.h"

/* Puts a header before what stands behind `at`. */
static void wrap(struct octets *out, uint8_t tag)
{
    uint8_t header[DER_HEADER_SIZE];
    size_t size = der_header(header, tag, (uint32_t)out->size);
    struct octets whole = {0};
    octets_add(&whole, header, size);
    octets_add(&whole, out->data, out->size);
    free(out->data);
    *out = whole;
}

static void put_before(struct octets *out, const char *octets, size_t size)
{
    struct octets whole = {0};
    octets_add(&whole, octets, size);
    octets_add(&whole, out->data, out->size);
    free(out->data);
    *out = whole;
}

static void check_again(const struct chain_list *list)
{
    static const char BEFORE[] =
        "\x02\x01\x01\x31\x00\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
    static const char SIGNED_DATA[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
    struct octets out = {0};
    for (size_t i = 0; i < list->count; i++)
        octets_add(&out, list->items[i].cert->der, list->items[i].cert->size);
    wrap(&out, DER_CONTEXT_CONSTRUCTED(0));
    put_before(&out, BEFORE, sizeof(BEFORE) - 1);
    wrap(&out, DER_SEQUENCE);
    wrap(&out, DER_CONTEXT_CONSTRUCTED(0));
    put_before(&out, SIGNED_DATA, sizeof(SIGNED_DATA) - 1);
    wrap(&out, DER_SEQUENCE);
    struct chain_list *again = reading_new((chain_bytes){out.data, out.size}, NULL);
    MUST(again && again->skipped_count == 0);
    reading_must_be_same(list, again);
    chain_list_unref(again);
    free(out.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_bytes bytes = {data, size};
    if (!pkcs7_is(bytes) || jks_is(bytes))
        return 0;
    struct chain_list *list = reading_new(bytes, NULL);
    MUST(list);
    if (list->count)
        check_again(list);
    chain_list_unref(list);
    return 0;
}
