// SPDX-License-Identifier: Apache-2.0
/*
 * Reading certificates out of octets, whatever form they have. Each form has a reader of its own that
 * adds what it finds to a list and skips, with a complaint that names the place, what is damaged.
 */
#ifndef LIBCHAIN_SOURCE_H
#define LIBCHAIN_SOURCE_H

#include "list.h"

struct source {
    struct chain_list *list;
    const char *path;     /* for complaints */
    chain_bytes data;
    const char *password; /* NULL: none was given */
};

/*
 * Recognises the form by its content and reads it. Fails for want of memory, and for a password that
 * is missing or wrong (CHAIN_E_PASSWORD): what is damaged is skipped and kept in the list.
 */
chain_status source_read(const struct source *source, chain_error *error);

/* A file, and a directory file by file (its hidden files and folders left out). */
chain_status source_read_file(struct chain_list *list, chain_error *error, const char *path,
                              const char *password);
chain_status source_read_directory(struct chain_list *list, chain_error *error, const char *path);
/* One DER certificate after the other; their numbers are those of the entries. */
chain_status source_read_each(struct chain_list *list, chain_error *error, const chain_bytes *certs,
                              size_t count);

/* ---- for the readers -------------------------------------------------------------------------- */

struct source_place {
    uint64_t entry, offset;
};

/* Adds one certificate, or skips it where it does not parse. CHAIN_OK or CHAIN_E_MEMORY. */
chain_status source_add(const struct source *source, struct source_place place, chain_bytes der,
                        struct list_limits limits);
chain_status source_skip(const struct source *source, struct source_place place, chain_status status,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

/* One reader a form; `source->data` is the whole file, or for blocks of PEM what the block holds. */
chain_status jks_read(const struct source *source, chain_error *error);
bool jks_is(chain_bytes data);
chain_status pkcs12_read(const struct source *source, chain_error *error);
bool pkcs12_is(chain_bytes data);
chain_status pkcs7_read(const struct source *source, struct source_place place);
bool pkcs7_is(chain_bytes data);
chain_status p11kit_read(const struct source *source);
bool p11kit_is(chain_bytes data);
/* OpenSSL's TRUSTED CERTIFICATE: a certificate and what it is trusted for. */
chain_status trusted_read(const struct source *source, struct source_place place, chain_bytes der);

#endif
