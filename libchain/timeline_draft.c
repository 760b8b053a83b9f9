// SPDX-License-Identifier: Apache-2.0
/* Drafts a timeline for one's own rotation, from its certificates where they are given. */
#include "error.h"
#include "instant.h"
#include "list.h"
#include "memo.h"
#include "name.h"
#include "pem.h"
#include "sig.h"
#include "timeline.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* ---- what must be true of the certificates ----------------------------------------------------- */

static chain_status refuse(chain_error *error, const char *which, const char *why)
{
    return error_set(error, CHAIN_E_MALFORMED, "the %s %s", which, why);
}

/* By name and by signature. */
static chain_status check_issuer(chain_error *error, chain_memo *memo, const chain_cert *cert,
                                 const chain_cert *issuer, const char *which)
{
    bool computed;
    if (!name_equal(cert_bytes(cert, cert->issuer), cert_bytes(issuer, issuer->subject)))
        return refuse(error, which,
                      cert == issuer ? "is not a root: another authority issued it"
                                     : "is not issued by the old root: the names differ");
    enum sig_result result = memo_check(memo, cert, issuer, &computed);
    if (result == SIG_NO_MEMORY)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    if (result != SIG_GOOD)
        return refuse(error, which,
                      cert == issuer
                          ? "is not a root: its own key does not verify its signature"
                          : "is not issued by the old root: the signature does not verify");
    return CHAIN_OK;
}

static chain_status check_bridge(chain_error *error, chain_memo *memo, const chain_draft *draft)
{
    const chain_cert *bridge = draft->bridge, *root = draft->new_root;
    uint8_t key[KEY_HASH_SIZE], wanted[KEY_HASH_SIZE];
    if (!draft->old_root || !root)
        return error_set(error, CHAIN_E_ARGUMENT, "a bridge needs the old root and the new one");
    cert_key_sha256(bridge, key);
    cert_key_sha256(root, wanted);
    if (!name_equal(cert_bytes(bridge, bridge->subject), cert_bytes(root, root->subject)) ||
        memcmp(key, wanted, sizeof(key)) != 0)
        return refuse(error, "bridge", "does not carry the new root's name and key");
    return check_issuer(error, memo, bridge, draft->old_root, "bridge");
}

static chain_status check_certificates(chain_error *error, const chain_draft *draft)
{
    chain_memo *memo;
    chain_status status = chain_memo_new(&memo, 0);
    if (status != CHAIN_OK)
        return error_set(error, status, "out of memory");
    if (draft->old_root)
        status = check_issuer(error, memo, draft->old_root, draft->old_root, "old root");
    if (status == CHAIN_OK && draft->new_root)
        status = check_issuer(error, memo, draft->new_root, draft->new_root, "new root");
    if (status == CHAIN_OK && draft->bridge)
        status = check_bridge(error, memo, draft);
    chain_memo_free(memo);
    return status;
}

/* What the reader accepts is ASCII without blanks and controls; the rest of its form it checks
 * itself. */
static chain_status check_texts(chain_error *error, const chain_draft *draft)
{
    const struct {
        const char *name, *text;
    } given[] = {{"id", draft->id}, {"host", draft->host}, {"date", draft->on}};
    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
        for (const char *c = given[i].text; c && *c; c++) {
            if (*c <= ' ' || *c > '~')
                return error_set(error, CHAIN_E_MALFORMED,
                                 "the %s has blanks, or characters beyond ASCII", given[i].name);
        }
    }
    return CHAIN_OK;
}

/* ---- its parts, NULL where memory ran out ------------------------------------------------------ */

/* Takes the text. */
static json_t *json_of(struct text *text)
{
    char *string = text_take(text);
    json_t *value = string ? json_string(string) : NULL;
    mem_free(string);
    return value;
}

static json_t *name_of(const chain_cert *cert, struct slice range)
{
    struct text text = {0};
    name_to_text(&text, cert_bytes(cert, range));
    return json_of(&text);
}

static json_t *hex_of(chain_bytes bytes)
{
    struct text text = {0};
    text_add_hex(&text, bytes);
    return json_of(&text);
}

static json_t *hash_of(const chain_cert *cert, void (*hash)(const chain_cert *, uint8_t[32]))
{
    uint8_t octets[32];
    hash(cert, octets);
    return hex_of((chain_bytes){octets, sizeof(octets)});
}

static json_t *pem_of(const chain_cert *cert)
{
    struct text text = {0};
    pem_encode(&text, chain_cert_der(cert));
    return json_of(&text);
}

static json_t *link_of(const chain_cert *cert, const chain_cert *issuer, const char *role)
{
    char from[INSTANT_TEXT_SIZE], last[INSTANT_TEXT_SIZE];
    instant_to_text(from, cert->validity.from);
    instant_to_text(last, cert->validity.until - 1);
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:[s], s:s, s:o}", "role", role,
                     "subject", name_of(cert, cert->subject), "issuer", name_of(cert, cert->issuer),
                     "serial", hex_of(cert_bytes(cert, cert->serial)), "sha256",
                     hash_of(cert, cert_sha256), "key", hash_of(cert, cert_key_sha256),
                     "issuer_key", hash_of(issuer, cert_key_sha256), "not_before", from,
                     "not_after", last, "sources", "own", "confidence", "high", "pem",
                     pem_of(cert));
}

static json_t *placeholder_link(const char *role)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:[s], s:s}", "role", role,
                     "subject", "REPLACE: its subject, as RFC 4514 writes it", "issuer",
                     "REPLACE: its issuer, likewise", "serial", "REPLACE: its serial number in hex",
                     "sha256", "REPLACE: the SHA-256 of the certificate in hex", "key",
                     "REPLACE: the SHA-256 of its subject public key info in hex", "issuer_key",
                     "REPLACE: the same of its issuer", "not_before",
                     "REPLACE: 2026-01-01T00:00:00Z", "not_after", "REPLACE: 2046-01-01T00:00:00Z",
                     "sources", "own", "confidence", "high");
}

/* Without any certificate a bridge is drafted too: whoever has none takes it out. */
static bool has_bridge(const chain_draft *draft)
{
    return draft->bridge || (!draft->old_root && !draft->new_root);
}

static json_t *root_link(const chain_cert *root)
{
    return root ? link_of(root, root, "root") : placeholder_link("root");
}

static json_t *make_links(const chain_draft *draft)
{
    json_t *links = json_pack("{s:o, s:o}", "old", root_link(draft->old_root), "new",
                              root_link(draft->new_root));
    json_t *bridge = !has_bridge(draft) ? NULL
                     : draft->bridge    ? link_of(draft->bridge, draft->old_root, "bridge")
                                        : placeholder_link("bridge");
    if (links && has_bridge(draft) && json_object_set_new(links, "new-by-old", bridge) != 0) {
        json_decref(links);
        return NULL;
    }
    if (!links)
        json_decref(bridge);
    return links;
}

static json_t *make_moment(const chain_draft *draft)
{
    return json_pack("{s:s, s:[s], s:s}", "at",
                     draft->on ? draft->on : "REPLACE: 2027-02-01, or 2027-02-01T08:00:00Z",
                     "sources", "own", "confidence", "high");
}

static json_t *make_chain(const char *id, const char *issuer, const char *sent,
                          const char *statement)
{
    json_t *bridges = sent ? json_pack("[s]", sent) : json_array();
    return json_pack("{s:s, s:s, s:s, s:o, s:s, s:[s], s:s}", "id", id, "presence", "served",
                     "issuer", issuer, "sent", bridges, "statement", statement, "sources", "own",
                     "confidence", "high");
}

static json_t *make_phases(const chain_draft *draft)
{
    json_t *old_chain = make_chain("old", "old", NULL,
                                   "Certificates issued before the change end at the old root.");
    json_t *new_chain = make_chain(
        "new", "new", has_bridge(draft) ? "new-by-old" : NULL,
        has_bridge(draft)
            ? "Servers send certificates of the new root with the bridge from the old one."
            : "Servers send certificates of the new root, without a bridge.");
    return json_pack("[{s:s, s:s, s:n, s:o, s:b, s:[o]}, {s:s, s:s, s:o, s:{s:s}, s:[o]}]", "id",
                     "old", "title", "under the old root", "begin", "end", make_moment(draft),
                     "lingers", 1, "chains", old_chain, "id", "new", "title", "under the new root",
                     "begin", make_moment(draft), "end", "kind", "none_announced", "chains",
                     new_chain);
}

static json_t *make_endpoints(const chain_draft *draft)
{
    const char *host = draft->host ? draft->host : "REPLACE: *.corp.example";
    return json_pack("[{s:s, s:s, s:[s], s:o}]", "id", "servers", "title", "our own servers",
                     "hosts", host, "phases", make_phases(draft));
}

static json_t *make_document(const chain_draft *draft)
{
    char today[INSTANT_TEXT_SIZE];
    instant_to_date(today, draft->today);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:{s:{s:s, s:s, s:s, s:s}}, s:o, s:o}",
                     "schema", "libchain.timeline/1", "id", draft->id ? draft->id : "my-rotation",
                     "title", "from our old root to the new one", "operator", "ourselves", "status",
                     "current", "facts_as_of", today, "summary",
                     "Drafted by chainready timelines new: docs/OWN-ROTATION.md says how to go on.",
                     "sources", "own", "title", "our own plan", "url", "internal", "kind", "own",
                     "read", today, "links", make_links(draft), "endpoints", make_endpoints(draft));
}

/* ---- the whole --------------------------------------------------------------------------------- */

static char *make_text(const chain_draft *draft)
{
    struct text text = {0};
    json_t *document = make_document(draft);
    char *dump = document ? json_dumps(document, JSON_INDENT(2)) : NULL;
    json_decref(document);
    if (!dump)
        return NULL;
    text_add(&text, dump);
    text_add(&text, "\n");
    free(dump); /* jansson's own */
    return text_take(&text);
}

chain_status chain_timeline_draft(char **json, chain_error *error, const chain_draft *draft)
{
    chain_timeline *timeline;
    if (!json)
        return error_set(error, CHAIN_E_ARGUMENT, "nowhere to put the text");
    *json = NULL;
    if (!draft)
        return error_set(error, CHAIN_E_ARGUMENT, "no draft given");
    chain_status status = check_texts(error, draft);
    if (status == CHAIN_OK)
        status = check_certificates(error, draft);
    if (status != CHAIN_OK)
        return status;
    char *text = make_text(draft);
    if (!text)
        return error_set(error, CHAIN_E_MEMORY, "out of memory");
    /* What is complete must be readable: the reader knows what a host, a date and an id may be. */
    if (draft->old_root && draft->new_root && draft->host && draft->on) {
        status = chain_timeline_read(&timeline, error,
                                     (chain_bytes){(const uint8_t *)text, strlen(text)});
        chain_timeline_unref(timeline);
    }
    if (status != CHAIN_OK) {
        mem_free(text);
        return status;
    }
    *json = text;
    return CHAIN_OK;
}
