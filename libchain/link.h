// SPDX-License-Identifier: Apache-2.0
/*
 * A link: one step that a path can take. A recorded link is a certificate, whose signature can be
 * checked. A stated link is what a source says of one: names, key hashes, dates. An assumed link is
 * a leaf that somebody will issue under a known authority.
 */
#ifndef LIBCHAIN_LINK_H
#define LIBCHAIN_LINK_H

#include "cert.h"

enum { KEY_HASH_SIZE = 32 }; /* SHA-256 of a SubjectPublicKeyInfo */

/* What is said of a certificate that is not at hand. A hash of zeros is not known. */
struct stated {
    uint8_t sha256[32];
    uint8_t subject_key[KEY_HASH_SIZE];
    uint8_t issuer_key[KEY_HASH_SIZE];
    const char *const *hosts; /* DNS names of an assumed leaf, ended by NULL; or NULL */
};

struct link {
    const struct chain_cert *cert; /* NULL unless recorded */
    const struct stated *stated;   /* NULL where it is recorded, or nothing more is said */
    chain_bytes subject;           /* a Name; size 0 for an assumed leaf */
    chain_bytes issuer;
    uint64_t subject_hash, issuer_hash; /* name_hash of the two */
    chain_span window;                  /* its validity; an assumed leaf's is all time */
    chain_evidence evidence;
    bool renewed; /* a leaf that will be replaced by its like, so that its own end does not count */
};

void link_from_cert(struct link *out, const struct chain_cert *cert);

/* Never NULL. */
const struct stated *link_stated(const struct link *link);
/* Of the certificate; zeros where it is not known. */
void link_sha256(const struct link *link, uint8_t out[32]);
/* The hash of the link's own key; false where it is not known. */
bool link_key_hash(const struct link *link, uint8_t out[KEY_HASH_SIZE]);
/* As far as is known: two keys that are not known are not the same. */
bool link_same_key(const struct link *a, const struct link *b);
bool link_is_self_issued(const struct link *link);

enum link_match {
    LINK_KEY_FITS, /* the issuer's key has the hash that the child states */
    LINK_KEY_DIFFERS,
    LINK_KEY_UNKNOWN,     /* one of the two does not say */
    LINK_NEEDS_SIGNATURE, /* both are recorded: only the signature tells */
};
enum link_match link_match(const struct link *child, const struct link *issuer);

#endif
