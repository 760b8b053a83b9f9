// SPDX-License-Identifier: Apache-2.0
/*
 * What a JDK's security properties say of certificates: jdk.security.caDistrustPolicies,
 * jdk.certpath.disabledAlgorithms and jdk.tls.disabledAlgorithms. They stand in
 * chain_place.settings, where the finder put those of a JDK's files and the binding those of the
 * running JVM, and make of a profile of the JDK that of this JDK.
 */
#ifndef LIBCHAIN_JAVA_SECURITY_H
#define LIBCHAIN_JAVA_SECURITY_H

#include "mem.h"
#include "profile.h"

enum { MOST_DISABLED = 96, MOST_DOUBTS = 8, DOUBT_SIZE = 160 };

struct java_security {
    struct disabled rules[MOST_DISABLED];
    size_t rule_count;
    bool certpath_known; /* jdk.certpath.disabledAlgorithms is there, and its default does not count
                          */
    bool policies_known; /* and so with jdk.security.caDistrustPolicies */
    uint32_t policies;   /* those that are switched on: bits, in the order of JDK_POLICIES */
    bool undated; /* an update whose policies distrust whatever its roots have issued, and when */
    bool marks_anchors;  /* the store is the JDK's cacerts, whose aliases mark the JDK's own CAs */
    /* What of it is not predicted, in words. */
    char doubts[MOST_DOUBTS][DOUBT_SIZE];
    size_t doubt_count;
};

/* `settings`: "name=value" a line; "?words" is something that could not be read. Never fails. */
void java_security_read(struct java_security *out, const char *settings);

/*
 * The profile with these settings, which lives in the arena and borrows nothing from `settings`.
 * NULL when out of memory. `base` itself where it is none of the JDK's.
 */
const struct profile *java_security_profile(struct arena *arena, const struct profile *base,
                                            const struct java_security *settings);

#endif
