// SPDX-License-Identifier: Apache-2.0
/*
 * A root, an authority and a leaf, with room for more, and the revocation lists that are held: a
 * whole verification in a few lines. One a test, which is a process of its own.
 */
#ifndef TEST_SUPPORT_WORLD_H
#define TEST_SUPPORT_WORLD_H

#include "crl_writer.h"

#define WORLD_DAY(number) (1704067200 + ((number)-1) * 86400) /* of January 2024 */

extern struct world {
    pki_key *root_key, *ca_key, *leaf_key, *other_key;
    chain_bytes sent[512];
    size_t sent_count;
    chain_bytes roots[2];
    size_t root_count;
    chain_crl_list *lists[6];
    size_t list_count;
    chain_verify_options options;
} world;

/* "root" <- "ca" (serial 2) <- "leaf" (serial 5), 2020 to 2030, and options that ask for all of
 * time. */
void world_set_up(void);
void world_set_up_with(const struct pki_extension *ca, const struct pki_extension *leaf);
void world_send(chain_bytes cert);
/* The same extensions and one more. */
const struct pki_extension *world_with(const struct pki_extension *base, const char *name,
                                       const char *value);

/* Extensions of a leaf with one distribution point, whose content this is. */
const struct pki_extension *world_leaf_at(chain_bytes point);

/* Entries for the two, from 10 January on. */
extern const struct crl_line WORLD_LEAF_LINE, WORLD_CA_LINE;
void world_hold(const struct crl_parts *parts);
void world_hold_root_list(void); /* for all of January, without entries */
void world_hold_ca_list(void);

chain_result *world_verify(void);
const chain_segment *world_segment_at(const chain_result *result, chain_time at);
/* The verdict on a day of January 2024, and the one finding that speaks against it. */
void world_expect(const chain_result *result, int day, chain_verdict verdict,
                  chain_finding_code code, size_t certificate);
/* Gives back the result and the lists that are held. */
void world_give_back(chain_result *result);
/* The same verdict for all of January. */
void world_expect_all(chain_verdict verdict, chain_finding_code code, size_t certificate);

#endif
