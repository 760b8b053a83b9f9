// SPDX-License-Identifier: Apache-2.0
/* DSA keys without parameters, which are those of the certificate above: RFC 5280 6.1.4 (d) to (f).
 */
#include "check.h"

#include "cert_writer.h"
#include "der.h"
#include "expect.h"
#include "pki.h"

TestSuite(check_edge, .fini = tidy);

#define NOTHING ((chain_bytes){NULL, 0})
#define AT 1704067200 /* 2024-01-01 */

/* The SubjectPublicKeyInfo of a DSA key without its parameters. */
static chain_bytes without_parameters(pki_key *key)
{
    struct der in = der_from(pki_spki(key)), spki, algorithm;
    struct der_element oid, bits;
    cr_assert(der_enter(&in, DER_SEQUENCE, &spki) && der_enter(&spki, DER_SEQUENCE, &algorithm) &&
              der_next(&algorithm, &oid) && der_next(&spki, &bits));
    return ASN_SEQUENCE(ASN_SEQUENCE(oid.whole), bits.whole);
}

static chain_bytes mint(const char *subject, chain_bytes spki, bool ca, const char *issuer,
                        pki_key *key)
{
    struct cert_parts parts = cert_parts_plain();
    parts.inner_algorithm = parts.outer_algorithm = algorithm_of("2.16.840.1.101.3.4.3.2", NOTHING);
    parts.subject = name_of(subject);
    parts.issuer = name_of(issuer);
    parts.spki = spki;
    parts.extensions = EXTENSIONS(extension_of(
        "2.5.29.19", true, ca ? ASN_SEQUENCE(asn_boolean(true)) : asn_empty(DER_SEQUENCE)));
    parts.signature = asn_bits(0, pki_sign(key, "SHA256", cert_parts_tbs(&parts)));
    return cert_parts_join(&parts);
}

/* root <- ca <- sub <- leaf; the keys of ca and sub have no parameters of their own. */
static struct {
    pki_key *root_key, *stranger_key, *ca_key, *sub_key;
    chain_bytes root, stranger, sent[3];
} world;

static void add_stranger(void)
{
    world.stranger_key = pki_new_key(PKI_DSA_2048);
    world.stranger = mint("root", pki_spki(world.stranger_key), true, "root", world.stranger_key);
}

static void set_up(void)
{
    world.root_key = pki_new_key(PKI_DSA_2048);
    world.ca_key = pki_new_dsa_like(world.root_key);
    world.sub_key = pki_new_dsa_like(world.root_key);
    world.root = mint("root", pki_spki(world.root_key), true, "root", world.root_key);
    world.sent[0] = mint("leaf", pki_spki(pki_new_key(PKI_P256)), false, "sub", world.sub_key);
    world.sent[1] = mint("sub", without_parameters(world.sub_key), true, "ca", world.ca_key);
    world.sent[2] = mint("ca", without_parameters(world.ca_key), true, "root", world.root_key);
}

static void expect(const chain_bytes *roots, size_t count, chain_verdict verdict,
                   chain_finding_code code)
{
    chain_verify_options options;
    chain_result *result;
    size_t segments;
    chain_list *sent = pki_list(world.sent, 3);
    chain_store *store = pki_store(roots, count);
    chain_verify_options_default(&options);
    options.chain = sent;
    options.store = store;
    options.profile = "rfc5280";
    options.window = (chain_span){AT, AT + 1};
    cr_assert_eq(chain_verify(&result, NULL, &options), CHAIN_OK);
    const chain_segment *segment = chain_result_segments(result, &segments);
    SAME(segment->verdict, verdict);
    if (code != CHAIN_FINDING_NONE) {
        cr_assert(segment->finding_count);
        SAME_TEXT(chain_finding_name(segment->findings[0].code), chain_finding_name(code));
    }
    chain_result_free(result);
    chain_list_unref(sent);
    chain_store_unref(store);
}

Test(check_edge, parameters_come_from_above)
{
    set_up();
    expect(&world.root, 1, CHAIN_VALID, CHAIN_FINDING_NONE);
}

/* The leaf's edge fails below the stranger's group, and must not be given up for the other root. */
Test(check_edge, an_edge_that_is_bad_in_one_path_is_tried_in_another)
{
    set_up();
    add_stranger();
    const chain_bytes both[] = {world.stranger, world.root};
    const chain_bytes turned[] = {world.root, world.stranger};
    expect(both, 2, CHAIN_VALID, CHAIN_FINDING_NONE);
    expect(turned, 2, CHAIN_VALID, CHAIN_FINDING_NONE);
}

Test(check_edge, parameters_of_another_group)
{
    set_up();
    add_stranger();
    expect(&world.stranger, 1, CHAIN_INVALID, CHAIN_FINDING_SIGNATURE_INVALID);
}

/* RFC 5280 6.1.4 (e): below a key of another kind there is nothing to inherit. */
Test(check_edge, nothing_to_inherit)
{
    set_up();
    pki_key *other = pki_new_key(PKI_P256);
    chain_bytes root = mint("root", pki_spki(other), true, "root", world.root_key);
    expect(&root, 1, CHAIN_INVALID, CHAIN_FINDING_NONE);
    chain_bytes bare =
        mint("root", without_parameters(world.root_key), true, "root", world.root_key);
    expect(&bare, 1, CHAIN_UNKNOWN, CHAIN_FINDING_SIGNATURE_UNSUPPORTED);
}
