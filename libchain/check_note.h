// SPDX-License-Identifier: Apache-2.0
/*
 * What the parts of the checker share: noting a finding with its spans, as far as the profile minds
 * it. Where there is no room, check->full is set and the note is lost.
 */
#ifndef LIBCHAIN_CHECK_NOTE_H
#define LIBCHAIN_CHECK_NOTE_H

#include "check.h"

/* In the findings of a node, before they have a place in a path. */
enum { ABOUT_TARGET = 0, ABOUT_ITSELF = 1 };

/* The finding's effect is filled in here. */
void check_note(struct check *check, struct finding_list *list, struct finding finding);
void check_note_spans(struct check *check, struct finding_list *list, chain_finding_code code,
                      uint32_t certificate, struct span_set spans);
/* About a node itself: over one span, and for all of time. */
void check_note_span(struct check *check, struct finding_list *list, chain_finding_code code,
                     chain_span span);
void check_note_always(struct check *check, struct node *node, chain_finding_code code);
/* From a moment on; between its earliest and latest instant nobody knows. */
void check_note_from(struct check *check, struct node *node, struct moment at,
                     chain_finding_code sure, chain_finding_code near);

/* check_policy.c: what a certificate says of policies by itself, and the policies of a path. */
void check_policy_node(struct check *check, struct node *node);
void check_policies(struct check *check, const struct path *path, struct finding_list *list);

/* check_revocation.c: what timelines say of one certificate, and of what a key has issued. */
void check_revoked(struct check *check, struct node *node);
void check_revoked_issued(struct check *check, const struct path *path, struct finding_list *list);

/* check_rules.c: how the certificate of a node must be made, where the profile asks. */
void check_rules(struct check *check, struct node *node);
/* check_strength.c: its key, and the algorithm of its signature. */
void check_strength(struct check *check, struct node *node);
/* check_subject.c: the names in a certificate that is the target. */
chain_finding_code check_alt_names(const struct chain_cert *cert);
chain_finding_code check_common_names(const struct chain_cert *cert);
/* Is the host named other than by a wildcard below a public suffix? It is named somehow. */
bool check_names_host(const struct hostname *host, const struct chain_cert *cert);

/* What the findings amount to. */
void check_sum_up(struct check *check, struct judgement *out);

/* Is this the very certificate that is asked about? */
bool check_is_target(const struct check *check, const struct chain_cert *cert);
bool check_rule_applies(const struct check *check, const struct rule *rule);

/* Returns CHAIN_FINDING_NONE where the names of `below` are within the constraints of `ca`. */
chain_finding_code check_hold_names(struct check *check, const struct link *ca,
                                    const struct link *below);

/* The first instant at which a certificate with this `until` counts as expired. */
static inline chain_time check_end(const struct profile *profile, chain_time until)
{
    return profile->end_excluded && until > CHAIN_TIME_MIN && until < CHAIN_TIME_MAX ? until - 1 : until;
}

/* Adds to the findings of `node` what a limit on the issuance of leaves says of the target. */
void check_issuance(struct check *check, struct node *node, struct moment limit);

/* What runtimes ask of a whole path beyond RFC 5280, where their profile has it. */
void check_runtime(struct check *check, const struct path *path, struct finding_list *list);

/* check_disabled.c: keys and algorithms that a JDK's settings refuse. */
void check_disabled(struct check *check, const struct path *path, struct finding_list *list);

static inline bool check_is_malformed(const struct chain_cert *cert, enum cert_extension extension)
{
    return cert->malformed >> extension & 1;
}

#endif
