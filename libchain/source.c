// SPDX-License-Identifier: Apache-2.0
#include "source.h"

#include "der.h"
#include "error.h"
#include "file.h"
#include "mem.h"
#include "pem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- adding and skipping ---------------------------------------------------------------------- */

chain_status source_skip(const struct source *source, struct source_place place, chain_status status,
                         const char *format, ...)
{
    chain_error error = {0};
    char why[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof(why), format, arguments);
    va_end(arguments);
    error_set(&error, status, "%s", why);
    error_file(&error, source->path);
    error_at(&error, status, place.entry, place.offset);
    return list_skip(source->list, &error);
}

chain_status source_add(const struct source *source, struct source_place place, chain_bytes der,
                        struct list_limits limits)
{
    chain_error error = {0};
    struct list_item item = {.entry = place.entry, .offset = place.offset, .limits = limits};
    chain_cert *cert;
    chain_status status = chain_cert_new(&cert, &error, der.data, der.size);
    if (status == CHAIN_E_MEMORY)
        return status;
    if (status != CHAIN_OK) {
        uint64_t inside = error.offset;
        /* Where the certificate is the file, the octet that is wrong is an offset of the file. */
        if (der.data == source->data.data && inside != CHAIN_NO_OFFSET) {
            place.offset = inside;
            return source_skip(source, place, status, "%s", error.message);
        }
        if (inside == CHAIN_NO_OFFSET)
            return source_skip(source, place, status, "%s", error.message);
        return source_skip(source, place, status, "%.150s, at octet %llu of its DER", error.message,
                           (unsigned long long)inside);
    }
    status = list_push(source->list, cert, item);
    chain_cert_unref(cert);
    return status;
}

/* ---- PEM -------------------------------------------------------------------------------------- */

static bool label_is(const struct pem_block *block, const char *label)
{
    return bytes_equal(block->label, (chain_bytes){(const uint8_t *)label, strlen(label)});
}

static bool label_ends(const struct pem_block *block, const char *end)
{
    size_t size = strlen(end);
    return block->label.size >= size &&
           memcmp(block->label.data + block->label.size - size, end, size) == 0;
}

static chain_status add_decoded(const struct source *source, const struct pem_block *block,
                                struct source_place place, chain_bytes der)
{
    if (label_is(block, "TRUSTED CERTIFICATE"))
        return trusted_read(source, place, der);
    if (label_is(block, "PKCS7") || label_is(block, "PKCS #7 SIGNED DATA") || label_is(block, "CMS")) {
        struct source inside = *source;
        inside.data = der;
        return pkcs7_read(&inside, place);
    }
    return source_add(source, place, der, LIST_NO_LIMITS);
}

static chain_status add_block(const struct source *source, const struct pem_block *block,
                              struct source_place place, uint8_t *scratch)
{
    size_t size, bad;
    /* The code of a program mentions PEM here and there; only whole certificates in it count. */
    if (file_is_executable(source->data) &&
        (!block->closed || !pem_decode(scratch, &size, block->base64, &bad)))
        return CHAIN_OK;
    if (!block->closed)
        return source_skip(source, place, CHAIN_E_MALFORMED,
                           "the PEM block has no END line of its own");
    if (!pem_decode(scratch, &size, block->base64, &bad)) {
        uint64_t at = (uint64_t)(block->base64.data - source->data.data) + bad;
        return source_skip(source, place, CHAIN_E_MALFORMED, "base64 is damaged at offset %llu",
                           (unsigned long long)at);
    }
    return add_decoded(source, block, place, (chain_bytes){scratch, size});
}

static bool holds_certificates(const struct pem_block *block)
{
    return label_is(block, "CERTIFICATE") || label_is(block, "X509 CERTIFICATE") ||
           label_is(block, "TRUSTED CERTIFICATE") || label_is(block, "PKCS7") ||
           label_is(block, "PKCS #7 SIGNED DATA") || label_is(block, "CMS");
}

static chain_status read_pem(const struct source *source)
{
    struct pem_block block;
    struct source_place place = {0};
    uint8_t *scratch = NULL;
    size_t at = 0, room = 0;
    chain_status status = CHAIN_OK;
    source->list->kind = file_is_executable(source->data) ? "executable" : "pem";
    while (status == CHAIN_OK && pem_next(source->data, &at, &block)) {
        place.entry++;
        place.offset = block.offset;
        if (label_ends(&block, "PRIVATE KEY") && !file_is_executable(source->data))
            status = source_skip(source, place, CHAIN_E_MALFORMED, "a private key, not a certificate");
        else if (label_is(&block, "PKCS12") || label_is(&block, "JKS"))
            status = source_skip(source, place, CHAIN_E_UNSUPPORTED,
                                 "a keystore inside PEM: decode it first");
        else if (!holds_certificates(&block))
            continue;
        else if (!mem_grow(&scratch, &room, pem_decoded_most(block.base64), 1))
            status = CHAIN_E_MEMORY;
        else
            status = add_block(source, &block, place, scratch);
    }
    mem_free(scratch);
    return status;
}

/* ---- any form --------------------------------------------------------------------------------- */

static chain_status read_der(const struct source *source)
{
    static const struct source_place FIRST = {1, 0};
    source->list->kind = "der";
    if (!source->data.size)
        return source_skip(source, FIRST, CHAIN_E_MALFORMED, "the file is empty");
    if (source->data.data[0] != DER_SEQUENCE)
        return source_skip(source, FIRST, CHAIN_E_MALFORMED,
                           "not a certificate or keystore of a form that is known");
    return source_add(source, FIRST, source->data, LIST_NO_LIMITS);
}

static chain_status read_any(const struct source *source, chain_error *error)
{
    if (jks_is(source->data))
        return jks_read(source, error);
    if (p11kit_is(source->data))
        return p11kit_read(source);
    if (pem_is(source->data))
        return read_pem(source);
    if (pkcs12_is(source->data))
        return pkcs12_read(source, error);
    if (pkcs7_is(source->data)) {
        source->list->kind = "pkcs7";
        return pkcs7_read(source, (struct source_place){0, 0});
    }
    return read_der(source);
}

chain_status source_read(const struct source *source, chain_error *error)
{
    chain_status status = read_any(source, error);
    if (status == CHAIN_E_MEMORY)
        return error_set(error, status, "out of memory");
    if (status != CHAIN_OK)
        error_file(error, source->path);
    return status;
}

chain_status source_read_file(struct chain_list *list, chain_error *error, const char *path,
                              const char *password)
{
    struct file file;
    chain_status status = file_read(&file, error, path);
    if (status != CHAIN_OK)
        return status;
    struct source source = {list, path, {file.data, file.size}, password};
    status = source_read(&source, error);
    mem_free(file.data);
    return status;
}

chain_status source_read_directory(struct chain_list *list, chain_error *error, const char *path)
{
    struct file_names names;
    chain_status status = file_list(&names, error, path);
    for (size_t i = 0; i < names.count && status == CHAIN_OK; i++) {
        char file[4096];
        chain_error why = {0};
        int size = snprintf(file, sizeof(file), "%s/%s", path, names.names[i]);
        if (size < 0 || (size_t)size >= sizeof(file) || file_is_directory(file))
            continue;
        status = source_read_file(list, &why, file, NULL);
        if (status == CHAIN_E_MEMORY)
            error_set(error, status, "out of memory");
        else if (status != CHAIN_OK)
            status = list_skip(list, &why);
    }
    list->kind = "directory";
    file_names_free(&names);
    return status;
}

chain_status source_read_each(struct chain_list *list, chain_error *error, const chain_bytes *certs,
                              size_t count)
{
    chain_status status = CHAIN_OK;
    for (size_t i = 0; i < count && status == CHAIN_OK; i++) {
        struct source source = {list, list->path, certs[i], NULL};
        struct source_place place = {i + 1, 0};
        status = certs[i].size ? source_add(&source, place, certs[i], LIST_NO_LIMITS)
                               : source_skip(&source, place, CHAIN_E_MALFORMED, "is empty");
    }
    return status == CHAIN_OK ? CHAIN_OK : error_set(error, status, "out of memory");
}

/* ---- the public calls that make lists --------------------------------------------------------- */

static chain_status finish(struct chain_list **out, struct chain_list *list, chain_error *error,
                           chain_status status)
{
    if (status == CHAIN_OK)
        status = list_result(list, error);
    if (status == CHAIN_OK)
        status = list_freeze(list, error);
    if (status != CHAIN_OK) {
        chain_list_unref(list);
        return status;
    }
    *out = list;
    return CHAIN_OK;
}

chain_status chain_list_open(chain_list **out, chain_error *error, const char *path)
{
    *out = NULL;
    if (!path)
        return error_set(error, CHAIN_E_ARGUMENT, "no path given");
    struct chain_list *list = list_new(path);
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    chain_status status = file_is_directory(path) ? source_read_directory(list, error, path)
                                                  : source_read_file(list, error, path, NULL);
    return finish(out, list, error, status);
}

chain_status chain_list_read(chain_list **out, chain_error *error, const uint8_t *data, size_t size)
{
    *out = NULL;
    if (!data && size)
        return error_set(error, CHAIN_E_ARGUMENT, "no data given");
    struct chain_list *list = list_new("");
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    struct source source = {list, "", {data, size}, NULL};
    return finish(out, list, error, source_read(&source, error));
}

chain_status chain_list_new(chain_list **out, chain_error *error, const chain_bytes *certs, size_t count)
{
    *out = NULL;
    if (!certs && count)
        return error_set(error, CHAIN_E_ARGUMENT, "no certificates given");
    struct chain_list *list = list_new("");
    if (!list)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    return finish(out, list, error, source_read_each(list, error, certs, count));
}
