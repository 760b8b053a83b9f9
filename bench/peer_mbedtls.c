// SPDX-License-Identifier: Apache-2.0
/* Only what takes no time of validation: mbedTLS asks the system's clock. */
#include "peers.h"

#include <mbedtls/x509_crt.h>
#include <stdio.h>
#include <stdlib.h>

static void need(int good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "bench: mbedTLS failed at %s\n", what);
    exit(70);
}

void mbedtls_parse(chain_bytes der)
{
    mbedtls_x509_crt crt;
    mbedtls_x509_crt_init(&crt);
    need(mbedtls_x509_crt_parse_der_nocopy(&crt, der.data, der.size) == 0, "a certificate");
    mbedtls_x509_crt_free(&crt);
}

void mbedtls_bundle(const char *path)
{
    mbedtls_x509_crt crt;
    mbedtls_x509_crt_init(&crt);
    need(mbedtls_x509_crt_parse_file(&crt, path) >= 0, "a bundle");
    mbedtls_x509_crt_free(&crt);
}
