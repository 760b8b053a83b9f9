// SPDX-License-Identifier: Apache-2.0
/* The table of findings: name, source, meaning and advice of each. docs/RFC5280.md is made of it.
 */
#include "finding.h"

#include <string.h>

static const struct entry {
    const char *name;
    const char *rfc;
    const char *meaning;
    const char *advice;
} TABLE[CHAIN_FINDING_COUNT] = {
    [CHAIN_FINDING_NONE] = {"none", "", "Nothing was found.", ""},
    [CHAIN_FINDING_NO_ISSUER] =
        {"no_issuer", "RFC 5280 6.1",
         "No certificate with the issuer's name and key is sent, known or trusted.",
         "Add the missing root to the store, or let the server send the missing intermediate."},
    [CHAIN_FINDING_ISSUER_MISMATCH] = {"issuer_mismatch", "RFC 5280 6.1.3 (a)(4)",
                                       "The issuer's name is there, but with another key.",
                                       "Compare fingerprints: a look-alike root is not the root."},
    [CHAIN_FINDING_PATH_TOO_LONG] =
        {"path_too_long", "RFC 5280 6.1.4 (l)",
         "More intermediates follow a CA than its path length constraint allows, or than this "
         "verifier takes at all.",
         "The chain was issued wrongly; the operator needs another one."},
    [CHAIN_FINDING_HOST_MISMATCH] =
        {"host_mismatch", "RFC 9525 6",
         "The certificate does not name the host in its subject alternative names.",
         "Check the host name, or ask the operator for a certificate that names it."},
    [CHAIN_FINDING_NOT_YET_VALID] = {"not_yet_valid", "RFC 5280 6.1.3 (a)(2)",
                                     "The certificate is not valid yet.",
                                     "Check the clock; otherwise wait for the date."},
    [CHAIN_FINDING_EXPIRED] =
        {"expired", "RFC 5280 6.1.3 (a)(2)", "The certificate has expired.",
         "An intermediate or bridge that expires takes its path along: add the root that does not "
         "need it."},
    [CHAIN_FINDING_ANCHOR_NOT_YET_VALID] = {"anchor_not_yet_valid", "RFC 5280 6.1.1 (d)",
                                            "The trusted root is not valid yet.",
                                            "Check the clock; otherwise wait for the date."},
    [CHAIN_FINDING_ANCHOR_EXPIRED] = {"anchor_expired", "RFC 5280 6.1.1 (d)",
                                      "The trusted root has expired. Nearly every verifier then "
                                      "refuses it (JDK and Android do not).",
                                      "Add the root that replaces it."},
    [CHAIN_FINDING_REVOKED] =
        {"revoked", "RFC 5280 6.1.3 (a)(3)", "The certificate is revoked.",
         "The operator must replace the certificate; nothing in your store can help."},
    [CHAIN_FINDING_REVOCATION_UNKNOWN] =
        {"revocation_unknown", "RFC 5280 6.3.3",
         "No revocation list that is held, in date and for this certificate tells whether it is "
         "revoked.",
         "Fetch the newest lists of the certificate's authority and give them all."},
    [CHAIN_FINDING_SIGNATURE_INVALID] =
        {"signature_invalid", "RFC 5280 6.1.3 (a)(1)",
         "The signature does not verify with the issuer's key.",
         "The certificate was changed, or was signed by another key of that name."},
    [CHAIN_FINDING_SIGNATURE_UNSUPPORTED] =
        {"signature_unsupported", "RFC 5280 6.1.3 (a)(1)",
         "The signature is made with an algorithm that this version cannot check.",
         "The verdict cannot be given; ask a verifier that knows the algorithm."},
    [CHAIN_FINDING_SIGNATURE_MD5] =
        {"signature_md5", "RFC 6151 2", "The signature rests on MD2 or MD5, which are broken.",
         "No current verifier accepts it; the certificate must be replaced."},
    [CHAIN_FINDING_SIGNATURE_SHA1] = {"signature_sha1", "RFC 9155 2",
                                      "The signature rests on SHA-1, which is broken.",
                                      "Current verifiers refuse it (except on a root's own "
                                      "signature); replace the certificate."},
    [CHAIN_FINDING_KEY_MALFORMED] = {"key_malformed", "RFC 5280 4.1.2.7",
                                     "The public key is not encoded as its standard asks.",
                                     "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_KEY_UNSUPPORTED] =
        {"key_unsupported", "RFC 5280 4.1.2.7",
         "The public key is of a kind or size that this version cannot use.",
         "The verdict cannot be given; ask a verifier that knows the key."},
    [CHAIN_FINDING_KEY_SMALL] = {"key_small", "RFC 8446 4.4.2.2, CA/B BR 6.1.5",
                                 "The key is smaller than current verifiers accept.",
                                 "The certificate must be replaced."},
    [CHAIN_FINDING_NOT_A_CA] =
        {"not_a_ca", "RFC 5280 6.1.4 (k)",
         "A certificate that is not marked as a CA's has issued another one.",
         "The chain was issued wrongly, or the wrong intermediate is sent."},
    [CHAIN_FINDING_NO_CERT_SIGN] =
        {"no_cert_sign", "RFC 5280 6.1.4 (n)",
         "The key usage of an issuer does not include signing certificates.",
         "The chain was issued wrongly, or the wrong intermediate is sent."},
    [CHAIN_FINDING_PURPOSE] =
        {"purpose", "RFC 5280 4.2.1.12",
         "The extended key usage does not allow TLS servers, here or in a CA above.",
         "Ask the operator for a certificate for TLS servers."},
    [CHAIN_FINDING_NAME_NOT_PERMITTED] =
        {"name_not_permitted", "RFC 5280 6.1.3 (b)",
         "A name lies outside the names that a CA above may certify.",
         "The chain is limited to other names; use the host that it was made for."},
    [CHAIN_FINDING_NAME_EXCLUDED] =
        {"name_excluded", "RFC 5280 6.1.3 (c)", "A name is one that a CA above must not certify.",
         "The chain is limited to other names; use the host that it was made for."},
    [CHAIN_FINDING_NAME_CONSTRAINT_UNSUPPORTED] =
        {"name_constraint_unsupported", "RFC 5280 4.2.1.10",
         "A CA constrains names of a kind that cannot be compared, and such a name is there.",
         "RFC 5280 asks to refuse the path then."},
    [CHAIN_FINDING_POLICY_REQUIRED] = {"policy_required", "RFC 5280 6.1.5 (g)",
                                       "A CA above, or the user, asks for a certificate policy, "
                                       "and the path has none that counts.",
                                       "The chain is not made for this use; ask the operator for "
                                       "one under an acceptable policy."},
    [CHAIN_FINDING_POLICY_MAPS_ANY] =
        {"policy_maps_any", "RFC 5280 6.1.4 (a)",
         "A CA maps anyPolicy to a policy, or a policy to anyPolicy, which is not allowed.",
         "The CA's certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_UNKNOWN_CRITICAL_EXTENSION] =
        {"unknown_critical_extension", "RFC 5280 4.2",
         "The certificate has a critical extension that nobody here knows.",
         "RFC 5280 asks to refuse it; the certificate is meant for other software."},
    [CHAIN_FINDING_EXTENSION_MALFORMED] =
        {"extension_malformed", "RFC 5280 4.2",
         "An extension does not have the form that it must have.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_EXTENSION_TWICE] = {"extension_twice", "RFC 5280 4.2",
                                       "An extension stands in the certificate twice.",
                                       "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_VERSION_MISMATCH] =
        {"version_mismatch", "RFC 5280 4.1.2.1",
         "The version of the certificate does not allow the fields that it has.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_ALGORITHM_MISMATCH] =
        {"algorithm_mismatch", "RFC 5280 4.1.1.2",
         "The signature algorithm inside the signed part is not the one outside.",
         "The certificate was issued wrongly or tampered with; it must be replaced."},
    [CHAIN_FINDING_SERIAL_ZERO] =
        {"serial_zero", "RFC 5280 4.1.2.2", "The serial number is zero.",
         "Harmless in roots (Starfield's have it); elsewhere strict verifiers refuse it."},
    [CHAIN_FINDING_SERIAL_NEGATIVE] = {"serial_negative", "RFC 5280 4.1.2.2",
                                       "The serial number is negative.",
                                       "Strict verifiers refuse it."},
    [CHAIN_FINDING_SERIAL_TOO_LONG] = {"serial_too_long", "RFC 5280 4.1.2.2",
                                       "The serial number has more than 20 octets.",
                                       "Strict verifiers refuse it."},
    [CHAIN_FINDING_ISSUER_EMPTY] = {"issuer_empty", "RFC 5280 4.1.2.4",
                                    "The issuer's name is empty.",
                                    "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_TIME_FORM] = {"time_form", "RFC 5280 4.1.2.5",
                                 "A date before 2050 is written as GeneralizedTime.",
                                 "Strict verifiers refuse it."},
    [CHAIN_FINDING_DER_DEFAULT_ENCODED] = {"der_default_encoded", "X.690 11.5",
                                           "A default value is written out, which DER forbids.",
                                           "Common and harmless; strict verifiers refuse it."},
    [CHAIN_FINDING_PATH_LENGTH_WITHOUT_CA] =
        {"path_length_without_ca", "RFC 5280 4.2.1.9",
         "A path length constraint stands in a certificate that is not a CA's.",
         "Strict verifiers refuse it."},
    [CHAIN_FINDING_KEY_USAGE_FORM] = {"key_usage_form", "RFC 5280 4.2.1.3",
                                      "The key usage is empty or not encoded in DER.",
                                      "Strict verifiers refuse it."},
    [CHAIN_FINDING_POLICY_TWICE] = {"policy_twice", "RFC 5280 4.2.1.4",
                                    "A certificate policy stands in the certificate twice.",
                                    "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_EXTENSIONS_EMPTY] = {"extensions_empty", "RFC 5280 4.1.2.9",
                                        "The list of extensions is there but empty.",
                                        "Strict verifiers refuse it."},
    [CHAIN_FINDING_SUBJECT_EMPTY] = {"subject_empty", "RFC 5280 4.1.2.6",
                                     "The subject of a CA is empty.",
                                     "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_VERSION_OLD] = {"version_old", "RFC 5280 4.1.2.1, CA/B BR 7.1.1",
                                   "The certificate is not of version 3.",
                                   "The certificate must be replaced by one of version 3."},
    [CHAIN_FINDING_KEY_NOT_ALLOWED] =
        {"key_not_allowed", "CA/B BR 7.1.3.1, 6.1.5",
         "The key is neither RSA of whole octets nor on P-256, P-384 or P-521 as a named curve.",
         "The certificate must be replaced by one with such a key."},
    [CHAIN_FINDING_SIGNATURE_NOT_ALLOWED] =
        {"signature_not_allowed", "CA/B BR 7.1.3.2",
         "The signature algorithm is not one of RSA or ECDSA with SHA-256, SHA-384 or SHA-512.",
         "The certificate must be replaced."},
    [CHAIN_FINDING_CA_AS_LEAF] = {"ca_as_leaf", "CA/B BR 7.1.2.7.8",
                                  "The certificate of the server is a CA's.",
                                  "The operator needs a certificate of its own for the server."},
    [CHAIN_FINDING_KEY_USAGE_WRONG] =
        {"key_usage_wrong", "RFC 5280 4.2.1.9, CA/B BR 7.1.2.7.11",
         "The key usage lets a server sign revocation lists, or not what a server needs.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_KEY_USAGE_MISSING] =
        {"key_usage_missing", "RFC 5280 4.2.1.3", "A CA's certificate has no key usage.",
         "The CA's certificate was issued wrongly: another path is needed, or a verifier that is "
         "not strict (VERIFY_X509_STRICT in Python)."},
    [CHAIN_FINDING_CERT_SIGN_WITHOUT_CA] =
        {"cert_sign_without_ca", "RFC 5280 4.2.1.3, 4.2.1.9",
         "The key usage lets a certificate sign others although it is not a CA's.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_PURPOSE_MISSING] = {"purpose_missing", "CA/B BR 7.1.2.7.6",
                                       "The certificate of the server has no extended key usage.",
                                       "Ask the operator for a certificate for TLS servers."},
    [CHAIN_FINDING_PURPOSE_TOO_WIDE] =
        {"purpose_too_wide", "CA/B BR 7.1.2.7.10",
         "The extended key usage allows any purpose, or one that no server has.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_ALT_NAME_MISSING] =
        {"alt_name_missing", "RFC 9525 6.3, CA/B BR 7.1.2.7.12",
         "The certificate of the server has no subject alternative names.",
         "Ask the operator for a certificate that names the host there; the common name does not "
         "count."},
    [CHAIN_FINDING_ALT_NAME_FORM] =
        {"alt_name_form", "RFC 5280 4.2.1.6",
         "A subject alternative name is not a name of its kind, such as a host with an underscore.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_COMMON_NAME_FORM] =
        {"common_name_form", "CA/B BR 7.1.4.3",
         "The common name is an address or a host, but not written as it is in the alternative "
         "names.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_WILDCARD_PUBLIC_SUFFIX] =
        {"wildcard_public_suffix", "CA/B BR 3.2.2.6",
         "The host is named only by a wildcard for all names below a public suffix, such as "
         "*.co.uk.",
         "No authority may issue that; the certificate must be replaced."},
    [CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING] =
        {"authority_key_id_missing", "RFC 5280 4.2.1.1", "There is no authority key identifier.",
         "The certificate was issued wrongly and must be replaced, or the verifier be told not to be "
         "strict (VERIFY_X509_STRICT in Python)."},
    [CHAIN_FINDING_AUTHORITY_KEY_ID_FORM] =
        {"authority_key_id_form", "RFC 5280 4.2.1.1, CA/B BR 7.1.2.11.1",
         "The authority key identifier has no key identifier, names an issuer and serial number "
         "besides, or is not that of a root's own key.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_SUBJECT_KEY_ID_MISSING] =
        {"subject_key_id_missing", "RFC 5280 4.2.1.2",
         "A CA's certificate has no subject key identifier.",
         "Add a root that has one, or tell the verifier not to be strict (VERIFY_X509_STRICT in "
         "Python). An intermediate must be issued anew."},
    [CHAIN_FINDING_EXTENSION_NOT_CRITICAL] =
        {"extension_not_critical", "RFC 5280 4.2.1",
         "An extension that must be critical is not, such as the basic constraints of a CA.",
         "The certificate was issued wrongly and must be replaced, or the verifier be told not to be "
         "strict (VERIFY_X509_STRICT in Python)."},
    [CHAIN_FINDING_EXTENSION_CRITICAL] =
        {"extension_critical", "RFC 5280 4.2.1, CA/B BR 7.1.2",
         "An extension is critical that must not be.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_EXTENSION_NOT_ALLOWED] =
        {"extension_not_allowed", "RFC 5280 4.2.1, CA/B BR 7.1.2",
         "An extension stands in a certificate of a kind that must not have it.",
         "The certificate was issued wrongly; it must be replaced."},
    [CHAIN_FINDING_ANCHOR_NOT_SELF_SIGNED] =
        {"anchor_not_self_signed", "OpenSSL X509_V_FLAG_PARTIAL_CHAIN",
         "The store holds this certificate, but not the self-signed root above it, and this verifier "
         "trusts self-signed certificates only.",
         "Add the self-signed root, or switch partial chains on (curl and Python 3.13 do)."},
    [CHAIN_FINDING_ORDER_UNKNOWN] =
        {"order_unknown", "RFC 4158 2.4",
         "Several certificates that were sent could have issued this one, and which of them this "
         "verifier takes is not known.",
         "Let the server send one chain, in order."},
    [CHAIN_FINDING_PASSED_OVER] =
        {"passed_over", "RFC 4158 2.4",
         "This verifier takes another certificate of the same name here, and does not come back.",
         "Remove the other certificate from the store, or let the server send a shorter chain."},
    [CHAIN_FINDING_ALGORITHM_DISABLED] =
        {"algorithm_disabled", "java.security",
         "The settings of this runtime refuse the key or the signature algorithm "
         "(jdk.certpath.disabledAlgorithms, jdk.tls.disabledAlgorithms).",
         "Have the certificate issued with a stronger key or digest; or change the setting."},
    [CHAIN_FINDING_SETTING_UNKNOWN] =
        {"setting_unknown", "java.security",
         "A setting of this runtime may refuse the certificate, and it cannot be told whether it does.",
         "Ask the runtime itself with these settings; docs/PROFILES.md says what is not predicted."},
    [CHAIN_FINDING_ANCHOR_PURPOSE] = {"anchor_purpose", "RFC 5914 2",
                                      "The store does not trust this root for TLS servers.",
                                      "Add the root with trust for TLS servers, or another root."},
    [CHAIN_FINDING_ROOT_REMOVED] =
        {"root_removed", "root program",
         "The program that this store follows no longer trusts the root for TLS servers.",
         "Add the root that replaces it before the store is updated."},
    [CHAIN_FINDING_ROOT_REMOVAL_NEAR] =
        {"root_removal_near", "root program",
         "The program that this store follows removes the root about now; the instant is not "
         "exact.",
         "Add the root that replaces it before the store is updated."},
    [CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE] =
        {"distrusted_by_issuance", "root program",
         "The root is trusted only for certificates issued before a date, and this one is later.",
         "Add the root that replaces it; the operator must change its authority."},
    [CHAIN_FINDING_RENEWAL_MAY_BE_DISTRUSTED] =
        {"renewal_may_be_distrusted", "root program",
         "The next certificate of this server may be issued after its root stopped to be trusted.",
         "Add the root that replaces it; ask the operator which authority comes next."},
    [CHAIN_FINDING_REVOCATION_NEAR] =
        {"revocation_near", "RFC 5280 6.1.3 (a)(3)",
         "The certificate is revoked about now; the instant is not exact.",
         "The operator must replace the certificate; nothing in your store can help."},
    [CHAIN_FINDING_BUDGET_SPENT] =
        {"budget_spent", "RFC 4158 4", "The search was given up because it became too expensive.",
         "A chain that needs so much is hostile or badly broken; raise the budget to be sure."},
};

const char *chain_finding_name(chain_finding_code code)
{
    return (unsigned)code < CHAIN_FINDING_COUNT ? TABLE[code].name : "?";
}

const char *chain_finding_rfc(chain_finding_code code)
{
    return (unsigned)code < CHAIN_FINDING_COUNT ? TABLE[code].rfc : "";
}

const char *chain_finding_meaning(chain_finding_code code)
{
    return (unsigned)code < CHAIN_FINDING_COUNT ? TABLE[code].meaning : "";
}

const char *chain_finding_advice(chain_finding_code code)
{
    return (unsigned)code < CHAIN_FINDING_COUNT ? TABLE[code].advice : "";
}

chain_finding_code chain_finding_from_name(const char *name)
{
    for (unsigned code = 1; name && code < CHAIN_FINDING_COUNT; code++) {
        if (strcmp(name, TABLE[code].name) == 0)
            return (chain_finding_code)code;
    }
    return CHAIN_FINDING_NONE;
}

bool finding_add(struct arena *arena, struct finding_list *list, struct finding finding)
{
    if (!finding.spans.count)
        return true;
    struct finding *added = arena_alloc(arena, 1, sizeof(*added));
    if (!added)
        return false;
    *added = finding;
    added->next = NULL;
    if (list->last)
        list->last->next = added;
    else
        list->first = added;
    list->last = added;
    return true;
}

unsigned finding_weight(chain_finding_code code)
{
    switch (code) {
    case CHAIN_FINDING_EXPIRED:
    case CHAIN_FINDING_NOT_YET_VALID:
    case CHAIN_FINDING_ANCHOR_EXPIRED:
    case CHAIN_FINDING_ANCHOR_NOT_YET_VALID:
    case CHAIN_FINDING_ROOT_REMOVED:
    case CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE:
    case CHAIN_FINDING_REVOKED:
    case CHAIN_FINDING_REVOCATION_UNKNOWN:
        return 1;
    case CHAIN_FINDING_SIGNATURE_INVALID:
    case CHAIN_FINDING_ISSUER_MISMATCH:
        return 1000;
    case CHAIN_FINDING_NO_ISSUER:
    case CHAIN_FINDING_ANCHOR_NOT_SELF_SIGNED:
        return 100000;
    default:
        return 10;
    }
}
