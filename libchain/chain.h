/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libchain: will this root set validate those servers, on every date of every migration?
 *
 * The contract, before the first type:
 *
 *   Time is the answer.   A verdict is a function of time. A path is valid at the instants that none
 *       of its findings denies; a chain is valid where some path to a trusted root is; an endpoint is
 *       valid where every chain that it is known to serve is. "Now" is just one instant of that
 *       function, and you pass it in: nothing here reads a clock.
 *   Nothing is contacted. The library reads the bytes and the files that it is given, and no others,
 *       except chain_stores_find, which looks where root stores are kept. It opens no connection and
 *       runs no program.
 *   Two kinds of no.      A chain_status says that a call failed (memory, argument, unreadable input).
 *       That a certificate is not to be trusted is never a failed call: it is a finding in a result.
 *   Unknown is an answer. Where the facts do not decide, or a budget is spent, the verdict is unknown
 *       and a finding says why. It is never guessed.
 *
 * Ownership: what a _new, _open or _read call hands out belongs to the caller, who gives it back with
 * the _unref or _free of the same noun (NULL is fine). char* results are given back with chain_free.
 * const results are borrowed and live as long as the object that they were asked of. Parents are kept
 * alive by their children, so objects may be given back in any order.
 *
 * Threads: certificates, lists, stores and timelines are immutable once made, and may be used
 * from any number of threads; their reference counts are atomic. A chain_memo, options and reports
 * belong to one thread at a time.
 *
 * Left out, on purpose: connecting, OCSP, certificate transparency, and issuing anything.
 *
 * Sources: RFC 5280 (certificates and paths), RFC 4158 (path building), RFC 9525 (host names),
 * RFC 9618 (policies), RFC 4514 (names as text), RFC 3339 (times as text).
 */
#ifndef LIBCHAIN_CHAIN_H
#define LIBCHAIN_CHAIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CHAIN_API __attribute__((visibility("default")))
#else
#define CHAIN_API
#endif

/* The version of the library: major.minor.patch. The soname follows the ABI, not this. */
CHAIN_API const char *chain_version(void);

/* ---- Basic types ------------------------------------------------------------------------------ */

/* Seconds since 1970-01-01T00:00:00Z, without leap seconds. The two ends stand for "always". */
typedef int64_t chain_time;
#define CHAIN_TIME_MIN INT64_MIN
#define CHAIN_TIME_MAX INT64_MAX

/* The instants t with from <= t < until. (X.509's notAfter is inclusive: until is notAfter + 1.) */
typedef struct chain_span {
    chain_time from;
    chain_time until;
} chain_span;

/* Octets that somebody else owns. */
typedef struct chain_bytes {
    const uint8_t *data;
    size_t size;
} chain_bytes;

/* How a call ended. */
typedef enum chain_status {
    CHAIN_OK = 0,
    CHAIN_E_ARGUMENT,    /* the call itself is wrong: a NULL, an unknown name, an empty window */
    CHAIN_E_MEMORY,      /* out of memory; nothing was changed */
    CHAIN_E_MALFORMED,   /* the input is not what it should be; path, entry and offset say where */
    CHAIN_E_LIMIT,       /* the input is larger than the documented bound */
    CHAIN_E_NOT_FOUND,   /* no such file, or nothing of the kind in it */
    CHAIN_E_PERMISSION,  /* the file may not be read */
    CHAIN_E_IO,          /* reading failed, or the file is not a regular file */
    CHAIN_E_UNSUPPORTED, /* well-formed, but of a kind that this version does not read */
    CHAIN_E_PASSWORD,    /* a keystore needs a password, or another one */
    CHAIN_E_INTERNAL,    /* a fault of ours */
} chain_status;

CHAIN_API const char *chain_status_name(chain_status status); /* "malformed"; never NULL */

/* The offset of a chain_error that is about no place in the input. */
#define CHAIN_NO_OFFSET UINT64_MAX

/* Details of a failed call, or of an entry that was skipped. The caller owns it; NULL is accepted. */
typedef struct chain_error {
    chain_status status;
    uint64_t entry;    /* counted from 1; 0: the input as a whole */
    uint64_t offset;   /* octets from the start of the input; CHAIN_NO_OFFSET: none */
    char path[256];    /* the file, "" for input from memory; cut at the front when longer */
    char message[256]; /* one sentence without its full stop */
} chain_error;

CHAIN_API void chain_free(void *memory);

/* RFC 3339, or a date, month or year, which mean their first instant in UTC. CHAIN_E_ARGUMENT. */
CHAIN_API chain_status chain_time_from_text(chain_time *out, const char *text);
/* "2027-01-28T00:00:00Z"; chain_free it. NULL when out of memory. */
CHAIN_API char *chain_time_to_text(chain_time at);

/* ---- Findings --------------------------------------------------------------------------------- */

/*
 * What can be said against a path. Each has a name for scripts, the section of the standard that it
 * comes from, and one line of advice; `chainready explain` prints them. Order is of no meaning and
 * numbers are not stable: use the names.
 */
typedef enum chain_finding_code {
    CHAIN_FINDING_NONE = 0,
    /* the path as a whole */
    CHAIN_FINDING_NO_ISSUER,
    CHAIN_FINDING_ISSUER_MISMATCH,
    CHAIN_FINDING_PATH_TOO_LONG,
    CHAIN_FINDING_HOST_MISMATCH,
    /* time */
    CHAIN_FINDING_NOT_YET_VALID,
    CHAIN_FINDING_EXPIRED,
    CHAIN_FINDING_ANCHOR_NOT_YET_VALID,
    CHAIN_FINDING_ANCHOR_EXPIRED,
    CHAIN_FINDING_REVOKED,
    CHAIN_FINDING_REVOCATION_UNKNOWN,
    /* signatures and keys */
    CHAIN_FINDING_SIGNATURE_INVALID,
    CHAIN_FINDING_SIGNATURE_UNSUPPORTED,
    CHAIN_FINDING_SIGNATURE_MD5,
    CHAIN_FINDING_SIGNATURE_SHA1,
    CHAIN_FINDING_KEY_MALFORMED,
    CHAIN_FINDING_KEY_UNSUPPORTED,
    CHAIN_FINDING_KEY_SMALL,
    /* what issuers may do */
    CHAIN_FINDING_NOT_A_CA,
    CHAIN_FINDING_NO_CERT_SIGN,
    CHAIN_FINDING_PURPOSE,
    CHAIN_FINDING_NAME_NOT_PERMITTED,
    CHAIN_FINDING_NAME_EXCLUDED,
    CHAIN_FINDING_NAME_CONSTRAINT_UNSUPPORTED,
    CHAIN_FINDING_POLICY_REQUIRED,
    CHAIN_FINDING_POLICY_MAPS_ANY,
    /* form */
    CHAIN_FINDING_UNKNOWN_CRITICAL_EXTENSION,
    CHAIN_FINDING_EXTENSION_MALFORMED,
    CHAIN_FINDING_EXTENSION_TWICE,
    CHAIN_FINDING_VERSION_MISMATCH,
    CHAIN_FINDING_ALGORITHM_MISMATCH,
    CHAIN_FINDING_SERIAL_ZERO,
    CHAIN_FINDING_SERIAL_NEGATIVE,
    CHAIN_FINDING_SERIAL_TOO_LONG,
    CHAIN_FINDING_ISSUER_EMPTY,
    CHAIN_FINDING_TIME_FORM,
    CHAIN_FINDING_DER_DEFAULT_ENCODED,
    CHAIN_FINDING_PATH_LENGTH_WITHOUT_CA,
    CHAIN_FINDING_KEY_USAGE_FORM,
    CHAIN_FINDING_POLICY_TWICE,
    CHAIN_FINDING_EXTENSIONS_EMPTY,
    /* how certificates must be made, where the profile asks (docs/PROFILES.md) */
    CHAIN_FINDING_SUBJECT_EMPTY,
    CHAIN_FINDING_VERSION_OLD,
    CHAIN_FINDING_KEY_NOT_ALLOWED,
    CHAIN_FINDING_SIGNATURE_NOT_ALLOWED,
    CHAIN_FINDING_CA_AS_LEAF,
    CHAIN_FINDING_KEY_USAGE_WRONG,
    CHAIN_FINDING_KEY_USAGE_MISSING,
    CHAIN_FINDING_CERT_SIGN_WITHOUT_CA,
    CHAIN_FINDING_PURPOSE_MISSING,
    CHAIN_FINDING_PURPOSE_TOO_WIDE,
    CHAIN_FINDING_ALT_NAME_MISSING,
    CHAIN_FINDING_ALT_NAME_FORM,
    CHAIN_FINDING_COMMON_NAME_FORM,
    CHAIN_FINDING_WILDCARD_PUBLIC_SUFFIX,
    CHAIN_FINDING_AUTHORITY_KEY_ID_MISSING,
    CHAIN_FINDING_AUTHORITY_KEY_ID_FORM,
    CHAIN_FINDING_SUBJECT_KEY_ID_MISSING,
    CHAIN_FINDING_EXTENSION_NOT_CRITICAL,
    CHAIN_FINDING_EXTENSION_CRITICAL,
    CHAIN_FINDING_EXTENSION_NOT_ALLOWED,
    /* what some runtimes ask besides */
    CHAIN_FINDING_ANCHOR_NOT_SELF_SIGNED,
    CHAIN_FINDING_ORDER_UNKNOWN,
    CHAIN_FINDING_PASSED_OVER,
    CHAIN_FINDING_ALGORITHM_DISABLED,
    CHAIN_FINDING_SETTING_UNKNOWN,
    /* limits of anchors, from their store or from a root program */
    CHAIN_FINDING_ANCHOR_PURPOSE,
    CHAIN_FINDING_ROOT_REMOVED,
    CHAIN_FINDING_ROOT_REMOVAL_NEAR,
    CHAIN_FINDING_DISTRUSTED_BY_ISSUANCE,
    CHAIN_FINDING_RENEWAL_MAY_BE_DISTRUSTED,
    CHAIN_FINDING_REVOCATION_NEAR,
    /* what is not known */
    CHAIN_FINDING_BUDGET_SPENT,
    CHAIN_FINDING_COUNT
} chain_finding_code;

CHAIN_API const char *chain_finding_name(chain_finding_code code);   /* "expired" */
CHAIN_API const char *chain_finding_rfc(chain_finding_code code);    /* "RFC 5280 6.1.3 (a)(2)" */
CHAIN_API const char *chain_finding_meaning(chain_finding_code code); /* plain words */
CHAIN_API const char *chain_finding_advice(chain_finding_code code);  /* what to do about it */
/* CHAIN_FINDING_NONE for a name that is none. */
CHAIN_API chain_finding_code chain_finding_from_name(const char *name);

/* ---- Certificates ----------------------------------------------------------------------------- */

/* One parsed certificate. Immutable, shared by reference count. */
typedef struct chain_cert chain_cert;

/*
 * Parses one DER certificate of at most 4 MiB; the octets are copied.
 * CHAIN_E_ARGUMENT, CHAIN_E_MALFORMED (with offset), CHAIN_E_LIMIT, CHAIN_E_MEMORY.
 */
CHAIN_API chain_status chain_cert_new(chain_cert **cert, chain_error *error, const uint8_t *der,
                                      size_t size);
CHAIN_API chain_cert *chain_cert_ref(chain_cert *cert);
CHAIN_API void chain_cert_unref(chain_cert *cert);

/* The octets that it was read from; borrowed. */
CHAIN_API chain_bytes chain_cert_der(const chain_cert *cert);
/* From notBefore to the end of notAfter's second (RFC 5280 4.1.2.5). */
CHAIN_API chain_span chain_cert_validity(const chain_cert *cert);
CHAIN_API chain_bytes chain_cert_serial(const chain_cert *cert); /* the INTEGER's content octets */
/* SHA-256 of the whole certificate: its fingerprint. */
CHAIN_API void chain_cert_sha256(const chain_cert *cert, uint8_t out[32]);
CHAIN_API void chain_cert_key_sha256(const chain_cert *cert, uint8_t out[32]); /* of its SPKI */
/* RFC 4514 names, safe to print on a terminal; chain_free them. NULL when out of memory. */
CHAIN_API char *chain_cert_subject(const chain_cert *cert);
/* The same of its issuer. */
CHAIN_API char *chain_cert_issuer(const chain_cert *cert);
CHAIN_API char *chain_cert_short_name(const chain_cert *cert); /* common name, unit or organization */

/* ---- Certificate lists ------------------------------------------------------------------------ */

/*
 * Certificates in the order of their source: what a server sent (leaf first, as a rule), or a pool of
 * intermediates and bridges. Immutable, shared by reference count.
 */
typedef struct chain_list chain_list;

/*
 * Reads all certificates of a file or of octets: PEM blocks with anything between them (comments, the
 * output of `openssl s_client -showcerts`), or one DER certificate. Damaged entries are skipped and
 * kept as chain_list_skipped. CHAIN_E_NOT_FOUND where there is no certificate at all; a directory is
 * read file by file. At most 64 MiB a file.
 */
CHAIN_API chain_status chain_list_open(chain_list **list, chain_error *error, const char *path);
/* The same from memory; the octets are copied. */
CHAIN_API chain_status chain_list_read(chain_list **list, chain_error *error, const uint8_t *data,
                                       size_t size);
/* DER certificates, which are copied. Their numbers are the entries of those that are skipped. */
CHAIN_API chain_status chain_list_new(chain_list **list, chain_error *error, const chain_bytes *certs,
                                      size_t count);
CHAIN_API chain_list *chain_list_ref(chain_list *list);
CHAIN_API void chain_list_unref(chain_list *list);
/* How many certificates there are; those that were skipped do not count. */
CHAIN_API size_t chain_list_count(const chain_list *list);
CHAIN_API const chain_cert *chain_list_get(const chain_list *list, size_t index); /* NULL beyond */
/* Which of a chain in any order is its leaf: the first that issued none of the others, CAs last. */
CHAIN_API size_t chain_list_leaf(const chain_list *list);
/*
 * CHAIN_E_MALFORMED, with file, entry and offset, where the leaf is a CA's and something could not be
 * read: that may have been the server's certificate, and a verdict on the CA would be taken for one on
 * the server. chain_verify, chain_ready_options_add_chain and chain_record_read refuse such a chain.
 */
CHAIN_API chain_status chain_list_check_leaf(const chain_list *list, chain_error *error);
CHAIN_API const char *chain_list_path(const chain_list *list); /* "" when read from memory */
/* How many entries could not be read. */
CHAIN_API size_t chain_list_skipped_count(const chain_list *list);
/* Where one of them stands, and what is wrong with it. NULL beyond. */
CHAIN_API const chain_error *chain_list_skipped(const chain_list *list, size_t index);

/* ---- Root stores ------------------------------------------------------------------------------ */

/*
 * The anchors that a runtime trusts, each with the limits that its store puts on it. An anchor is a
 * name and a key (RFC 5280 6.1.1 (d)); its certificate's dates count, as they do in nearly every
 * verifier. Immutable, shared by reference count.
 */
typedef struct chain_store chain_store;

/* Whose decisions a store follows when it is updated. */
typedef enum chain_program {
    CHAIN_PROGRAM_NONE = 0, /* follows nobody, or we do not know whom */
    CHAIN_PROGRAM_MOZILLA,
    CHAIN_PROGRAM_CHROME,
    CHAIN_PROGRAM_JDK,
} chain_program;
CHAIN_API const char *chain_program_name(chain_program program); /* "none", "mozilla", ... */

/*
 * Opens a PEM bundle (OpenSSL's TRUSTED CERTIFICATE and PKCS#7 blocks included), a single certificate,
 * a JKS, JCEKS or PKCS#12 keystore, a PKCS#7 file, a file of p11-kit's, or a hashed directory (OpenSSL's
 * and Android's). Which it is shows in the content, never in the name. Damaged entries are skipped and
 * kept. A file that holds no trusted certificate is CHAIN_E_NOT_FOUND.
 *
 * The integrity of a keystore is checked where its password is given, or is the "changeit" of JDKs.
 * CHAIN_E_PASSWORD: nothing can be read without a password, or the given one does not fit.
 */
CHAIN_API chain_status chain_store_open(chain_store **store, chain_error *error, const char *path);
/* The same with a password for keystores; NULL: none is given, "": the empty one. */
CHAIN_API chain_status chain_store_open_with(chain_store **store, chain_error *error,
                                             const char *path, const char *password);
/*
 * The same for a store that chain_stores_find has found below `root`: "/" or the folder of an unpacked
 * image, with which `path` begins. No symbolic link leads out of it, those of a hashed directory
 * included. CHAIN_E_ARGUMENT where `path` does not lie below.
 */
CHAIN_API chain_status chain_store_open_inside(chain_store **store, chain_error *error,
                                               const char *root, const char *path,
                                               const char *password);
/* The anchors of both, as of one store; the skipped entries are those of the first. */
CHAIN_API chain_status chain_store_join(chain_store **store, chain_error *error, chain_store *first,
                                        chain_store *second);
/* The same from memory; `path` is what reports call it. */
CHAIN_API chain_status chain_store_read(chain_store **store, chain_error *error, const char *path,
                                        chain_bytes data);
/* And with a password for keystores, as chain_store_open_with takes it. */
CHAIN_API chain_status chain_store_read_with(chain_store **store, chain_error *error,
                                             const char *path, chain_bytes data,
                                             const char *password);
/*
 * The anchors that a running program says it trusts: DER certificates, which are copied. `path` is what
 * reports call them, and the kind is "runtime". Entries that are no certificate are skipped and kept,
 * with their number (counted from 1). CHAIN_E_NOT_FOUND for an empty list.
 */
CHAIN_API chain_status chain_store_new(chain_store **store, chain_error *error, const char *path,
                                       const chain_bytes *certs, size_t count);
CHAIN_API chain_store *chain_store_ref(chain_store *store);
CHAIN_API void chain_store_unref(chain_store *store);
/* How many anchors it has. */
CHAIN_API size_t chain_store_count(const chain_store *store);
/* One anchor's certificate; NULL beyond. */
CHAIN_API const chain_cert *chain_store_get(const chain_store *store, size_t index);
/* The file or folder, or what it was called when it was read from memory. */
CHAIN_API const char *chain_store_path(const chain_store *store);
/* "pem", "der", "directory", "jks", "jceks", "pkcs12", "pkcs7", "p11-kit" or "runtime" */
CHAIN_API const char *chain_store_kind(const chain_store *store);
/* 0 where it is a keystore whose integrity could not be checked, for want of its password. */
CHAIN_API int chain_store_is_checked(const chain_store *store);
/* How many entries could not be read. */
CHAIN_API size_t chain_store_skipped_count(const chain_store *store);
/* Where one of them stands, and what is wrong with it. NULL beyond. */
CHAIN_API const chain_error *chain_store_skipped(const chain_store *store, size_t index);

/* Octets of chain_place.settings, its NUL included. */
#define CHAIN_SETTINGS_SIZE 2048

/* Where a store was found, who reads it, how it is changed, and whose decisions it follows. */
typedef struct chain_place {
    char id[48];      /* "system", "java-17.0.15", "certifi"; unique within one report */
    char path[512];   /* what to open */
    char stack[512];  /* who reads it, in words */
    char manager[24]; /* how it is changed: "debian", "rhel", "alpine", "suse", "debian-java", "jdk",
                         "keystore", "php", "certifi", "node", "bundle", "file", ... */
    char config[256]; /* the file or variable that points to it, or "" */
    char runtime[128]; /* the home of a JDK, the binary of Node, which PHP; or "" */
    char concerns[64]; /* "": every migration; "-": none; "+": adds to another store; else the end of the
                          names of the hosts that it is used for */
    char extra[512];   /* a file whose roots count besides (NODE_EXTRA_CA_CERTS), or "" */
    /* Properties of a JDK that change what its verifier accepts, "name=value" a line, as they stand
     * in java.security: jdk.security.caDistrustPolicies, jdk.certpath.disabledAlgorithms,
     * jdk.tls.disabledAlgorithms. One that is not there has its default. "cacerts=1": this is the
     * JDK's own keystore, so that aliases tell which CAs "jdkCA" means. "java.version=17.0.21":
     * which update it is, as its `release` file or the JVM says. "?words": what could not be read.
     */
    char settings[CHAIN_SETTINGS_SIZE];
    chain_program follows;
} chain_place;

/*
 * The root stores of this machine (`root` is "/"), or of the unpacked image below `root`, out of which
 * no symbolic link leads. Walks through its files, which can take seconds; reads some, runs none. With
 * "/", variables of this process count too (SSL_CERT_FILE, JAVA_TOOL_OPTIONS, ...). The array is given
 * back with chain_free. CHAIN_E_MEMORY.
 */
CHAIN_API chain_status chain_stores_find(chain_place **places, size_t *count, const char *root);
/* What is known of a store by its path alone. CHAIN_E_ARGUMENT for one that is too long. */
CHAIN_API chain_status chain_place_of(chain_place *place, const char *path);

/*
 * One program that reads a store, and the profile that predicts its verifier. The profile is a guess:
 * "known" follows from the runtime's own files (a JDK's release file), "likely" from habits of the
 * stack (curl on OpenSSL 3 allows partial chains), "assumed" from no more than its name.
 */
typedef struct chain_reader {
    char who[256];    /* in words */
    char profile[32]; /* one of chain_profile_names */
    char sure[16];    /* "known", "likely", "assumed" */
} chain_reader;

/*
 * Who reads this place; none where nothing is known. At most `most` are written to `readers`, which may be
 * NULL with 0. Returns how many there are (at most 16).
 */
CHAIN_API size_t chain_place_readers(chain_reader *readers, size_t most, const chain_place *place);

/* ---- Revocation lists ------------------------------------------------------------------------- */

/* One certificate revocation list (RFC 5280 5). Immutable, shared by reference count. */
typedef struct chain_crl chain_crl;

/*
 * Parses one DER revocation list of at most 64 MiB; the octets are copied. Signatures are checked when
 * a list is used. CHAIN_E_ARGUMENT, CHAIN_E_MALFORMED (with offset), CHAIN_E_LIMIT, CHAIN_E_MEMORY.
 */
CHAIN_API chain_status chain_crl_new(chain_crl **crl, chain_error *error, const uint8_t *der,
                                     size_t size);
CHAIN_API chain_crl *chain_crl_ref(chain_crl *crl);
CHAIN_API void chain_crl_unref(chain_crl *crl);
CHAIN_API char *chain_crl_issuer(const chain_crl *crl); /* RFC 4514; chain_free it; NULL: no memory */
/* From thisUpdate to the end of nextUpdate's second; without a nextUpdate, of thisUpdate's. */
CHAIN_API chain_span chain_crl_window(const chain_crl *crl);
CHAIN_API size_t chain_crl_entries(const chain_crl *crl); /* how many certificates it names */
CHAIN_API int chain_crl_is_delta(const chain_crl *crl);   /* 1: changes to a complete list */

/* Revocation lists in the order of their source. Immutable, shared by reference count. */
typedef struct chain_crl_list chain_crl_list;

/*
 * Reads all revocation lists of a file or of octets: PEM blocks (X509 CRL) with anything between them,
 * or one in DER; a directory is read file by file. Damaged entries are skipped and kept.
 * CHAIN_E_NOT_FOUND where there is none at all. At most 64 MiB a file.
 */
CHAIN_API chain_status chain_crl_list_open(chain_crl_list **list, chain_error *error,
                                           const char *path);
/* The same from memory; the octets are copied. */
CHAIN_API chain_status chain_crl_list_read(chain_crl_list **list, chain_error *error,
                                           const uint8_t *data, size_t size);
CHAIN_API chain_crl_list *chain_crl_list_ref(chain_crl_list *list);
CHAIN_API void chain_crl_list_unref(chain_crl_list *list);
/* How many lists there are; those that were skipped do not count. */
CHAIN_API size_t chain_crl_list_count(const chain_crl_list *list);
CHAIN_API const chain_crl *chain_crl_list_get(const chain_crl_list *list, size_t index); /* or NULL */
CHAIN_API const char *chain_crl_list_path(const chain_crl_list *list); /* "" from memory */
/* How many entries could not be read. */
CHAIN_API size_t chain_crl_list_skipped_count(const chain_crl_list *list);
/* Where one of them stands, and what is wrong with it. NULL beyond. */
CHAIN_API const chain_error *chain_crl_list_skipped(const chain_crl_list *list, size_t index);

/* ---- Judging one chain ------------------------------------------------------------------------ */

/* Of a path or a chain at one instant. Across paths the greatest number wins. */
typedef enum chain_verdict {
    CHAIN_INVALID = 0,
    CHAIN_UNKNOWN = 1,
    CHAIN_VALID = 2,
} chain_verdict;
CHAIN_API const char *chain_verdict_name(chain_verdict verdict); /* "invalid", "unknown", "valid" */

/* Evidence for a step of a path, weakest first. */
typedef enum chain_evidence {
    CHAIN_ASSUMED = 0, /* a leaf that somebody will issue */
    CHAIN_STATED,      /* facts with a source, no certificate at hand */
    CHAIN_RECORDED,    /* the certificate, its signature checked here */
} chain_evidence;
/* "assumed", "stated", "recorded" */
CHAIN_API const char *chain_evidence_name(chain_evidence evidence);

/* One certificate of a path, leaf first, anchor last. */
typedef struct chain_step {
    const char *subject;    /* RFC 4514, "" for an assumed leaf */
    const char *name;       /* the short form */
    uint8_t sha256[32];     /* all zero where no certificate is known */
    chain_span validity;
    chain_evidence evidence;
} chain_step;

/* What is said against one certificate of a path, for all of a segment. */
typedef struct chain_finding {
    chain_finding_code code;
    chain_verdict effect; /* CHAIN_INVALID (denies) or CHAIN_UNKNOWN */
    size_t certificate;   /* index into the segment's path */
    const char *message;  /* this finding, about this certificate, in words */
} chain_finding;

/* A stretch of time with one verdict, one path that bears witness, and what speaks against it. */
typedef struct chain_segment {
    chain_span span;
    chain_verdict verdict;
    const chain_step *path;
    size_t path_count;
    const chain_finding *findings; /* empty where valid */
    size_t finding_count;
} chain_segment;

/*
 * What one verification may cost. Each is a bound that holds for every input; reaching one makes the
 * verdict unknown where it would otherwise have been invalid. chain_budget_default fills in what the
 * comments say.
 */
typedef struct chain_budget {
    uint32_t paths;      /* complete or dead-ended paths looked at: 20,000 */
    uint32_t signatures; /* signature checks: 20,000 */
    uint32_t depth;      /* certificates in a path, anchor included: 32 */
    uint32_t links;      /* candidate certificates that can be reached by name: 50,000 */
    uint64_t names;      /* comparisons of names with constraints, revocation lists and their points, and
                            policies: 4,000,000 in all, and 1,048,576 for the
                            names of one certificate under the constraints of one CA */
    uint64_t memory;     /* octets of working memory: 256 MiB */
} chain_budget;
/* Fills in the defaults that stand above. */
CHAIN_API void chain_budget_default(chain_budget *budget);

/*
 * Remembers signature results and keeps working memory between calls. One per thread; optional
 * everywhere. Its size is bounded: `most` remembered results (at least 64), the oldest go first.
 */
typedef struct chain_memo chain_memo;
/* CHAIN_E_MEMORY. */
CHAIN_API chain_status chain_memo_new(chain_memo **memo, size_t most);
CHAIN_API void chain_memo_free(chain_memo *memo);

/* The names of the profiles, ended by NULL. A profile says what a verifier does differently. */
CHAIN_API const char *const *chain_profile_names(void);
#define CHAIN_PROFILE_DEFAULT "tls"
/*
 * What the predictions of a profile rest on: "measurement", where tests hold it against the verifier itself,
 * or "documentation", where that verifier could not be had (docs/PROFILES.md). "" for a profile that
 * predicts no program (tls, rfc5280, webpki), and for a name that is none. Never NULL; valid for ever.
 */
CHAIN_API const char *chain_profile_predicted_from(const char *name);

/* One verification. Every field must be set; chain_verify_options_default sets them. */
typedef struct chain_verify_options {
    const chain_list *chain;   /* what the server sent */
    size_t target;             /* which of it to judge: 0, the first; see chain_list_leaf */
    const chain_list *bridges; /* more certificates to build with, or NULL */
    const chain_store *store;
    const char *host;          /* DNS name or IP address to match, or NULL for no host check */
    const char *profile;       /* CHAIN_PROFILE_DEFAULT */
    /*
     * The user's side of policies, RFC 5280 6.1.1 (c), (e), (f) and (g). `policies` are the acceptable
     * ones as dotted numbers, at most 1000, ended by NULL; NULL itself is any policy. The others are 1
     * or 0: a path needs an acceptable policy; mappings do not count; anyPolicy does not count.
     */
    const char *const *policies;
    int explicit_policy;
    int inhibit_mapping;
    int inhibit_any_policy;
    /*
     * The revocation lists that are held, complete and delta ones, as `crl_count` collections. With none
     * nothing is asked. With any, every certificate below the anchor must be covered by one that is in
     * date at the instant; where it is not, the verdict is unknown (RFC 5280 6.3.3).
     */
    const chain_crl_list *const *crls;
    size_t crl_count;
    chain_span window;         /* the segments cover exactly this */
    chain_budget budget;
    chain_memo *memo;          /* or NULL */
    /* 1: leaves out the words (subject, name and message are ""), which take longer than a verification
     * whose signatures are remembered; 0: all of it. */
    int brief;
} chain_verify_options;
/* No chain, store, host or lists; the default profile and budget; all of time as window. */
CHAIN_API void chain_verify_options_default(chain_verify_options *options);

/* Immutable; belongs to the caller. */
typedef struct chain_result chain_result;

/* CHAIN_E_ARGUMENT, CHAIN_E_MEMORY. */
CHAIN_API chain_status chain_verify(chain_result **result, chain_error *error,
                                    const chain_verify_options *options);
CHAIN_API void chain_result_free(chain_result *result);
/* Segments in order of time, without gaps over the window. */
CHAIN_API const chain_segment *chain_result_segments(const chain_result *result, size_t *count);
CHAIN_API uint32_t chain_result_signatures(const chain_result *result); /* checked, memo hits aside */
CHAIN_API int chain_result_complete(const chain_result *result);        /* 0: a budget was spent */
/* libchain.verify/1, with a final newline; chain_free it. */
CHAIN_API char *chain_result_json(const chain_result *result);

/* ---- Timelines -------------------------------------------------------------------------------- */

/* One migration as data: docs/TIMELINES.md. Immutable, shared by reference count. */
typedef struct chain_timeline chain_timeline;

/* The ids of the built-in ones, ended by NULL. */
CHAIN_API const char *const *chain_timeline_ids(void);
/* Of these, the ones that a run asks about which names none, where they are current at its instant: an
 * operator's servers that any app may call. The others are there on request. Ended by NULL. */
CHAIN_API const char *const *chain_timeline_default_ids(void);
/* CHAIN_E_NOT_FOUND for an id that is none of chain_timeline_ids; CHAIN_E_MEMORY. */
CHAIN_API chain_status chain_timeline_builtin(chain_timeline **timeline, chain_error *error,
                                              const char *id);
/* CHAIN_E_MALFORMED names the place: "$.endpoints[0].phases[1].begin: ...". */
CHAIN_API chain_status chain_timeline_open(chain_timeline **timeline, chain_error *error,
                                           const char *path);
/* The same from memory; the text is copied. */
CHAIN_API chain_status chain_timeline_read(chain_timeline **timeline, chain_error *error,
                                           chain_bytes json);
CHAIN_API chain_timeline *chain_timeline_ref(chain_timeline *timeline);
CHAIN_API void chain_timeline_unref(chain_timeline *timeline);
/* "oss-globalsign" */
CHAIN_API const char *chain_timeline_id(const chain_timeline *timeline);
/* What it is, in a few words. */
CHAIN_API const char *chain_timeline_title(const chain_timeline *timeline);
/* Is anything of it pending at this instant? 1 or 0. */
CHAIN_API int chain_timeline_is_current(const chain_timeline *timeline, chain_time at);
/* Is it asked about only where it is named? 1 or 0. */
CHAIN_API int chain_timeline_is_on_request(const chain_timeline *timeline);
/* The day on which its sources were read. */
CHAIN_API chain_time chain_timeline_facts_as_of(const chain_timeline *timeline);
CHAIN_API const char *chain_timeline_json(const chain_timeline *timeline); /* as it was read */
/* For a person: phases, chains, programs and sources; chain_free it. */
CHAIN_API char *chain_timeline_text(const chain_timeline *timeline);

/* How the check of one fact ended. */
typedef enum chain_fact_state {
    CHAIN_FACT_GOOD,      /* the certificate at hand, or the computation, agrees */
    CHAIN_FACT_WRONG,     /* it does not */
    CHAIN_FACT_UNCHECKED, /* there was nothing to check it against */
} chain_fact_state;
/* "good", "wrong", "unchecked" */
CHAIN_API const char *chain_fact_state_name(chain_fact_state state);

/* One fact of a timeline, and how its check ended. */
typedef struct chain_fact {
    chain_fact_state state;
    const char *place;   /* JSON path */
    const char *message; /* what was checked, and against what */
} chain_fact;

/*
 * Checks every fact of a timeline that can be checked: names, dates, serial numbers, keys and
 * signatures against the certificates of `certs` (which may be NULL) and the built-in roots, and the
 * documented sets of sufficient roots against the computed answer. The facts are owned by *facts,
 * which is one block for chain_free. CHAIN_E_MEMORY.
 */
CHAIN_API chain_status chain_timeline_verify(chain_fact **facts, size_t *count,
                                             const chain_timeline *timeline, const chain_list *certs);

/* Of one's own rotation. What is NULL becomes a text that begins with "REPLACE". Borrowed. */
typedef struct chain_draft {
    const char *id;            /* of a-z, 0-9 and "-"; NULL: "my-rotation" */
    const chain_cert *old_root;
    const chain_cert *new_root;
    const chain_cert *bridge;  /* the new root's name and key, signed by the old root; NULL: none is sent */
    const char *host;          /* pattern of the servers' names: "*.corp.example" */
    const char *on;            /* from when on servers send certificates of the new root: an RFC 3339
                                * time, or a date, which covers its whole day */
    chain_time today;          /* the day on which the facts hold */
} chain_draft;

/*
 * Drafts a timeline, as text of the form that chain_timeline_read takes; with roots, host and date it is
 * complete, and was read once. Where something is missing the text is not readable before a person has
 * replaced what begins with "REPLACE". chain_free it. CHAIN_E_MALFORMED: a root that is none, a bridge
 * that does not lead from the one to the other, an id, a host or a date of no form;
 * CHAIN_E_ARGUMENT: a bridge without both roots; CHAIN_E_MEMORY.
 */
CHAIN_API chain_status chain_timeline_draft(char **json, chain_error *error, const chain_draft *draft);

/* ---- Ready? ----------------------------------------------------------------------------------- */

/* In one word, from the best to the worst. */
typedef enum chain_readiness {
    CHAIN_NOT_APPLICABLE = 0, /* no phase is active: a migration long over */
    CHAIN_READY,              /* valid throughout */
    CHAIN_BREAKS_LATER,       /* valid at the start, invalid from breaks_at on */
    CHAIN_READINESS_UNKNOWN,  /* cannot be decided at some instant that matters */
    CHAIN_BROKEN,             /* invalid at the start */
} chain_readiness;
CHAIN_API const char *chain_readiness_name(chain_readiness readiness); /* "breaks_later" */

/* A word and its dates. One that has no meaning for the word stands at its end of time. */
typedef struct chain_outcome {
    chain_readiness readiness;
    chain_time breaks_at;     /* breaks_later: the earliest instant that its source can mean */
    chain_time breaks_latest; /* and the latest; equal where the date is exact */
    chain_time broken_since;  /* broken: looked up before the start; CHAIN_TIME_MIN: ever since */
    chain_time unknown_from;  /* unknown: looked up before the start too */
    chain_time breaks_by;     /* unknown: where it is invalid later */
} chain_outcome;

/* Two ways on which a root set can go; a report has both. */
typedef enum chain_lane {
    CHAIN_LANE_INSTALLED, /* the root set stays as it is */
    CHAIN_LANE_PROGRAM,   /* it follows its root program: roots leave, none is added */
} chain_lane;
/* "installed", "program" */
CHAIN_API const char *chain_lane_name(chain_lane lane);

/* What to ask. Belongs to one thread; keeps references on what is added. */
typedef struct chain_ready_options chain_ready_options;
/* `at` is the instant asked about and `until` the end of what matters; at < until. */
CHAIN_API chain_status chain_ready_options_new(chain_ready_options **options, chain_time at,
                                               chain_time until);
CHAIN_API void chain_ready_options_free(chain_ready_options *options);
/* `place` says what the store is called, who reads it and whom it follows; NULL: known by its path. */
CHAIN_API chain_status chain_ready_options_add_store(chain_ready_options *options, chain_store *store,
                                                     const chain_place *place);
/* A store that is there but could not be read: the report says so, and is not complete. */
CHAIN_API chain_status chain_ready_options_add_failure(chain_ready_options *options,
                                                       const chain_place *place,
                                                       const chain_error *error);
/* A migration to ask about; a reference is kept. CHAIN_E_ARGUMENT, CHAIN_E_MEMORY. */
CHAIN_API chain_status chain_ready_options_add_timeline(chain_ready_options *options,
                                                        chain_timeline *timeline);
/* A captured chain, in any order, and the host it came from or NULL. Once a chain is added, the report
 * is about captured chains only. */
CHAIN_API chain_status chain_ready_options_add_chain(chain_ready_options *options, chain_list *chain,
                                                     const char *host);
/* Narrows the report to endpoints that one of the added hosts belongs to. */
CHAIN_API chain_status chain_ready_options_add_host(chain_ready_options *options, const char *host);
/* More intermediates and cross-certificates to build paths with. CHAIN_E_ARGUMENT for NULL. */
CHAIN_API chain_status chain_ready_options_set_bridges(chain_ready_options *options,
                                                       chain_list *bridges);
/*
 * Whose verifier decides. Unless this is called, CHAIN_PROFILE_DEFAULT decides, and where the verifier of
 * a program that reads the store comes to another verdict (chain_place_readers), the report says so
 * first. After it, only the named profile is asked; "all" asks those of all readers and decides by the
 * default, for chain_report_matrix.
 */
CHAIN_API chain_status chain_ready_options_set_profile(chain_ready_options *options, const char *name);
/* The lane that decides; CHAIN_LANE_INSTALLED unless set. */
CHAIN_API void chain_ready_options_set_lane(chain_ready_options *options, chain_lane lane);
/* Every store follows this program, whatever its place says. */
CHAIN_API void chain_ready_options_set_follows(chain_ready_options *options, chain_program program);
/* 1 (unless set): captured leaves are renewed under the same issuer. 0: they end when they end. */
CHAIN_API void chain_ready_options_set_renewal(chain_ready_options *options, int assumed);
/* What each verification may cost; chain_budget_default unless set. */
CHAIN_API void chain_ready_options_set_budget(chain_ready_options *options,
                                              const chain_budget *budget);

/*
 * A baseline: findings that are known and accepted, each with a reason and a date from which it counts
 * again (docs/schema/baseline.json). What it accepts is shown, and decides nothing. Immutable, shared by
 * reference count. At most 16 MiB. CHAIN_E_MALFORMED names the place, CHAIN_E_LIMIT, CHAIN_E_MEMORY,
 * CHAIN_E_ARGUMENT.
 */
typedef struct chain_baseline chain_baseline;
/* Reads one from a file. */
CHAIN_API chain_status chain_baseline_open(chain_baseline **baseline, chain_error *error,
                                           const char *path);
/* Reads one from memory; the text is copied. */
CHAIN_API chain_status chain_baseline_read(chain_baseline **baseline, chain_error *error,
                                           chain_bytes json);
CHAIN_API chain_baseline *chain_baseline_ref(chain_baseline *baseline);
CHAIN_API void chain_baseline_unref(chain_baseline *baseline);
CHAIN_API size_t chain_baseline_count(const chain_baseline *baseline); /* of its findings */
/* Keeps a reference on it. CHAIN_E_ARGUMENT for NULL. */
CHAIN_API chain_status chain_ready_options_set_baseline(chain_ready_options *options,
                                                        chain_baseline *baseline);
/* The file that the stores come from, as its repository has it (a Dockerfile), and a line of it, from 1:
 * reports that point at places point there. The path is copied. CHAIN_E_ARGUMENT, CHAIN_E_MEMORY. */
CHAIN_API chain_status chain_ready_options_set_origin(chain_ready_options *options, const char *path,
                                                      long line);

/* The answer. Immutable, belongs to the caller. */
typedef struct chain_report chain_report;

/*
 * The one call: every store against every endpoint of every timeline, in both lanes.
 * CHAIN_E_ARGUMENT (no store, an unknown profile or host), CHAIN_E_MEMORY.
 */
CHAIN_API chain_status chain_ready(const chain_ready_options *options, chain_report **report);
CHAIN_API void chain_report_free(chain_report *report);

/* The worst outcome of the lane that decides. */
CHAIN_API const chain_outcome *chain_report_outcome(const chain_report *report);
CHAIN_API int chain_report_complete(const chain_report *report); /* 0: a store or a budget failed */

/* A root that would mend something. */
typedef struct chain_root {
    const char *name;
    const char *slug; /* for files and aliases: "globalsign-root-r46-4fa3126d" */
    const char *pem;  /* its certificate; "" where it is not at hand */
    uint8_t sha256[32];
    int is_public; /* 1: of an authority that root programs trust, not a company's own */
} chain_root;

/* One store, lane, migration and endpoint. */
typedef struct chain_ready_result {
    const char *store;    /* id */
    chain_lane lane;
    const char *timeline; /* id; "" for a captured chain that belongs to none */
    const char *endpoint; /* id, or the host of a captured chain */
    chain_outcome outcome;
    const char *reason;   /* why it is not ready, in a sentence or two; "" when ready */
    const chain_root *roots; /* what would make it ready; none where nothing does, or it is */
    size_t root_count;
} chain_ready_result;
/* How many results there are. */
CHAIN_API size_t chain_report_count(const chain_report *report);
/* One of them, in a stable order; NULL beyond. */
CHAIN_API const chain_ready_result *chain_report_get(const chain_report *report, size_t index);

/* One store of a report. */
typedef struct chain_store_summary {
    const chain_place *place;
    const char *kind;
    size_t roots;
    chain_time newest;        /* notBefore of its newest root; CHAIN_TIME_MIN: it could not be read */
    const chain_outcome *outcome;
    const chain_error *error; /* why it could not be read, or NULL */
    const char *const *lacks; /* roots of the migrations, still valid, that are not in it: their names */
    size_t lack_count;
} chain_store_summary;
/* How many stores it is about. */
CHAIN_API size_t chain_report_store_count(const chain_report *report);
/* Fills in what is known of one; what it points to is borrowed. CHAIN_E_ARGUMENT beyond. */
CHAIN_API chain_status chain_report_store(const chain_report *report, chain_store_summary *store,
                                          size_t index);

/* libchain.report/1 (docs/schema/report.json), with a final newline; chain_free it. */
CHAIN_API char *chain_report_json(const chain_report *report);

/* The same for people: one HTML page that needs nothing else, with UTF-8; chain_free it. */
CHAIN_API char *chain_report_html(const chain_report *report);

/*
 * The same for other tools. The names, ended by NULL: csv (RFC 4180), html, json, junit, markdown,
 * prometheus (the text format, for a textfile collector), sarif (2.1.0), text (100 columns).
 */
CHAIN_API const char *const *chain_report_formats(void);
/* chain_free it. NULL for a name that is none of these, and when out of memory. */
CHAIN_API char *chain_report_format(const chain_report *report, const char *format);

/* The roots to add in the lane that decides, each once: to the store of this id, or with NULL to any. */
CHAIN_API size_t chain_report_root_count(const chain_report *report, const char *store);
/* Fills in one of them; what it points to is borrowed. CHAIN_E_ARGUMENT beyond. */
CHAIN_API chain_status chain_report_root(const chain_report *report, chain_root *root,
                                         const char *store, size_t index);

/*
 * The commands that mend what this report found, as one shell script that is safe to run twice; "" where
 * there is nothing to do. It makes the PEM files that it needs, or takes SLUG.pem from `folder`; with
 * `store`, the id of one, only that one is mended. NULL for want of memory. chain_free it.
 */
CHAIN_API char *chain_report_script(const chain_report *report, const char *folder, const char *store);

/* How to show it. */
typedef struct chain_text_options {
    int width;   /* columns, at least 40; 80 is a good choice */
    int color;   /* 1: with SGR sequences */
    int unicode; /* 0: ASCII only (names are escaped) */
    int quiet;   /* 1: the summary line alone, and nothing at all when ready */
    /* What mends a store when " --store" and its name are put behind it, as words of a shell; NULL: the
     * text has no such line. Borrowed. */
    const char *fix_command;
    int by_path; /* 1: that command knows stores by their paths alone, not by what the report calls them */
} chain_text_options;
/* For a person, summary first; chain_free it. */
CHAIN_API char *chain_report_text(const chain_report *report, const chain_text_options *options);
/* Readers of stores down, migrations across, dates in the cells; chain_free it. Made of what a report
 * holds on readers, so the report is best asked for with the profile "all". */
CHAIN_API char *chain_report_matrix(const chain_report *report, const chain_text_options *options);

/* ---- Many reports ----------------------------------------------------------------------------- */

/* What chain_report_json said on the hosts of a fleet. Belongs to one thread at a time. */
typedef struct chain_fleet chain_fleet;
/* An empty one. CHAIN_E_MEMORY, CHAIN_E_ARGUMENT for NULL. */
CHAIN_API chain_status chain_fleet_new(chain_fleet **fleet);
CHAIN_API void chain_fleet_free(chain_fleet *fleet);
/* A libchain.report/1 and the host that it is about; both are copied. CHAIN_E_MALFORMED, CHAIN_E_LIMIT
 * (64 MiB), CHAIN_E_MEMORY, CHAIN_E_ARGUMENT. */
CHAIN_API chain_status chain_fleet_add(chain_fleet *fleet, chain_error *error, const char *name,
                                       chain_bytes json);
/* How many reports were added. */
CHAIN_API size_t chain_fleet_count(const chain_fleet *fleet);
/* One page: hosts by migration. chain_free it; NULL when out of memory. */
CHAIN_API char *chain_fleet_html(const chain_fleet *fleet);
/* RFC 4180, one line a result; chain_free it. NULL when out of memory. */
CHAIN_API char *chain_fleet_csv(const chain_fleet *fleet);

/* ---- Many captured chains --------------------------------------------------------------------- */

/* A captured chain, the host that it came from and when, as one line of JSON has them. */
typedef struct chain_record chain_record;

/*
 * Reads one line: libchain.record/1 (docs/schema/record.json), or what zgrab2 writes about a host. A
 * certificate that cannot be read is skipped and kept in chain_list_skipped of the chain. At most 16 MiB.
 * CHAIN_E_MALFORMED names the place in the JSON, CHAIN_E_NOT_FOUND: no certificate, CHAIN_E_LIMIT,
 * CHAIN_E_ARGUMENT, CHAIN_E_MEMORY.
 */
CHAIN_API chain_status chain_record_read(chain_record **record, chain_error *error, const char *line,
                                         size_t size);
CHAIN_API void chain_record_free(chain_record *record);
/* Borrowed. */
CHAIN_API const chain_list *chain_record_chain(const chain_record *record);
CHAIN_API const char *chain_record_host(const chain_record *record); /* "" when not told */
CHAIN_API chain_time chain_record_at(const chain_record *record);    /* CHAIN_TIME_MIN when not told */
/* A libchain.record/1 with its newline; chain_free it. host and source (where the chain was found) may
 * be NULL, and `at` CHAIN_TIME_MIN. NULL when out of memory. */
CHAIN_API char *chain_record_line(const chain_list *list, const char *host, chain_time at,
                                  const char *source);

/*
 * The question of chain_ready for captured chains, asked of one after the other: the same verdicts, in the
 * lane that decides, without words. Remembers what chains have in common. Belongs to one thread at a time;
 * several may share the options.
 */
typedef struct chain_bulk chain_bulk;

/* The outcome of one chain with one store. */
typedef struct chain_bulk_answer {
    chain_outcome outcome;
    chain_finding_code finding; /* what speaks first against it where it is not ready, or NONE */
    const char *timeline;       /* the migration whose endpoint is the worst; "" for none */
    int complete;               /* 0: a budget was spent */
} chain_bulk_answer;

/* Borrows `options`: its stores, timelines, window, bridges, profile, lane and renewal count; stores that
 * could not be read are unknown. CHAIN_E_ARGUMENT (no store), CHAIN_E_MEMORY. */
CHAIN_API chain_status chain_bulk_new(chain_bulk **bulk, const chain_ready_options *options);
CHAIN_API void chain_bulk_free(chain_bulk *bulk);
/* How many stores it judges with: that many answers are filled each time. */
CHAIN_API size_t chain_bulk_store_count(const chain_bulk *bulk);
/* The id of one, as a report has it; "" beyond. */
CHAIN_API const char *chain_bulk_store_id(const chain_bulk *bulk, size_t index);
/* Fills one answer for each store. `host` may be "". CHAIN_E_ARGUMENT (a host that is none),
 * CHAIN_E_MEMORY. */
CHAIN_API chain_status chain_bulk_judge(chain_bulk *bulk, chain_bulk_answer *answers,
                                        const chain_list *chain, const char *host);

#ifdef __cplusplus
}
#endif

#endif
