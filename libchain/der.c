// SPDX-License-Identifier: Apache-2.0
#include "der.h"

#include "instant.h"

#include <libtasn1.h>
#include <limits.h>
#include <string.h>

struct der der_from(chain_bytes bytes)
{
    return (struct der){bytes.data, bytes.size ? bytes.data + bytes.size : bytes.data};
}

bool der_done(const struct der *in)
{
    return in->at == in->end;
}

bool der_peek(const struct der *in, uint8_t tag)
{
    return in->at != in->end && *in->at == tag;
}

bool der_next(struct der *in, struct der_element *out)
{
    size_t left = (size_t)(in->end - in->at);
    int size = left > INT_MAX ? INT_MAX : (int)left;
    unsigned char class;
    int tag_size, length_size;
    unsigned long number;
    if (asn1_get_tag_der(in->at, size, &class, &tag_size, &number) != ASN1_SUCCESS || tag_size != 1)
        return false;
    const uint8_t *length_at = in->at + 1;
    long length = asn1_get_length_der(length_at, size - 1, &length_size);
    if (length < 0) /* indefinite, too large, or beyond the end */
        return false;
    /* Of a length that is cut off, libtasn1 reads the octets that there are. */
    if (!length_size || (length_at[0] & 0x80 && length_size != 1 + (length_at[0] & 0x7f)))
        return false;
    /* X.690 10.1: the minimum number of octets. */
    if (length_size > 1 && (length < 128 || length_at[1] == 0))
        return false;
    size_t header = 1 + (size_t)length_size;
    out->tag = *in->at;
    out->whole = (chain_bytes){in->at, header + (size_t)length};
    out->content = (chain_bytes){in->at + header, (size_t)length};
    in->at += out->whole.size;
    return true;
}

bool der_read(struct der *in, uint8_t tag, chain_bytes *content)
{
    struct der_element element;
    if (!der_peek(in, tag) || !der_next(in, &element))
        return false;
    *content = element.content;
    return true;
}

bool der_enter(struct der *in, uint8_t tag, struct der *inside)
{
    chain_bytes content;
    if (!der_read(in, tag, &content))
        return false;
    *inside = der_from(content);
    return true;
}

bool der_boolean(chain_bytes content, bool *value)
{
    if (content.size != 1 || (content.data[0] != 0x00 && content.data[0] != 0xff))
        return false;
    *value = content.data[0] != 0;
    return true;
}

bool der_integer_is_canonical(chain_bytes content)
{
    if (content.size < 2)
        return content.size == 1;
    /* X.690 8.3.2: the first nine bits are neither all ones nor all zero. */
    if (content.data[0] == 0x00)
        return content.data[1] & 0x80;
    if (content.data[0] == 0xff)
        return !(content.data[1] & 0x80);
    return true;
}

bool der_unsigned(chain_bytes content, uint64_t *value)
{
    if (!der_integer_is_canonical(content) || content.data[0] & 0x80 || content.size > 8)
        return false;
    *value = 0;
    for (size_t i = 0; i < content.size; i++)
        *value = *value << 8 | content.data[i];
    return true;
}

bool der_oid_is_canonical(chain_bytes content)
{
    if (!content.size || content.data[content.size - 1] & 0x80)
        return false;
    bool starts_arc = true;
    for (size_t i = 0; i < content.size; i++) {
        if (starts_arc && content.data[i] == 0x80)
            return false;
        starts_arc = !(content.data[i] & 0x80);
    }
    return true;
}

bool der_bit_string(chain_bytes content, chain_bytes *bits, unsigned *unused)
{
    if (!content.size || content.data[0] > 7)
        return false;
    *unused = content.data[0];
    *bits = (chain_bytes){content.data + 1, content.size - 1};
    if (!bits->size)
        return *unused == 0;
    /* X.690 11.2.1: unused bits are zero. */
    return !(bits->data[bits->size - 1] & ((1U << *unused) - 1));
}

bool der_time(uint8_t tag, chain_bytes content, chain_time *out)
{
    if (tag == DER_UTC_TIME)
        return instant_from_utc_time(out, content);
    return tag == DER_GENERALIZED_TIME && instant_from_generalized_time(out, content);
}

size_t der_header(uint8_t out[DER_HEADER_SIZE], uint8_t tag, uint32_t size)
{
    out[0] = tag;
    if (size < 0x80) {
        out[1] = (uint8_t)size;
        return 2;
    }
    size_t octets = size > 0xffffff ? 4 : size > 0xffff ? 3 : size > 0xff ? 2 : 1;
    out[1] = (uint8_t)(0x80 | octets);
    for (size_t i = 0; i < octets; i++)
        out[2 + i] = (uint8_t)(size >> 8 * (octets - 1 - i));
    return 2 + octets;
}

bool bytes_equal(chain_bytes a, chain_bytes b)
{
    return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}
