// SPDX-License-Identifier: Apache-2.0
/* PEM: blocks lie within the text, one behind the other; what is encoded is decoded to the same. */
#include "fuzz.h"

#include "pem.h"

#include <string.h>

static void check_block(chain_bytes data, const struct pem_block *block)
{
    const uint8_t *start = block->base64.data;
    size_t size = 0, bad = SIZE_MAX;
    MUST(start >= data.data && block->base64.size <= (size_t)(data.data + data.size - start));
    MUST(memcmp(data.data + block->offset, "-----BEGIN ", 11) == 0);
    MUST(!memchr(block->label.data, '\n', block->label.size));
    uint8_t *out = malloc(pem_decoded_most(block->base64));
    if (pem_decode(out, &size, block->base64, &bad))
        MUST(size <= pem_decoded_most(block->base64));
    else
        MUST(bad <= block->base64.size);
    free(out);
}

static void check_blocks(chain_bytes data)
{
    struct pem_block block;
    size_t at = 0, before = 0;
    while (pem_next(data, &at, &block)) {
        MUST(pem_is(data));
        MUST(at > before && at <= data.size && block.offset >= before && block.offset < at);
        check_block(data, &block);
        before = at;
    }
    MUST(at == before);
}

static void check_round(chain_bytes der)
{
    struct text text = {0};
    struct pem_block block;
    size_t at = 0, size, bad;
    pem_encode(&text, der);
    chain_bytes data = {(const uint8_t *)text.data, text.size};
    MUST(!text.failed && pem_next(data, &at, &block) && block.closed && block.offset == 0);
    uint8_t *out = malloc(pem_decoded_most(block.base64));
    MUST(pem_decode(out, &size, block.base64, &bad) && size == der.size);
    MUST(!size || memcmp(out, der.data, size) == 0);
    MUST(!pem_next(data, &at, &block));
    free(out);
    text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_blocks((chain_bytes){data, size});
    check_round((chain_bytes){data, size});
    return 0;
}
